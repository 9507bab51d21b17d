"""Figures of what the engine plays against what theory says, over a range of parameters."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.report.style import BLUE, GREY, INK, ORANGE, WIDTH, styled

COLOURS = (BLUE, ORANGE, "#009E73", "#CC79A7", INK)
MARKERS = ("o", "s", "^", "D", "v")
LINES = ("-", "--", ":", "-.", (0, (5.0, 1.5, 1.0, 1.5)))
COLUMNS = 2
MOST_LINES = 5  # in a panel: more would be neither told apart nor named
SHORT_NAME = 22  # letters, of which two stand side by side
_ROW, _TOP, _BOTTOM = 2.35, 0.42, 0.62  # inches


@dataclass(frozen=True)
class Point:
    """A simulated value, with how far it may be from the exact one (four standard errors, or a tolerance)."""

    at: float
    simulated: float
    exact: float
    allowed: float


@dataclass(frozen=True)
class Panel:
    """A quantity; `series` are lines of points, by name."""

    quantity: str
    series: dict[str, Sequence[Point]]


def against_theory(title: str, axis: str, panels: Sequence[Panel], foot: str) -> Axes:
    """Lines for theory, marks with bars for the engine, a panel a quantity. Gives the first panel's axes.

    Raises ValueError without panels.
    """
    if not panels:
        raise ValueError("nothing to draw")
    with styled():
        rows = -(-len(panels) // COLUMNS)
        columns = min(len(panels), COLUMNS)
        lines = textwrap.wrap(title, 70)
        top = _TOP + 0.23 * len(lines) + 0.2
        height = top + rows * (_ROW + 0.75) + _BOTTOM - 0.3
        figure = Figure(figsize=(WIDTH, height))
        figure.text(
            0.15 / WIDTH, 1 - 0.12 / height, "\n".join(lines), va="top", fontsize=13, fontweight="bold", gid="title"
        )
        note = "Lines: theory, exactly. Marks: the engine's runs, with bars of four standard errors."
        figure.text(
            0.15 / WIDTH, 1 - (0.2 + 0.23 * len(lines)) / height, note, va="top", fontsize=9.5, color=GREY, gid="note"
        )
        figure.text(0.15 / WIDTH, 0.1 / height, f"{foot} · not a forecast", fontsize=8.5, color=GREY, gid="footnote")
        inside = WIDTH / columns
        first: Axes | None = None
        for number, panel in enumerate(panels):
            row, column = divmod(number, COLUMNS)
            below = height - top - (row + 1) * (_ROW + 0.75) + 0.65
            ax = figure.add_axes(
                ((column * inside + 0.75) / WIDTH, below / height, (inside - 1.0) / WIDTH, (_ROW - 0.2) / height)
            )
            _draw(ax, panel, axis)
            first = first or ax
        assert first is not None
        return first


def _draw(ax: Axes, panel: Panel, axis: str) -> None:
    shown = dict(list(panel.series.items())[:MOST_LINES])
    more = len(panel.series) - len(shown)
    title = panel.quantity + (f" ({MOST_LINES} of {len(panel.series)} settings)" if more else "")
    ax.set_title(textwrap.fill(title, 40), loc="left", fontsize=10)
    several = len(shown) > 1
    for number, (name, points) in enumerate(shown.items()):
        look = number % len(COLOURS)
        ordered = sorted(points, key=lambda point: point.at)
        at = [point.at for point in ordered]
        # several values at one place are no line
        style = {"ls": LINES[look]} if len(set(at)) == len(at) else {"ls": "none", "marker": "_", "ms": 14}
        ax.plot(at, [point.exact for point in ordered], color=COLOURS[look], lw=1.3, zorder=2, **style)
        ax.errorbar(
            at, [point.simulated for point in ordered], yerr=[point.allowed for point in ordered], fmt=MARKERS[look],
            ms=4.5, mfc="white", mec=COLOURS[look], ecolor=COLOURS[look], elinewidth=1.0, capsize=2, zorder=3,
            label=name if several else None,
        )  # fmt: skip
    low, high = ax.get_ylim()
    # what is the same everywhere is not to look as if rounding were a finding
    if high - low < 1e-3 * max(abs(high), abs(low), 1e-9):
        ax.set_ylim(low - 0.1, high + 0.1)
    ax.set_xlabel(axis, fontsize=9)
    ax.grid(axis="y")
    if several:
        # the names have room of their own above the lines
        short = max(len(name) for name in shown) <= SHORT_NAME
        columns = 2 if short and len(shown) > 3 else 1
        low, high = ax.get_ylim()
        ax.set_ylim(low, high + (high - low) * 0.11 * -(-len(shown) // columns))
        ax.legend(fontsize=7.5, framealpha=0.8, edgecolor="none", loc="upper right", ncols=columns)
