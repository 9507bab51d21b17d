"""Figures of sweeps: a quantity along one lever or uncertain number, and across two.

A table of points has one row a design point, a column for each lever or number that was varied, and of a quantity Q
the columns Q, Q_low, Q_high (its average over the point's runs with a 95% interval).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.ticker import FuncFormatter
from numpy.typing import NDArray

from sim.analysis.quantities import Quantity
from sim.report.style import BLUE, GREY, INK, LOOKS, Look, folded, panel, spread, styled
from sim.summary import Origin
from sim.summary.wording import sentence

Floats = NDArray[np.float64]

BINS = 10
"""Groups of points, equally many in each, of which means are drawn through a cloud."""
_IN_TURN = ("settlement", "military_first", "frozen", "no_agreement", "military_second", "relapse")
"""Looks of lines, the most unlike first; told apart by dashes and markers as well."""
_SHADES = LinearSegmentedColormap.from_list("sweep", ["#ffffff", BLUE])
_READING = {
    "line": "Bands: pointwise 95% intervals (Monte Carlo error). Settings of levers have the same luck, run by run.",
    "dots": "Black: 95% intervals (Monte Carlo error). Settings of levers have the same luck, run by run.",
    "cloud": f"A dot a design point; the line joins means of {BINS} groups of points, with their 95% intervals.",
    "cells": "Each cell: the quantity and half its 95% interval. Settings of levers have the same luck, run by run.",
}


@dataclass(frozen=True)
class Varied:
    """Something that a sweep varied: the column of a table of points, and its name for readers."""

    column: str
    label: str


def lines(
    points: pd.DataFrame, quantity: Quantity, x: Varied, by: Varied | None, origin: Origin, ax: Axes | None = None
) -> Axes:
    """A quantity along `x`, a line for each level of `by`; a cloud of dots where many points share a level.

    Levels that are no numbers stand side by side.
    """
    with styled():
        numeric = pd.api.types.is_numeric_dtype(points[x.column])
        groups = _groups(points, by)
        crowded = numeric and len(points) > 2 * BINS and points[x.column].nunique() > len(points) // 2
        kind = "cloud" if crowded else "line" if numeric else "dots"
        title = _trend(quantity, x, by, groups) if kind != "dots" else _extremes(points, quantity, [x, by])
        ax = panel(ax, title, _READING[kind], origin, height=3.6, left=1.0, right=0.3 if by is None else 2.2)
        ends: list[tuple[str, float, Look]] = []
        for number, (name, rows) in enumerate(groups):
            drawn = LOOKS[_IN_TURN[number % len(_IN_TURN)]]
            draw = {"cloud": _cloud, "line": _line, "dots": _dots}[kind]
            ends.append((name, draw(ax, rows, quantity, x, drawn, (number - (len(groups) - 1) / 2) * 0.12), drawn))
        _value_axis(ax, quantity)
        if not numeric:
            levels = _levels(points, x)
            ax.set_xticks(range(len(levels)), [folded(level, 18) for level in levels])
            ax.set_xlim(-0.5, len(levels) - 0.5)
        ax.set_xlabel(x.label)
        if by is not None:
            _name_lines(ax, ends, by, joined=kind != "dots")
        return ax


def heat_map(
    points: pd.DataFrame, quantity: Quantity, x: Varied, y: Varied, origin: Origin, ax: Axes | None = None
) -> Axes:
    """A quantity across two things that were varied: darker is more. One point a cell; others may be missing."""
    with styled():
        across, up = _levels(points, x), _levels(points, y)
        title = _extremes(points, quantity, [x, y])
        ax = panel(ax, title, _READING["cells"], origin, height=max(0.55 * len(up), 1.8), left=1.9)
        value = points[quantity.name].to_numpy(dtype=np.float64)
        half = (points[f"{quantity.name}_high"] - points[f"{quantity.name}_low"]).to_numpy(dtype=np.float64) / 2
        low, high = float(np.nanmin(value)), float(np.nanmax(value))
        shades = np.full((len(up), len(across)), np.nan)
        for n, (at_x, at_y) in enumerate(zip(points[x.column], points[y.column], strict=True)):
            column, row = across.index(_level(at_x)), up.index(_level(at_y))
            shades[row, column] = (value[n] - low) / (high - low) if high > low else 0.0
            text = f"{_worded(value[n], quantity)}\n\N{PLUS-MINUS SIGN}{_spread_word(half[n], quantity)}"
            ink = "white" if shades[row, column] > 0.6 else INK
            ax.text(column, row, text, ha="center", va="center", fontsize=8.5, color=ink)
        ax.imshow(shades, cmap=_SHADES, vmin=0, vmax=1.15, aspect="auto", origin="lower")
        ax.set_xticks(range(len(across)), [folded(level, 14) for level in across])
        ax.set_yticks(range(len(up)), [folded(level, 18) for level in up])
        ax.set_xlabel(x.label)
        ax.set_ylabel(folded(y.label, max(int(len(up) * 8), 20)))
        return ax


def _groups(points: pd.DataFrame, by: Varied | None) -> list[tuple[str, pd.DataFrame]]:
    if by is None:
        return [("", points)]
    return [(level, points[points[by.column].map(_level) == level]) for level in _levels(points, by)]


def _levels(points: pd.DataFrame, varied: Varied) -> list[str]:
    """Levels as text: numbers ascending, settings in the order of the points."""
    values = points[varied.column].dropna().unique().tolist()
    if pd.api.types.is_numeric_dtype(points[varied.column]):
        values = sorted(values)
    return list(dict.fromkeys(_level(value) for value in values))


def _level(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _line(ax: Axes, rows: pd.DataFrame, quantity: Quantity, x: Varied, drawn: Look, shift: float) -> float:
    """A line with its band; where it ends."""
    ordered = rows.sort_values(x.column)
    at, value = ordered[x.column].to_numpy(dtype=np.float64), ordered[quantity.name].to_numpy(dtype=np.float64)
    low, high = (ordered[f"{quantity.name}_{end}"].to_numpy(dtype=np.float64) for end in ("low", "high"))
    ax.fill_between(at, low, high, color=drawn.colour, alpha=0.2, linewidth=0)
    ax.plot(at, value, color=drawn.colour, linestyle=drawn.line, marker=drawn.marker, ms=5.5, mec="white", mew=0.6)
    return float(value[-1])


def _dots(ax: Axes, rows: pd.DataFrame, quantity: Quantity, x: Varied, drawn: Look, shift: float) -> float:
    """A dot with its interval for each level, side by side for each line; where the last one is."""
    value = rows[quantity.name].to_numpy(dtype=np.float64)
    low, high = (rows[f"{quantity.name}_{end}"].to_numpy(dtype=np.float64) for end in ("low", "high"))
    levels = [*dict.fromkeys(map(_level, rows[x.column]))]
    place = np.array([levels.index(_level(level)) for level in rows[x.column]], dtype=np.float64) + shift
    errors = np.maximum(np.stack([value - low, high - value]), 0.0)
    ax.errorbar(place, value, yerr=errors, linestyle="none", color=INK, elinewidth=1.4, capsize=3, zorder=2)
    ax.plot(
        place, value, linestyle="none", marker=drawn.marker, color=drawn.colour, ms=8, mec="white", mew=0.8, zorder=3
    )
    return float(value[-1])


def _cloud(ax: Axes, rows: pd.DataFrame, quantity: Quantity, x: Varied, drawn: Look, shift: float) -> float:
    """Dots, and the means of groups of them with intervals over points; where the last mean is."""
    at, value = rows[x.column].to_numpy(dtype=np.float64), rows[quantity.name].to_numpy(dtype=np.float64)
    known = ~(np.isnan(at) | np.isnan(value))
    ax.plot(at[known], value[known], linestyle="none", marker=".", ms=3, color=drawn.colour, alpha=0.35)
    middle, mean, half = _binned(at[known], value[known])
    ax.errorbar(middle, mean, yerr=half, color=INK, elinewidth=1.4, capsize=3, linestyle=drawn.line, marker="o", ms=5)
    return float(mean[-1])


def _binned(at: Floats, value: Floats) -> tuple[Floats, Floats, Floats]:
    """Means of groups of points along x, each with half a 95% interval of the mean over points."""
    groups = np.array_split(np.argsort(at, kind="stable"), min(BINS, at.size))
    middle = np.array([at[group].mean() for group in groups])
    mean = np.array([value[group].mean() for group in groups])
    error = np.array([value[group].std(ddof=1) / np.sqrt(group.size) if group.size > 1 else 0.0 for group in groups])
    return middle, mean, 1.96 * error


def _value_axis(ax: Axes, quantity: Quantity) -> None:
    if quantity.kind == "share":
        ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.3g}%"))
    ax.set_ylabel(f"{folded(quantity.label, 34)}\n({quantity.unit})")
    ax.grid(axis="y")


def _name_lines(ax: Axes, ends: list[tuple[str, float, Look]], by: Varied, *, joined: bool) -> None:
    """Names at the right, each with its marker and dashes, apart from one another, below what they are levels of."""
    low, high = ax.get_ylim()
    gap = (high - low) * 0.075
    heights = spread([end for _, end, _ in ends], gap, low + gap / 2, high - 2.6 * gap)
    for (name, _, drawn), height in zip(ends, heights, strict=True):
        up = (height - low) / (high - low)
        ax.plot(
            np.linspace(1.008, 1.052, 5), np.full(5, up), transform=ax.transAxes, clip_on=False, marker=drawn.marker,
            markevery=[2], color=drawn.colour, linestyle=drawn.line if joined else "none", ms=6.5, mec="white", mew=0.6,
        )  # fmt: skip
        ax.annotate(
            folded(name, 24), (1, up), (22, 0), xycoords="axes fraction",
            textcoords="offset points", annotation_clip=False, va="center", color=INK, fontsize=9,
        )  # fmt: skip
    ax.annotate(
        folded(by.label, 30), (1, 1), (8, 0), xycoords="axes fraction", textcoords="offset points",
        annotation_clip=False, va="top", color=GREY, fontsize=8.5,
    )  # fmt: skip


def _trend(quantity: Quantity, x: Varied, by: Varied | None, groups: list[tuple[str, pd.DataFrame]]) -> str:
    """What happens to the quantity from one end of x to the other, where it moves most."""
    found: list[tuple[float, str]] = []
    for name, rows in groups:
        first, last = _ends(rows, quantity, x)
        sure = first[2] < last[1] or last[2] < first[1]
        moves = "goes" if not sure else "rises" if last[0] > first[0] else "falls"
        where = "" if by is None else f" ({by.label}: {name})"
        text = (
            f"{quantity.label} {moves} from {_worded(first[0], quantity)} to {_worded(last[0], quantity)} as {x.label} "
            f"goes from {_level(first[3])} to {_level(last[3])}{where}"
        )
        found.append((abs(last[0] - first[0]), text))
    return sentence(max(found)[1])


def _ends(rows: pd.DataFrame, quantity: Quantity, x: Varied) -> list[tuple[float, float, float, float]]:
    """Value, low, high and place at the lowest and the highest x; of a cloud, means of its outer groups."""
    ordered = rows.sort_values(x.column).dropna(subset=[x.column, quantity.name])
    if len(ordered) > 2 * BINS:
        at, value = (ordered[column].to_numpy(dtype=np.float64) for column in (x.column, quantity.name))
        middle, mean, half = _binned(at, value)
        return [(float(mean[n]), float(mean[n] - half[n]), float(mean[n] + half[n]), float(middle[n])) for n in (0, -1)]
    names = [quantity.name, f"{quantity.name}_low", f"{quantity.name}_high", x.column]
    found: list[Any] = [tuple(float(ordered[name].iloc[n]) for name in names) for n in (0, -1)]
    return found


def _extremes(points: pd.DataFrame, quantity: Quantity, varied: list[Varied | None]) -> str:
    """Where the quantity is lowest and where it is highest: levels in the order of the axes."""
    value = points[quantity.name].to_numpy(dtype=np.float64)
    said = []
    for place in (int(np.nanargmin(value)), int(np.nanargmax(value))):
        levels = ", ".join(_level(points[one.column].iloc[place]) for one in varied if one)
        said.append(f"{_worded(value[place], quantity)} ({levels})")
    return sentence(f"{quantity.label} goes from {said[0]} to {said[1]}")


def _worded(value: float, quantity: Quantity) -> str:
    if np.isnan(value):
        return "unknown"
    return f"{100 * value:.2g}%" if quantity.kind == "share" and value < 0.995 else (
        "100%" if quantity.kind == "share" else f"{value:.3g}"
    )  # fmt: skip


def _spread_word(half: float, quantity: Quantity) -> str:
    return "?" if np.isnan(half) else f"{100 * half:.1g}" if quantity.kind == "share" else f"{half:.1g}"
