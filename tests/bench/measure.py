"""Measuring: seconds of a call, of a command, and what a run in a process of its own took."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from sim.compile import compile_scenario
from sim.ensemble import BLOCK, play_blocks
from sim.model import Actor, NegotiationModel, Text
from sim.scenario import Scenario

ROOT = Path(__file__).resolve().parents[2]
TURN_RUNS, MESA_TURN_RUNS = 24 * BLOCK, 80  # of a turn: about a second each


def best(call: Callable[[], object], repeats: int, clock: Callable[[], float]) -> float:
    """Seconds of the quickest of some calls: the others were disturbed."""
    seconds = []
    for _ in range(repeats):
        begin = clock()
        call()
        seconds.append(clock() - begin)
    return min(seconds)


def runs_per_second(scenario: Scenario, runs: int, threads: int, repeats: int) -> float:
    """Speed of the compiled ensemble, warm, by the clock on the wall."""
    return runs / best(partial(_play, scenario, runs, threads), repeats, time.perf_counter)


def seconds_per_run(scenario: Scenario, repeats: int, least: float) -> float:
    """CPU time of a run of the compiled ensemble on one thread, from batches that take `least` seconds or more."""
    _play(scenario, 2, 1)  # load the compiled code
    runs = 16
    while best(partial(_play, scenario, runs, 1), 1, time.process_time) < least:
        runs *= 2
    return best(partial(_play, scenario, runs, 1), repeats, time.process_time) / runs


def _play(scenario: Scenario, runs: int, threads: int) -> None:
    for _ in play_blocks(compile_scenario(scenario), 0, runs, 0, workers=threads):
        pass


class Own(Actor):
    """An actor of one's own that decides as the rules say: whoever decides in Python makes the whole round Python."""

    def accepts(self, track: str, text: Text, would: bool) -> bool:
        """Sign what the rules would sign."""
        return would


def mesa_seconds_per_run(
    scenario: Scenario, runs: int, actors: Mapping[str, type[Actor]] | None = None
) -> tuple[float, float]:
    """CPU time of a run of the Mesa model: all of it, and its steps alone."""
    NegotiationModel(scenario, run=0, actors=actors).run_model()
    making = stepping = 0.0
    for run in range(runs):  # one after the other: many models at a time would keep the garbage collector busy
        begin = time.process_time()
        model = NegotiationModel(scenario, run=run, actors=actors)
        ready = time.process_time()
        model.run_model()
        making += ready - begin
        stepping += time.process_time() - ready
    return (making + stepping) / runs, stepping / runs


def beside_mesa(scenario: Scenario, turns: int) -> list[float]:
    """In each turn, how many times as many runs the ensemble plays on 2 threads as the Mesa model on one, by the clock.

    They take turns of about a second, so that what slows the machine down for a while slows both.
    """
    _play(scenario, 2, 2)
    ratios = []
    for _ in range(turns):
        ensemble = runs_per_second(scenario, TURN_RUNS, 2, 1)
        begin = time.perf_counter()
        for run in range(MESA_TURN_RUNS):
            NegotiationModel(scenario, run=run).run_model()
        ratios.append(ensemble * (time.perf_counter() - begin) / MESA_TURN_RUNS)
    return ratios


def command_seconds(arguments: Sequence[str], repeats: int, environment: Mapping[str, str] | None = None) -> float:
    """Median wall time of a `sim` command in a process of its own."""
    seconds = []
    for _ in range(repeats):
        begin = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "sim", *arguments],
            cwd=ROOT,
            check=True,
            capture_output=True,
            env=os.environ | dict(environment or {}),
        )
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds)


def streamed(runs: int) -> dict[str, Any]:
    """What it took to play the flagship into a folder, in a process of its own: see `tests.bench.stream`."""
    with tempfile.TemporaryDirectory() as folder:
        ran = subprocess.run(
            [sys.executable, "-m", "tests.bench.stream", str(runs), str(Path(folder) / "result")],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
    found: dict[str, Any] = json.loads(ran.stdout)
    return found
