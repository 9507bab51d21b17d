"""Figure of an attribution: what each precondition adds, alone, last, and on average over all orders."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from sim.analysis.attribution import Attribution, Blame
from sim.analysis.blame_words import change, change_interval, share_words, title, unit_of
from sim.report.style import BLUE, GREY, INK, folded, panel, room_for, rows, styled
from sim.summary import Origin
from sim.summary.estimates import Mean


def blame(found: Attribution, origin: Origin, ax: Axes | None = None) -> Axes:
    """A bar a precondition: its Shapley value with its 95% interval, and what dropping it does alone and last."""
    with styled():
        labels = [folded(item.player.label, 34) for item in found.players]
        note = (
            "Bar: what dropping it adds on average over all orders of dropping all of them (Shapley value), with its "
            "95% interval; the bars add up to the total. Circle: dropped alone. Diamond: dropped after all others. "
            "Right: value, interval, part of the total."
        )
        ax = panel(
            ax, title(found), note, origin, height=max(0.52 * (len(labels) + 1), 1.2),
            left=room_for(labels, size=9.5), right=1.9,
        )  # fmt: skip
        places = rows(ax, [*labels, "All together"])
        for row, item in zip(places, found.players, strict=False):
            _player(ax, row, item, found.kind)
        _bar(ax, places[-1], found.total, GREY, "")
        _number(ax, places[-1], found.total, found.kind, "")
        ax.axhline(len(labels) - 0.5, color=GREY, lw=0.8)
        ax.axvline(0, color=INK, lw=0.9)
        ax.tick_params(axis="y", labelsize=9.5)
        scale = 100.0 if found.kind == "share" else 1.0
        ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{scale * value:+.3g}" if value else "0"))
        ax.set_xlabel(f"change when it is dropped ({unit_of(found)})")
        ax.set_xlim(*_limits(found))
        ax.grid(axis="x")
        return ax


def _player(ax: Axes, row: int, item: Blame, kind: str) -> None:
    _bar(ax, row, item.shapley, BLUE, "///")
    if item.first.mean is not None and item.last.mean is not None:
        ax.plot(item.first.mean, row + 0.18, "o", ms=5.5, mfc="white", mec=INK, mew=1.2, gid="first", zorder=4)
        ax.plot(item.last.mean, row + 0.18, "D", ms=4.8, mfc=INK, mec="white", mew=0.6, gid="last", zorder=4)
    _number(ax, row, item.shapley, kind, share_words(item) if item.share is not None else "")


def _bar(ax: Axes, row: int, mean: Mean, colour: str, hatch: str) -> None:
    if mean.mean is None:
        return
    ax.barh(row, mean.mean, 0.62, color=colour, alpha=0.75, hatch=hatch, edgecolor="white", linewidth=0)
    if mean.low is not None and mean.high is not None:
        ax.plot([mean.low, mean.high], [row - 0.12] * 2, color=INK, lw=1.6, solid_capstyle="butt", gid="interval")


def _number(ax: Axes, row: int, mean: Mean, kind: str, part: str) -> None:
    text = f"{change(mean, kind)} ({change_interval(mean, kind)})" + (f"\n{part} of the total" if part else "")
    ax.annotate(
        text, (1.0, row), (7, 0), xycoords=("axes fraction", "data"), textcoords="offset points", va="center",
        fontsize=8.2, linespacing=1.15, color=INK, annotation_clip=False,
    )  # fmt: skip


def _limits(found: Attribution) -> tuple[float, float]:
    """All that is drawn, 0 included, with some air."""
    means = [found.total, *(mean for item in found.players for mean in (item.shapley, item.first, item.last))]
    ends = [end for mean in means for end in (mean.mean, mean.low, mean.high) if end is not None]
    low, high = min(0.0, *ends), max(0.0, *ends)
    if low == high:
        return -0.01, 0.01  # nothing made any difference: an axis around 0
    air = 0.05 * (high - low)
    return low - (air if low < 0 else 0.0), high + (air if high > 0 else 0.0)
