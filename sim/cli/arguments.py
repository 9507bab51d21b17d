"""Arguments that several commands share."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from sim.scenario import Scenario

ScenarioName = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="Name of a shipped scenario (see: sim list) or a YAML file.")
]
Seed = Annotated[int, typer.Option("--seed", metavar="S", min=0, help="Seed of all chance.")]
Overrides = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Change a value, such as actors.russia.patience=52. Repeatable."),
]
PerPoint = Annotated[
    int,
    typer.Option("--per-point", metavar="K", min=1, help="Runs that share a draw of the uncertain parameters."),
]


def load_scenario(name: str, overrides: Sequence[str] | None) -> Scenario:
    """Load a scenario by name or path, with changes behind a plus sign if there are any, and `--set` overrides."""
    from sim.scenario import parse_assignments
    from sim.study.comparing.alternatives import load_alternative

    return load_alternative(name, set=parse_assignments(overrides or ()))


def command_line(
    command: str, name: str, *, seed: int, overrides: Sequence[str] | None, per_point: int, **options: object
) -> str:
    """A command line that can be pasted into a shell."""
    words = ["sim", command, name]
    for option, value in options.items():
        if value is not None:
            words += [f"--{option}", str(value)]
    words += ["--seed", str(seed)]
    if per_point != 2:
        words += ["--per-point", str(per_point)]
    for override in overrides or ():
        words += ["--set", override]
    return shlex.join(words)
