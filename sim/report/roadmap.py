"""A roadmap as a timeline: what happens in which round, one line each, and what it waited for."""

from __future__ import annotations

from matplotlib.axes import Axes

from sim.report.canvas import Words, broken, canvas, listed
from sim.report.style import BLUE, GREY, INK, ORANGE, PALE, round_label, styled
from sim.scenario import Scenario
from sim.structure import Entry, Roadmap

TEXT, TIME, RIGHT = 4.3, 3.1, 0.5
"""Widths of the column of texts, of the timeline, and of the margin right of it, in inches."""
_SIZE, _SMALL = 9.0, 7.8
_LINE = 1.28 / 72
MARKS = {"waiver": ("D", "white", ORANGE), "step": ("s", BLUE, BLUE), "meeting": ("o", "white", INK),
         "signature": ("*", INK, INK)}  # fmt: skip
"""Marker, face and edge of each kind of entry: told apart by shape and filling where colours cannot be seen."""
WORDS = {"waiver": "waived", "step": "step", "meeting": "meeting", "signature": "signature"}


def roadmap(scenario: Scenario, road: Roadmap, title: str) -> Axes:
    """Draw a roadmap in a figure of its own, under a title that says where it leads and what it takes."""
    with styled():
        rows = [_row(scenario, number, entry) for number, entry in enumerate(road.entries, 1)]
        height = sum(tall for _, _, tall in rows)
        ax = canvas(_words(scenario, road, title), TEXT + TIME, height + 0.55, right=RIGHT, gap=0.1)
        last = max(road.rounds, 1)
        # a lone round needs room beside it; time 0 is before the first round
        unit = TIME / (last + 0.15)
        down = 0.05
        _axis(ax, height, last, unit, scenario.round_days)
        before: tuple[float, float] | None = None
        for entry, (head, why, tall) in zip(road.entries, rows, strict=True):
            ax.text(0, down, head, va="top", fontsize=_SIZE, color=INK, linespacing=1.2)
            lines = head.count("\n") + 1
            ax.text(0.28, down + lines * _SIZE * _LINE, why, va="top", fontsize=_SMALL, color=GREY, linespacing=1.2)
            place = TEXT + entry.round * unit, down + 0.1
            if before is not None:
                ax.plot([before[0], before[0], place[0]], [before[1], place[1], place[1]], color=GREY, lw=1.0, zorder=2)
            _mark(ax, entry, place)
            before = place
            down += tall
        return ax


def _row(scenario: Scenario, number: int, entry: Entry) -> tuple[str, str, float]:
    """What stands on a line, what stands in small below it, and how high both are, in inches."""
    names = [scenario.actors[name].label if name in scenario.actors else name for name in entry.actors]
    what = f"{listed(names)} waive{'s' if len(names) == 1 else ''}: {entry.label}" if entry.kind == "waiver" else (
        entry.label if entry.kind == "step" else f"{entry.label} ({WORDS[entry.kind]})"
    )  # fmt: skip
    head = broken(f"{number}  {what}", TEXT - 0.2, _SIZE, hanging=4)
    small = () if entry.kind == "waiver" else (listed(names), entry.why)
    why = broken(" · ".join(part for part in small if part), TEXT - 0.5, _SMALL)
    lines = (head.count("\n") + 1) * _SIZE + (why.count("\n") + 1) * _SMALL * bool(why)
    return head, why, lines * _LINE + 0.12


def _mark(ax: Axes, entry: Entry, place: tuple[float, float]) -> None:
    marker, face, edge = MARKS[entry.kind]
    size = 11 if entry.kind == "signature" else 7
    ax.plot(*place, marker=marker, markersize=size, markerfacecolor=face, markeredgecolor=edge, markeredgewidth=1.4,
            linestyle="", zorder=4, clip_on=False)  # fmt: skip
    ax.text(place[0] + 0.11, place[1] - 0.02, str(entry.round) if entry.round else "before", va="center", ha="left",
            fontsize=_SMALL, color=INK, zorder=5, clip_on=False)  # fmt: skip


def _axis(ax: Axes, height: float, last: int, unit: float, days: int) -> None:
    """Rounds below, with a line for each that is labelled."""
    step = next(size for size in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000) if last / size <= 8)
    for number in range(0, last + 1, step):
        x = TEXT + number * unit
        ax.plot([x, x], [0, height], color=PALE, lw=0.7, zorder=1)
        ax.text(x, height + 0.06, str(number), ha="center", va="top", fontsize=_SMALL, color=INK)
    ax.plot([TEXT, TEXT + TIME], [height, height], color=GREY, lw=0.8, zorder=1)
    ax.text(TEXT + TIME / 2, height + 0.24, round_label(days), ha="center", va="top", fontsize=_SMALL, color=INK)


def _words(scenario: Scenario, road: Roadmap, title: str) -> Words:
    kinds = {"waiver": "diamond: a waiver", "step": "square: a step", "meeting": "circle: a meeting",
             "signature": "star: a signature"}  # fmt: skip
    used = [words for kind, words in kinds.items() if any(entry.kind == kind for entry in road.entries)]
    late = road.rounds > scenario.rounds
    note = "The shortest order, if all who are free to agree do so at once: a lower bound, not an expectation. "
    return Words(
        title,
        note + f"{'; '.join(used).capitalize()}.",
        (
            *([f"The scenario is played for {scenario.rounds} rounds: too few for this."] if late else []),
            f"{scenario.name} · before any run · not a forecast",
        ),
    )
