"""Figure of the terms: what signed texts say on each issue, stacked, against what each actor likes best."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.axes import Axes

from sim.report.style import GREY, INK, ORANGE, folded, panel, percent_axis, room_for, rows, styled
from sim.summary import IssueSummary, Summary
from sim.summary.names import option_words
from sim.summary.wording import headline

MARKERS = ("o", "s", "^", "D", "v", "P", "X", "h")
SHADES = ("#f2f5f8", "#c9dbe8", "#93bad3", "#4f8fb5", "#1d5f8a", "#0b3a58")
"""From the lowest option to the highest, told apart in grey too."""
HEIGHT = 0.46
ROW = 0.78

Ideals = Mapping[str, Mapping[str, str | float]]
"""Issue -> actor -> the option that it likes best, or the place in [0, 1] on a divisible issue."""


def ideals(summary: Summary, wished: Ideals, ax: Axes | None = None) -> Axes:
    """A bar an issue: signed texts by option, lowest first; marks above it show where actors' ideals lie in them.

    An ideal that no text says stands, hollow, between the options on either side of it. Divisible issues are left out:
    `terms` has their quantiles.
    """
    with styled():
        issues = [issue for issue in summary.terms if not issue.divisible and summary.signature.ever.count]
        labels = [folded(issue.label, 24) for issue in issues]
        ax = panel(
            ax, _title(summary, issues, wished), _note(summary), summary.origin,
            height=max(ROW * len(issues) + 0.5, 1.2), left=room_for(labels, size=9.5, most=2.4), right=0.4,
        )  # fmt: skip
        percent_axis(ax, "share of signed texts, options from lowest to highest")
        for place, issue in zip(rows(ax, labels), issues, strict=True):
            _bar(ax, place, issue)
            _marks(ax, place, issue, wished.get(issue.name, {}), list(summary.names.actors))
        ax.tick_params(axis="y", labelsize=9.5)
        if issues:
            ax.set_ylim(len(issues) - 0.45, -0.95)
            _key(ax, summary)
        else:
            ax.set_ylim(1, 0)
            ax.text(0.5, 0.5, "no text was signed", transform=ax.transAxes, ha="center", va="center", color=GREY)
        return ax


def shades(options: int) -> list[str]:
    """A shade for each of several options, from light to dark."""
    if options == 1:
        return [SHADES[2]]
    return [SHADES[round(place * (len(SHADES) - 1) / (options - 1))] for place in range(options)]


def _bar(ax: Axes, place: int, issue: IssueSummary) -> None:
    start = 0.0
    for option, shade in zip(issue.options, shades(len(issue.options)), strict=True):
        share = option.share.share or 0.0
        if share:
            ax.barh(place + 0.14, share, HEIGHT, left=start, color=shade, edgecolor=INK, linewidth=0.6,
                    gid=f"{issue.name}.{option.name}")  # fmt: skip
        words = option_words(option.name)
        if share * 100 > 1.5 * len(words) + 2:
            dark = shade in SHADES[3:]
            ax.text(
                start + share / 2, place + 0.14, f"{words}\n{headline(option.share)}", ha="center", va="center",
                fontsize=8.2, linespacing=1.05, color="white" if dark else INK,
            )  # fmt: skip
        start += share


def _marks(ax: Axes, place: int, issue: IssueSummary, wished: Mapping[str, str | float], actors: list[str]) -> None:
    """A mark for each actor; those who want the same stand side by side."""
    together: dict[str, int] = {}
    wanted = [actor for actor in actors if actor in wished]
    for actor in wanted:
        x, share = _middle(issue, str(wished[actor]))
        among = sum(1 for other in wanted if wished[other] == wished[actor])
        number = together.setdefault(str(wished[actor]), 0)
        together[str(wished[actor])] += 1
        shift = 0.026 * (number - (among - 1) / 2)
        ax.plot(
            min(max(x + shift, 0.008), 0.992), place - 0.24, marker=MARKERS[actors.index(actor) % len(MARKERS)], ms=7,
            color=ORANGE, mfc=ORANGE if share else "white", mew=1.3, linestyle="none", clip_on=False,
            gid=f"ideal-{issue.name}-{actor}",
        )  # fmt: skip


def _middle(issue: IssueSummary, option: str) -> tuple[float, float]:
    """The middle of an option in the stack, and its share."""
    start = 0.0
    for item in issue.options:
        share = item.share.share or 0.0
        if item.name == option:
            return start + share / 2, share
        start += share
    return start, 0.0


def _key(ax: Axes, summary: Summary) -> None:
    """Which mark is whose, above the first bar."""
    actors = summary.names.actors
    for number, label in enumerate(actors.values()):
        x = (number + 0.02) / max(len(actors), 3)
        ax.plot(x, -0.75, marker=MARKERS[number % len(MARKERS)], ms=7, color=ORANGE, linestyle="none", clip_on=False)
        ax.annotate(label, (x, -0.75), (7, 0), textcoords="offset points", va="center", fontsize=9, color=INK)


def _title(summary: Summary, issues: list[IssueSummary], wished: Ideals) -> str:
    """Who gets what it likes best on how many issues, as far as most texts say so."""
    if not issues:
        return f"Nothing is signed in any of {summary.origin.runs:,} runs"
    got = {}
    for name, label in summary.names.actors.items():
        won = [issue for issue in issues if _favourite(issue) == str(wished.get(issue.name, {}).get(name))]
        got[label] = len(won)
    ordered = sorted(got.items(), key=lambda item: -item[1])
    most, least = ordered[0], ordered[-1]
    title = f"The commonest terms are {most[0]}'s ideal on {most[1]} of {len(issues)} issues"
    return title if most[1] == least[1] else f"{title}, {least[0]}'s on {least[1]}"


def _favourite(issue: IssueSummary) -> str:
    return max(issue.options, key=lambda option: option.share.count).name


def _note(summary: Summary) -> str:
    signed = summary.signature.ever
    return (
        f"{signed.count:,} signed texts, {headline(signed)} of runs. Light to dark: an issue's options from lowest to "
        "highest. Orange: each actor's ideal, where it lies in the bar; hollow if no text says that."
    )
