"""Figure of the terms that are signed, issue by issue."""

from __future__ import annotations

from matplotlib.axes import Axes

from sim.report import findings
from sim.report.style import BLUE, GREY, INK, PALE, panel, percent_axis, room_for, styled
from sim.summary import IssueSummary, OptionShare, Summary
from sim.summary.names import option_words
from sim.summary.wording import DASH, headline, percent, percent_interval

GAP = 0.75
"""Empty rows between two issues."""


def terms(summary: Summary, ax: Axes | None = None) -> Axes:
    """Share of each option among signed texts with 95% intervals; a divisible issue as quantiles."""
    with styled():
        labels = [option_words(option.name) for issue in summary.terms for option in issue.options]
        lines = sum(_height(issue) + GAP for issue in summary.terms)
        signed = summary.signature.ever
        note = (
            f"{signed.count:,} signed texts, {headline(signed)} of runs. "
            if signed.count
            else "No text to show."
        )
        if signed.count:
            note += "Dark: the commonest option. Black: 95% interval."
        ax = panel(
            ax,
            findings.terms(summary),
            note,
            summary.origin,
            height=0.25 * lines + 0.2 if signed.count else 1.0,
            left=room_for(labels, least=1.55),
            right=1.3,
        )
        percent_axis(ax, "share of signed texts")
        ax.set_yticks([])
        ax.spines["left"].set_visible(False)
        if signed.count:
            _draw_issues(ax, summary)
        else:
            ax.set_ylim(1, 0)
            ax.text(
                0.5, 0.5, "no text was signed", transform=ax.transAxes, ha="center", va="center", color=GREY
            )
        return ax


def _height(issue: IssueSummary) -> float:
    return 1.0 + max(len(issue.options), 1)


def _draw_issues(ax: Axes, summary: Summary) -> None:
    y, ticks, names = 0.0, [], []
    for issue in summary.terms:
        ax.annotate(
            issue.label,
            (0, y),
            (1, 0),
            textcoords="offset points",
            va="center",
            weight="bold",
            color=INK,
            annotation_clip=False,
        )
        if issue.divisible:
            _quantile_row(ax, y + 1, issue)
            ticks.append(y + 1)
            names.append("middle 80%")
        most = max((option.share.count for option in issue.options), default=0)
        for row, option in enumerate(issue.options, start=1):
            _option_row(ax, y + row, option, option.share.count == most)
            ticks.append(y + row)
            names.append(option_words(option.name))
        y += _height(issue) + GAP
    ax.set_yticks(ticks, names)
    ax.set_ylim(y - GAP - 0.3, -0.7)


def _option_row(ax: Axes, y: float, option: OptionShare, commonest: bool) -> None:
    share = option.share
    value = share.share or 0.0
    ax.barh(y, value, height=0.62, color=BLUE if commonest else PALE, linewidth=0)
    ax.errorbar(
        value,
        y,
        xerr=[[value - share.low], [share.high - value]],
        color=INK,
        elinewidth=1.5,
        capsize=3,
        capthick=1.5,
    )
    _label(ax, max(share.high, value), y, f"{percent(share)} ({percent_interval(share)})")


def _quantile_row(ax: Axes, y: float, issue: IssueSummary) -> None:
    low, middle, high = issue.quantiles
    ax.plot([low.value, high.value], [y, y], color=BLUE, lw=2.5, solid_capstyle="butt")
    ax.plot([middle.low, middle.high], [y, y], color=INK, lw=5, solid_capstyle="butt")
    ax.plot([middle.value], [y], marker="o", ms=8, color="white", mec=INK, mew=1.6, linestyle="none")
    _label(ax, high.value, y, f"{_level(middle.value)} ({_level(low.value)}{DASH}{_level(high.value)}) of 1")


def _level(value: float) -> str:
    return f"{value:.2f}"


def _label(ax: Axes, x: float, y: float, text: str) -> None:
    ax.annotate(
        text,
        (x, y),
        (6, 0),
        textcoords="offset points",
        va="center",
        fontsize=9,
        color=INK,
        annotation_clip=False,
    )
