"""The opening: the answer in one paragraph, made of the numbers and rounded to what they support."""

from __future__ import annotations

from collections.abc import Iterator

from sim.analysis.influence import Flip, Influence
from sim.document.blocks import Block, Paragraph
from sim.document.case import Case
from sim.document.words import capital, counted, end_of, gloss, inside, listed, outcome_phrase, percent_of
from sim.scenario.meaning import meaning
from sim.summary import OutcomeSummary, PreconditionSummary
from sim.summary.wording import headline, number, percent_interval

NO_FORECAST = (
    "This is not a forecast. It says what follows from the assumptions that are listed below, and how much the result "
    "hangs on each of them."
)
FEW = 0.005
"""Outcomes rarer than this are not in the opening."""


def answer(case: Case) -> tuple[Block, ...]:
    """What is read if nothing else is."""
    if case.results is None:
        return (Paragraph(" ".join(_structure(case)), "lead"),)
    sentences = [*_shares(case), *_when(case), *_obstacle(case), *_assumption(case), *_luck(case)]
    return (Paragraph(" ".join(sentences), "lead"), Paragraph(NO_FORECAST, "warning"))


def came(case: Case) -> list[OutcomeSummary]:
    """Outcomes that came in some run, the commonest first."""
    return [item for item in case.summary.outcomes if item.share.count]


def _shares(case: Case) -> Iterator[str]:
    first, *rest = came(case)
    runs = f"In {case.summary.origin.runs:,} simulated runs over {case.span}"
    if not rest:
        yield f"{runs}, the end is always the same: {outcome_phrase(first)}."
        return
    if rest[0].share.high > first.share.low:
        second, *rest = rest
        yield (
            f"{runs}, two ends are about as frequent as one another: {outcome_phrase(first)} ({headline(first.share)}, "
            f"95% interval {percent_interval(first.share)}) and {outcome_phrase(second)} ({headline(second.share)}, "
            f"{percent_interval(second.share)})."
        )
    else:
        yield (
            f"{runs}, the most frequent end is {outcome_phrase(first)}: {headline(first.share)} of them (95% interval "
            f"{percent_interval(first.share)})."
        )
    told = [item for item in rest if (item.share.share or 0) >= FEW]
    parts = [
        f"{outcome_phrase(item)} {'' if place else 'comes '}in {headline(item.share)}"
        for place, item in enumerate(told)
    ]
    if parts:
        others = " All other ends come in under 1%." if len(told) < len(rest) else ""
        yield f"{capital(listed(parts))}.{others}"


def _when(case: Case) -> Iterator[str]:
    signed = case.summary.signature
    if signed.when is None:
        yield "Nothing is ever signed."
    else:
        yield f"Where a settlement is signed, that happens in {case.day(signed.when.median)} in the median."


def hardest(case: Case) -> PreconditionSummary | None:
    """The precondition that blocks longest."""
    blocking = [item for item in case.summary.preconditions if item.blocked.count]
    return max(blocking, key=lambda item: item.rounds_blocked.mean or 0.0) if blocking else None


def _obstacle(case: Case) -> Iterator[str]:
    item = hardest(case)
    if item is None:
        return
    gives = f"is given up in {headline(item.waived.ever)} of runs" if item.waived.ever.count else "is never given up"
    yield (
        f"What stands in the way longest is a demand of {inside(item.holder)}, “{item.label}”: it blocks for "
        f"{number(item.rounds_blocked, 0)} rounds on average and {gives}."
    )


def turning(case: Case) -> list[tuple[Influence, Flip]]:
    """Assumptions that turn round which outcome is the most frequent: those that topple the first, then others."""
    first = came(case)[0].name
    flips = [(item, flip) for item in case.influence for flip in item.flips]
    return sorted(flips, key=lambda pair: (pair[1].below != first, -pair[1].share_above))


def _assumption(case: Case) -> Iterator[str]:
    if not case.influence or len(came(case)) == 1:
        return
    labels = {item.name: outcome_phrase(item) for item in case.summary.outcomes}
    first = came(case)[0].name
    toppling = [(item, flip) for item, flip in turning(case) if flip.below == first]
    if toppling:
        item, flip = toppling[0]
        others = len({other.name for other, _ in toppling}) - 1
        lead = (
            "One assumption can by itself make another end the most frequent"
            if not others
            else f"{capital(counted(others + 1, 'assumption'))} can each make another end the most frequent, above all"
        )
        yield (
            f"{lead}: “{case.names[item.name]}” ({gloss(meaning(item.name, case.scenario))}). Where it is "
            f"{end_of(flip)}, in a fifth of its range, {labels[flip.above]} comes in {percent_of(flip.share_above)} of "
            f"runs and {labels[flip.below]} in {percent_of(flip.share_below)}."
        )
    elif case.influence[0].clear:
        item = case.influence[0]
        moved = item.clear[0]
        yield (
            "No single assumption is seen, beyond chance, to make another end the most frequent. "
            f"“{case.names[item.name]}” ({gloss(meaning(item.name, case.scenario))}) matters most: it takes "
            f"{labels[moved]} from {percent_of(item.at_low[moved].value)} to "
            f"{percent_of(item.at_high[moved].value)} of runs as it goes through its range."
        )
    else:
        yield "No single assumption moves any of this beyond what chance would do."


def _luck(case: Case) -> Iterator[str]:
    numbers = len(case.scenario.dimensions())
    splits = [item.split for item in came(case) if item.split is not None and (item.share.share or 0) >= 0.05]
    if not splits or not numbers:
        return
    parts = sorted(split.parameters for split in splits)
    if parts[-1] < 0.5:
        known = "the one uncertain number" if numbers == 1 else f"all {numbers} uncertain numbers"
        yield (
            f"Chance weighs more than the assumptions: knowing {known} exactly would settle no more than "
            f"{percent_of(parts[-1])} of the difference between single runs."
        )
    elif parts[0] > 0.5:
        yield "The assumptions weigh more than chance: most differences between single runs come from them."


def _structure(case: Case) -> Iterator[str]:
    """The answer where nothing was played: what is out of reach, and the least that would have to give."""
    answers = case.explanation.answers
    shut = [item for item in answers if not item.reachable]
    if not shut:
        yield f"As the demands stand, nothing is out of reach: each of {counted(len(answers), 'goal')} can be had."
        return
    goals = listed([item.goal.label for item in shut])
    yield f"As long as nobody gives way, {goals} {'is' if len(shut) == 1 else 'are'} out of reach."
    deadlocks = [item for answer in shut for item in answer.deadlocks]
    if deadlocks:
        yield deadlocks[0].sentence
    ways = [way for answer in shut for way in answer.ways_out]
    if ways:
        way = ways[0]
        holds = [case.explanation.hold(key) for key in way.waives]
        gives = listed([f"{case.actor(hold.holder)} gave up “{hold.label}”" for hold in holds])
        yield f"It would be enough if {gives}."
