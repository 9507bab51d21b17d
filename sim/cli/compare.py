"""`sim compare`: the same runs in several scenarios, and what changed."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.arguments import Overrides, PerPoint, Seed, command_line
from sim.cli.console import output, progress

if TYPE_CHECKING:
    from rich.console import Console

    from sim.study.compare import Compared

MOST_REPLAYS = 4


def compare(
    alternatives: Annotated[
        list[str],
        typer.Argument(
            metavar="A B [C...]",
            help="Scenarios by name or file, with changes if need be: flagship us_exit "
            "flagship+actors.us.exit=20 +without:preconditions.bilateral_only (one that begins with + is A, changed).",
        ),
    ],
    runs: Annotated[int, typer.Option("--runs", metavar="N", min=1, help="Runs of each.")] = 10_000,
    seed: Seed = 0,
    set_: Overrides = None,
    quantities: Annotated[
        list[str] | None,
        typer.Option("--quantity", metavar="Q", help="Compare this, such as rounds_to.ceasefire. Repeatable."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Write differences, flipped runs, manifest and figures here."),
    ] = None,
    per_point: PerPoint = 2,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", min=1, help="Threads; default: one a core.")
    ] = None,
) -> None:
    """Play the same runs in several scenarios and compare each with the first.

    Run by run: how much each quantity changed, with paired intervals, which runs ended otherwise, from what to what.
    """
    from sim.ensemble import is_compiled
    from sim.results import check_target
    from sim.scenario import parse_assignments
    from sim.study.compare import compare as play

    if out is not None:
        check_target(out)
    command = _command(alternatives, quantities, seed, set_, per_point, runs)
    with progress(is_compiled()) as tell:
        compared = play(
            *alternatives, runs=runs, seed=seed, runs_per_point=per_point, quantities=quantities,
            set=parse_assignments(set_ or ()), workers=workers, progress=tell, command=command,
        )  # fmt: skip
    console = output()
    _show(console, compared, set_)
    if out is not None:
        console.print("Written:")
        for path in compared.save(out):
            console.print(f"  {path}", soft_wrap=True)


def _command(
    alternatives: list[str], quantities: list[str] | None, seed: int, set_: list[str] | None, per_point: int, runs: int
) -> str:
    """The command line that makes the same comparison."""
    first = command_line("compare", alternatives[0], seed=seed, overrides=set_, per_point=per_point, runs=runs)
    words = shlex.split(first)
    words[3:3] = alternatives[1:]
    for name in quantities or ():
        words += ["--quantity", name]
    return shlex.join(words)


def _show(console: Console, compared: Compared, overrides: list[str] | None) -> None:
    from sim.cli.compare_tables import comparison_tables

    for table in comparison_tables(compared):
        console.print(table)
        console.print()
    replays = compared.replays(2 if len(compared.pairs) == 1 else 1)[:MOST_REPLAYS]
    if replays:
        console.print("Read a run that ended otherwise as a story, in both:")
    for item in replays:
        console.print(f"  # {item.before} becomes {item.after}, as in {item.count:,} runs", soft_wrap=True)
        for side in (item.base, item.other):
            line = command_line(
                "trace", side.word, seed=compared.seed, overrides=overrides, per_point=compared.runs_per_draw,
                run=item.run,
            )  # fmt: skip
            console.print(f"  {line}", soft_wrap=True)
    if replays:
        console.print()
