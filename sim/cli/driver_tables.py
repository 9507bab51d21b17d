"""The tables that `sim drivers` prints."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

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
from sim.cli.console import grid, with_note
from sim.summary.wording import DASH, percent, percent_interval, sentence

if TYPE_CHECKING:
    from sim.study.driving.driver_results import Drivers

FEWEST_ROWS, MOST_ROWS = 5, 12


def driver_tables(found: Drivers) -> Iterator[RenderableType]:
    """All tables in the order in which they are read."""
    yield _heading(found)
    if any(item.split is not None for item in found.quantities):
        yield _splits(found)
    for item in found.quantities:
        if item.levers is not None and item.levers.effects:
            yield _levers(item, found)
        if item.effects is not None or item.sobol is not None or item.screening is not None or item.swings:
            yield _ranks(item, found)
        elif item.split is None:
            yield _nothing(item)
        if item.trees is not None:
            yield _trees(item, found)
        if item.box is not None:
            yield _box(item, found)


def _heading(found: Drivers) -> RenderableType:
    rows, numbers = found.laid.values.shape
    text = Text(f"{found.title}\n", style="bold")
    if found.question:
        text.append(f"{found.question}\n", style="not bold")
    settings = f"{len(found.laid.settings):,} settings of levers, " if len(found.laid.settings) > 1 else ""
    spread = f"{numbers:,} uncertain numbers at {rows:,} points" if numbers else "no uncertain number"
    seed = "" if found.origin.seed is None else f", seed {found.origin.seed}"
    text.append(
        f"{found.origin.runs:,} runs: {settings}{spread} ({found.laid.design.replace('_', ' ')}){seed}.\n"
        "Not a forecast: what follows from the scenario's assumptions.",
        style="not bold",
    )
    if len(found.laid.settings) > 1 and found.laid.levers != "grid":
        text.append("\nLevers are no full grid; sim compare shows them one by one.", style="not bold")
    for note in found.notes:
        text.append(f"\n{sentence(note)}.", style="not bold")
    return text


def _splits(found: Drivers) -> RenderableType:
    shown = [item for item in found.quantities if item.split is not None]
    drawn = any(item.split is not None and item.split.drawn is not None for item in shown)
    columns = ["", "mean", shown[0].varied.replace(" ", "\n"), *(["drawn\nnumbers"] if drawn else []), "chance"]
    table = grid("Where the variance between single runs comes from", columns)
    for item in shown:
        assert item.split is not None
        parts = [item.split.design, *([item.split.drawn] if drawn else []), item.split.chance]
        table.add_row(
            item.quantity.label,
            amount(item.mean, item.quantity),
            *(DASH if part is None else share(part) for part in parts),
        )
    return with_note(table, "With 95% intervals. Chance: what is left when all numbers are known.")


def _levers(item: QuantityDrivers, found: Drivers) -> RenderableType:
    assert item.levers is not None
    table = grid(f"{item.quantity.label}: levers", ["", "from", "to", "change (95%)", "share"], wrapped=(0, 1, 2))
    for effect in item.levers.effects:
        name = found.names.get(effect.name, effect.name)
        table.add_row(name, *effect.ends, change(effect.change, item.quantity), share(effect.share))
    return with_note(
        table,
        "Change: largest difference between two levels, the other levers averaged over, paired run by run. Share: of "
        "the variance between all combinations of levers; what is missing to 100% they do only together.",
    )


def _nothing(item: QuantityDrivers) -> RenderableType:
    why = "It is the same in all runs." if item.same else "It varies in too few runs to tell what drives it."
    return Text.assemble((f"{item.quantity.label}\n", "bold"), f"  {amount(item.mean, item.quantity)}. {why}")


def _ranks(item: QuantityDrivers, found: Drivers) -> RenderableType:
    ranked = ranking(item)
    title = f"{item.quantity.label}: uncertain numbers"
    if not ranked:
        return Text.assemble((f"{title}\n", "bold"), "  In so few runs they cannot be told from chance.")
    sobol = item.sobol is not None
    ends = any(math.isfinite(one.at_low) for one in ranked)
    shares = item.screening is None and not item.swings
    columns = ["", "total" if sobol else "share" if shares else "weight", *(["first order"] if sobol else []),
               *(["low", "high"] if ends else []), ""]  # fmt: skip
    table = grid(title, columns)
    clear = sum(one.clear for one in ranked)
    for one in ranked[: min(max(clear + 1, FEWEST_ROWS), MOST_ROWS)]:
        table.add_row(*_row(one, item, found, ends))
    note = f"{sentence(weighed_by(item))}, with 95% intervals; *: clear of chance ({clear} of {len(ranked)} numbers)."
    if ends and not item.swings:
        note += f" Low, high: {item.quantity.label} where the number is lowest and highest (tenths)."
    if ends and item.swings:
        note += " Low, high: change where it alone is low and high."
    if item.screening is not None and item.screening.runs > 1:
        note += " Chance has been taken out of the weights."
    if sobol:
        note += " Total: with all that it does together with others; chance has been taken out of both."
    return with_note(table, note)


def _row(one: Ranked, item: QuantityDrivers, found: Drivers, ends: bool) -> list[str]:
    row = [found.names.get(one.name, one.name), weight(one, item)]
    if item.sobol is not None:
        row.append(share(one.first) if one.first is not None else DASH)
    if ends:
        known = math.isfinite(one.at_low)
        row += [_end(value, item) if known else DASH for value in (one.at_low, one.at_high)]
    return [*row, "*" if one.clear else ""]


def _end(value: float, item: QuantityDrivers) -> str:
    if item.swings:
        return f"{(100 if item.quantity.kind == 'share' else 1) * value:+.3g}"
    return amount(value, item.quantity)


def _trees(item: QuantityDrivers, found: Drivers) -> RenderableType:
    assert item.trees is not None
    table = grid(f"{item.quantity.label}: scores by trees", ["", "score"])
    ranked = sorted(zip(item.trees.scores, item.trees.names, strict=True), reverse=True)
    for score, name in ranked[:MOST_ROWS]:
        if score > item.trees.chance:
            table.add_row(found.names.get(name, name), f"{score:.3f}")
    return with_note(table, f"Above {item.trees.chance:.3f}, which chance alone gave the best of them.")


def _box(item: QuantityDrivers, found: Drivers) -> RenderableType:
    assert item.box is not None
    box, title = item.box, f"{item.case}: where it is commonest"
    if not box.found:
        return Text.assemble((f"{title}\n", "bold"), "  No region was found in which it is beyond doubt commoner.")
    table = grid(title, ["", "p"])
    for bound in box.bounds:
        table.add_row(bound_words(bound, found.names), f"{bound.p:.2g}" if bound.p >= 0.0001 else "<0.0001")
    return with_note(
        table,
        f"{percent(box.density)} ({percent_interval(box.density)}) of the runs there against {percent(box.base)} of "
        f"all; {percent(box.coverage)} ({percent_interval(box.coverage)}) of all cases lie there, in "
        f"{100 * box.mass:.0f}% of the runs. PRIM, told on points that had no part in finding it; p: as many cases if "
        "the bound did nothing.",
    )
