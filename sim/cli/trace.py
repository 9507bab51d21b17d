"""`sim trace`: one run as a diary."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from sim.cli.arguments import Overrides, PerPoint, ScenarioName, Seed, load_scenario
from sim.cli.console import announce_compiling, output


def trace(
    scenario: ScenarioName,
    run: Annotated[int, typer.Option("--run", metavar="R", min=0, help="Number of the run, from 0.")],
    seed: Seed = 0,
    set_: Overrides = None,
    per_point: PerPoint = 2,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Replay one run of an ensemble as a diary.

    Who met, who refused whom and why, what was tabled, what moved, why it ended.
    """
    loaded = load_scenario(scenario, set_)

    from sim.diary import trace as replay
    from sim.kernel import CACHE

    if not any(CACHE.rglob("*.play_round-*.nbc")):
        announce_compiling()
    story = replay(loaded, seed, run, runs_per_point=per_point)
    if as_json:
        typer.echo(json.dumps(story.to_dict(), indent=1, ensure_ascii=False, allow_nan=False))
        return
    console = output()
    for line in story.lines():
        console.print(line)
    console.print("\nOne run of many, and not a forecast.")
