"""The tables that `sim compare` prints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from sim.analysis import wording
from sim.cli.console import grid, with_note
from sim.summary.wording import DASH, percent, percent_interval

if TYPE_CHECKING:
    from sim.analysis.flips import Flips
    from sim.analysis.paired import Comparison
    from sim.study.comparing.compare import Compared

MOST_FLIPS = 6
MOST_IN_FULL = 4
"""More alternatives than this are shown in one table a quantity instead of one an alternative."""


def comparison_tables(compared: Compared) -> Iterator[RenderableType]:
    """All tables in the order in which they are read."""
    yield _heading(compared)
    if len(compared.pairs) > MOST_IN_FULL:
        yield from _by_quantity(compared)
        return
    for pair in compared.pairs:
        yield _differences(pair.comparison)
        if pair.comparison.flips is not None:
            yield _flips(pair.comparison.flips, pair.comparison)


def _heading(compared: Compared) -> RenderableType:
    text = Text(f"{compared.title}\n", style="bold")
    draws = compared.comparisons[0].draws
    text.append(
        f"The same {compared.runs:,} runs in each ({draws:,} draws of the parameters), seed {compared.seed}.\n"
        "Not a forecast: what follows from the scenarios' assumptions.",
        style="not bold",
    )
    return text


def _differences(comparison: Comparison) -> RenderableType:
    table = grid(
        f"{comparison.base} {DASH} {comparison.other}",
        ["", "before, after", "change", "95% interval\npaired", "not\npaired", "narrower"],
    )
    for item in comparison.differences:
        if item.varies:
            table.add_row(
                item.label, ", ".join(wording.before_and_after(item)), wording.change(item),
                wording.paired_interval(item), wording.unpaired_half_width(item), wording.narrower(item),
            )  # fmt: skip
    note = (
        "Change: of shares in percentage points, of rounds in rounds (the horizon counts where it never came). Paired: "
        "each run against itself, same luck and same parameters. Not paired: the half width that two separate "
        "ensembles of as many runs would give. Narrower: how many times pairing makes it so."
    )
    left_out = [item.label for item in comparison.differences if not item.varies]
    if left_out:
        note += f" Never in either: {', '.join(left_out)}."
    return with_note(table, note)


def _flips(flips: Flips, comparison: Comparison) -> RenderableType:
    """The commonest changes of outcome with their shares and some runs; the matrix is in the figures."""
    changed = flips.changed
    if not flips.flips:
        return Text("No run ended otherwise.")
    title = f"{changed.count:,} of {changed.of:,} runs end otherwise: {percent(changed)} ({percent_interval(changed)})"
    table = grid(title, [comparison.base, comparison.other, "runs", "share", "95% interval", "such as"], wrapped=(0, 1))
    for flip in flips.flips[:MOST_FLIPS]:
        table.add_row(
            flips.labels[flip.before], flips.labels[flip.after], f"{flip.share.count:,}", percent(flip.share),
            percent_interval(flip.share), ", ".join(str(run) for run in flip.runs[:3]),
        )  # fmt: skip
    rest = flips.flips[MOST_FLIPS:]
    note = "Such as: numbers of runs to read as stories in both."
    if rest:
        note = f"Rarer changes that are left out here: {sum(flip.share.count for flip in rest):,} runs. {note}"
    return with_note(table, note)


def _by_quantity(compared: Compared) -> Iterator[RenderableType]:
    base = compared.comparisons[0].base
    for name in compared.quantities:
        first = compared.comparisons[0].difference(name)
        found = [(item.other, item.difference(name)) for item in compared.comparisons]
        if not any(item.varies for _, item in found):
            continue
        table = grid(
            f"{first.label} ({base}: {wording.before_and_after(first)[0]})",
            ["", "share" if first.kind == "share" else "mean", "change", "95% interval\npaired", "narrower"],
        )
        for other, item in found:
            table.add_row(
                other, wording.before_and_after(item)[1], wording.change(item), wording.paired_interval(item),
                wording.narrower(item),
            )  # fmt: skip
        yield table
    changed = grid("Runs that end otherwise", ["", "share", "95% interval"])
    for comparison in compared.comparisons:
        if comparison.flips is not None:
            share = comparison.flips.changed
            changed.add_row(comparison.other, percent(share), percent_interval(share))
    yield with_note(
        changed,
        "Changes of shares in percentage points. Paired: each run against itself, same luck and same parameters. "
        "Narrower: how many times the interval of two separate ensembles would be as wide.",
    )
