"""`sim update`: what a scenario says once something has been seen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.arguments import Overrides, PerPoint, ScenarioName, Seed, command_line, load_scenario
from sim.cli.console import grid, output, print_parts, print_written, progress, with_note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from sim.study.updating.update_results import UpdateResults

MOST_SHIFTS = 12


def update(
    scenario: ScenarioName,
    observed: Annotated[
        Path, typer.Option("--observed", metavar="FILE", help="What was seen, a line each: by round 8: no ceasefire")
    ],
    runs: Annotated[int, typer.Option("--runs", metavar="N", min=1, help="Number of runs, before any is left out.")] = (
        20_000
    ),
    seed: Seed = 0,
    set_: Overrides = None,
    outcome: Annotated[
        list[str] | None,
        typer.Option("--outcome", metavar="QUANTITY", help="What is reported, such as settlement. Repeatable."),
    ] = None,
    least: Annotated[
        float, typer.Option("--least", metavar="N", min=2, help="Effective runs below which nothing is said.")
    ] = 100,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Write numbers, tables and figures here.")
    ] = None,
    per_point: PerPoint = 1,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", min=1, help="Threads; default: one a core.")
    ] = None,
) -> None:
    """Say what follows once something has been seen.

    Runs that contradict it are left out, the others weighed by how near they come; what the rest says stands beside
    what was expected before, with the uncertain numbers that moved.
    """
    loaded = load_scenario(scenario, set_)

    from sim.ensemble import is_compiled
    from sim.results import check_target
    from sim.study.updating.update import update as condition

    if out is not None:
        check_target(out)
    command = command_line(
        "update", scenario, seed=seed, overrides=set_, per_point=2, observed=observed, runs=runs, least=least
    )
    if per_point != 1:
        command += f" --per-point {per_point}"
    command += "".join(f" --outcome {name}" for name in outcome or ())
    with progress(is_compiled()) as tell:
        results = condition(
            loaded,
            observed,
            runs,
            seed,
            outcomes=outcome,
            least=least,
            runs_per_point=per_point,
            workers=workers,
            progress=tell,
            command=command,
        )
    console = output()
    print_parts(console, _tables(results))
    if out is not None:
        print_written(console, results.save(out))


def _tables(results: UpdateResults) -> Iterator[RenderableType]:
    from rich.text import Text

    from sim.analysis.update_words import summary

    text = Text(f"{results.scenario.name}\n", style="bold")
    text.append(
        f"{results.runs:,} runs, seed {results.seed}; those that agree with what was seen are worth "
        f"{results.effective:,.0f}.\nNot a forecast: what follows from the scenario's assumptions.\n\n"
        f"{summary(results.changes, results.shifts)}",
        style="not bold",
    )
    yield text
    yield _seen(results)
    yield _quantities(results)
    yield _shifts(results)


def _seen(results: UpdateResults) -> RenderableType:
    table = grid("What was seen", ["", "leaves", "with those above"])
    for item in results.agreements:
        table.add_row(item.text, _percent(item.alone), _percent(item.so_far))
    return with_note(table, "Leaves: the part of all runs that those which agree are worth.")


def _quantities(results: UpdateResults) -> RenderableType:
    from sim.analysis.blame_words import change, change_interval, level, level_interval

    table = grid("What follows", ["", "before", "given that", "95% interval", "change", "95% interval"])
    for item in results.changes:
        table.add_row(
            item.label,
            level(item.before, item.kind),
            level(item.after, item.kind),
            level_interval(item.after, item.kind),
            change(item.change, item.kind),
            change_interval(item.change, item.kind),
        )
    return with_note(table, "Changes of shares in percentage points. Intervals: Monte Carlo error of the runs left.")


def _shifts(results: UpdateResults) -> RenderableType:
    from rich.text import Text

    from sim.analysis.update_words import moved

    found = moved(results.shifts)
    if not found:
        return Text(f"None of the {len(results.shifts)} uncertain numbers moved beyond chance.")
    table = grid("Uncertain numbers that moved", ["", "before", "given that"])
    for shift in found[:MOST_SHIFTS]:
        table.add_row(shift.path, _three(shift.before), _three(shift.after))
    more = f" {len(found) - MOST_SHIFTS} more moved less." if len(found) > MOST_SHIFTS else ""
    return with_note(
        table,
        f"Median (middle 80%). Out of {len(results.shifts)}, those that moved beyond chance, at 5% for all "
        f"together.{more}",
    )


def _three(values: tuple[float, ...]) -> str:
    low, middle, high = (f"{value:.3g}" for value in values)
    return f"{middle} ({low} to {high})"


def _percent(part: float) -> str:
    return f"{100 * part:.2g}%" if part < 0.1 else f"{100 * part:.0f}%"
