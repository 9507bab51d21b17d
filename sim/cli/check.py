"""`sim check`: what scenario files contain, and what they leave as an assumption."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.console import output


def check(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Scenario files, or names of shipped scenarios.")
    ],
) -> None:
    """Say what scenarios contain and what they merely assume.

    The exit code is 2 if one of them cannot be used.
    """
    from sim.scenario import check as examine

    report = examine(files)
    console = output()
    for line in report.lines():
        console.print(line)
