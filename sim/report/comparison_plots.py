"""Figures of comparisons: what changed and by how much, and how runs ended in one case and in the other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter

from sim.analysis import wording
from sim.analysis.flips import Flips
from sim.analysis.paired import Comparison, Difference
from sim.report.style import BLUE, GREY, INK, folded, panel, room_for, rows, styled
from sim.summary import Origin
from sim.summary.wording import headline, percent, percent_interval, phrase

UNPAIRED = "#b5b5b5"
_READING = (
    "Black: change with its paired 95% interval (hollow: zero is inside it). Grey band: what two separate ensembles of "
    "as many runs could tell. Right: before and after, change, and how many times narrower pairing makes its interval."
)
_SHADES = LinearSegmentedColormap.from_list("flips", ["#ffffff", BLUE])


def differences(comparison: Comparison, seed: int | None, ax: Axes | None = None) -> Axes:
    """By how much each share of runs changed, with paired and unpaired 95% intervals."""
    with styled():
        items = [item for item in comparison.differences if item.kind == "share" and item.varies]
        return _changes(items, [item.label for item in items], _finding(comparison), [comparison], seed, ax)


def across(comparisons: Sequence[Comparison], name: str, seed: int | None, ax: Axes | None = None) -> Axes:
    """By how much one quantity changed in each alternative. KeyError if it was not compared."""
    with styled():
        items = [comparison.difference(name) for comparison in comparisons]
        names = [comparison.other for comparison in comparisons]
        return _changes(items, names, _finding_across(items, names), comparisons, seed, ax)


def _changes(
    items: Sequence[Difference], labels: Sequence[str], title: str, comparisons: Sequence[Comparison],
    seed: int | None, ax: Axes | None,
) -> Axes:  # fmt: skip
    """Rows of changes on one scale: percentage points, or the unit of the quantity."""
    origin = _origin(comparisons, seed)
    lines = [folded(label, 26) for label in labels]
    ax = panel(ax, title, _READING, origin, height=max(0.5 * len(items), 1.0), left=room_for(lines), right=2.55)
    share = not items or items[0].kind == "share"
    scale = 100.0 if share else 1.0
    for place, item in zip(rows(ax, lines), items, strict=True):
        _change_row(ax, place, item, scale)
    ax.axvline(0, color=GREY, lw=0.9, zorder=1)
    ends = [scale * end for item in items for end in (item.unpaired_low, item.unpaired_high, item.low, item.high, 0.0)]
    ends = [end for end in ends if np.isfinite(end)] or [-1.0, 1.0]
    margin = 0.06 * (max(ends) - min(ends)) or 1.0
    ax.set_xlim(min(ends) - margin, max(ends) + margin)
    ax.xaxis.set_major_formatter(FuncFormatter(_tick))
    ax.set_xlabel("change, in percentage points of all runs" if share else f"change, in {items[0].unit}")
    ax.grid(axis="x")
    if not items:
        ax.text(0.5, 0.5, "nothing varies", transform=ax.transAxes, ha="center", color=GREY)
    return ax


def _tick(value: float, _: int) -> str:
    return f"{value:+.4g}".replace("-", wording.MINUS) if round(value, 9) else "0"


def _change_row(ax: Axes, place: int, item: Difference, scale: float) -> None:
    wide = scale * (item.unpaired_high - item.unpaired_low)
    if np.isfinite(wide):
        ax.barh(place, wide, left=scale * item.unpaired_low, height=0.36, color=UNPAIRED, alpha=0.55, linewidth=0)
        ax.plot(
            [scale * item.low, scale * item.high], [place, place], color=INK, lw=2.6, solid_capstyle="butt", zorder=3
        )
    ax.plot(
        [scale * item.change], [place], marker="o", ms=6.5, color=INK, mfc=INK if item.clear else "white", zorder=4
    )  # fmt: skip
    before, after = wording.before_and_after(item)
    text = (
        f"{before} \N{RIGHTWARDS ARROW} {after}\n{wording.change(item)} ({wording.paired_interval(item)}), "
        f"{wording.narrower(item)}"
    )
    ax.annotate(
        text, (1, place), (9, 0), xycoords=("axes fraction", "data"), textcoords="offset points",
        annotation_clip=False, va="center", color=INK, fontsize=8.8, linespacing=1.25,
    )  # fmt: skip


def flips(comparison: Comparison, seed: int | None, ax: Axes | None = None) -> Axes:
    """How runs ended in one case (rows) and in the other (columns): runs, and their share of all."""
    with styled():
        found = comparison.flips
        if found is None:
            raise KeyError("outcome")
        labels = [folded(found.labels[code], 22) for code in found.outcomes]
        note = (
            f"Rows: how a run ended in {comparison.base}; columns: how the same run ended in {comparison.other}. "
            "Number of runs, and share of all below it; hatched: ended alike."
        )
        ax = panel(
            ax, _finding_of_flips(comparison, found), note, _origin([comparison], seed),
            height=max(0.62 * len(labels), 1.2) + 0.5, left=room_for(labels), right=0.3,
        )  # fmt: skip
        _matrix(ax, found)
        size = len(labels)
        ax.set_xticks(range(size), [folded(found.labels[code], 13) for code in found.outcomes], fontsize=8.8)
        ax.set_yticks(range(size), labels)
        ax.set_xlim(-0.5, size - 0.5)
        ax.set_ylim(size - 0.5, -0.5)
        ax.tick_params(length=0)
        for spine in ax.spines.values():
            spine.set_visible(False)
        return ax


def _matrix(ax: Axes, found: Flips) -> None:
    """A cell a change, darker the more runs took it; those that ended alike are hatched and take no shade."""
    runs = found.changed.of
    off = found.counts - np.diag(np.diag(found.counts))
    most = max(int(off.max(initial=0)), 1)
    for (row, column), count in np.ndenumerate(found.counts):
        alike = row == column
        shade = 0.0 if alike else (count / most) ** 0.6 * 0.85
        ax.add_patch(
            Rectangle(
                (column - 0.47, row - 0.47),
                0.94,
                0.94,
                edgecolor="#d0d0d0",
                linewidth=0.6,
                facecolor="#f3f3f3" if alike else _SHADES(shade),
                hatch="////" if alike else None,
            )
        )
        text = f"{count:,}\n{100 * count / runs:.1f}%" if count else "0"
        ax.text(
            column, row, text, ha="center", va="center", fontsize=8.8, linespacing=1.2,
            color="white" if shade > 0.55 else (INK if count else GREY),
            bbox={"facecolor": "#f3f3f3", "linewidth": 0, "pad": 1.5} if alike else None,
        )  # fmt: skip


def _origin(comparisons: Sequence[Comparison], seed: int | None) -> Origin:
    first = comparisons[0]
    others = f" and {comparisons[0].other}" if len(comparisons) == 1 else f" and {len(comparisons)} alternatives"
    return Origin(f"{first.base}{others}", seed, first.runs, max(first.runs // max(first.draws, 1), 1), None)


def _finding(comparison: Comparison) -> str:
    """The largest change of a share that is clear."""
    found = [item for item in comparison.differences if item.kind == "share" and item.clear]
    if not found:
        return f"{comparison.other} changes no share of runs clearly"
    return f"{comparison.other}: {_moves(max(found, key=lambda item: abs(item.change)))}"


def _finding_across(items: Sequence[Difference], names: Sequence[str]) -> str:
    """The alternative that moves the quantity most."""
    clear = [place for place, item in enumerate(items) if item.clear]
    if not clear:
        return f"No alternative changes this clearly: {items[0].label}"
    most = max(clear, key=lambda place: abs(items[place].change))
    return f"{items[most].label} changes most with {names[most]}: {wording.change(items[most])}{_unit(items[most])}"


def _moves(item: Difference) -> str:
    way = "rises" if item.change > 0 else "falls"
    return f"“{item.label}” {way} by {wording.change(item)[1:]}{_unit(item)}, to {wording.before_and_after(item)[1]}"


def _unit(item: Difference) -> str:
    return " points" if item.kind == "share" else f" {item.unit.split(',')[0]}"


def _finding_of_flips(comparison: Comparison, found: Flips) -> str:
    """How many runs ended otherwise, and what became of most of them."""
    if not found.flips:
        return f"Every run ends alike in {comparison.base} and {comparison.other}"
    most = found.flips[0]
    before, after = (phrase(code, found.labels[code]) for code in (most.before, most.after))
    return (
        f"{headline(found.changed)} of runs end otherwise ({percent_interval(found.changed)}), most often {before} "
        f"becomes {after} ({percent(most.share)})"
    )
