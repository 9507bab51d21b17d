"""The assumptions: every number with what it rests on, its range, and what it does to the outcomes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.analysis.influence import Influence
from sim.document.answer import came
from sim.document.blocks import Block, Cell, Heading, Paragraph, Section, Table
from sim.document.case import Case
from sim.document.words import capital, counted, course, outcome_phrase
from sim.scenario.check import fixed_numbers
from sim.scenario.describe import in_words, switched_off
from sim.scenario.distribution import Distribution
from sim.scenario.meaning import meaning
from sim.scenario.numbers import ReasonedNumber
from sim.summary.path_names import path_name
from sim.summary.wording import NOTHING

ASSUMED = "assumed"


def assumptions(case: Case) -> Section:
    """The tables of what is uncertain, what is fixed, and the claims that they rest on."""
    blocks: list[Block] = [*_summary(case)]
    uncertain = case.scenario.dimensions()
    if uncertain:
        blocks.append(_uncertain(case, uncertain))
        blocks.append(Paragraph(_reading(case), "note"))
    fixed = _fixed(case)
    if fixed is not None:
        blocks += [Heading("Numbers that are fixed"), fixed]
    off = switched_off(case.scenario)
    if off:
        blocks.append(Paragraph(f"Mechanisms of the model that are switched off: {', '.join(off).replace('_', ' ')}."))
    blocks += _claims(case)
    return Section("assumptions", "The assumptions", tuple(blocks))


def _summary(case: Case) -> Iterator[Block]:
    uncertain = case.scenario.dimensions()
    resting = sum(bool(number.claims) for number in uncertain.values())
    text = (
        f"{capital(counted(len(uncertain), 'number'))} {'is' if len(uncertain) == 1 else 'are'} uncertain; {resting} "
        f"of them rest on something that somebody said or counted, {len(uncertain) - resting} are assumed."
    )
    if case.influence:
        clear = [item for item in case.influence if item.clear]
        flips = [item for item in case.influence if item.flips]
        unclaimed = [item for item in clear if not uncertain[item.name].claims]
        text += (
            f" {capital(counted(len(clear), 'number'))} {'moves' if len(clear) == 1 else 'move'} some outcome beyond "
            f"chance, of which {counted(len(unclaimed), 'is', 'are')} merely assumed; {counted(len(flips), 'number')} "
            f"by {'itself turns' if len(flips) == 1 else 'themselves turn'} round which of two ends is the more "
            "frequent."
        )
    yield Paragraph(text)


def _uncertain(case: Case, uncertain: Mapping[str, Distribution]) -> Table:
    found = {item.name: item for item in case.influence}
    order = {item.name: place for place, item in enumerate(case.influence) if item.clear}
    paths = sorted(uncertain, key=lambda path: (order.get(path, len(order)), path))
    rows = []
    for path in paths:
        number = uncertain[path]
        secret = ", known to the actor alone" if number.private else ""
        rows.append(
            (
                Cell(case.names[path], small=meaning(path, case.scenario)),
                f"{in_words(number)}{secret}",
                _rests(case, number.claims, number.why),
                _influence(case, found.get(path)),
            )
        )
    return Table(
        "Every uncertain number, those that matter most first",
        ("number", "range", "why, and what it rests on", "influence"),
        tuple(rows),
        wide=True,
        anchors=tuple(f"number-{path}" for path in paths),
    )


def _influence(case: Case, item: Influence | None) -> Cell:
    if item is None:
        return Cell("reaches no run" if case.influence else NOTHING)
    labels = {one.name: outcome_phrase(one) for one in case.summary.outcomes}
    if not item.clear:
        return Cell("none beyond chance")
    small = "; ".join(f"{labels[name]} {course(item, name)}" for name in item.clear[1:3])
    turns = ""
    if item.flips:
        toppled = item.flips[0].below == came(case)[0].name
        turns = "turns the order round: " if not toppled else "topples the most frequent end: "
    first = item.clear[0]
    return Cell(f"{turns}{labels[first]} {course(item, first)}", strong=bool(item.flips), small=small)


def _rests(case: Case, claims: tuple[str, ...], why: str, supported: bool = False) -> Cell:
    """A reason, and the claims below it; or those of its element, if `supported`; or that it is assumed."""
    if not claims:
        return Cell(why, small="on the claims of its element") if supported else Cell(why, flag=ASSUMED)
    return Cell(why, links=tuple((key, f"claim-{key}") for key in claims if key in case.claims))


def _reading(case: Case) -> str:
    text = "Ranges are by kind of distribution; uniform: every value between the two is as likely. "
    if case.influence:
        text += (
            "Influence: how often an end comes in the fifth of runs in which the number is lowest, and in that in "
            "which it is highest. Bold: the order of the ends turns round."
        )
    return text


def _fixed(case: Case) -> Table | None:
    """Numbers that the scenario states without a range."""
    rows = []
    for path, value, supported in fixed_numbers(case.scenario):
        claims = value.claims if isinstance(value, ReasonedNumber) else ()
        why = value.why if isinstance(value, ReasonedNumber) else ""
        rests = _rests(case, claims, why, supported)
        rows.append((Cell(path_name(path, case.scenario), small=meaning(path, case.scenario)), f"{value:g}", rests))
    if not rows:
        return None
    return Table(
        "Every number that the scenario states without a range",
        ("number", "value", "why, and what it rests on"),
        tuple(rows),
        wide=True,
    )


def _claims(case: Case) -> Iterator[Block]:
    used = case.scenario.claims_used()
    claims = {key: claim for key, claim in case.claims.items() if key in used}
    if not claims:
        return
    yield Heading("What the numbers and demands rest on")
    rows = []
    for key, claim in claims.items():
        who = case.actor(claim.speaker) if claim.speaker in case.scenario.actors else claim.speaker
        said = f"{who}{'' if claim.date is None else f', {claim.date.isoformat()}'}"
        rows.append((key, f"{claim.kind}: {claim.says}", said, claim.source))
    yield Table(
        f"The {counted(len(rows), 'claim')}, paraphrased",
        ("claim", "what it says", "who, when", "where it was read"),
        tuple(rows),
        wide=True,
        anchors=tuple(f"claim-{key}" for key in claims),
    )
