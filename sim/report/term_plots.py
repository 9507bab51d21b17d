"""Figure of the terms that are signed, issue by issue."""

from __future__ import annotations

from matplotlib.axes import Axes

from sim.report import findings
from sim.report.style import BLUE, GREY, INK, PALE, folded, panel, percent_axis, room_for, styled
from sim.summary import IssueSummary, OptionShare, Summary
from sim.summary.names import option_words
from sim.summary.wording import DASH, headline, percent, percent_interval

GAP = 0.6
"""Empty rows between two issues."""
ROW = 0.23
"""Height of a row in inches."""
ISSUE_WIDTH = 1.9
"""Width in inches of the column of issues."""


def terms(summary: Summary, ax: Axes | None = None) -> Axes:
    """Share of each option among signed texts with 95% intervals; a divisible issue as quantiles."""
    with styled():
        signed = summary.signature.ever
        names = [option_words(option.name) for issue in summary.terms for option in _signed(issue)]
        options = room_for([*names, "middle 80%"], size=9.5, most=2.2)
        note = "No text to show."
        if signed.count:
            note = (
                f"{signed.count:,} signed texts, {headline(signed)} of runs. Options in none are left out. "
                "Dark: the commonest. Black: 95% interval."
            )
        lines = sum(_height(issue) + GAP for issue in summary.terms)
        ax = panel(
            ax,
            findings.terms(summary),
            note,
            summary.origin,
            height=ROW * lines + 0.1 if signed.count else 1.0,
            left=ISSUE_WIDTH + options if signed.count else 0.5,
            right=1.4,
        )
        percent_axis(ax, "share of signed texts")
        ax.set_yticks([])
        ax.spines["left"].set_visible(False)
        if signed.count:
            _draw_issues(ax, summary, 72 * (0.15 - ISSUE_WIDTH - options))
        else:
            ax.set_ylim(1, 0)
            ax.text(0.5, 0.5, "no text was signed", transform=ax.transAxes, ha="center", va="center", color=GREY)
        return ax


def _signed(issue: IssueSummary) -> list[OptionShare]:
    return [option for option in issue.options if option.share.count]


def _label_of(issue: IssueSummary) -> str:
    return folded(issue.label, 22)


def _height(issue: IssueSummary) -> float:
    """Rows that an issue takes: its options, or its label if that is longer."""
    return max(len(_signed(issue)), 0.8 * (_label_of(issue).count("\n") + 1), 1.0)


def _draw_issues(ax: Axes, summary: Summary, shift: float) -> None:
    """Draw the issues one below the other; their labels begin `shift` points from the axes."""
    y = 0.0
    ticks: list[float] = []
    names: list[str] = []
    options: list[tuple[float, OptionShare, bool]] = []
    for issue in summary.terms:
        ax.annotate(
            _label_of(issue),
            (0, y - 0.36),
            (shift, 0),
            textcoords="offset points",
            va="top",
            weight="bold",
            fontsize=9.5,
            color=INK,
            annotation_clip=False,
        )
        if issue.divisible:
            _quantile_row(ax, y, issue)
            ticks.append(y)
            names.append("middle 80%")
        most = max((option.share.count for option in issue.options), default=0)
        for row, option in enumerate(_signed(issue)):
            options.append((y + row, option, option.share.count == most))
            ticks.append(y + row)
            names.append(option_words(option.name))
        y += _height(issue) + GAP
        ax.plot([0, 1], [y - 0.5 - GAP / 2] * 2, color=PALE, lw=0.6, zorder=0)
    _option_rows(ax, options)
    ax.set_yticks(ticks, names, fontsize=9.5)
    ax.set_ylim(y - GAP - 0.3, -0.7)


def _option_rows(ax: Axes, rows: list[tuple[float, OptionShare, bool]]) -> None:
    """Options at their heights, the commonest of an issue dark: all at once, which takes a tenth of the time."""
    if not rows:
        return
    heights = [y for y, _, _ in rows]
    shares = [option.share for _, option, _ in rows]
    values = [share.share or 0.0 for share in shares]
    ax.barh(heights, values, height=0.66, color=[BLUE if commonest else PALE for _, _, commonest in rows], linewidth=0)
    error = [
        [value - share.low for value, share in zip(values, shares, strict=True)],
        [share.high - value for value, share in zip(values, shares, strict=True)],
    ]
    ax.errorbar(values, heights, xerr=error, fmt="none", ecolor=INK, elinewidth=1.5, capsize=3, capthick=1.5)
    for y, value, share in zip(heights, values, shares, strict=True):
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
