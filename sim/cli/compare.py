"""`sim compare`: the same runs in several scenarios, and what changed."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.arguments import Overrides, command_line
from sim.cli.console import output, print_parts, print_written, progress

if TYPE_CHECKING:
    from rich.console import Console

    from sim.study.comparing.compare import Compared

MOST_REPLAYS = 4


def compare(
    alternatives: Annotated[
        list[str],
        typer.Argument(
            metavar="A B [C...]",
            help="Scenarios by name or file, with changes if need be: flagship us_exit flagship+actors.us.exit=20 "
            "+without:preconditions.withdrawal_first (one that begins with + is A, changed). Or a study, or two: by "
            "name, file, or the folder of a sweep.",
        ),
    ],
    runs: Annotated[
        int | None, typer.Option("--runs", metavar="N", min=1, help="Runs of each; default 10,000, or the study's.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option("--seed", metavar="S", min=0, help="Seed of all chance; default 0, or the study's.")
    ] = None,
    set_: Overrides = None,
    quantities: Annotated[
        list[str] | None,
        typer.Option("--quantity", metavar="Q", help="Compare this, such as rounds_to.ceasefire. Repeatable."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Write differences, flipped runs, manifest and figures here."),
    ] = None,
    per_point: Annotated[
        int | None,
        typer.Option("--per-point", metavar="K", min=1, help="Runs that share a draw; default 2, or the study's."),
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", min=1, help="Threads; default: one a core.")
    ] = None,
) -> None:
    """Play the same runs in several scenarios and compare each with the first.

    Run by run: how much each quantity changed, with paired intervals, which runs ended otherwise, from what to what.
    A study is compared setting by setting with the first of its settings, two studies setting by setting.
    """
    from sim.ensemble import is_compiled
    from sim.results import check_target
    from sim.study.comparing.compare_words import compare_words

    if out is not None:
        check_target(out)
    given = {"runs": runs, "seed": seed, "per-point": per_point}
    command = _command(alternatives, quantities, set_, given)
    with progress(is_compiled()) as tell:
        compared = compare_words(
            alternatives, runs=runs, seed=seed, per_point=per_point, quantities=quantities, assignments=set_ or (),
            workers=workers, progress=tell, command=command,
        )  # fmt: skip
    console = output()
    _show(console, compared)
    if out is not None:
        print_written(console, compared.save(out))


def _command(
    alternatives: list[str], quantities: list[str] | None, assignments: list[str] | None, given: dict[str, int | None]
) -> str:
    """The command line that makes the same comparison."""
    words = ["sim", "compare", *alternatives]
    for name, number in given.items():
        words += [] if number is None else [f"--{name}", str(number)]
    for option, texts in (("--quantity", quantities), ("--set", assignments)):
        for text in texts or ():
            words += [option, text]
    return shlex.join(words)


def _show(console: Console, compared: Compared) -> None:
    from sim.cli.compare_tables import comparison_tables

    print_parts(console, comparison_tables(compared))
    replays = compared.replays(2 if len(compared.pairs) == 1 else 1)[:MOST_REPLAYS]
    if replays:
        console.print("Read a run that ended otherwise as a story, in both:")
    for item in replays:
        console.print(f"  # {item.before} becomes {item.after}, as in {item.count:,} runs", soft_wrap=True)
        for side in (item.base, item.other):
            line = command_line(
                "trace", str(side.word), seed=compared.seed, overrides=None, per_point=compared.runs_per_draw,
                run=item.run,
            )  # fmt: skip
            console.print(f"  {line}", soft_wrap=True)
    if replays:
        console.print()
