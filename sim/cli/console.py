"""Where commands print: results on standard output, progress on standard error and only to a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console, Group, RenderableType
    from rich.table import Table

COMPILING = "compiling the rules (first run only)"


def output() -> Console:
    """Standard output; 80 columns where it is no terminal, plain where NO_COLOR is set."""
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False, color_system=_colours())
    if not console.is_terminal:
        console.width = 80
    return console


def _colours() -> Literal["auto"] | None:
    """None leaves out bold and dim too: who asks for no colour wants to read it elsewhere."""
    return None if os.environ.get("NO_COLOR") else "auto"


def grid(title: str | None, columns: Sequence[str], *, wrapped: Sequence[int] = (0,)) -> Table:
    """A table without frames, text on the left (`wrapped` columns) and numbers on the right."""
    from rich import box
    from rich.table import Table

    table = Table(
        title=title,
        title_justify="left",
        title_style="bold",
        header_style="bold" if title is None else "",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 1),
        show_edge=False,
    )
    for position, name in enumerate(columns):
        if position in wrapped:
            table.add_column(name, justify="left", overflow="fold")
        else:
            table.add_column(name, justify="right", no_wrap=True)
    return table


def with_note(table: Table, note: str) -> Group:
    """A table and what its columns mean, below it and as wide as the output."""
    from rich.console import Group
    from rich.text import Text

    return Group(table, Text(note, style="dim"))


def print_parts(console: Console, parts: Iterable[RenderableType]) -> None:
    """Print parts with an empty line after each."""
    for part in parts:
        console.print(part)
        console.print()


def print_written(console: Console, paths: Iterable[Path]) -> None:
    """Say which files were written, a line each that no width breaks; nothing if there are none."""
    written = list(paths)
    if written:
        console.print("Written:")
        for path in written:
            console.print(f"  {path}", soft_wrap=True)


def announce_compiling() -> None:
    """Say on standard error why nothing is heard for a while, also to those who only read a log."""
    print(COMPILING, file=sys.stderr, flush=True)


@contextmanager
def progress(compiled: bool) -> Iterator[Callable[[int, int], None] | None]:
    """Give a function to be told (done, total) runs, or None where nobody watches.

    The first compilation takes its time and is announced in any case.
    """
    if not sys.stderr.isatty():
        if not compiled:
            announce_compiling()
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True, highlight=False, color_system=_colours())
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("runs" if compiled else COMPILING, total=None)

        def tell(done: int, total: int) -> None:
            bar.update(task, description="runs", completed=done, total=total)

        yield tell
