"""`sim run`: play a scenario many times and print what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.arguments import Overrides, PerPoint, ScenarioName, Seed, command_line, load_scenario
from sim.cli.console import output, print_parts, print_written, progress

if TYPE_CHECKING:
    from rich.console import Console

    from sim.results import Results


def run(
    scenario: ScenarioName,
    runs: Annotated[int, typer.Option("--runs", metavar="N", min=1, help="Number of runs.")] = 10_000,
    seed: Seed = 0,
    set_: Overrides = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Write table, summary, manifest and figures here."),
    ] = None,
    precision: Annotated[
        float | None,
        typer.Option(
            "--precision",
            metavar="H",
            help="Go on until every share is known to +-H (half its 95% interval), such as 0.005.",
        ),
    ] = None,
    per_point: PerPoint = 2,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", min=1, help="Threads; default: one a core.")
    ] = None,
) -> None:
    """Play a scenario many times and print what came of it.

    How it ended, when, on which terms, what stood in the way, and what each actor got.
    """
    loaded = load_scenario(scenario, set_)

    from sim.cli.tables import tables
    from sim.ensemble import is_compiled
    from sim.results import check_target
    from sim.results import run as play

    if out is not None:
        check_target(out)
    command = command_line(
        "run", scenario, seed=seed, overrides=set_, per_point=per_point, runs=runs, precision=precision
    )
    with progress(is_compiled()) as tell:
        results = play(
            loaded,
            runs,
            seed,
            precision=precision,
            progress=tell,
            workers=workers,
            runs_per_point=per_point,
            command=command,
            out=out,
        )
    console = output()
    print_parts(console, tables(results.summary()))
    print_written(console, results.files)
    if results.files:
        console.print()
    _print_replays(console, results, scenario, set_)


def _print_replays(console: Console, results: Results, name: str, overrides: list[str] | None) -> None:
    console.print("Read a run as a story:")
    for replay in results.summary().replays:
        command = command_line(
            "trace",
            name,
            seed=results.seed,
            overrides=overrides,
            per_point=results.runs_per_point,
            run=replay.run,
        )
        console.print(f"  # {replay.reason}\n  {command}", soft_wrap=True)
