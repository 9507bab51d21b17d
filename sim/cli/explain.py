"""`sim explain`: is the process stuck by construction, where, and what is the least that would have to give."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.arguments import Overrides, ScenarioName, Seed, command_line, load_scenario
from sim.cli.console import output, print_parts, print_written, progress
from sim.errors import InputError

if TYPE_CHECKING:
    from sim.structure import Explanation
    from sim.study.explaining.ways_out import Played
    from sim.study.explaining.what_if import Supposition


def explain(
    scenario: ScenarioName,
    goal: Annotated[
        list[str] | None,
        typer.Option("--goal", metavar="G", help="Ask for this only: a step, talks, or signature. Repeatable."),
    ] = None,
    waive: Annotated[
        list[str] | None,
        typer.Option("--waive", metavar="KEY", help="Take a demand as waived: NAME, or NAME.HOLDER. Repeatable."),
    ] = None,
    add: Annotated[
        list[str] | None,
        typer.Option("--add", metavar="YAML", help="Add elements: a YAML text or file. Repeatable."),
    ] = None,
    set_: Overrides = None,
    most: Annotated[
        int, typer.Option("--most", metavar="N", min=1, help="Look for so many deadlocks and ways out a goal.")
    ] = 20,
    seconds: Annotated[
        float | None, typer.Option("--seconds", metavar="T", min=0.0, help="Stop looking after this time.")
    ] = None,
    simulate: Annotated[
        bool, typer.Option("--simulate", help="Play each way out: does it lead to a ceasefire, to a settlement?")
    ] = False,
    runs: Annotated[int, typer.Option("--runs", metavar="N", min=1, help="Runs a way out, with --simulate.")] = 4_000,
    seed: Seed = 0,
    what_if: Annotated[bool, typer.Option("--what-if", help="Go on with a prompt to suppose things at.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Write the answer and its pictures here.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Say what the preconditions allow before any run.

    Whether a ceasefire, each other step, talks and a signature are within reach; if not, every smallest deadlock and
    every smallest way out.
    """
    if as_json and what_if:
        raise InputError("--json answers once and --what-if goes on asking: choose one")
    loaded = load_scenario(scenario, set_)

    from sim.structure import explain as ask
    from sim.study.explaining.explanation_folder import Explained
    from sim.study.explaining.what_if import Supposition

    supposed = _supposed(Supposition(loaded), add or (), waive or ())
    if out is not None:
        from sim.results import check_target

        check_target(out)
    answer = ask(supposed.scenario, waive=supposed.waived, goals=goal, most=most, seconds=seconds)
    played = _play(answer, runs, seed) if simulate else None
    command = command_line("explain", scenario, seed=seed, overrides=set_, per_point=2, runs=runs if simulate else None)
    explained = Explained(answer, played, _whole(command, goal, waive, add, simulate))
    written = explained.save(out) if out is not None else []
    if as_json:
        typer.echo(json.dumps(explained.to_dict(), indent=1, ensure_ascii=False, allow_nan=False))
        return
    _print(explained, written)
    if what_if:
        _go_on(supposed, answer, goal, most, seconds)


def _supposed(supposed: Supposition, add: Sequence[str], waive: Sequence[str]) -> Supposition:
    for text in add:
        supposed = supposed.add(text)
    return supposed.waive(waive)


def _whole(command: str, goal: Sequence[str] | None, waive: Sequence[str] | None, add: Sequence[str] | None,
           simulate: bool) -> str:  # fmt: skip
    """The command line with what only this command has."""
    import shlex

    options = {"--goal": goal, "--waive": waive, "--add": add}
    words = [word for option, values in options.items() for value in values or () for word in (option, value)]
    return " ".join([command, *(["--simulate"] if simulate else []), *([shlex.join(words)] if words else [])])


def _play(answer: Explanation, runs: int, seed: int) -> Played:
    from sim.ensemble import is_compiled
    from sim.study.explaining.ways_out import play_ways_out

    with progress(is_compiled()) as tell:
        return play_ways_out(answer, runs, seed, progress=tell)


def _print(explained: object, written: Sequence[Path]) -> None:
    from sim.cli.explain_tables import explanation_tables
    from sim.study.explaining.explanation_folder import Explained

    assert isinstance(explained, Explained)
    console = output()
    print_parts(console, explanation_tables(explained))
    print_written(console, written)


def _go_on(
    supposed: Supposition, answer: Explanation, goals: Sequence[str] | None, most: int, seconds: float | None
) -> None:
    from sim.cli.what_if import Session, typed_lines

    console = output()
    console.print("Suppose something (help tells how, quit leaves).")
    Session(console, supposed, goals, most, seconds, answer).run(typed_lines())
