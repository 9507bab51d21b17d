"""Figures of a group's decision: positions over rounds, and the distribution of the median at the end."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from sim.report.course_plots import COLOURS, LINES
from sim.report.style import GREY, INK, PALE, panel, styled
from sim.spatial.decision import Decision
from sim.spatial.words import HIGH, LOW, MIDDLE, course, position, title
from sim.summary import Origin

MARKERS = "osv^DPX*<>"
STILL = 1e-3
"""Quantiles of the median that move by less than this part of the scale in a round are drawn no further."""
MOST_NAMES = 24


def positions(decision: Decision, origin: Origin, ax: Axes | None = None) -> Axes:
    """Positions after each round with every range at its middle, as thick as weights; the draws' median in grey."""
    with styled():
        single = decision.single
        rounds = np.arange(_shown(decision) + 1)
        ax = panel(ax, _title(decision), _note(decision), origin, height=3.8, left=0.8, right=2.3)
        if decision.spread is not None:
            low, first, third, high = (
                np.quantile(decision.spread.medians[:, rounds], level, axis=0) for level in (0.1, 0.25, 0.75, 0.9)
            )
            ax.fill_between(rounds, low, high, color="#e4e4e4", lw=0, gid="middle-80")
            ax.fill_between(rounds, first, third, color="#c8c8c8", lw=0, gid="middle-50")
        for at, actor in enumerate(decision.actors):
            ax.plot(
                rounds, single.path[rounds, at], lw=1 + 6 * float(single.weight[at]), alpha=0.85,
                ls=LINES[at % len(LINES)], color=COLOURS[at % len(COLOURS)], marker=MARKERS[at % len(MARKERS)],
                markevery=max(len(rounds) // 6, 1), ms=5 + 4 * float(single.weight[at]),
                label=_short(actor.name), gid=f"actor-{at}",
            )  # fmt: skip
        label = f"median, at the end {position(float(single.median[-1]), decision)}"
        ax.plot(rounds, single.median[rounds], color=INK, lw=2.4, label=label, gid="median")
        _legend(ax, decision)
        ax.set_xlim(0, rounds[-1])
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.set_xlabel("round")
        ax.set_ylabel("position")
        ax.grid(axis="y")
        return ax


def distribution(decision: Decision, origin: Origin, ax: Axes | None = None) -> Axes:
    """How often the median ends where, against where the actors stand at the outset. Needs a decision with draws."""
    drawn = decision.spread
    if drawn is None:
        raise ValueError("a decision without uncertain numbers has no distribution")
    with styled():
        note = (
            "Bars: share of draws in which the median ends there. Black: median and middle 80% of draws. Below: where "
            "actors stand at the outset (middles), and the median with every range at its middle."
        )
        ax = panel(ax, title(decision), note, origin, height=3.0, left=0.8, right=2.3)
        ends = drawn.medians[:, -1]
        counts, edges = np.histogram(ends, bins=30)
        shares = counts / len(ends)
        tallest = float(shares.max())
        ax.bar(edges[:-1], shares, np.diff(edges), align="edge", color=PALE, edgecolor=GREY, lw=0.6)
        low, middle, high = (drawn.end[at].value for at in (LOW, MIDDLE, HIGH))
        ax.plot([low, high], [1.08 * tallest] * 2, color=INK, lw=2.2, gid="middle-80")
        ax.plot([middle], [1.08 * tallest], marker="o", color=INK, ms=7, gid="median")
        _ticks_below(ax, decision, tallest)
        ax.set_xlabel("position of the median at the end")
        ax.set_ylabel("share of draws")
        ax.yaxis.set_major_formatter(lambda value, _: f"{100 * value:.0f}%" if value >= 0 else "")
        return ax


def _shown(decision: Decision) -> int:
    """The last round worth drawing: until the middles' game settles, and until the draws' quantiles rest."""
    last = max(decision.single.rounds, 1)
    if decision.spread is not None:
        bands = np.quantile(decision.spread.medians, (0.1, 0.25, 0.5, 0.75, 0.9), axis=0)
        wide = float(np.ptp(decision.single.path[0])) or 1.0
        moving = np.flatnonzero(np.abs(np.diff(bands, axis=1)).max(axis=0) > STILL * wide)
        last = max(last, int(moving[-1]) + 1 if moving.size else 1)
    return min(last, decision.settings.rounds)


def _legend(ax: Axes, decision: Decision) -> None:
    """Names on the right, in the order in which actors stand at the outset; what is no actor last."""
    single = decision.single
    handles, labels = ax.get_legend_handles_labels()
    heaviest = sorted(range(len(decision.actors)), key=lambda at: -float(single.weight[at]))[:MOST_NAMES]
    places = sorted(heaviest, key=lambda at: -float(single.path[0, at]))
    shown = [*places, *range(len(decision.actors), len(handles))]
    ax.legend(
        [handles[at] for at in shown], [labels[at] for at in shown], loc="center left", bbox_to_anchor=(1.02, 0.5),
        borderaxespad=0, handlelength=2.6, fontsize=8.8,
    )  # fmt: skip


def _short(name: str) -> str:
    return name if len(name) <= 20 else f"{name[:18]}..."


def _ticks_below(ax: Axes, decision: Decision, tallest: float) -> None:
    """Where the actors begin, and where the middles' game ends, below the bars."""
    single = decision.single
    ax.axhline(0, color=GREY, lw=0.8)
    for at, actor in enumerate(decision.actors):
        ax.plot(
            [single.path[0, at]], [-0.07 * tallest], ls="", marker=MARKERS[at % len(MARKERS)],
            ms=4 + 14 * float(single.weight[at]), color=COLOURS[at % len(COLOURS)],
            label=_short(actor.name), clip_on=False,
        )  # fmt: skip
    ax.plot(
        [single.median[-1]],
        [-0.07 * tallest],
        ls="",
        marker="|",
        ms=14,
        mew=2.4,
        color=INK,
        label="median of the middles",
    )
    ax.set_ylim(-0.16 * tallest, 1.16 * tallest)
    _legend(ax, decision)


def _title(decision: Decision) -> str:
    if decision.spread is None:
        return course(decision)
    start, end = (position(float(decision.single.median[at]), decision) for at in (0, -1))
    low, high = (position(decision.spread.end[at].value, decision) for at in (LOW, HIGH))
    where = f"stays at {start}" if start == end else f"goes from {start} to {end}"
    return f"With every range at its middle the median {where}; in 80% of draws it ends between {low} and {high}"


def _note(decision: Decision) -> str:
    drawn = " Grey: where the median lies in the middle 80% and 50% of draws." if decision.spread is not None else ""
    return f"Black: the weighted median. Lines: actors, as thick as their weight, every range at its middle.{drawn}"
