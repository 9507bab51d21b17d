"""`sim sweep`: play a study, on one machine or many, and print what came of it."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.console import output, print_parts, print_written, progress

if TYPE_CHECKING:
    from rich.console import Console

    from sim.study.sweeping.study_results import StudyResults


def sweep(
    study: Annotated[
        str, typer.Argument(metavar="STUDY", help="Name of a shipped study (see: sim list) or a YAML file.")
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Write runs, as they come, tables, manifest and figures here."),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a sweep that was interrupted in --out.")] = False,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="PATH=VALUE", help="Change the study, such as runs=200. Repeatable."),
    ] = None,
    precision: Annotated[
        float | None,
        typer.Option(
            "--precision",
            metavar="H",
            help="At each point go on until every share is known to +-H (half its 95% interval), such as 0.02.",
        ),
    ] = None,
    threads: Annotated[
        int | None, typer.Option("--threads", metavar="N", min=1, help="Threads of this process; default: one a core.")
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option("--workers", metavar="N", min=1, help="Use N processes of this machine instead (with Dask)."),
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option("--cluster", metavar="ADDRESS", help="Use a Dask cluster, such as tcp://10.0.0.1:8786."),
    ] = None,
) -> None:
    """Play a study: every design point, levers on the same luck, with intervals.

    The runs depend on the study alone, not on who plays them. What is interrupted is gone on with by --resume. A point
    that cannot be played is named at the end, and the exit code is then 1; all others are kept.
    """
    from sim.ensemble import is_compiled
    from sim.scenario import parse_assignments
    from sim.study import load_study
    from sim.study.sweeping.sweep import sweep as play

    loaded = load_study(study, set=parse_assignments(set_ or ()))
    command = _command(study, set_, precision)
    try:
        with progress(is_compiled()) as tell:
            results = play(
                loaded, out=out, resume=resume, threads=threads, workers=workers, cluster=cluster, precision=precision,
                progress=tell, command=command,
            )  # fmt: skip
    except KeyboardInterrupt:
        if out is not None:
            print(f"Stopped. What was played is kept: {command} --out {out} --resume", file=sys.stderr)
        raise
    _show(output(), results, command)
    if results.failed:
        raise typer.Exit(_report_failures(results))


def _command(study: str, overrides: list[str] | None, precision: float | None) -> str:
    """The command line that gives the same results."""
    words = ["sim", "sweep", study]
    for override in overrides or ():
        words += ["--set", override]
    return shlex.join([*words, *(["--precision", str(precision)] if precision is not None else [])])


def _show(console: Console, results: StudyResults, command: str) -> None:
    from sim.cli.sweep_tables import tables

    print_parts(console, tables(results))
    if not results.files:
        console.print(f"To keep the runs: {command} --out DIR", soft_wrap=True)
        return
    print_written(console, (path for path in results.files if path.parent.name != "parts"))
    folder = next(path.parent for path in results.files if path.parent.name == "parts")
    console.print(f"  {folder}: {len(results.parts):,} files with {results.run_count:,} runs", soft_wrap=True)


def _report_failures(results: StudyResults) -> int:
    """Name the points that cannot be played, with their parameters; the exit code."""
    from sim.cli.sweep_tables import point_in_words

    print(f"{len({failure.point for failure in results.failed}):,} design points cannot be played:", file=sys.stderr)
    for failure in results.failed:
        runs = f"runs {failure.first_run} to {failure.end_run - 1}"
        print(f"  point {failure.point} ({point_in_words(results, failure.point)}), {runs}: {failure.error}",
              file=sys.stderr)  # fmt: skip
    return 1
