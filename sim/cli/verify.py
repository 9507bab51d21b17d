"""`sim verify`: the engine against theories whose answers are known."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.console import announce_compiling, grid, output, print_written

if TYPE_CHECKING:
    from rich.console import RenderableType

    from sim.verify import GameFindings, Verification


def verify(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]...", help="Reference games; default: all of them (see --list)."),
    ] = None,
    long: Annotated[bool, typer.Option("--long", help="A denser grid and 25 times the runs: minutes.")] = False,
    seed: Annotated[int, typer.Option("--seed", metavar="S", min=0, help="Seed of all chance.")] = 7,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Write a page of tables, figures and numbers here.")
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="Name the games and stop.")] = False,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", min=1, help="Threads; default: one a core.")
    ] = None,
) -> None:
    """Play games with known answers and show what the engine plays next to what theory says.

    A value agrees if it is within four standard errors. Known deviations are shown with their reason. Exits with 1 if
    anything else does not agree.
    """
    from sim.verify import chosen
    from sim.verify import verify as play

    console = output()
    if list_:
        table = grid(None, ["game", "what it is", "source"], wrapped=(0, 1, 2))
        for game in chosen(names or ()):
            table.add_row(game.name, game.title, game.source)
        console.print(table)
        return
    if out is not None:
        from sim.results import check_target

        check_target(out)
    with _progress() as tell:
        found = play(names or (), long=long, seed=seed, workers=workers, progress=tell)
    for part in _shown(found):
        console.print(part)
    if out is not None:
        from sim.verify.writing import save

        print_written(console, save(found, out, _command(names or [], long, seed)))
    if found.faulty:
        raise typer.Exit(1)


def _command(names: list[str], long: bool, seed: int) -> str:
    return shlex.join(["sim", "verify", *names, *(["--long"] if long else []), "--seed", str(seed)])


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
    """Cases played, on a terminal; that rules are compiled first, anywhere."""
    import sys

    from sim.ensemble import is_compiled

    if not is_compiled():
        announce_compiling()
    if not sys.stderr.isatty():
        yield None
        return

    def tell(done: int, total: int) -> None:
        print(f"\r{done} of {total} cases", end="\n" if done == total else "", file=sys.stderr, flush=True)

    yield tell


def _shown(found: Verification) -> Iterator[RenderableType]:
    from rich.text import Text

    from sim.verify.writing import verdict

    for played in found.games:
        yield _table(played)
        for reason in dict.fromkeys(one.check.deviates for one in played.findings if one.check.deviates):
            yield Text(f"Deviates: {reason}", style="dim")
        yield ""
    yield Text(verdict(found), style="bold")


def _table(played: GameFindings) -> RenderableType:
    """Simulated against exact, a row a check."""
    from sim.verify.writing import distance, expected, shown

    title = f"{played.game.title} ({played.game.source})"
    table = grid(title, ["case", "quantity", "engine", "theory", "distance", ""],
                 wrapped=(0, 1, 4, 5))  # fmt: skip
    before = None
    for one in played.findings:
        label = "" if one.case.label == before else one.case.label
        before = one.case.label
        table.add_row(
            label, one.check.what, shown(one.verdict.simulated), expected(one), distance(one),
            "" if one.status == "agrees" else one.status.upper(),
        )  # fmt: skip
    return table
