"""`sim check`: what scenario files contain, and what they leave as an assumption."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli.console import output


def check(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Scenario files, or names of shipped scenarios.")
    ],
) -> None:
    """Say what scenarios contain and what they merely assume.

    The exit code is 2 if one of them cannot be used.
    """
    from sim.scenario import check as examine

    report = examine(files)
    console = output()
    for contents in report.contents:
        console.print(contents.to_text(), soft_wrap=True)
        console.print()
    for warning in report.warnings:
        console.print(f"warning: {warning}", soft_wrap=True)
    for problem in report.problems:
        typer.echo(str(problem), err=True)
    if not report.ok:
        raise typer.Exit(2)
