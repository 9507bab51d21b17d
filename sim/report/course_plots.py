"""Figures of the course of the war: where the front stands, and what actors believe of its movement."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from sim.analysis.courses import LEVELS, Courses, fan
from sim.report.style import GREY, INK, panel, round_label, spread, styled
from sim.summary import Origin

LINES = ("-", (0, (5, 1.5)), (0, (1.2, 1.2)), (0, (5, 1.5, 1, 1.5)), (0, (8, 2)), (0, (2, 2)))
COLOURS = ("#D55E00", "#0072B2", "#009E73", "#7a5195", "#E69F00", "#444444")
MIDDLE = LEVELS.index(0.5)
BELIEVED = {
    "normal": "what each actor believes",
    "two_types": "what each actor expects, between two types of war, of which it learns which it is",
    "beta": "what each actor expects, by a beta belief on how often the first wins a battle",
}


def front(courses: Courses, origin: Origin, ax: Axes | None = None) -> Axes:
    """Where the front stands, round by round: median, middle half and middle 80% of runs."""
    with styled():
        spread_of = fan(courses.front)
        ax = panel(
            ax, _front_title(courses), _front_note(courses), origin, height=3.3, left=1.0, right=2.0,
        )  # fmt: skip
        rounds = np.arange(courses.front.shape[1])
        _bands(ax, rounds, spread_of)
        ends = [(f"{100 * level:.0f}% of runs below", spread_of[place, -1]) for place, level in enumerate(LEVELS)]
        ends[MIDDLE] = ("median", spread_of[MIDDLE, -1])
        _end_labels(ax, rounds[-1], ends, 1.06, -0.06)
        ax.axhline(1, color=GREY, lw=0.8)
        ax.axhline(0, color=GREY, lw=0.8)
        ax.set_xlim(0, rounds[-1])
        ax.set_ylim(-0.06, 1.06)
        first, second = courses.sides
        ax.set_yticks([0, 0.25, 0.5, 0.75, 1], [f"0: {second}\nhas won", "0.25", "0.5", "0.75", f"1: {first}\nhas won"])
        ax.tick_params(axis="y", labelsize=8)
        ax.set_xlabel(round_label(courses.round_days))
        ax.grid(axis="y")
        return ax


def beliefs(courses: Courses, origin: Origin, ax: Axes | None = None) -> Axes:
    """What each actor takes the front's movement to be, and what it is: medians over the runs that go on."""
    with styled():
        rounds = np.arange(courses.truth.shape[1])
        scale = 100.0
        true = scale * fan(courses.truth)
        medians = [scale * fan(values)[MIDDLE] for values in courses.beliefs]
        ax = panel(
            ax, _belief_title(courses), _belief_note(courses), origin, height=3.3, left=1.0, right=2.0,
        )  # fmt: skip
        _bands(ax, rounds, true)
        for number, (label, values) in enumerate(zip(courses.labels, medians, strict=True)):
            ax.plot(
                rounds, values, lw=2.2, ls=LINES[number % len(LINES)], color=COLOURS[number % len(COLOURS)],
                label=label, gid=f"belief-{courses.actors[number]}",
            )  # fmt: skip
        known = np.flatnonzero(~np.isnan(true[MIDDLE]))
        last = int(known[-1]) if known.size else 0
        ends = [("what it is (grey: 50, 80%)", float(true[MIDDLE, last]))]
        ends += [(label, float(values[last])) for label, values in zip(courses.labels, medians, strict=True)]
        drawn = [*medians, *true]
        top, bottom = float(np.nanmax(drawn)), min(float(np.nanmin(drawn)), 0.0)
        air = 0.06 * (top - bottom) or 0.1
        _end_labels(ax, last, ends, top + air, bottom - air)
        ax.axhline(0, color=GREY, lw=0.8)
        ax.set_xlim(0, rounds[-1])
        ax.set_ylim(bottom - air, top + air)
        ax.set_xlabel(round_label(courses.round_days))
        ax.set_ylabel(f"movement of the front a round,\n% of the way, + for {courses.sides[0]}")
        ax.grid(axis="y")
        return ax


def _bands(ax: Axes, rounds: np.ndarray, quantiles: np.ndarray) -> None:
    ax.fill_between(rounds, quantiles[0], quantiles[-1], color="#dedede", lw=0, gid="middle-80")
    ax.fill_between(rounds, quantiles[1], quantiles[-2], color="#b9b9b9", lw=0, gid="middle-50")
    ax.plot(rounds, quantiles[MIDDLE], color=INK, lw=1.6, gid="median")


def _end_labels(ax: Axes, x: float, ends: list[tuple[str, float]], top: float, bottom: float) -> None:
    gap = 0.075 * (top - bottom)
    heights = spread([value for _, value in ends], gap, bottom + gap / 2, top - gap / 2)
    for (text, value), height in zip(ends, heights, strict=True):
        ax.annotate(
            text, (x, value), (1.03, height), textcoords=("axes fraction", "data"), va="center", fontsize=8.8,
            color=INK, annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": GREY, "lw": 0.6, "relpos": (0, 0.5), "shrinkA": 1, "shrinkB": 2},
        )  # fmt: skip


def _front_title(courses: Courses) -> str:
    start, end = float(np.median(courses.front[:, 0])), float(np.median(courses.front[:, -1]))
    moved = end - start
    if abs(moved) < 0.02:
        return "The front hardly moves in the median run"
    side = courses.sides[0] if moved > 0 else courses.sides[1]
    return f"In the median run the front moves from {start:.2f} to {end:.2f}, towards {side}"


def _front_note(courses: Courses) -> str:
    first, second = courses.sides
    return (
        f"Black: median of {courses.runs:,} runs; dark grey: middle half; light grey: middle 80%. At 1 {first} has "
        f"what it would take by force, at 0 {second}. Where a run is over, the front stays where it was."
    )


def _belief_title(courses: Courses) -> str:
    """Who is farthest off at the start, and whether it learns."""
    gaps = np.array([np.median(values[:, 0] - courses.truth[:, 0]) for values in courses.beliefs])
    worst = int(np.abs(gaps).argmax())
    end = _last_known(courses)
    later = float(np.nanmedian(courses.beliefs[worst][:, end] - courses.truth[:, end]))
    side = courses.sides[0] if gaps[worst] > 0 else courses.sides[1]
    title = f"{courses.labels[worst]} starts with the view that favours {side} most"
    if abs(later) < 0.5 * abs(gaps[worst]):
        return f"{title}, and unlearns over half of it by round {end}"
    return f"{title}, and still keeps over half of it in round {end}"


def _last_known(courses: Courses) -> int:
    """The last round that a fifth of the runs reach."""
    return int(np.flatnonzero(courses.alive >= 0.2)[-1])


def _belief_note(courses: Courses) -> str:
    return (
        f"Lines: {BELIEVED[courses.kind]}; median over those of {courses.runs:,} runs that go on. Grey: how the front "
        f"really tends to move, middle half and 80% of runs{'; it wanders' if courses.wanders else ''}."
    )
