"""`sim spatial`: what the challenge model says of a table of actors, and of what is not known of them."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.arguments import Seed
from sim.cli.console import output, print_parts, print_written

if TYPE_CHECKING:
    from sim.spatial import Decision


def spatial(
    table: Annotated[
        str,
        typer.Argument(
            metavar="TABLE",
            help="A CSV with the columns name, capability, position, salience; or the name of a table that comes with "
            "sim: territory, emissions.",
        ),
    ],
    runs: Annotated[int, typer.Option("--runs", metavar="N", min=1, help="Draws, if the table has ranges.")] = 2_000,
    seed: Seed = 0,
    rounds: Annotated[int, typer.Option("--rounds", metavar="R", min=1, help="Rounds after which it stops.")] = 25,
    view: Annotated[
        str,
        typer.Option("--view", metavar="V", help="Of an opponent's gain: shared (its own) or own (the challenger's)."),
    ] = "shared",
    confrontation: Annotated[
        str,
        typer.Option("--confrontation", metavar="C", help="Where both expect to gain: standoff, or stronger (wins)."),
    ] = "standoff",
    choice: Annotated[
        str, typer.Option("--choice", metavar="C", help="Which proposal is accepted: strongest or nearest.")
    ] = "strongest",
    status_quo: Annotated[
        float,
        typer.Option("--status-quo", metavar="Q", help="Probability that nothing changes without a challenge."),
    ] = 1.0,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Write tables, figures and a manifest here.")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print all numbers as JSON instead of tables.")] = False,
) -> None:
    """Play the spatial model of group decisions (expected utility, challenges) on a table of actors.

    Deterministic where the table has numbers; where it has ranges (30..50, or 30..40..50), a distribution.
    """
    from sim.results import check_target
    from sim.spatial import Settings, decide, read_actors

    if out is not None:
        check_target(out)
    settings = Settings(rounds, view, confrontation, choice, status_quo)  # type: ignore[arg-type]  # it checks them
    found = decide(read_actors(table), runs=runs, seed=seed, settings=settings)
    if json_:
        from sim.spatial.tables import content

        typer.echo(json.dumps(content(found), indent=1, ensure_ascii=False, allow_nan=False))
    else:
        from sim.cli.spatial_tables import tables

        print_parts(output(), tables(found))
    if out is not None:
        from sim.study.spatial_saving import save

        paths = save(found, out, _command(table, found))
        if not json_:
            print_written(output(), paths)


def _command(table: str, found: Decision) -> str:
    """The command line that finds the same."""
    settings = found.settings
    words = ["sim", "spatial", table, "--seed", str(found.seed), "--rounds", str(settings.rounds)]
    words += ["--runs", str(found.runs)] if found.spread is not None else []
    words += ["--view", settings.view, "--confrontation", settings.confrontation, "--choice", settings.choice]
    words += [] if settings.status_quo == 1.0 else ["--status-quo", str(settings.status_quo)]
    return shlex.join(words)
