"""Figures of what drives an outcome: numbers in order, levers, where variance comes from, and where it happens."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from sim.analysis.driving import (
    QuantityDrivers,
    Ranked,
    amount,
    bound_words,
    change,
    ranking,
    share,
    weighed_by,
    weight,
)
from sim.analysis.variance import Estimate
from sim.report.style import BLUE, GREY, INK, ORANGE, PALE, folded, panel, percent_axis, room_for, rows, styled
from sim.summary import Origin
from sim.summary.wording import headline, percent, percent_interval

MOST_ROWS = 14
"""Numbers that are drawn."""
ROW = 0.34
LABEL = 44
"""Characters in a line of a label."""


def ranks(found: QuantityDrivers, names: Mapping[str, str], origin: Origin, ax: Axes | None = None) -> Axes:
    """The uncertain numbers that matter most, with 95% intervals; hollow where chance could have done it."""
    ranked = ranking(found)
    shown = ranked[:MOST_ROWS]
    with styled():
        labels = [folded(names.get(item.name, item.name), LABEL) for item in shown]
        relative = found.screening is None and not found.swings
        courses = [_course(item, found) for item in shown]
        ax = panel(
            ax,
            _ranks_title(found, ranked, names),
            _ranks_note(found, shown, any(courses)),
            origin,
            height=_height(labels),
            left=room_for(labels, size=9.5, most=3.9),
            right=1.35 if any(courses) else 0.3,
        )
        places = rows(ax, labels)
        ax.tick_params(axis="y", labelsize=9.5)
        scale = 100.0 if found.quantity.kind == "share" and not relative else 1.0
        for place, item, course in zip(places, shown, courses, strict=True):
            _interval(ax, place, item.weight, scale, BLUE, "o", item.clear, floor=0.0)
            if item.first is not None:
                _interval(ax, place + 0.22, item.first, scale, ORANGE, "s", item.first.low > 0, floor=0.0)
            ax.annotate(
                course, (1.0, place), (6, 0), xycoords=("axes fraction", "data"), textcoords="offset points",
                va="center", fontsize=8.5, color=INK, annotation_clip=False,
            )  # fmt: skip
        most = max([scale * min(item.weight.high, 1.0 if relative else math.inf) for item in shown], default=1.0)
        if relative:
            percent_axis(ax, weighed_by(found), max(most * 1.03, 0.01))
        else:
            ax.set_xlim(0, most * 1.05 or 1.0)
            ax.set_xlabel(f"{weighed_by(found)} ({_unit(found)})")
            ax.grid(axis="x")
        return ax


def levers(found: QuantityDrivers, names: Mapping[str, str], origin: Origin, ax: Axes | None = None) -> Axes:
    """What each lever does at most, from one of its levels to another, with paired 95% intervals."""
    effects = found.levers.effects if found.levers is not None else ()
    with styled():
        labels = [
            folded(
                f"{names.get(item.name, item.name)}, from {item.ends[0]} to {item.ends[1]}",
                LABEL,
            )
            for item in effects
        ]
        scale = 100.0 if found.quantity.kind == "share" else 1.0
        first = max(effects, key=lambda item: abs(item.change.value))
        strongest = f"{names.get(first.name, first.name)} changes it most, {change(first.change, found.quantity)}"
        title = f"{found.quantity.label}: {strongest}"
        ax = panel(
            ax,
            title,
            "Largest difference between two levels of each lever, the others averaged over, paired run by run; 95% "
            "intervals. Right: its share of the variance between all combinations. Hollow: not clear of zero.",
            origin,
            height=_height(labels),
            left=room_for(labels, size=9.5, most=3.9),
            right=1.35,
        )
        for place, item in zip(rows(ax, labels), effects, strict=True):
            clear = item.change.low > 0 or item.change.high < 0
            _interval(ax, place, item.change, scale, BLUE, "o", clear)
            ax.annotate(
                share(item.share), (1.0, place), (6, 0), xycoords=("axes fraction", "data"),
                textcoords="offset points", va="center", fontsize=8.5, color=INK, annotation_clip=False,
            )  # fmt: skip
        ax.tick_params(axis="y", labelsize=9.5)
        ax.axvline(0, color=GREY, lw=0.8)
        ax.set_xlabel(f"change ({_unit(found)})")
        ax.grid(axis="x")
        return ax


PARTS = (("design", BLUE, ""), ("drawn", "#56B4E9", "///"), ("chance", PALE, ""))


def splits(found: Sequence[QuantityDrivers], origin: Origin, ax: Axes | None = None) -> Axes:
    """Where the variance of each quantity comes from: what was varied, numbers drawn for each run, and chance."""
    shown = [item for item in found if item.split is not None and item.split.design.known]
    with styled():
        labels = [folded(item.quantity.label, 34) for item in shown]
        words = {"design": shown[0].varied if shown else "what was varied", "drawn": "numbers drawn for each run",
                 "chance": "chance"}  # fmt: skip
        drawn = any(item.split is not None and item.split.drawn is not None for item in shown)
        looks = {"design": "dark", "drawn": "hatched", "chance": "pale"}
        order = [f"{words[part]} ({looks[part]})" for part in words if drawn or part != "drawn"]
        ax = panel(
            ax,
            _splits_title(shown),
            f"Parts of the variance between single runs: {', '.join(order)}. Lines below: 95% intervals of where parts "
            "end.",
            origin,
            height=_height(labels, 0.46),
            left=room_for(labels, size=10, most=3.0),
            right=0.45,
        )
        for place, item in zip(rows(ax, labels), shown, strict=True):
            _split_bar(ax, place, item)
        percent_axis(ax, "part of the variance between single runs")
        return ax


def region(
    found: QuantityDrivers, names: Mapping[str, str], values: pd.DataFrame, origin: Origin, ax: Axes | None = None
) -> Axes:
    """Where it is commonest: the kept part of each number's range, and what is held in it.

    `values` are the points of the design, which say how far each number ranges.
    """
    box = found.box
    assert box is not None
    restricted = list(dict.fromkeys(bound.name for bound in box.bounds))
    with styled():
        labels = [folded(names.get(name, name), LABEL) for name in restricted]
        title = (
            f"{found.case}: {headline(box.density)} of runs in this region, {headline(box.base)} of all"
            if box.found
            else f"{found.quantity.label}: no region is beyond doubt different from the rest"
        )
        note = (
            "Dark: the part of each number's range that the region keeps, pale: the whole. It holds "
            f"{percent(box.coverage)} ({percent_interval(box.coverage)}) of all cases in {100 * box.mass:.0f}% of "
            f"runs; {percent(box.density)} ({percent_interval(box.density)}) of the runs there are cases. Told on "
            "points that had no part in finding it; p: as many cases if the bound did nothing."
        )
        ax = panel(
            ax, title, note, origin, height=_height(labels, 0.5), left=room_for(labels, size=9.5, most=3.9), right=1.6
        )
        places = rows(ax, labels)
        ax.tick_params(axis="y", labelsize=9.5)
        for place, name in zip(places, restricted, strict=True):
            _range(ax, place, name, found, values)
        ax.set_xlim(-0.01, 1.01)
        ax.set_xticks([0, 1], ["least", "greatest"])
        ax.set_xlabel("range of the number in the design")
        return ax


def _range(ax: Axes, place: int, name: str, found: QuantityDrivers, values: pd.DataFrame) -> None:
    assert found.box is not None
    bounds = [bound for bound in found.box.bounds if bound.name == name]
    ax.add_patch(Rectangle((0, place - 0.26), 1, 0.52, facecolor="#ececec", edgecolor=PALE, lw=0.8))
    words = "\n".join(f"p = {bound.p:.2g}" if bound.p >= 0.0001 else "p < 0.0001" for bound in bounds)
    if isinstance(bounds[0].value, tuple):
        text = bound_words(bounds[0], {name: ""}).strip()
        kept = (0.0, len(bounds[0].value) / max(values[name].nunique(), 1))
        ends = [(0.5, text.removeprefix("is "))]
    else:
        least, greatest = float(values[name].min()), float(values[name].max())
        inside = {bound.side: float(bound.value) for bound in bounds if not isinstance(bound.value, tuple)}
        width = (greatest - least) or 1.0
        kept = ((inside.get("at least", least) - least) / width, (inside.get("at most", greatest) - least) / width)
        ends = [((value - least) / width, f"{value:.3g}") for value in inside.values()]
    ax.add_patch(Rectangle((kept[0], place - 0.26), kept[1] - kept[0], 0.52, facecolor=BLUE, alpha=0.75, lw=0))
    for at, text in ends:
        ax.plot([at, at], [place - 0.34, place + 0.34], color=INK, lw=1.4)
        nearer = at > 0.5
        ax.annotate(
            text, (at, place), (-4 if nearer else 4, 0), textcoords="offset points", va="center",
            ha="right" if nearer else "left", fontsize=8.5, color=INK,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.0},
        )  # fmt: skip
    ax.annotate(
        words, (1.0, place), (8, 0), textcoords="offset points", va="center", fontsize=8.5, color=INK,
        annotation_clip=False,
    )  # fmt: skip


def _split_bar(ax: Axes, place: int, item: QuantityDrivers) -> None:
    start = 0.0
    for part, colour, hatch in PARTS:
        estimate: Estimate | None = getattr(item.split, part)
        if estimate is None:
            continue
        ax.barh(place, estimate.value, left=start, height=0.6, color=colour, hatch=hatch, edgecolor="white", lw=0.6)
        if estimate.value > 0.07:
            dark = part == "design"
            ax.text(
                start + estimate.value / 2, place, f"{100 * estimate.value:.0f}%", ha="center", va="center",
                fontsize=9, color="white" if dark else INK,
                bbox=None if part != "drawn" else {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1},
            )  # fmt: skip
        if part != "chance":
            low, high = (min(max(start + end, 0.0), 1.0) for end in (estimate.low, estimate.high))
            ax.plot([low, high], [place + 0.38, place + 0.38], color=INK, lw=1.3)
        start += estimate.value


def _interval(
    ax: Axes, place: float, estimate: Estimate, scale: float, colour: str, marker: str, clear: bool,
    floor: float = -math.inf,
) -> None:  # fmt: skip
    if not estimate.known:
        return
    low, value, high = (max(scale * number, floor) for number in (estimate.low, estimate.value, estimate.high))
    ax.plot([low, high], [place, place], color=colour, lw=1.8, solid_capstyle="butt")
    ax.plot([value], [place], marker=marker, color=colour, markerfacecolor=colour if clear else "white",
            markersize=6.5, markeredgewidth=1.4, linestyle="none", clip_on=False)  # fmt: skip


def _height(labels: Sequence[str], row: float = ROW) -> float:
    return max(sum(max(row, 0.17 * (label.count("\n") + 1)) for label in labels), 0.7) + 0.1


def _course(item: Ranked, found: QuantityDrivers) -> str:
    if not math.isfinite(item.at_low):
        return ""
    if found.swings:
        signed = [f"{(100 if found.quantity.kind == 'share' else 1) * end:+.3g}" for end in (item.at_low, item.at_high)]
        return " / ".join(signed)
    return f"{amount(item.at_low, found.quantity)} \N{RIGHTWARDS ARROW} {amount(item.at_high, found.quantity)}"


def _unit(found: QuantityDrivers) -> str:
    return "percentage points" if found.quantity.kind == "share" else found.quantity.unit


def _ranks_title(found: QuantityDrivers, ranked: Sequence[Ranked], names: Mapping[str, str]) -> str:
    clear = [item for item in ranked if item.clear]
    if not clear:
        return f"{found.quantity.label}: no number is clear of chance"
    first = clear[0]
    name = names.get(first.name, first.name)
    if found.screening is not None or found.swings:
        return f"{found.quantity.label} depends most on “{name}”: {weight(first, found)}"
    return f"{found.quantity.label} depends most on “{name}”: {weight(first, found)} {_of_what(found)}"


def _of_what(found: QuantityDrivers) -> str:
    if found.sobol is not None:
        return "of what numbers explain, with all that it does together with others"
    return "of what all numbers explain" if found.effects is None or found.effects.corrected else "of the variance"


def _ranks_note(found: QuantityDrivers, shown: Sequence[Ranked], courses: bool) -> str:
    total = len(ranking(found))
    clear = sum(item.clear for item in ranking(found))
    which = f"The first {len(shown)} of {total} uncertain numbers" if total > len(shown) else "All uncertain numbers"
    first = " Circles: total index, with all that it does together with others; squares: first order, alone."
    right = " Right: at the low and at the high end." if courses else ""
    return (
        f"{which}, by {weighed_by(found)}, with 95% intervals; {clear} are clear of chance, hollow ones are not."
        f"{first if found.sobol is not None else ''}{right}"
    )


def _splits_title(shown: Sequence[QuantityDrivers]) -> str:
    if not shown:
        return "Nothing varies: there is nothing to explain"
    ordered = sorted(shown, key=lambda item: item.split.design.value if item.split is not None else 0.0)
    least, most = ordered[0], ordered[-1]
    assert most.split is not None
    assert least.split is not None
    words = most.varied[:1].upper() + most.varied[1:]
    if most is least:
        return f"{words} explain {share(most.split.design)} of the variance, chance {share(most.split.chance)}"
    ends = [f"{100 * item.split.design.value:.0f}% ({item.quantity.label})" for item in (least, most) if item.split]
    return f"{words} explain {ends[0]} to {ends[1]} of the variance"
