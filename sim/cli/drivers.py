"""`sim drivers`: what drives the outcomes of a study, of a sweep, or of a scenario."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.arguments import Overrides
from sim.cli.console import output, print_parts, print_written, progress

if TYPE_CHECKING:
    from sim.study.driving.driver_results import Drivers


def drivers(
    source: Annotated[
        str,
        typer.Argument(
            metavar="STUDY",
            help="A study by name or file, the folder of a sweep (sim sweep --out), or a scenario by name or file.",
        ),
    ],
    quantities: Annotated[
        list[str] | None,
        typer.Option("--quantity", metavar="Q", help="What is explained, such as settlement. Repeatable."),
    ] = None,
    design: Annotated[
        str | None,
        typer.Option(
            "--design",
            metavar="KIND",
            help="Of a scenario's numbers: latin_hypercube (default), sobol, saltelli (Sobol indices) or morris.",
        ),
    ] = None,
    points: Annotated[
        int | None,
        typer.Option("--points", metavar="N", min=1, help="Size of a scenario's design: points, base points, paths."),
    ] = None,
    runs: Annotated[
        int | None, typer.Option("--runs", metavar="N", min=1, help="Runs a point; default: by design, or the study's.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option("--seed", metavar="S", min=0, help="Seed of all chance; default 0, or the study's.")
    ] = None,
    set_: Overrides = None,
    trees: Annotated[bool, typer.Option("--trees", help="Score numbers by trees too, which see interactions.")] = False,
    region: Annotated[
        bool | None,
        typer.Option(
            "--region/--no-region",
            help="Look for the region in which the first quantity is common; default: if EMA workbench is installed.",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Write tables, manifest and figures here.")
    ] = None,
    ema: Annotated[
        Path | None, typer.Option("--ema", metavar="FILE", help="Write experiments for EMA workbench (.tar.gz).")
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", min=1, help="Threads; default: one a core.")
    ] = None,
) -> None:
    """Say what drives the outcomes: which uncertain numbers and levers, how much is chance, and where it happens.

    The design decides what can be said: saltelli gives Sobol indices, morris a screening, one_at_a_time swings, points
    spread out main effects and a region; a grid of levers the effect of each.
    """
    from sim.ensemble import is_compiled
    from sim.results import check_target
    from sim.study.driving.driver_words import drivers_of_word
    from sim.study.driving.ema import check_archive

    if out is not None:
        check_target(out)
    if ema is not None:
        check_archive(ema)
    given: dict[str, str | int | None] = {"design": design, "points": points, "runs": runs, "seed": seed}
    with progress(is_compiled()) as tell:
        found = drivers_of_word(
            source, quantities=quantities, assignments=set_ or (), trees=trees, region=region, workers=workers,
            progress=tell, command=_command(source, given, quantities, set_, trees, region), design=design,
            points=points, runs=runs, seed=seed,
        )  # fmt: skip
    console = output()
    _show(found)
    if out is not None or ema is not None:
        written = [] if out is None else found.save(out)
        if ema is not None:
            written.append(found.save_ema(ema))
        print_written(console, written)


def _command(
    source: str, given: dict[str, str | int | None], quantities: list[str] | None, assignments: list[str] | None,
    trees: bool, region: bool | None,
) -> str:  # fmt: skip
    """The command line that finds the same."""
    words = ["sim", "drivers", source]
    for name, value in given.items():
        words += [] if value is None else [f"--{name}", str(value)]
    for option, texts in (("--quantity", quantities), ("--set", assignments)):
        for text in texts or ():
            words += [option, text]
    words += ["--trees"] if trees else []
    words += [] if region is None else ["--region" if region else "--no-region"]
    return shlex.join(words)


def _show(found: Drivers) -> None:
    from sim.cli.driver_tables import driver_tables

    console = output()
    print_parts(console, driver_tables(found))
