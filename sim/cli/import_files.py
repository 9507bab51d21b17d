"""`sim import`: what others write, as a scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.console import output, print_written


def import_scenario(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help="A GENIUS domain and its profiles (XML), a domain alone or a folder; or a table of actors (CSV).",
        ),
    ],
    out: Annotated[
        str | None,
        typer.Option("--out", metavar="FILE", help="The scenario to write. Left out: it is printed."),
    ] = None,
    rounds: Annotated[
        int, typer.Option("--rounds", metavar="N", min=1, max=5200, help="Rounds of the negotiation.")
    ] = 52,
    status_quo: Annotated[
        float | None,
        typer.Option("--status-quo", metavar="X", help="Of a table: the position that stays without a deal."),
    ] = None,
) -> None:
    """Turn a GENIUS domain with its profiles, or a table of actors, into a scenario.

    What the files do not say is told, and marked as assumed in the scenario.
    """
    from sim.exchange import import_files

    target = None if out is None else Path(out)
    imported = import_files(files, rounds, status_quo)
    if target is None:
        typer.echo(imported.text, nl=False)
        for assumption in imported.assumed:
            typer.echo(f"assumed: {assumption}", err=True)
        return
    imported.save(target)
    console = output()
    console.print(imported.told, soft_wrap=True)
    console.print("Assumed:")
    for assumption in imported.assumed:
        console.print(f"  {assumption}", soft_wrap=True)
    print_written(console, [target])
