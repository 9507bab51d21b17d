"""`sim report`: a document for people who have never seen the tool."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.arguments import Overrides
from sim.cli.console import output, print_written, progress


def report(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE...",
            help="Scenarios by name or file, with changes if need be (flagship+actors.us.exit=20), or folders that "
            "other commands have written with --out: run, sweep, compare, drivers, blame, explain.",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write the report here; default: the first source's name, .html."),
    ] = None,
    figures: Annotated[
        Path | None,
        typer.Option("--figures", metavar="DIR", help="Write every figure here too, as SVG, PNG and PDF."),
    ] = None,
    runs: Annotated[
        int | None, typer.Option("--runs", metavar="N", min=1, help="Runs of each scenario; default 10,000.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option("--seed", metavar="S", min=0, help="Seed of all chance; default 0.")
    ] = None,
    set_: Overrides = None,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", min=1, help="Threads; default: one a core.")
    ] = None,
) -> None:
    """Write a report: one HTML file that needs nothing else and prints to a clean PDF.

    It opens with the answer in one paragraph; then the question, how it ends, when, on which terms, what stood in the
    way, what drives it, deadlocks and ways out, four runs as diaries, and every assumption with what hangs on it.
    """
    from sim.document import report as make
    from sim.document.report import check_file
    from sim.ensemble import is_compiled
    from sim.results import check_target

    target = out if out is not None else Path(f"{_stem(sources[0])}-report.html")
    check_file(target)
    if figures is not None:
        check_target(figures)
    with progress(is_compiled()) as tell:
        made = make(*sources, runs=runs, seed=seed, set=set_ or (), workers=workers, progress=tell)
    written = [made.save(target)]
    if figures is not None:
        written += made.save_figures(figures)
    console = output()
    for block in made.chapters[0].answer[:1]:
        console.print(getattr(block, "text", ""))
        console.print()
    print_written(console, written)


def _stem(source: str) -> str:
    """A file's name from that of a source, without folder, ending and changes."""
    name = Path(source.split("+", 1)[0]).name
    return name.removesuffix(".yaml").removesuffix(".yml") or "sim"
