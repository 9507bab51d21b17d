"""What blocked it and who gave way, and which demands lock one another."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from sim.document.answer import hardest
from sim.document.blocks import Block, Bullets, Figure, Heading, Paragraph, Section, Table
from sim.document.case import Case
from sim.document.words import capital, counted, inside, listed
from sim.study.explaining.what_if import state
from sim.summary.wording import headline, median_and_quartiles, number, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.structure import GoalAnswer, WayOut

MOST_ROADMAPS = 2
MOST_SHOWN = 4


def obstacles(case: Case) -> Section:
    """Which demand stood in the way for how long, and how it ended."""
    assert case.results is not None
    blocks: list[Block] = [Paragraph(" ".join(_blocking(case)))]
    if case.summary.preconditions:
        blocks += [
            Figure(
                "preconditions",
                "For each demand, the share of runs in which it was given up or met by each round.",
                "",
                case.results.plot.preconditions,
            ),
            _table(case),
            Paragraph(
                "Stands: share of runs in which it ever kept something shut. Given up, met: share of runs, with the "
                "median round (quartiles).",
                "note",
            ),
        ]  # fmt: skip
    if case.summary.tracks:
        blocks.append(_tracks(case))
    return Section("obstacles", "What blocked it, and who gave way", tuple(blocks))


def _blocking(case: Case) -> Iterator[str]:
    summary = case.summary
    if not summary.preconditions:
        yield "Nobody demands anything beforehand."
        return
    item = hardest(case)
    if item is None:
        yield "Demands are declared, but none of them ever keeps anything shut."
        return
    yield (
        f"{item.holder} blocks longest, with “{item.label}”: {number(item.rounds_blocked, 0)} of "
        f"{summary.names.rounds} rounds on average."
    )
    soft = sorted(
        (one for one in summary.preconditions if one.waived.ever.count), key=lambda one: -one.waived.ever.count
    )
    if soft:
        told = [f"{inside(one.holder)} (“{one.label}”, in {headline(one.waived.ever)} of runs)" for one in soft[:3]]
        yield f"Those who give way most often are {listed(told)}."
    hard = [one for one in summary.preconditions if not one.waived.ever.count and one.blocked.count]
    if hard:
        yield f"Never given up: {listed([f'“{one.label}” ({inside(one.holder)})' for one in hard])}."
    vetoes = [actor for actor in summary.actors if actor.vetoed is not None and actor.vetoed.count]
    if vetoes:
        told = [f"{actor.label} in {headline(actor.vetoed)}" for actor in vetoes if actor.vetoed is not None]
        yield f"A signed text is then refused at home: {listed(told)} of runs."
    left = [actor for actor in summary.actors if actor.left is not None and actor.left.ever.count]
    if left:
        told = [f"{actor.label} in {headline(actor.left.ever)}" for actor in left if actor.left is not None]
        yield f"A third party walks away: {listed(told)} of runs."


def _table(case: Case) -> Table:
    rows = tuple(
        (
            f"{item.holder}: {item.label}", percent(item.blocked), number(item.rounds_blocked, 1),
            _fell(percent(item.waived.ever), median_and_quartiles(item.waived.when)),
            _fell(percent(item.satisfied.ever), median_and_quartiles(item.satisfied.when)),
        )
        for item in sorted(case.summary.preconditions, key=lambda one: -(one.rounds_blocked.mean or 0.0))
    )  # fmt: skip
    return Table(
        "Demands, the longest in the way first", ("demand", "stands", "rounds", "given up", "met"), rows, (1, 2, 3, 4)
    )


def _fell(share: str, when: str) -> str:
    return share if share == "0%" else f"{share}, round {when}"


def _tracks(case: Case) -> Table:
    rows = tuple(
        (track.label, percent(track.met.ever), median_and_quartiles(track.met.when), number(track.meetings, 1),
         number(track.rounds_refused, 1))
        for track in case.summary.tracks
    )  # fmt: skip
    return Table(
        "Who met, and who did not: meetings and refusals in rounds, averages over all runs",
        ("table", "ever met", "first in round", "meetings", "refused"),
        rows,
        (1, 2, 3, 4),
    )


def deadlocks(case: Case) -> Section:
    """The graph of what waits for what, the deadlocks in it, and the ways out."""
    explanation = case.explanation
    if not explanation.holds:
        return Section("deadlocks", "Deadlocks", (Paragraph("There are no demands, so nothing can be locked."),))
    supposed = ""
    if explanation.waived:
        supposed = f" Taken as given up: {listed([explanation.hold(key).label for key in explanation.waived])}."
    rows = tuple((answer.goal.label, capital(state(answer))) for answer in explanation.answers)
    blocks: list[Block] = [
        Paragraph(
            "This part does not rest on any run, but on the logic of the demands alone: if nobody gives way, what can "
            f"be reached, and what can not?{supposed}"
        ),
        Table("What is within reach if nobody gives way", ("goal", "answer"), rows),
    ]
    if explanation.edges:
        blocks.append(Figure("gate-graph", "Graph of what waits for what; every demand is listed in words above.",
                             "", partial(_graph, case)))  # fmt: skip
    told: dict[tuple[tuple[str, ...], ...], str] = {}
    for answer in explanation.answers:
        if not answer.reachable:
            blocks += _shut(case, answer, told)
    blocks += _remarks(case)
    return Section("deadlocks", "Deadlocks and ways out", tuple(blocks))


def _graph(case: Case) -> Axes:
    from sim.report.gate_graph import gate_graph

    return gate_graph(case.explanation)


def _shut(case: Case, answer: GoalAnswer, told: dict[tuple[tuple[str, ...], ...], str]) -> Iterator[Block]:
    """Why a goal is out of reach, unless that was said of another goal, and what would open it."""
    yield Heading(f"{answer.goal.label}: out of reach")
    key = tuple(sorted(deadlock.holds for deadlock in answer.deadlocks))
    if key in told:
        yield Paragraph(f"For the same reasons as: {told[key]}.")
    else:
        told[key] = answer.goal.label
        yield Bullets(tuple(deadlock.sentence for deadlock in answer.deadlocks), ordered=True)
    if not answer.ways_out:
        yield Paragraph("Nothing that can be given up opens it.")
        return
    yield Paragraph(f"{capital(counted(len(answer.ways_out), 'way'))} out, the smallest first:")
    yield Bullets(tuple(_way(case, way) for way in answer.ways_out[:MOST_SHOWN]), ordered=True)
    for place, way in enumerate(answer.ways_out[:MOST_ROADMAPS], 1):
        if way.roadmap is not None:
            title = f"{answer.goal.label}: way out {place}, in round {way.roadmap.rounds} at the earliest"
            yield Figure(f"roadmap-{answer.goal.name}-{place}", f"Timeline of way out {place}.", "",
                         partial(_roadmap, case, way, title))  # fmt: skip


def _roadmap(case: Case, way: WayOut, title: str) -> Axes:
    from sim.report.roadmap import roadmap

    assert way.roadmap is not None
    return roadmap(case.scenario, way.roadmap, title)


def _way(case: Case, way: WayOut) -> str:
    holds = [case.explanation.hold(key) for key in way.waives]
    gives = listed([f"{case.actor(hold.holder)} gives up “{hold.label}”" for hold in holds])
    return f"{gives} (what that costs: {way.rigidity:.2f} of the holders' whole stakes, the mean of the ranges)."


def _remarks(case: Case) -> Iterator[Block]:
    explanation = case.explanation
    items = [*(item.sentence for item in explanation.substitutes), *(item.sentence for item in explanation.swaps)]
    if items:
        yield Paragraph("What would do without anybody giving a demand up:")
        yield Bullets(tuple(items))
    if explanation.redundant:
        yield Paragraph("Demands that change nothing as long as the others stand:")
        labels = {hold.key: f"{case.actor(hold.holder)}: “{hold.label}”" for hold in explanation.holds}
        yield Bullets(
            tuple(f"{labels[item.key]}, because {item.reason.rstrip('.')}." for item in explanation.redundant)
        )
