"""The look that all figures share: colours, hatches, a title that states the finding, a footnote.

Figures are made without pyplot: no global state, no window, any thread.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from sim.summary import Origin

STYLE = Path(__file__).with_name("sim.mplstyle")
WIDTH = 8.0
"""Width of a figure of its own, in inches."""
INK, GREY, PALE = "#222222", "#666666", "#cfcfcf"
BLUE, ORANGE = "#0072B2", "#D55E00"

_PAD = 0.15
_TITLE_SIZE, _NOTE_SIZE, _FOOT_SIZE = 13.0, 9.5, 8.5
_LINE = 1.25


@dataclass(frozen=True, slots=True)
class Look:
    """How an outcome is drawn: told apart by hatch, line and marker where colours cannot be seen."""

    colour: str
    hatch: str
    line: str | tuple[int, tuple[float, ...]]
    marker: str


LOOKS = {
    "settlement": Look("#0072B2", "", "-", "o"),
    "relapse": Look("#56B4E9", "///", (0, (1.0, 1.2)), "v"),
    "frozen": Look("#009E73", "...", (0, (5.0, 1.5)), "s"),
    "military_first": Look("#D55E00", "xxx", (0, (5.0, 1.5, 1.0, 1.5)), "^"),
    "military_second": Look("#E69F00", "\\\\\\", (0, (3.0, 1.2, 1.0, 1.2, 1.0, 1.2)), "D"),
    "no_agreement": Look("#999999", "", (0, (2.5, 2.5)), "P"),
}
_UNKNOWN = Look("#CC79A7", "++", "-", "X")


def look(outcome: str) -> Look:
    """How to draw an outcome."""
    return LOOKS.get(outcome, _UNKNOWN)


@contextmanager
def styled() -> Iterator[None]:
    """Apply sim's style within a block and put everything back after it."""
    with matplotlib.rc_context(fname=STYLE):
        yield


def panel(
    ax: Axes | None, title: str, note: str, origin: Origin, *, height: float, left: float, right: float = 0.3
) -> Axes:
    """Put title, reading note and footnote on the caller's axes, or on those of a new figure.

    A new figure has a plotting area of `height` and margins of `left` and `right`, in inches; its texts start
    at the figure's left edge.
    """
    if ax is not None:
        width = ax.get_position().width * float(figure_of(ax).get_size_inches()[0])
        _write(ax, title, note, origin, width=max(width, 3.0), shift=0.0, foot=-46.0)
        return ax
    width = WIDTH - 2 * _PAD
    top = _lines(title, width, _TITLE_SIZE, bold=True) * _TITLE_SIZE + _lines(note, width, _NOTE_SIZE) * _NOTE_SIZE
    top = top * _LINE / 72 + 0.36
    bottom = 0.72 + _lines(footnote(origin), width, _FOOT_SIZE) * _FOOT_SIZE * _LINE / 72
    total = height + top + bottom
    figure = Figure(figsize=(WIDTH, total))
    inside = WIDTH - left - right
    own = figure.add_axes((left / WIDTH, bottom / total, inside / WIDTH, height / total))
    _write(own, title, note, origin, width=width, shift=_PAD - left, foot=(0.12 - bottom) * 72)
    return own


def _write(ax: Axes, title: str, note: str, origin: Origin, *, width: float, shift: float, foot: float) -> None:
    """Texts within `width` inches, `shift` inches right of the axes' left edge.

    The footnote `foot` points up.
    """
    inside = ax.get_position().width * float(figure_of(ax).get_size_inches()[0])
    note = _wrapped(note, width, _NOTE_SIZE)
    lines = note.count("\n") + 1 if note else 0
    ax.set_title(
        _wrapped(title, width, _TITLE_SIZE, bold=True),
        loc="left",
        x=shift / inside,
        pad=12 + lines * _NOTE_SIZE * _LINE,
    )
    below = _wrapped(footnote(origin), width, _FOOT_SIZE)
    for text, corner, offset, anchor, size, name in (
        (note, (0.0, 1.0), 7.0, "bottom", _NOTE_SIZE, "note"),
        (below, (0.0, 0.0), foot, "bottom" if shift else "top", _FOOT_SIZE, "footnote"),
    ):
        ax.annotate(
            text,
            corner,
            (shift * 72, offset),
            xycoords="axes fraction",
            textcoords="offset points",
            annotation_clip=False,
            va=anchor,
            fontsize=size,
            color=GREY,
            gid=name,
        )


def figure_of(ax: Axes) -> Figure:
    """The figure at the root: subfigures have one too."""
    figure = ax.figure
    while not isinstance(figure, Figure):
        figure = figure.figure
    return figure


def footnote(origin: Origin) -> str:
    """What a picture has to say about where it comes from, wherever it is shown."""
    parts = [f"{origin.scenario}", f"{origin.runs:,} runs"]
    if origin.seed is not None:
        parts.append(f"seed {origin.seed}")
    if origin.version is not None:
        parts.append(f"sim {origin.version}")
    return " · ".join([*parts, "not a forecast"])


def percent_axis(ax: Axes, label: str, most: float = 1.0) -> None:
    """Make x a share of runs, from 0 to `most`, in percent."""
    ax.set_xlim(0, most)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.0f}%"))
    ax.set_xlabel(label)
    ax.grid(axis="x")


def round_label(round_days: int) -> str:
    """Label of an axis of rounds, with its unit."""
    unit = {1: "1 day", 7: "1 week", 14: "2 weeks", 30: "1 month", 365: "1 year"}.get(round_days, f"{round_days} days")
    return f"round (1 round = {unit})"


def rows(ax: Axes, labels: Sequence[str]) -> list[int]:
    """Make y a list of rows read from the top; returns the position of each."""
    places = list(range(len(labels)))
    ax.set_yticks(places, labels)
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.spines["left"].set_visible(False)
    return places


def room_for(labels: Sequence[str], size: float = 10.0, least: float = 0.9, most: float = 3.2) -> float:
    """Left margin in inches for labels of a font size in points."""
    longest = max((len(line) for label in labels for line in label.split("\n")), default=0)
    return min(max(longest * size * 0.56 / 72 + 0.25, least), most)


def folded(text: str, characters: int) -> str:
    """A label broken into lines."""
    return "\n".join(textwrap.wrap(text, characters)) or text


def spread(values: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move labels apart so that they are `gap` from one another and within [low, high], as near as may be."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    placed = [0.0] * len(values)
    floor = low
    for i in order:
        placed[i] = max(values[i], floor)
        floor = placed[i] + gap
    ceiling = high
    for i in reversed(order):
        placed[i] = min(placed[i], ceiling)
        ceiling = placed[i] - gap
    return placed


def _wrapped(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Break a text at a width in inches; DejaVu Sans is 0.535 em wide on average, 0.60 in bold."""
    return folded(text, max(int(width * 72 / (size * (0.60 if bold else 0.535))), 20))


def _lines(text: str, width: float, size: float, *, bold: bool = False) -> int:
    return _wrapped(text, width, size, bold=bold).count("\n") + 1 if text else 0
