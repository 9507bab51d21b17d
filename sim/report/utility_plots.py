"""Figure of what the actors get against what they would have had without a deal."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from sim.report import findings
from sim.report.style import BLUE, INK, ORANGE, folded, panel, room_for, rows, styled
from sim.summary import ActorSummary, Quantile, Summary
from sim.summary.wording import number, percent, percent_interval

OFFSET = 0.17


def utilities(summary: Summary, ax: Axes | None = None) -> Axes:
    """A row an actor: median and middle 80% of its utility and of its disagreement value over runs."""
    with styled():
        labels = [folded(actor.label, 22) for actor in summary.actors]
        note = "Mark: median; line: middle 80% of runs; thick part: 95% interval of the median."
        ax = panel(
            ax,
            findings.utilities(summary),
            note,
            summary.origin,
            height=max(0.66 * len(labels), 1.3),
            left=room_for(labels),
            right=2.0,
        )
        low, high = _extent(summary.actors)
        for place, actor in zip(rows(ax, labels), summary.actors, strict=True):
            if actor.utility_quantiles:
                _bar(ax, place - OFFSET, actor.utility_quantiles, BLUE, "-", filled=True)
                _bar(ax, place + OFFSET, actor.disagreement_quantiles, ORANGE, (0, (1.6, 0.8)), filled=False)
            above = f"above in {percent(actor.above)} ({percent_interval(actor.above)})"
            ax.annotate(
                f"{above}\nmean gain {number(actor.gain)}",
                (high, place),
                (8, 0),
                textcoords="offset points",
                va="center",
                fontsize=9.2,
                color=INK,
                annotation_clip=False,
            )
        ax.set_xlim(low, high)
        ax.set_xlabel("utility: a flow per unit of time, 1 = the actor's own ideal package")
        ax.grid(axis="x")
        _name_bars(ax, summary.actors[0])
        return ax


def _name_bars(ax: Axes, actor: ActorSummary) -> None:
    """Say once, in the first row, which bar is which."""
    for quantiles, y, words, colour, side in (
        (actor.utility_quantiles, -OFFSET, "what it got", BLUE, 1),
        (actor.disagreement_quantiles, OFFSET, "disagreement value at that moment", ORANGE, -1),
    ):
        if quantiles:
            ax.annotate(
                words,
                (quantiles[0].value, y),
                (0, 6 * side),
                textcoords="offset points",
                va="bottom" if side > 0 else "top",
                fontsize=8.5,
                color=colour,
                annotation_clip=False,
            )


def _extent(actors: Sequence[ActorSummary]) -> tuple[float, float]:
    values = [item.value for actor in actors for item in (*actor.utility_quantiles, *actor.disagreement_quantiles)] or [
        0.0,
        1.0,
    ]
    margin = max(0.04 * (max(values) - min(values)), 0.02)
    return min(values) - margin, max(values) + margin


def _bar(
    ax: Axes,
    y: float,
    quantiles: tuple[Quantile, ...],
    colour: str,
    line: str | tuple[int, tuple[float, ...]],
    *,
    filled: bool,
) -> None:
    low, middle, high = quantiles
    ax.plot([low.value, high.value], [y, y], color=colour, lw=2.2, linestyle=line, solid_capstyle="butt")
    for end in (low.value, high.value):
        ax.plot([end, end], [y - 0.07, y + 0.07], color=colour, lw=1.6)
    ax.plot([middle.low, middle.high], [y, y], color=colour, lw=6, solid_capstyle="butt", alpha=0.8)
    ax.plot(
        [middle.value],
        [y],
        linestyle="none",
        marker="o" if filled else "s",
        ms=8,
        color=colour if filled else "white",
        mec="white" if filled else colour,
        mew=1.0 if filled else 1.8,
        zorder=4,
    )
