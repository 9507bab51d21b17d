"""Figure of the room for a deal between two actors: what there is, what is efficient, what was tabled and signed."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from sim.analysis.room import Room
from sim.report.style import BLUE, INK, ORANGE, PALE, panel, styled
from sim.summary import Origin

SIDE = 5.0
"""Height of the plotting area in inches."""
THEORIES = (
    ("nash", "Nash", "D"),
    ("kalai_smorodinsky", "Kalai\N{EN DASH}Smorodinsky", "^"),
    ("utilitarian", "greatest sum", "P"),
)
DRAFTS = ("o", "s", "v", "h", "p", "<", ">", "d")
"""Markers of those who table, in the order of the scenario."""


def bargaining(room: Room, origin: Origin, actors: dict[str, str], ax: Axes | None = None) -> Axes:
    """Utilities of two actors: packages, the efficient frontier, no deal, theories, texts tabled and signed.

    `actors` are all actors' labels by name, in the order in which their markers are given out.
    """
    with styled():
        ax = panel(ax, _title(room), _note(room), origin, height=SIDE, left=0.75, right=2.1)
        ax.plot(room.some[:, 0], room.some[:, 1], ".", ms=2.2, color=PALE, zorder=1, rasterized=True, gid="packages")
        _better_corner(ax, room)
        ax.plot(room.edge.points[:, 0], room.edge.points[:, 1], color=INK, lw=1.8, zorder=3, gid="frontier")
        _tabled(ax, room, actors)
        _signed(ax, room)
        _no_deal(ax, room)
        _theories(ax, room)
        _key(ax, room, actors)
        low = min(float(room.no_deal.min()), 0.0) - 0.03
        ax.set_xlim(low, 1.03)
        ax.set_ylim(low, 1.03)
        ax.set_xlabel(f"utility of {room.labels[0]} (1: its own ideal package)")
        ax.set_ylabel(f"utility of {room.labels[1]}")
        ax.grid(visible=True)
        return ax


def _better_corner(ax: Axes, room: Room) -> None:
    """Whatever leaves both better off than no deal at the outset."""
    x, y = room.no_deal[0]
    ax.add_patch(
        Rectangle((x, y), 1.2 - x, 1.2 - y, facecolor=BLUE, alpha=0.06, hatch="..", edgecolor=BLUE, lw=0, zorder=0)
    )


def _tabled(ax: Axes, room: Room, actors: dict[str, str]) -> None:
    """Each drafter's own texts, joined in the order in which they were tabled."""
    for number, actor in enumerate(actors):
        points = np.array([item.point for item in room.tabled if item.actor == actor])
        if not len(points):
            continue
        ax.plot(
            points[:, 0], points[:, 1], marker=DRAFTS[number % len(DRAFTS)], ms=6.5, lw=1.2, ls=(0, (3, 1.5)),
            color=ORANGE, mfc="white", mec=ORANGE, mew=1.2, zorder=6, gid=f"tabled-{actor}",
        )  # fmt: skip


def _signed(ax: Axes, room: Room) -> None:
    if not room.signed.runs.sum():
        return
    size = 8 + 130 * room.signed.runs / room.signed.runs.max()
    ax.scatter(
        room.signed.points[:, 0], room.signed.points[:, 1], s=size, facecolor=BLUE, edgecolor="white", linewidth=0.5,
        alpha=0.6, zorder=4, rasterized=True, gid="signed",
    )  # fmt: skip


def _no_deal(ax: Axes, room: Room) -> None:
    """Where both stand without a deal: in the first round, and in the last."""
    ends = room.no_deal[[0, -1]]
    ax.plot(ends[:, 0], ends[:, 1], color=INK, lw=0.9, zorder=5, gid="no-deal")
    ax.plot(*ends[0], marker="X", ms=10, color=INK, mec="white", zorder=8, linestyle="none", gid="no-deal-start")
    ax.plot(*ends[1], marker="x", ms=7, color=INK, mew=1.6, zorder=8, linestyle="none", gid="no-deal-end")


def _theories(ax: Axes, room: Room) -> None:
    if room.solutions is None:
        return
    for name, _, marker in THEORIES:
        x, y = getattr(room.solutions, name).point
        ax.plot(x, y, marker=marker, ms=9.5, color=INK, mec="white", mew=1.2, zorder=7, linestyle="none", gid=name)


def _key(ax: Axes, room: Room, actors: dict[str, str]) -> None:
    """What each mark is, beside the axes."""
    ink = {"color": INK, "mec": "white", "ms": 9.0}
    hollow = {"color": ORANGE, "mfc": "white", "mec": ORANGE, "mew": 1.2, "ms": 6.5}
    lines: list[tuple[str, str, dict[str, Any]]] = []
    if room.solutions is not None:
        lines += [(label, marker, ink) for _, label, marker in THEORIES]
    lines.append(("no deal, in round 1", "X", ink))
    lines.append((f"no deal, in round {len(room.no_deal)}", "x", {"color": INK, "mew": 1.6, "ms": 7.0}))
    for number, (actor, label) in enumerate(actors.items()):
        texts = sum(item.actor == actor for item in room.tabled)
        if texts:
            words = f"{label} tables {texts} text" + ("s" if texts > 1 else "")
            lines.append((words, DRAFTS[number % len(DRAFTS)], hollow))
    if room.signed.runs.sum():
        words = f"signed ({room.signed.runs.sum():,} runs,\n{len(room.signed.runs):,} different texts)"
        lines.append((words, "o", {"color": BLUE, "mec": "white", "ms": 9.0}))
    for number, (text, marker, looks) in enumerate(lines):
        height = 0.97 - 0.07 * number
        ax.plot(1.05, height, marker=marker, linestyle="none", transform=ax.transAxes, clip_on=False, **looks)
        ax.annotate(
            text, (1.05, height), (9, 0), xycoords="axes fraction", textcoords="offset points", va="center",
            fontsize=8.8, color=INK, annotation_clip=False, linespacing=1.15,
        )  # fmt: skip


def _title(room: Room) -> str:
    first, second = room.labels
    if room.solutions is None:
        return f"No package leaves both {first} and {second} better off than no deal at the outset"
    share = "nearly all" if room.better > 0.95 else f"{100 * room.better:.0f}%" if room.better >= 0.01 else "under 1%"
    title = f"At the outset {share} of all packages leave both {first} and {second} better off than no deal"
    missed = room.shortfall
    if missed is None:
        return title
    if missed < 0.005:
        return f"{title}; signed ones are efficient"
    return f"{title}; signed ones leave {missed:.2f} for each on the table"


def _note(room: Room) -> str:
    total = f"{len(room.some):,} of {room.packages:,}" if room.packages > len(room.some) else f"all {room.packages:,}"
    return (
        f"Grey: {total} packages, as the two value them in run {room.run}. Black line: efficient ones, of which "
        "neither can get more without the other getting less. Dotted corner: better than no deal for both. Orange: "
        "texts as they were tabled in this run. Blue: texts signed in all runs, larger if signed more often."
    )
