"""Figures of forecasts whose end is known: calibration, what was given to what happened, and when things came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter
from numpy.typing import NDArray

from sim.analysis.calibration import Bin
from sim.report.style import BLUE, GREY, INK, ORANGE, PALE, folded, panel, percent_axis, room_for, rows, styled
from sim.summary import Origin

MARKERS = ("o", "s", "D", "^", "v")
COLOURS = (BLUE, ORANGE, "#009E73", "#E69F00", GREY)


@dataclass(frozen=True)
class Given:
    """What forecasters gave to what happened in a case (both in `label`): forecaster -> probability."""

    label: str
    shares: Mapping[str, float]


@dataclass(frozen=True)
class Time:
    """A forecast of a time: `cumulative` (rounds of the horizon), and the round in which it came, None for never."""

    label: str
    cumulative: NDArray[np.float64]
    came: int | None


def calibration(bins: Sequence[Bin], title: str, origin: Origin, ax: Axes | None = None) -> Axes:
    """The share that came true against the probability that was given, with what chance allows."""
    with styled():
        note = (
            "Dot: answers that were given about the same probability, and the share of them that came true; the number "
            "is how many. Bar: where nine in ten such dots would lie if the probabilities were right. Diagonal: as "
            "often as said."
        )
        ax = panel(ax, title, note, origin, height=3.6, left=0.9, right=0.4)
        ax.plot([0, 1], [0, 1], color=GREY, lw=1, ls=(0, (4, 3)))
        for item in bins:
            colour = BLUE if item.consistent else ORANGE
            ax.plot([item.said] * 2, [item.low, item.high], color=PALE, lw=7, solid_capstyle="butt", gid="chance")
            ax.plot(
                item.said,
                item.came,
                "o" if item.consistent else "D",
                color=colour,
                mec="white",
                ms=9,
                zorder=3,
                gid="came",
            )
            ax.annotate(
                str(item.answers), (item.said, item.came), (8, 0), textcoords="offset points", va="center",
                color=INK, fontsize=9, gid="answers",
            )  # fmt: skip
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_ticks(np.linspace(0, 1, 6))
            axis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.0f}%"))
        ax.set_xlim(-0.02, 1.02)
        ax.set_ylim(-0.03, 1.03)
        ax.set_xlabel("probability that the model gave")
        ax.set_ylabel("came true")
        ax.grid()
        return ax


def given(cases: Sequence[Given], title: str, origin: Origin, ax: Axes | None = None) -> Axes:
    """A row a case: the probability that each forecaster gave to what happened, the model's filled."""
    with styled():
        labels = [folded(item.label, 34) for item in cases]
        names = list(dict.fromkeys(name for item in cases for name in item.shares))
        note = "The probability that each gave to what happened: the further right, the better."
        ax = panel(
            ax, title, note, origin, height=max(0.44 * len(labels) + 0.4, 1.4), left=room_for(labels), right=1.75
        )
        for place, item in zip(rows(ax, labels), cases, strict=True):
            ax.axhline(place, color=PALE, lw=0.8, zorder=1)
            for number, name in reversed(list(enumerate(names))):
                if name in item.shares:
                    colour, marker = COLOURS[number % len(COLOURS)], MARKERS[number % len(MARKERS)]
                    ax.plot(
                        item.shares[name], place, marker, color=colour, ms=9 if number == 0 else 7,
                        zorder=4 - number * 0.1, mfc=colour if number == 0 else "white", mew=1.4, gid=name,
                        clip_on=False, label=name if item is cases[0] or name not in cases[0].shares else None,
                    )  # fmt: skip
        most = max((share for item in cases for share in item.shares.values()), default=1.0)
        percent_axis(ax, "probability given to what happened", min(1.02, 1.12 * most))
        ax.set_xlim(left=-0.02 * most)
        _legend(ax, names)
        return ax


def times(cases: Sequence[Time], title: str, origin: Origin, ax: Axes | None = None) -> Axes:
    """A row a case: when the model had it come, as parts of the horizon, and when it came; on the right, never."""
    with styled():
        labels = [folded(item.label, 34) for item in cases]
        note = (
            "Bar: from the time by which it had come in a tenth of the runs to that in nine tenths; line: in half. "
            "Right of the horizon: in how many runs it never came. Diamond: when it came, or that it did not."
        )
        ax = panel(ax, title, note, origin, height=max(0.44 * len(labels), 1.2), left=room_for(labels), right=0.9)
        for place, item in zip(rows(ax, labels), cases, strict=True):
            low, middle, high = (_reached(item.cumulative, level) for level in (0.1, 0.5, 0.9))
            if low is not None:
                end = 1.0 if high is None else high
                ax.barh(place, max(end - low, 0.004), 0.5, left=low, color=BLUE, alpha=0.35, lw=0, gid="range")
            if middle is not None:
                ax.plot([middle] * 2, [place - 0.25, place + 0.25], color=BLUE, lw=2.4, gid="median")
            at = 1.05 if item.came is None else item.came / len(item.cumulative)
            ax.plot(at, place, "D", color=ORANGE, mec="white", ms=8, zorder=4, clip_on=False, gid="came")
            never = f"{100 * (1 - float(item.cumulative[-1])):.0f}%"
            ax.annotate(
                never, (1.0, place), (38, 0), xycoords=("axes fraction", "data"), textcoords="offset points",
                ha="center", va="center", fontsize=9, color=INK, annotation_clip=False, gid="never",
            )  # fmt: skip
        ax.annotate(
            "never", (1.0, 1.0), (38, 2), xycoords="axes fraction", textcoords="offset points", ha="center", fontsize=9,
            color=GREY, annotation_clip=False,
        )  # fmt: skip
        percent_axis(ax, "part of the horizon (behind it: never)", 1.1)
        ax.set_xticks([0, 0.25, 0.5, 0.75, 1.0])
        ax.axvline(1, color=GREY, lw=0.9)
        return ax


def _reached(cumulative: NDArray[np.float64], level: float) -> float | None:
    """The part of the horizon by which a probability is reached."""
    places = np.flatnonzero(cumulative >= level)
    return (int(places[0]) + 1) / len(cumulative) if places.size else None


def _legend(ax: Axes, names: Sequence[str]) -> None:
    handles, labels = ax.get_legend_handles_labels()
    found = dict(zip(labels, handles, strict=True))
    ax.legend(
        [found[name] for name in names if name in found], [name for name in names if name in found], loc="upper left",
        bbox_to_anchor=(1.0, 1.0), frameon=False, fontsize=9, handletextpad=0.3, borderaxespad=0.1,
    )  # fmt: skip
