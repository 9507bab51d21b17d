"""What `sim explain` prints of an explanation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from sim.analysis.paired import Difference
from sim.cli.console import grid, with_note
from sim.structure import Explanation, Goal, GoalAnswer, Roadmap, WayOut
from sim.study.explaining.explanation_folder import Explained
from sim.study.explaining.ways_out import Worth
from sim.study.explaining.what_if import state
from sim.summary.estimates import Mean
from sim.summary.wording import DASH


def explanation_tables(explained: Explained) -> Iterator[RenderableType]:
    """Everything in the order in which it is read."""
    explanation = explained.explanation
    yield _heading(explanation)
    yield _goals(explanation)
    told: dict[frozenset[tuple[str, ...]], str] = {}
    for answer in explanation.answers:
        if answer.roadmap is not None and len(answer.roadmap.entries) > 1:
            yield Group(
                Text(f"{answer.goal.label}: within reach", style="bold"), _indented(Text(roadmap_line(answer.roadmap)))
            )
        if not answer.reachable:
            reasons = frozenset(deadlock.holds for deadlock in answer.deadlocks)
            yield _shut(explained, answer, told.get(reasons))
            told.setdefault(reasons, answer.goal.label)
    yield from _remarks(explanation)


def _heading(explanation: Explanation) -> RenderableType:
    scenario = explanation.scenario
    if explanation.waived:
        supposed = f"Taken as waived: {', '.join(explanation.waived)}."
    else:
        supposed = "As long as nobody waives anything."
    text = Text(f"{scenario.name}\n", style="bold")
    text.append(
        f"What the preconditions allow, before any run. {supposed}\n"
        "Within reach means that nobody's demand stands in the way, not that anybody will.",
        style="not bold",
    )
    return text


def _goals(explanation: Explanation) -> RenderableType:
    table = grid("Within reach?", ["goal", "answer"], wrapped=(0, 1))
    settled = False
    for answer in explanation.answers:
        mark = " *" if answer.settlement and not answer.reachable else ""
        settled = settled or bool(mark)
        table.add_row(answer.goal.label, state(answer) + mark)
    if settled:
        return with_note(table, "* But the signature of a settlement could bring it about.")
    return table


def _shut(explained: Explained, answer: GoalAnswer, same: str | None) -> RenderableType:
    """A goal out of reach: why (unless that was told of the goal `same`), and what would have to give."""
    parts: list[RenderableType] = [Text(f"{answer.goal.label}: out of reach", style="bold")]
    if same is not None and answer.deadlocks:
        parts.append(_indented(Text(f"For the same reasons as: {same}.")))
    for number, deadlock in enumerate(answer.deadlocks if same is None else (), 1):
        sentence = Text(f"{number}. {deadlock.sentence}")
        if deadlock.claims:
            sentence.append(f" [{', '.join(deadlock.claims)}]", style="dim")
        parts.append(_indented(sentence))
    if answer.ways_out:
        parts.append(Text("Ways out, the smallest first:" if len(answer.ways_out) > 1 else "The way out:"))
        parts += [_way(explained, way, number) for number, way in enumerate(answer.ways_out, 1)]
        parts += [_indented(Text(givers(explained.explanation, answer.ways_out)))] if len(answer.ways_out) > 1 else []
        parts += _as_it_is(explained, answer)
    else:
        found = "No way out was found in time." if answer.cut else "No waiver opens it: what is left cannot be waived."
        parts.append(Text(found))
    if answer.cut and answer.ways_out:
        parts.append(Text("There may be more: the search was cut short.", style="dim"))
    return Group(*parts)


def _indented(text: RenderableType, left: int = 2) -> RenderableType:
    return Padding(text, (0, 0, 0, left))


def _way(explained: Explained, way: WayOut, number: int) -> RenderableType:
    """A way out: who would waive what, what follows in which round, and what it is worth in play."""
    lines = [f"{letter(number)}. {waivers(explained.explanation, way)} Rigidity {way.rigidity:.2f}."]
    below: list[RenderableType] = []
    if way.roadmap is not None:
        below.append(_indented(Text(roadmap_line(way.roadmap)), 5))
    if explained.played is not None:
        worth = explained.played.worth(way)
        told = "; ".join(f"{label} {_changed(item)}" for label, item in _measured(way.goal, worth))
        below.append(_indented(Text(f"In play: {told}."), 5))
        if worth.worthless:
            below.append(_indented(Text("Worthless in play: neither ceasefires nor settlements clearly rise."), 5))
    return Group(_indented(Text("\n".join(lines))), *below)


def waivers(explanation: Explanation, way: WayOut) -> str:
    """Who waives what, with the keys under which one can try it."""
    actors = explanation.scenario.actors
    holds = [explanation.hold(key) for key in way.waives]
    return "; ".join(f"{actors[hold.holder].label} waives: {hold.label} ({hold.key})" for hold in holds) + "."


def givers(explanation: Explanation, ways: Sequence[WayOut]) -> str:
    """Which way asks least by rigidity, and who could open the goal by giving way alone, each by its cheapest way."""
    numbered = list(enumerate(ways, 1))
    least, cheapest = min(numbered, key=lambda item: (item[1].rigidity, item[0]))
    alone: dict[str, tuple[float, int]] = {}
    for number, way in numbered:
        if len(way.givers) == 1:
            found = (way.rigidity, number)
            alone[way.givers[0]] = min(found, alone.get(way.givers[0], found))
    label = explanation.scenario.actors
    told = ", ".join(f"{label[name].label} ({letter(number)})" for name, (_, number) in alone.items())
    return f"Least rigidity: {letter(least)}, {cheapest.rigidity:.2f}. Could open it alone: {told or 'nobody'}."


def roadmap_line(road: Roadmap) -> str:
    """A roadmap as a numbered list, a line each; waivers, which come before, are told elsewhere."""
    taken = [entry for entry in road.entries if entry.kind != "waiver"]
    words = {"meeting": "meeting: ", "signature": "signature: "}
    return "\n".join(
        f"{number}. round {entry.round}: {words.get(entry.kind, '')}{entry.label}"
        for number, entry in enumerate(taken, 1)
    )


def letter(number: int) -> str:
    """What a way out is called: a, b, ... z, then by number."""
    return chr(ord("a") + number - 1) if number <= 26 else str(number)


def _as_it_is(explained: Explained, answer: GoalAnswer) -> list[RenderableType]:
    """How often it comes to the same in the scenario as it is, and how to read the numbers."""
    played = explained.played
    if played is None:
        return []
    told = "; ".join(
        f"{label} {_share(item.before)}" for label, item in _measured(answer.goal, played.worth(answer.ways_out[0]))
    )
    return [
        Text(f"In play as it is: {told}."),
        Text(
            f"({played.runs:,} runs each with the same luck, seed {played.seed}; 95% intervals; changes in percentage "
            "points with their paired intervals, each by itself.)",
            style="dim",
        ),
    ]


def _measured(goal: Goal, worth: Worth) -> list[tuple[str, Difference]]:
    """What is measured of a way out, the goal itself first unless that is one of the others."""
    items = [("a settlement", worth.settlement)]
    if worth.ceasefire is not None:
        items.insert(0, ("a ceasefire", worth.ceasefire))
    if all((item.before, item.after) != (worth.goal.before, worth.goal.after) for _, item in items):
        items.insert(0, (f"the goal ({goal.label})", worth.goal))
    return items


def _changed(item: Difference) -> str:
    return f"{_share(item.after)}, {_points(item.change)} ({_points(item.low)} to {_points(item.high)})"


def _points(change: float) -> str:
    """Percentage points, with another digit where they are close to none: on which side of 0 decides."""
    return f"{100 * change:+.{2 if abs(change) < 0.001 else 1}f}"


def _share(mean: Mean) -> str:
    if mean.low is None or mean.high is None:
        return percent_of(mean.mean)
    return f"{percent_of(mean.mean)} ({percent_of(mean.low)} to {percent_of(mean.high)})"


def percent_of(share: float | None) -> str:
    """A share in percent with one digit."""
    return DASH if share is None else f"{100 * share:.1f}%"


def _remarks(explanation: Explanation) -> Iterator[RenderableType]:
    """Pairs at odds, demands that change nothing, and steps that could be taken side by side."""
    pairs = [f"{' and '.join(pair.holds)} ({pair.goal.label}): {pair.sentence}" for pair in explanation.conflicts]
    idle = [f"{item.key}: {item.reason}." for item in explanation.redundant]
    label = explanation.scenario.actors
    leaving = [
        f"{label[name].label} must sign, but may leave: what is within reach does not wait for its signature."
        for name in explanation.leavers
    ]
    for title, lines in (
        ("At odds: each demand alone leaves a way, both together none", pairs),
        ("Demands that change nothing", idle),
        ("Another step in place of the one demanded", [item.sentence for item in explanation.substitutes]),
        ("One after the other, or at once", [swap.sentence for swap in explanation.swaps]),
        ("Who may leave", leaving),
    ):
        if lines:
            yield Group(Text(title, style="bold"), *(_indented(Text(f"- {line}")) for line in lines))
