"""What drives the result: which assumption moves which outcome, whose order turns round, and the front."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sim.analysis.courses import FEWEST
from sim.document.answer import came, turning
from sim.document.blocks import Block, Bullets, Figure, Paragraph, Section
from sim.document.case import Case
from sim.document.words import capital, counted, end_of, outcome_phrase, percent_of

MOST_FLIPS = 6


def driving(case: Case) -> Section:
    """Which assumptions matter."""
    assert case.results is not None
    blocks: list[Block] = []
    numbers = len(case.scenario.dimensions())
    if not numbers:
        blocks.append(Paragraph("The scenario has no uncertain number: only chance makes one run differ from another."))
    elif not case.influence:
        blocks.append(Paragraph(f"{case.summary.origin.runs:,} runs are too few to tell what drives the outcomes."))
    else:
        blocks += _ranked(case, numbers)
    if _has_front(case):
        blocks += [
            Figure("front", "Fan chart of where the front stands, round by round.", "", case.results.plot.front),
            Figure("beliefs", "Fan chart of how the front moves, and lines of what each actor believes of it.", "",
                   case.results.plot.beliefs),
        ]  # fmt: skip
    return Section("drivers", "What drives it", tuple(blocks))


def _has_front(case: Case) -> bool:
    field = case.scenario.battlefield
    assert case.results is not None
    enough = case.results.runs >= FEWEST
    return enough and bool(case.scenario.belligerents) and field is not None and field.war == "front"


def _ranked(case: Case, numbers: int) -> Iterator[Block]:
    assert case.results is not None
    clear = [item for item in case.influence if item.clear]
    yield Paragraph(
        f"{capital(counted(numbers, 'number'))} in this scenario {'is' if numbers == 1 else 'are'} uncertain. To see "
        "what each does, runs in which it lies in the lowest fifth of its range are set against those in which it lies "
        f"in the highest; all the others vary as they may. {capital(counted(len(clear), 'number'))} "
        f"{'moves' if len(clear) == 1 else 'move'} some outcome beyond what chance would do."
    )
    shown = [item for item in came(case) if any(item.name in one.clear for one in case.influence)]
    chosen = list(dict.fromkeys([*shown[:1], *(item for item in shown if item.name == "settlement"), *shown[1:2]]))[:2]
    for item in chosen:
        yield Figure(
            f"tornado-{item.name}", f"Tornado chart of the numbers that move the share of: {item.label}.", "",
            partial(case.results.plot.tornado, item.name),
        )  # fmt: skip
    yield from _flips(case)


def _flips(case: Case) -> Iterator[Block]:
    labels = {item.name: outcome_phrase(item) for item in case.summary.outcomes}
    flips = turning(case)
    if not flips:
        yield Paragraph(
            "No single number turns round which of two ends is the more frequent, at either end of its range."
        )
        return
    yield Paragraph("Where the order of the ends turns round:")
    yield Bullets(
        tuple(
            f"Where “{case.names[item.name]}” is {end_of(flip)} (about "
            f"{item.low if flip.end == 'low' else item.high:.3g}), {labels[flip.above]} "
            f"({percent_of(flip.share_above)}) is more frequent than {labels[flip.below]} "
            f"({percent_of(flip.share_below)})."
            for item, flip in flips[:MOST_FLIPS]
        )
    )
    yield Paragraph(
        "One number at a time, the others as uncertain as they are; several together can do more. Differences that "
        "chance could make, given how many were looked at, are not listed.",
        "note",
    )
