"""Figures of the outcomes: how often each comes, and when."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from sim.report import findings
from sim.report.style import (
    GREY,
    INK,
    folded,
    look,
    panel,
    percent_axis,
    room_for,
    round_label,
    rows,
    spread,
    styled,
)
from sim.summary import DECIDED_AT_HORIZON, OutcomeSummary, Summary
from sim.summary.wording import percent, percent_interval, phrase, plain_percent, sentence


def shares(summary: Summary, ax: Axes | None = None) -> Axes:
    """Bars of the outcomes' shares with their 95% intervals, and where they lie over parameter draws."""
    with styled():
        outcomes = summary.outcomes
        labels = [folded(item.label, 22) for item in outcomes]
        note = "Black: 95% interval of the share (Monte Carlo error)."
        if any(item.draws for item in outcomes):
            note += " Grey bracket: middle 80% of the outcome's probability over parameter draws."
        ax = panel(
            ax,
            findings.shares(summary),
            note,
            summary.origin,
            height=0.56 * len(outcomes),
            left=room_for(labels),
            right=1.75,
        )
        ends = [max(item.share.high, item.draws[1] if item.draws else 0.0) for item in outcomes]
        percent_axis(ax, "share of runs", most=min(max(ends) * 1.03, 1.0))
        for place, item in zip(rows(ax, labels), outcomes, strict=True):
            _share_row(ax, place, item)
        return ax


def _share_row(ax: Axes, place: int, item: OutcomeSummary) -> None:
    share, drawn = item.share, look(item.name)
    value = share.share or 0.0
    ax.barh(place, value, height=0.5, color=drawn.colour, hatch=drawn.hatch, edgecolor="white", linewidth=0)
    ax.errorbar(
        value,
        place,
        xerr=[[value - share.low], [share.high - value]],
        color=INK,
        elinewidth=1.8,
        capsize=4,
        capthick=1.8,
        zorder=3,
    )
    if item.draws is not None and item.draws[1] > item.draws[0]:
        low, high = item.draws
        ax.plot(
            [low, low, high, high],
            [place + 0.28, place + 0.36, place + 0.36, place + 0.28],
            color=GREY,
            lw=1.1,
        )
    ax.annotate(
        f"{percent(share)}  ({percent_interval(share)})",
        (1, place),
        (9, 0),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        annotation_clip=False,
        va="center",
        color=INK,
    )


def incidence(summary: Summary, ax: Axes | None = None) -> Axes:
    """Share of runs in which each outcome has come by a round, with pointwise 95% intervals."""
    with styled():
        timed = [item for item in summary.outcomes if item.name not in DECIDED_AT_HORIZON and item.share.count]
        ax = panel(
            ax,
            findings.incidence(summary),
            _at_horizon(summary),
            summary.origin,
            height=3.6,
            left=0.85,
            right=2.35,
        )
        last = max([summary.names.rounds, *(item.incidence.rounds[-1] for item in timed)])
        top = max([0.02, *(item.share.high for item in timed)]) * 1.08
        for item in timed:
            _incidence_line(ax, item, last)
        gap = top * 0.155
        heights = spread([item.share.share or 0.0 for item in timed], gap, gap / 2, top)
        for item, height in zip(timed, heights, strict=True):
            text = f"{folded(item.label, 27)}\n{percent(item.share)} ({percent_interval(item.share)})"
            ax.annotate(
                text,
                (last, item.share.share or 0.0),
                (last * 1.035, height),
                va="center",
                color=INK,
                fontsize=9.5,
                annotation_clip=False,
                arrowprops={
                    "arrowstyle": "-",
                    "color": GREY,
                    "lw": 0.7,
                    "relpos": (0, 0.5),
                    "shrinkA": 1,
                    "shrinkB": 3,
                },
            )
        _incidence_axes(ax, summary, last, top)
        return ax


def _incidence_line(ax: Axes, item: OutcomeSummary, last: int) -> None:
    curve, drawn = item.incidence, look(item.name)
    x = np.array([*curve.rounds, last], dtype=float)
    share, low, high = (np.array([*values, values[-1]]) for values in (curve.share, curve.low, curve.high))
    ax.fill_between(x, low, high, step="post", color=drawn.colour, alpha=0.22, linewidth=0)
    ax.plot(x, share, drawstyle="steps-post", color=drawn.colour, linestyle=drawn.line, label=item.label)
    marks = np.linspace(0, last, 7)[1:-1]
    heights = [item.incidence.at(mark) for mark in marks]
    ax.plot(
        marks,
        heights,
        linestyle="none",
        marker=drawn.marker,
        color=drawn.colour,
        mec="white",
        mew=0.8,
        ms=7,
        zorder=4,
    )


def _incidence_axes(ax: Axes, summary: Summary, last: int, top: float) -> None:
    ax.set_xlim(0, last)
    ax.set_ylim(0, top)
    ax.yaxis.set_major_formatter(lambda value, _: f"{100 * value:.0f}%" if top > 0.05 else f"{100 * value:.1f}%")
    ax.set_xlabel(round_label(summary.names.round_days))
    ax.set_ylabel("share of runs by that round")
    ax.grid(axis="y")
    if last > summary.names.rounds:
        ax.axvline(summary.names.rounds, color=GREY, lw=0.9, ls=(0, (2, 2)))
        ax.annotate(
            "last round; after it only\nsettlements are watched",
            (summary.names.rounds, top),
            (-5, -3),
            textcoords="offset points",
            ha="right",
            va="top",
            fontsize=8.5,
            color=GREY,
        )


def _at_horizon(summary: Summary) -> str:
    late = [item for item in summary.outcomes if item.name in DECIDED_AT_HORIZON and item.share.count]
    text = "Competing outcomes, cumulative; bands: pointwise 95% intervals."
    if not late:
        return text
    named = " and ".join(f"{phrase(item.name, item.label)} ({plain_percent(item.share.share or 0)})" for item in late)
    return f"{text} {sentence(named)} show only at round {summary.names.rounds}."
