"""`sim robust`: how well the settings of a study's levers do across the uncertain numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.arguments import Overrides
from sim.cli.console import grid, output, print_parts, print_written, progress, with_note

if TYPE_CHECKING:
    from rich.console import RenderableType

    from sim.analysis.robustness import Robustness
    from sim.study.comparing.robust import Robust


def robust(
    study: Annotated[
        str, typer.Argument(metavar="STUDY", help="A shipped study (see: sim list), a YAML file, or a sweep's folder.")
    ],
    quantity: Annotated[
        str | None, typer.Option("--quantity", metavar="Q", help="On what; default: the study's finding.")
    ] = None,
    less: Annotated[
        bool | None, typer.Option("--less/--more", help="Whether less of it is better; default: as its name says.")
    ] = None,
    enough: Annotated[
        float | None,
        typer.Option("--enough", metavar="X", help="What is enough; default: the first setting's average."),
    ] = None,
    states: Annotated[
        int, typer.Option("--states", metavar="N", min=2, help="Draws of the uncertain numbers to play.")
    ] = 200,
    per_state: Annotated[
        int, typer.Option("--per-state", metavar="K", min=2, help="Runs of each option in each draw.")
    ] = 50,
    set_: Overrides = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Write table, figure and manifest here.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", min=1, help="Threads; default: one a core.")
    ] = None,
) -> None:
    """Say how well each setting of a study's levers does whatever the uncertain numbers are.

    Regret against the best setting of each state, on average and at worst, and how often it reaches what is enough.
    """
    from sim.ensemble import is_compiled
    from sim.results import check_target
    from sim.scenario import parse_assignments
    from sim.study.comparing.compare_words import is_study_folder
    from sim.study.comparing.robust import robust as play
    from sim.study.language.reading import load_study
    from sim.study.sweeping.study_results import open_results

    if out is not None:
        check_target(out)
    source = open_results(study) if is_study_folder(study) else load_study(study, set=parse_assignments(set_ or ()))
    with progress(is_compiled()) as tell:
        found = play(
            source, quantity, better=None if less is None else ("less" if less else "more"), threshold=enough,
            states=states, runs_per_state=per_state, threads=workers, progress=tell,
            command=_command(study, quantity, less, enough, states, per_state, set_),
        )  # fmt: skip
    console = output()
    print_parts(console, _tables(found))
    if out is not None:
        print_written(console, found.save(out))


def _command(
    study: str, quantity: str | None, less: bool | None, enough: float | None, states: int, per_state: int,
    assignments: list[str] | None,
) -> str:  # fmt: skip
    """The command line that makes the same result."""
    import shlex

    words = ["sim", "robust", study, "--states", str(states), "--per-state", str(per_state)]
    words += [] if quantity is None else ["--quantity", quantity]
    words += [] if less is None else ["--less" if less else "--more"]
    words += [] if enough is None else ["--enough", repr(enough)]
    for assignment in assignments or ():
        words += ["--set", assignment]
    return shlex.join(words)


def _tables(found: Robust) -> Iterator[RenderableType]:
    from rich.text import Text

    from sim.summary.wording import percent

    item = found.robustness
    show = _shown(item)
    heading = Text(f"{found.title}\n", style="bold")
    heading.append(
        f"{item.label}, of which {item.better} is better: {len(item.options)} options, each played "
        f"{item.runs_per_state:,} times in {item.states:,} states of the uncertain numbers, seed {found.seed}.\n"
        "Not a forecast: what follows from the scenario's assumptions.",
        style="not bold",
    )
    yield heading
    columns = ["", "level", "mean\nregret", "worst\nregret", "best in", f"{show(item.threshold)}\nreached"]
    table = grid("How robust each option is", columns)
    for option in item.options:
        table.add_row(
            option.name, show(option.level.mean or 0.0), _range(item, option.regret_floor, option.regret.mean or 0.0),
            _range(item, option.worst_regret_floor, option.worst_regret), percent(option.best),
            percent(option.satisfied),
        )  # fmt: skip
    yield with_note(
        table,
        "Regret: what the best option of a state would have brought beyond this one. It is shown from a floor that "
        "luck cannot feign to an estimate that it makes too high; more runs a state bring the two together. Best in, "
        "reached: shares of states (ties count for all).",
    )
    yield Text(
        f"Smallest worst regret: {item.minimax.name}. Smallest mean regret: {item.best_on_average.name}. Enough in "
        f"most states: {item.most_satisfying.name}."
    )


def _shown(item: Robustness) -> Callable[[float], str]:
    return lambda value: f"{100 * value:.1f}%" if item.kind == "share" else f"{value:.3g}"


def _range(item: Robustness, low: float, high: float) -> str:
    """From a floor to an estimate; the floor, which has its own error, is never shown above it."""
    low = min(low, high)
    if item.kind == "share":
        from sim.summary.wording import DASH

        return f"{100 * low:.0f}{DASH}{100 * high:.0f}%" if high >= 0.1 else f"{100 * low:.1f}{DASH}{100 * high:.1f}%"
    return f"{low:.2g} to {high:.2g}"
