"""What a mechanism does, as a picture: the runs of a claim's scenario with it and, on the same luck, without it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from sim.report.style import BLUE, INK, ORANGE, panel, percent_axis, room_for, rows, spread, styled
from sim.summary import Origin
from sim.summary.estimates import wilson
from tests.mechanisms.claims import CLAIMS, RUNS, on_and_off
from tests.mechanisms.paired import ENDS, SEED, Statistic, variant

LOOKS = {"on": (BLUE, "-", ""), "off": (ORANGE, (0, (4.0, 1.6)), "///")}
"""Colour, line and hatch of the runs with the mechanism, and of those without."""
Tables = dict[str, pd.DataFrame]


def figure(mechanism: str, title: str) -> Axes:
    """The figure of a mechanism, on a figure of its own."""
    claim = CLAIMS[mechanism]
    tables = dict(zip(LOOKS, on_and_off(mechanism), strict=True))
    origin = Origin(scenario=variant(claim.scenario).name, runs=RUNS, runs_per_point=1, seed=SEED, version=None)
    with styled():
        return DRAWN[claim.statistic.kind](tables, claim.statistic, title, origin)


def outcomes(tables: Tables, statistic: Statistic, title: str, origin: Origin) -> Axes:
    """How often each outcome came, with the mechanism and without."""
    names = [name for name in ENDS if any((table["outcome"] == name).any() for table in tables.values())]
    shares = {which: [float((table["outcome"] == name).mean()) for name in names] for which, table in tables.items()}
    return _bars([ENDS[name][0].upper() + ENDS[name][1:] for name in names], shares, title, origin)


def options(tables: Tables, statistic: Statistic, title: str, origin: Origin) -> Axes:
    """What the last text says on an issue, with the mechanism and without."""
    column = f"text.{statistic.columns[0]}"
    names = [str(name) for name in tables["on"][column].cat.categories]
    shares = {which: [float((table[column] == name).mean()) for name in names] for which, table in tables.items()}
    return _bars([name.replace("_", " ") for name in names], shares, title, origin)


def rounds(tables: Tables, statistic: Statistic, title: str, origin: Origin) -> Axes:
    """By which round it had happened in how many runs."""
    column = statistic.columns[0]
    last = int(max(table["ended"].max() for table in tables.values()))
    last = max(last, int(max(np.nan_to_num(table[column].max()) for table in tables.values())))
    places = np.arange(0, last + 1)
    curves = {
        which: np.array([(table[column].to_numpy() <= place).mean() for place in places])
        for which, table in tables.items()
    }
    return _lines(places, curves, title, origin)


def amounts(tables: Tables, statistic: Statistic, title: str, origin: Origin) -> Axes:
    """How often a number of few values had each of them, with the mechanism and without."""
    values = {which: statistic(table).round(2) for which, table in tables.items()}
    found = sorted(set(values["on"]) | set(values["off"]))
    if len(found) > 10:
        raise ValueError(f"{statistic.words}: {len(found)} values are too many for bars")
    shares = {which: [float((column == value).mean()) for value in found] for which, column in values.items()}
    return _bars([f"{statistic.words} {value:g}" for value in found], shares, title, origin)


DRAWN: dict[str, Callable[[Tables, Statistic, str, Origin], Axes]] = {
    "share": outcomes,
    "happened": rounds,
    "when": rounds,
    "says": options,
    "level": options,
    "mean": amounts,
}
"""By kind of statistic, how it is drawn."""


def _bars(labels: Sequence[str], shares: dict[str, list[float]], title: str, origin: Origin) -> Axes:
    """Two bars a row, the upper one with the mechanism, with their 95% intervals."""
    note = "Above: with the mechanism. Below, hatched: the same runs without it. Black: 95% intervals."
    ax = panel(None, title, note, origin, height=0.72 * len(labels), left=room_for(labels), right=0.6)
    percent_axis(ax, "share of runs", most=1.0)
    places = rows(ax, labels)
    for which, shift in (("on", -0.19), ("off", 0.19)):
        colour, _, hatch = LOOKS[which]
        found = np.array(shares[which])
        low, high = wilson(found, origin.runs)
        at = np.array(places) + shift
        ax.barh(at, found, height=0.34, color=colour, hatch=hatch, edgecolor="white", linewidth=0, label=which)
        ax.errorbar(found, at, xerr=[found - low, high - found], fmt="none", ecolor=INK, elinewidth=1.3, capsize=2.5)
        for value, end, place in zip(found, high, at, strict=True):
            ax.annotate(
                f"{which} {100 * value:.0f}%",
                (end, place),
                (4, 0),
                textcoords="offset points",
                va="center",
                fontsize=8.5,
                color=INK,
                annotation_clip=False,
            )
    return ax


def _lines(places: np.ndarray, curves: dict[str, np.ndarray], title: str, origin: Origin) -> Axes:
    """A line with the mechanism and a broken one without, each named at its end, with 95% bands."""
    note = "Broken line: the same runs without the mechanism. Bands: 95% intervals, place by place."
    ax = panel(None, title, note, origin, height=2.6, left=0.8, right=0.7)
    ax.set_xlim(places[0], places[-1])
    ax.set_ylim(0, 1)
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"])
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_xlabel("round")
    ax.set_ylabel("share of runs by then")
    ax.grid(axis="y")
    ends = spread([float(curve[-1]) for curve in curves.values()], 0.08, 0.0, 1.0)
    for (which, curve), end in zip(curves.items(), ends, strict=True):
        colour, line, _ = LOOKS[which]
        ax.plot(places, curve, color=colour, linestyle=line, drawstyle="steps-post", label=which)
        low, high = wilson(curve, origin.runs)
        ax.fill_between(places, low, high, step="post", color=colour, alpha=0.18, linewidth=0)
        ax.annotate(
            which,
            (1, end),
            (6, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            va="center",
            color=colour,
            fontweight="bold",
            annotation_clip=False,
        )
    return ax
