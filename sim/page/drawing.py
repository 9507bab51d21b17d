"""Small charts as SVG text: quick enough to be drawn anew with every round that one steps through."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

INK, GREY, PALE = "#222222", "#5f5f5f", "#dddddd"
WIDTH, HEIGHT = 420, 190
LEFT, RIGHT, TOP, BOTTOM = 44, 112, 12, 26
LABEL_GAP = 13
"""Labels of lines stand this far from one another, in units of the drawing."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a chart: a value a round (NaN where there is none), and how it looks."""

    label: str
    values: Sequence[float]
    colour: str
    dash: str = ""


def chart(lines: Sequence[Line], now: int, label: str, *, low: float | None = None, high: float | None = None) -> str:
    """Lines over the rounds, labelled at their ends, with the round `now` (from 1) marked.

    `label` is what is read out. The scale runs from `low` to `high`, or to the ends of the data.
    """
    rounds = max((len(line.values) for line in lines), default=1)
    every = [value for line in lines for value in line.values if math.isfinite(value)]
    bottom, top = _scale(every, low, high)

    def across(round_: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (round_ - 1) / max(rounds - 1, 1)

    def down(value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (top - value) / (top - bottom)

    parts = [_grid(bottom, top, rounds, across(1), across(rounds), down)]
    parts.append(f'<line x1="{across(now):.1f}" x2="{across(now):.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}" '
                 f'stroke="{INK}" stroke-width="1"/>')  # fmt: skip
    ends = []
    for line in lines:
        points = [(across(n), down(value)) for n, value in enumerate(line.values, 1) if math.isfinite(value)]
        if not points:
            continue
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        dash = f' stroke-dasharray="{line.dash}"' if line.dash else ""
        parts.append(f'<polyline points="{path}" fill="none" stroke="{line.colour}" stroke-width="2"{dash}/>')
        ends.append((points[-1][1], line))
    parts += _labels(ends)
    return _svg(label, HEIGHT, parts)


def _scale(values: Sequence[float], low: float | None, high: float | None) -> tuple[float, float]:
    bottom = min(values, default=0.0) if low is None else min([low, *values])
    top = max(values, default=1.0) if high is None else max([high, *values])
    return (bottom, top) if top > bottom else (bottom - 0.5, top + 0.5)


def _grid(
    bottom: float, top: float, rounds: int, first: float, last: float, down: Callable[[float], float]
) -> str:  # fmt: skip
    digits = 0 if top - bottom > 20 else 2 if top - bottom > 0.05 else 4
    parts = []
    for value in (bottom, (bottom + top) / 2, top):
        y = down(value)
        parts.append(f'<line x1="{first}" x2="{last}" y1="{y:.1f}" y2="{y:.1f}" stroke="{PALE}"/>')
        parts.append(_text(LEFT - 6, y + 4, f"{value:.{digits}f}", anchor="end"))
    for round_, x in ((1, first), (rounds, last)):
        parts.append(_text(x, HEIGHT - 8, f"round {round_}" if round_ == 1 else str(round_), anchor="middle"))
    return "".join(parts)


def _labels(ends: list[tuple[float, Line]]) -> list[str]:
    """Labels beside the ends of lines, moved apart, upper ones first."""
    parts, floor = [], 0.0
    for y, line in sorted(ends, key=lambda end: end[0]):
        place = max(y, floor)
        floor = place + LABEL_GAP
        parts.append(_text(WIDTH - RIGHT + 8, place + 4, line.label[:20], colour=line.colour, bold=True))
    over = max(floor - LABEL_GAP - (HEIGHT - 4), 0)
    return [f'<g transform="translate(0,-{over:.1f})">{"".join(parts)}</g>']


def histogram(values: NDArray[np.float64], marks: Sequence[tuple[float, str]], label: str, bins: int = 30) -> str:
    """How values are spread, with marks at some of them, each with a word above it."""
    low = float(min([values.min(), *(at for at, _ in marks)]))
    high = float(max([values.max(), *(at for at, _ in marks)]))
    if high - low < 1e-9:
        low, high = low - 0.05, high + 0.05
    counts, edges = np.histogram(values, bins=bins, range=(low, high))
    width, top, bottom = WIDTH - LEFT - 20, 40, HEIGHT - BOTTOM

    def across(value: float) -> float:
        return LEFT + width * (value - low) / (high - low)

    parts = []
    for count, start, end in zip(counts, edges[:-1], edges[1:], strict=True):
        tall = (bottom - top) * count / max(int(counts.max()), 1)
        parts.append(f'<rect x="{across(start) + 0.5:.1f}" y="{bottom - tall:.1f}" '
                     f'width="{across(end) - across(start) - 1:.1f}" height="{tall:.1f}" fill="#8fb9d6"/>')  # fmt: skip
    for place, (at, word) in enumerate(marks):
        x, y = across(at), 12 + 14 * place
        anchor = "end" if at > (low + high) / 2 else "start"
        parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{y + 3}" y2="{bottom}" stroke="{INK}" stroke-width="2" '
                     f'stroke-dasharray="{"" if place == 0 else "3 3"}"/>')  # fmt: skip
        parts.append(
            _text(x + (-4 if anchor == "end" else 4), y + 4, f"{word}: {at:.2f}", anchor=anchor, bold=place == 0)
        )
    parts.append(f'<line x1="{LEFT}" x2="{LEFT + width}" y1="{bottom}" y2="{bottom}" stroke="{GREY}"/>')
    for value in (low, (low + high) / 2, high):
        parts.append(_text(across(value), HEIGHT - 8, f"{value:.2f}", anchor="middle"))
    return _svg(label, HEIGHT, parts)


def _text(x: float, y: float, text: str, *, anchor: str = "start", colour: str = INK, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="11" fill="{colour}"{weight}>'
            f"{escape(text)}</text>")  # fmt: skip


def _svg(label: str, height: int, parts: Sequence[str]) -> str:
    return (f'<svg role="img" aria-label="{escape(label, quote=True)}" viewBox="0 0 {WIDTH} {height}" class="chart">'
            f'{"".join(parts)}</svg>')  # fmt: skip
