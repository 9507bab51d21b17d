"""The curves of a run: front, beliefs, and the text against what everyone holds out for."""

from __future__ import annotations

from collections.abc import Sequence

from sim.page.course import Frame
from sim.page.drawing import Line, chart
from sim.page.markup import text
from sim.scenario import Scenario

COLOURS = ("#0072B2", "#b34700", "#00775a", "#8a5a00", "#3d6f91", "#9c4a7c", "#5f5f5f")
"""Okabe and Ito's, darkened where their labels would be too pale to read."""
DASHES = ("", "6 3", "2 3", "8 3 2 3", "4 2", "1 3", "10 4")


def front_chart(scenario: Scenario, frames: Sequence[Frame], now: int) -> str:
    """Where the front stands; nothing without a war."""
    if not scenario.belligerents:
        return ""
    first, second = (scenario.actors[name].label or name for name in scenario.belligerents)
    line = Line("Front", [frame.front for frame in frames], COLOURS[0])
    words = f"The front: at 1 {first} has what it would take by force, at 0 {second}. "
    words += f"After round {now}: {line.values[now - 1]:.2f}."
    return _figure(words, chart([line], now, words, low=0.0, high=1.0))


def belief_chart(scenario: Scenario, frames: Sequence[Frame], now: int) -> str:
    """What everyone believes of the drift of the front, a round."""
    if not scenario.belligerents:
        return ""
    lines = [
        Line(one.label, [frame.actors[place].belief for frame in frames], COLOURS[place % 7], DASHES[place % 7])
        for place, one in enumerate(frames[0].actors)
    ]
    words = "Beliefs: how far each expects the front to move in a round, above 0 toward the first side."
    return _figure(words, chart(lines, now, words, low=0.0))


def aims_charts(frames: Sequence[Frame], now: int) -> str:
    """The chart of every actor's aims."""
    charts = (aims_chart(frames, now, place) for place in range(len(frames[0].actors)))
    return f'<div class="charts">{"".join(charts)}</div>'


def aims_chart(frames: Sequence[Frame], now: int, place: int) -> str:
    """What the text on the table is worth to an actor, what it holds out for, what it has without a deal."""
    lines = [
        Line("the text", [frame.actors[place].text for frame in frames], COLOURS[1]),
        Line("holds out for", [frame.actors[place].aspiration for frame in frames], COLOURS[0], DASHES[1]),
        Line("without a deal", [frame.actors[place].disagreement for frame in frames], COLOURS[6], DASHES[2]),
    ]
    label = frames[0].actors[place].label
    words = f"{label}: the text on the table, what it holds out for, what it has without a deal."
    return _figure(words, chart(lines, now, words, low=0.0, high=1.0))


def _figure(words: str, svg: str) -> str:
    return f"<figure>{svg}<figcaption>{text(words)}</figcaption></figure>"
