"""A figure laid out in inches: title, note and footnotes around a drawing whose size follows from what is in it."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.report.style import GREY, INK

MARGIN = 0.15
TITLE, NOTE, FOOT = 13.0, 9.5, 8.0
WIDE = 10.0
"""From this width in inches on, footnotes stand in two columns."""
LINE = 1.28
"""Height of a line in font sizes."""


@dataclass(frozen=True, slots=True)
class Words:
    """The texts around a drawing: what it shows, how to read it, and footnotes, one a line."""

    title: str
    note: str
    footnotes: tuple[str, ...]


def canvas(
    words: Words, width: float, height: float, *, left: float = 0.0, right: float = 0.0, gap: float = 0.15
) -> Axes:
    """Axes of `width` by `height` inches without frame, with the words above and below, in a new figure.

    Data coordinates are inches from the top left corner, downwards. `left` and `right` are margins next to the axes,
    `gap` the space between them and the footnotes.
    """
    inside = width + left + right
    title = broken(words.title, inside, TITLE, bold=True)
    note = broken(words.note, inside, NOTE)
    columns = 2 if inside > WIDE and len(words.footnotes) > 8 else 1
    feet = [broken(line, inside / columns - 0.2 * (columns - 1), FOOT, hanging=4) for line in words.footnotes]
    parts = _columns(feet, columns)
    top = MARGIN + (_height(title, TITLE) + 0.04 if title else 0) + (_height(note, NOTE) if note else 0) + 0.12
    bottom = gap + max(sum(_height(line, FOOT) + 0.02 for line in part) for part in parts) + MARGIN
    total_width, total = inside + 2 * MARGIN, height + top + bottom
    figure = Figure(figsize=(total_width, total))
    ax = figure.add_axes(((MARGIN + left) / total_width, bottom / total, width / total_width, height / total))
    ax.set_xlim(0, width)
    ax.set_ylim(height, 0)
    ax.set_axis_off()

    def write(text: str, down: float, size: float, name: str, across: float = 0.0, **looks: object) -> None:
        place = (MARGIN + across) / total_width, 1 - down / total
        figure.text(*place, text, va="top", fontsize=size, linespacing=1.2, gid=name, **looks)  # type: ignore[arg-type]

    write(title, MARGIN, TITLE, "title", color=INK, fontweight="bold")
    write(note, MARGIN + _height(title, TITLE) + 0.04, NOTE, "note", color=GREY)
    for number, part in enumerate(parts):
        down = top + height + gap
        for line in part:
            write(line, down, FOOT, "footnote", number * inside / columns, color=INK)
            down += _height(line, FOOT) + 0.02
    return ax


def _columns(lines: list[str], columns: int) -> list[list[str]]:
    """Footnotes in columns of about the same height, the first the longest."""
    if columns == 1:
        return [lines]
    heights = [_height(line, FOOT) for line in lines]
    half = next(n for n in range(len(lines) + 1) if sum(heights[:n]) >= sum(heights) / 2)
    return [lines[:half], lines[half:]]


def broken(text: str, width: float, size: float, *, bold: bool = False, hanging: int = 0) -> str:
    """A text broken into lines that fit into `width` inches at a font size, those after the first indented.

    DejaVu Sans is 0.535 em wide on average, 0.60 in bold.
    """
    characters = max(int(width * 72 / (size * (0.60 if bold else 0.535))), 12)
    lines = textwrap.wrap(text, characters, subsequent_indent=" " * hanging, break_on_hyphens=False)
    return "\n".join(lines) or text


def _height(text: str, size: float) -> float:
    return (text.count("\n") + 1) * size * LINE / 72 if text else 0.0


def listed(names: Sequence[str], last: str = "and") -> str:
    """Names as a list in words: a, b and c."""
    return f"{', '.join(names[:-1])} {last} {names[-1]}" if len(names) > 1 else "".join(names)
