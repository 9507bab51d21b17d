"""`sim backtest`: what the model says of cases whose end is known, scored against baselines."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.arguments import Seed
from sim.cli.console import output, print_parts, print_written, progress


def backtest(
    cases: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FOLDER|CASE]...",
            help="Cases: shipped ones by name, scenario files, folders; NAME.yaml with NAME.outcome.yaml next to it. "
            "Default: those that come with sim.",
        ),
    ] = None,
    runs: Annotated[int, typer.Option("--runs", "-n", metavar="N", min=2, help="Runs of each case.")] = 4_000,
    seed: Seed = 0,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Write tables, figures and a manifest here.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", min=1, help="Threads; default: one a core.")
    ] = None,
) -> None:
    """Score what the model says of cases whose end is known, against baselines.

    Of each case: the probability given to the kind of end that came, to what gave way first, and to when.
    """
    from sim.backtest import backtest as play
    from sim.backtest import load_cases
    from sim.cli.backtest_tables import tables
    from sim.ensemble import is_compiled
    from sim.results import check_target

    if out is not None:
        check_target(out)
    loaded = load_cases(cases or ())
    with progress(is_compiled()) as tell:
        command = shlex.join(["sim", "backtest", *(cases or ()), "--runs", str(runs), "--seed", str(seed)])
        found = play(loaded, runs=runs, seed=seed, workers=workers, progress=tell, command=command)
    console = output()
    print_parts(console, tables(found))
    if out is not None:
        print_written(console, found.save(out))
