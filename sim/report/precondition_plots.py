"""Figure of the preconditions: which stood, which fell, when."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from sim.report import findings
from sim.report.style import BLUE, GREY, INK, ORANGE, folded, panel, room_for, round_label, styled
from sim.summary import Event, PreconditionSummary, Summary
from sim.summary.wording import number, percent, percent_interval

SCALE = 0.82
"""Height of 100% in a row of height 1."""


def preconditions(summary: Summary, ax: Axes | None = None) -> Axes:
    """A row a precondition: the share of runs in which it was waived, or satisfied, by each round."""
    with styled():
        labels = [folded(f"{item.holder}: {item.label}", 30) for item in summary.preconditions]
        note = (
            "Share of runs by round, 0 to 100% a row: waived (solid, hatched area), satisfied (dashed). "
            "Right: shares at the end with 95% intervals; how often and how long it blocked its gate."
        )
        ax = panel(
            ax,
            findings.preconditions(summary),
            note,
            summary.origin,
            height=max(0.66 * len(labels), 0.8),
            left=room_for(labels, size=9.5),
            right=2.2,
        )
        last = summary.names.rounds
        for row, item in enumerate(summary.preconditions):
            _row(ax, row, item, last)
        ax.set_yticks([row + 1 - SCALE / 2 for row in range(len(labels))], labels, fontsize=9.5)
        ax.set_ylim(max(len(labels), 1) + 0.08, 0.02)
        ax.set_xlim(0, last)
        ax.set_xlabel(round_label(summary.names.round_days))
        ax.spines["left"].set_visible(False)
        ax.grid(axis="x")
        if not labels:
            ax.text(0.5, 0.5, "no preconditions declared", transform=ax.transAxes, ha="center", color=GREY)
        return ax


def _row(ax: Axes, row: int, item: PreconditionSummary, last: int) -> None:
    base = row + 1.0
    ax.fill_between([0, last], base - SCALE, base, color="#f4f4f4", linewidth=0, zorder=0)
    ax.plot([0, last], [base, base], color=GREY, lw=0.8)
    waived = _step_line(ax, item.waived, base, last, ORANGE, "-")
    x, y = waived
    ax.fill_between(x, y, base, step="post", facecolor=ORANGE, alpha=0.45, hatch="///", edgecolor="white", linewidth=0)
    _step_line(ax, item.satisfied, base, last, BLUE, (0, (3.5, 1.3)))
    text = "\n".join(
        (
            f"waived {percent(item.waived.ever)} ({percent_interval(item.waived.ever)})",
            f"satisfied {percent(item.satisfied.ever)} ({percent_interval(item.satisfied.ever)})",
            f"blocks {percent(item.blocked)} of runs, {number(item.rounds_blocked, 1)} rounds",
        )
    )
    ax.annotate(
        text,
        (last, base - SCALE / 2),
        (7, 0),
        textcoords="offset points",
        va="center",
        fontsize=8.2,
        linespacing=1.15,
        color=INK,
        annotation_clip=False,
    )


def _step_line(
    ax: Axes, event: Event, base: float, last: int, colour: str, line: str | tuple[int, tuple[float, ...]]
) -> tuple[np.ndarray, np.ndarray]:
    curve = event.curve
    x = np.array([*curve.rounds, last], dtype=float)
    share, low, high = (
        base - SCALE * np.array([*values, values[-1]]) for values in (curve.share, curve.low, curve.high)
    )
    ax.fill_between(x, low, high, step="post", color=colour, alpha=0.3, linewidth=0)
    ax.plot(x, share, drawstyle="steps-post", color=colour, lw=1.8, linestyle=line)
    return x, share
