"""`sim blame`: which precondition keeps an outcome from being what it would be without any."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.arguments import Overrides, PerPoint, ScenarioName, Seed, command_line, load_scenario
from sim.cli.console import grid, output, print_written, progress, with_note

if TYPE_CHECKING:
    from rich.console import RenderableType

    from sim.analysis.attribution import Attribution

LEGEND = (
    "Adds: what dropping it changes on average over all orders of dropping them (Shapley value). "
    "Alone: dropped first, all others kept. Last: dropped after all others."
)


def blame(
    scenario: ScenarioName,
    runs: Annotated[
        int, typer.Option("--runs", metavar="N", min=1, help="Runs, each played with every set of preconditions gone.")
    ] = 1000,
    seed: Seed = 0,
    set_: Overrides = None,
    outcome: Annotated[
        list[str] | None,
        typer.Option("--outcome", metavar="QUANTITY", help="What is explained, such as settlement. Repeatable."),
    ] = None,
    among: Annotated[
        list[str] | None,
        typer.Option("--among", metavar="NAME", help="Only these preconditions can be dropped. Repeatable."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Write numbers, tables and figures here.")
    ] = None,
    per_point: PerPoint = 2,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", min=1, help="Threads; default: one a core.")
    ] = None,
) -> None:
    """Say which precondition is to blame.

    The scenario is played with every set of its preconditions gone, on the same luck. What dropping all of them
    changes is shared out among them by their Shapley values, which add up to it.
    """
    loaded = load_scenario(scenario, set_)

    from sim.ensemble import is_compiled
    from sim.results import check_target
    from sim.study.blaming.blame import blame as find

    if out is not None:
        check_target(out)
    command = command_line("blame", scenario, seed=seed, overrides=set_, per_point=per_point, runs=runs)
    for option, names in (("--outcome", outcome), ("--among", among)):
        command += "".join(f" {option} {name}" for name in names or ())
    with progress(is_compiled()) as tell:
        results = find(
            loaded,
            runs,
            seed,
            outcomes=outcome,
            among=among,
            runs_per_point=per_point,
            workers=workers,
            progress=tell,
            command=command,
        )
    console = output()
    sampled = "" if results.attributions[0].enumerated else ", sampled orders"
    console.print(f"{loaded.name}", style="bold")
    console.print(
        f"{runs:,} runs, seed {seed}; {len(results.players)} preconditions that can be dropped{sampled}.\n"
        "Not a forecast: what follows from the scenario's assumptions.\n"
    )
    for found in results.attributions:
        console.print(_table(found))
        console.print()
    console.print(LEGEND, style="dim")
    if out is not None:
        console.print()
        print_written(console, results.save(out))


def _table(found: Attribution) -> RenderableType:
    from sim.analysis.blame_words import change, change_interval, share_words, summary, unit_of

    table = grid(f"{found.label} ({unit_of(found)})", ["", "adds", "95% interval", "of total", "alone", "last"])
    for item in found.players:
        table.add_row(
            item.player.label,
            change(item.shapley, found.kind),
            change_interval(item.shapley, found.kind),
            share_words(item),
            change(item.first, found.kind),
            change(item.last, found.kind),
        )
    table.add_section()
    table.add_row("All together", change(found.total, found.kind), change_interval(found.total, found.kind), "", "", "")
    return with_note(table, summary(found))
