"""Figure of robustness: what each option of a decision may cost against the best, whatever is uncertain."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from sim.analysis.robustness import OptionRobustness, Robustness
from sim.report.style import BLUE, INK, ORANGE, folded, panel, room_for, rows, styled
from sim.summary import Origin
from sim.summary.wording import percent

NOTE = (
    "Regret: what the best option of a state would have brought beyond this one. Dot: mean over states, with an "
    "interval that holds at least 95%. Triangle: the worst state. "
    "Bars: from the floor that luck cannot feign to the estimate."
)


def regrets(found: Robustness, title: str, seed: int | None, ax: Axes | None = None) -> Axes:
    """Mean and worst regret of each option, and in which share of states it reaches the threshold."""
    with styled():
        share = found.kind == "share"
        scale = 100.0 if share else 1.0
        labels = [folded(item.name, 28) for item in found.options]
        runs = found.states * found.runs_per_state
        origin = Origin(f"{title}: {found.states:,} states", seed, runs, found.runs_per_state, None)
        ax = panel(
            ax, _finding(found), NOTE, origin, height=max(0.52 * len(labels), 1.0), left=room_for(labels), right=1.75
        )
        for place, item in zip(rows(ax, labels), found.options, strict=True):
            _row(ax, place, item, scale)
            ax.annotate(
                f"enough in {percent(item.satisfied)}\nbest in {percent(item.best)}", (1, place), (9, 0),
                xycoords=("axes fraction", "data"), textcoords="offset points", annotation_clip=False, va="center",
                color=INK, fontsize=8.8,
            )  # fmt: skip
        most = scale * max(item.worst_regret for item in found.options)
        ax.set_xlim(-0.02 * (most or 1.0), 1.06 * (most or 1.0))
        ax.set_xlabel("regret, in percentage points" if share else f"regret, in {found.unit}")
        ax.grid(axis="x")
        return ax


def _row(ax: Axes, place: int, item: OptionRobustness, scale: float) -> None:
    for floor, value, colour, offset, hatch in (
        (item.regret_floor, item.regret.mean or 0.0, BLUE, -0.14, ""),
        (item.worst_regret_floor, item.worst_regret, ORANGE, 0.14, "////"),
    ):
        start = min(floor, value)
        ax.barh(
            place + offset, scale * (value - start), left=scale * start, height=0.2, color=colour, alpha=0.35,
            hatch=hatch, edgecolor="white", linewidth=0,
        )  # fmt: skip
    low, high = item.regret.low, item.regret.high
    if low is not None and high is not None and np.isfinite(high):
        ax.plot([scale * low, scale * high], [place - 0.14] * 2, color=INK, lw=1.8, zorder=3)
    ax.plot([scale * (item.regret.mean or 0.0)], [place - 0.14], "o", color=BLUE, mec="white", mew=0.8, ms=7, zorder=4)
    ax.plot([scale * item.worst_regret], [place + 0.14], "^", color=ORANGE, mec="white", mew=0.8, ms=8, zorder=4)


def _finding(found: Robustness) -> str:
    """Which option is the minimax choice, and whether it is also the best on average."""
    choice = found.minimax
    worst = f"{100 * choice.worst_regret:.0f} points" if found.kind == "share" else f"{choice.worst_regret:.2g}"
    also = "and best on average" if found.best_on_average is choice else f"on average {found.best_on_average.name}"
    return f"{found.label}: smallest worst regret with {choice.name} ({worst}), {also}"
