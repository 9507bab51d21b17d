"""Figures of an update: outcomes and uncertain numbers before and after something was seen."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from sim.analysis.blame_words import change, level
from sim.analysis.conditioning import Change, Shift
from sim.analysis.update_words import moved, outcomes_title, parameters_title
from sim.report.style import BLUE, GREY, INK, ORANGE, PALE, folded, panel, percent_axis, room_for, rows, styled
from sim.summary import Origin
from sim.summary.estimates import Mean

MOST_ROWS = 15


def outcomes(changes: Sequence[Change], effective: float, origin: Origin, ax: Axes | None = None) -> Axes:
    """A row a share: before (hollow) and after (filled), with 95% intervals and an arrow from one to the other."""
    with styled():
        shares = [item for item in changes if item.kind == "share"]
        labels = [folded(item.label, 32) for item in shares]
        note = (
            f"Share of runs before (circle) and given what was seen (square; {effective:,.0f} effective runs), with "
            "95% intervals. Right: before, after, change in percentage points."
        )
        ax = panel(
            ax, outcomes_title(changes), note, origin, height=max(0.46 * len(labels), 1.0),
            left=room_for(labels, size=9.5), right=1.8,
        )  # fmt: skip
        for row, item in zip(rows(ax, labels), shares, strict=True):
            _pair(ax, row, item)
        ends = [mean.high for item in shares for mean in (item.before, item.after) if mean.high is not None]
        percent_axis(ax, "share of runs", min(1.0, 1.05 * max(ends, default=1.0)))
        ax.tick_params(axis="y", labelsize=9.5)
        return ax


def _pair(ax: Axes, row: int, item: Change) -> None:
    before, after = item.before, item.after
    if before.mean is None or after.mean is None:
        return
    ax.plot([before.mean, after.mean], [row - 0.14, row + 0.14], color=PALE, lw=2.5, solid_capstyle="round", zorder=1)
    _point(ax, row - 0.14, before, GREY, "o", "white", "before")
    _point(ax, row + 0.14, after, BLUE, "s", BLUE, "after")
    text = f"{level(before, 'share')} → {level(after, 'share')}\n{change(item.change, 'share')}"
    ax.annotate(
        text, (1.0, row), (7, 0), xycoords=("axes fraction", "data"), textcoords="offset points", va="center",
        fontsize=8.2, linespacing=1.15, color=INK, annotation_clip=False,
    )  # fmt: skip


def _point(ax: Axes, row: float, mean: Mean, colour: str, marker: str, fill: str, name: str) -> None:
    assert mean.mean is not None
    if mean.low is not None and mean.high is not None:
        ax.plot([mean.low, mean.high], [row, row], color=colour, lw=2, solid_capstyle="butt", gid=f"{name} interval")
    ax.plot(mean.mean, row, marker, ms=6, mfc=fill, mec=colour, mew=1.4, zorder=4, gid=name, clip_on=False)


def parameters(shifts: Sequence[Shift], effective: float, origin: Origin, ax: Axes | None = None) -> Axes:
    """A row an uncertain number that moved: where its middle 80% lie now, in its own distribution before."""
    with styled():
        found = moved(shifts)
        shown = found[:MOST_ROWS]
        more = f" {len(found) - len(shown)} more moved less." if len(found) > len(shown) else ""
        note = (
            f"Median and middle 80% given what was seen ({effective:,.0f} effective runs), as places in the "
            "distribution that the scenario states; grey: its middle 80% and median before. Right: the same in "
            f"numbers, before and after. Only those that moved beyond chance (5% for all together).{more}"
        )
        labels = [_folded_path(shift.path, 36) for shift in shown]
        ax = panel(
            ax, parameters_title(shifts), note, origin, height=max(0.46 * len(shown), 1.0),
            left=room_for(labels, size=9.0), right=2.3,
        )  # fmt: skip
        for row, shift in zip(rows(ax, labels), shown, strict=True):
            _shift(ax, row, shift)
        ax.set_xlim(0, 1)
        ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.0f}%"))
        ax.set_xlabel("place in its distribution before")
        ax.tick_params(axis="y", labelsize=9.0)
        if not shown:
            ax.text(0.5, 0.5, "nothing moved beyond chance", transform=ax.transAxes, ha="center", color=GREY)
        return ax


def _shift(ax: Axes, row: int, shift: Shift) -> None:
    ax.barh(row, 0.8, 0.5, left=0.1, color=PALE, linewidth=0, zorder=0)
    ax.plot([0.5, 0.5], [row - 0.25, row + 0.25], color=GREY, lw=1.4, zorder=1)
    low, middle, high = shift.places
    ax.plot([low, high], [row, row], color=ORANGE, lw=3, solid_capstyle="butt", zorder=3, gid="after interval")
    ax.plot(middle, row, "s", ms=6.5, mfc=ORANGE, mec=INK, mew=0.8, zorder=4, gid="after")
    before, after = (_three(values) for values in (shift.before, shift.after))
    ax.annotate(
        f"{before}\n{after}", (1.0, row), (7, 0), xycoords=("axes fraction", "data"), textcoords="offset points",
        va="center", fontsize=8.2, linespacing=1.15, color=INK, annotation_clip=False,
    )  # fmt: skip


def _folded_path(path: str, characters: int) -> str:
    """A path broken behind its dots only."""
    lines = [""]
    for part in path.replace(".", ".\n").split("\n"):
        if lines[-1] and len(lines[-1]) + len(part) > characters:
            lines.append("")
        lines[-1] += part
    return "\n".join(lines)


def _three(values: Sequence[float]) -> str:
    low, middle, high = (f"{value:.3g}" for value in values)
    return f"{middle} ({low} to {high})"
