"""Figure of what drives an outcome: its share at either end of the numbers that move it most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes

from sim.analysis.influence import Influence
from sim.report.style import BLUE, GREY, INK, ORANGE, folded, panel, percent_axis, room_for, rows, styled
from sim.summary import Origin
from sim.summary.estimates import Share
from sim.summary.wording import phrase, sentence

MOST_ROWS = 10


def tornado(
    found: Sequence[Influence], outcome: str, label: str, overall: Share, names: Mapping[str, str], origin: Origin,
    ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """A bar a number, from the outcome's share where it is lowest to that where it is highest, largest first.

    `outcome` is one of the influences' outcomes, `label` what it is called, `overall` its share of all runs; `names`
    are people's names for the numbers.
    """
    with styled():
        shown = moving(found, outcome)[:MOST_ROWS]
        labels = [folded(names.get(item.name, item.name), 34) for item in shown]
        ax = panel(
            ax, _title(shown, outcome, label, names), _note(found, outcome), origin, height=max(0.46 * len(shown), 0.8),
            left=room_for(labels, size=9.5, most=3.0), right=1.5,
        )  # fmt: skip
        value = overall.share or 0.0
        ends = [value]
        for place, item in zip(rows(ax, labels), shown, strict=True):
            ends += _row(ax, place, item, outcome, value)
        percent_axis(ax, f"share of runs: {label}", min(1.0, max(ends) * 1.06 + 0.01))
        ax.tick_params(axis="y", labelsize=9.5)
        ax.axvline(value, color=GREY, lw=1.0, gid="overall")
        if not shown:
            ax.set_ylim(1, 0)
            ax.text(0.5, 0.5, "nothing is clear of chance", transform=ax.transAxes, ha="center", color=GREY)
        return ax


def moving(found: Sequence[Influence], outcome: str) -> list[Influence]:
    """The numbers that move an outcome beyond chance, the most influential first."""
    clear = [item for item in found if outcome in item.clear]
    return sorted(clear, key=lambda item: -abs(item.change[outcome].value))


def _row(ax: Axes, place: int, item: Influence, outcome: str, overall: float) -> list[float]:
    """Both ends of a number, with intervals; the largest value drawn."""
    drawn = []
    for end, colour, hatch, side in (
        (item.at_low[outcome], ORANGE, "", "low"),
        (item.at_high[outcome], BLUE, "///", "high"),
    ):
        ax.barh(place, end.value - overall, 0.5, left=overall, color=colour, hatch=hatch, edgecolor="white",
                linewidth=0, alpha=0.85, gid=f"{side}-{item.name}")  # fmt: skip
        offset = -0.1 if side == "low" else 0.1
        ax.plot([max(end.low, 0.0), end.high], [place + offset] * 2, color=INK, lw=1.5, solid_capstyle="butt",
                gid=f"interval-{side}-{item.name}")  # fmt: skip
        drawn += [end.value, end.high]
    low, high = (100 * end[outcome].value for end in (item.at_low, item.at_high))
    ax.annotate(
        f"{low:.0f}% \N{RIGHTWARDS ARROW} {high:.0f}%\n{item.low:.3g} \N{RIGHTWARDS ARROW} {item.high:.3g}", (1, place),
        (9, 0), xycoords=("axes fraction", "data"), textcoords="offset points", va="center", fontsize=8.6, color=INK,
        linespacing=1.1, annotation_clip=False,
    )  # fmt: skip
    return drawn


def _title(shown: Sequence[Influence], outcome: str, label: str, names: Mapping[str, str]) -> str:
    what = sentence(phrase(outcome, label))
    if not shown:
        return f"{what}: no single number is clear of chance"
    first = shown[0]
    low, high = (100 * end[outcome].value for end in (first.at_low, first.at_high))
    name = names.get(first.name, first.name)
    return f"{what}: from {low:.0f}% to {high:.0f}% of runs as “{name}” goes from low to high"


def _note(found: Sequence[Influence], outcome: str) -> str:
    clear = len(moving(found, outcome))
    shown = f"The {MOST_ROWS} largest" if clear > MOST_ROWS else "All"
    return (
        f"{shown} of {clear} numbers (of {len(found)}) that move it beyond chance. Plain orange: runs in which the "
        "number is in the lowest fifth of its range, hatched blue: in the highest; all others vary. Black: 95% "
        "intervals. Right: the share, and below it the number's mean at either end."
    )
