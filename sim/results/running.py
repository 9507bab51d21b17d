"""Playing a scenario many times."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from sim.ensemble import play
from sim.errors import InputError
from sim.results.results import Results
from sim.scenario import Scenario, load
from sim.summary import widest_half_width

MOST_RUNS = 10_000_000
"""More runs than this are not played in one go: their table would not fit into memory."""

Progress = Callable[[int, int], None]
"""Told how many runs are done, and how many there will be."""


def run(
    scenario: Scenario | str | Path,
    runs: int = 10_000,
    seed: int = 0,
    *,
    precision: float | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
    runs_per_point: int = 2,
    command: str | None = None,
) -> Results:
    """Play a scenario (or load it by name or path first) and return what came of it.

    Run r is the same whatever the number of runs: more runs add to the earlier ones. Each draw of the
    uncertain parameters is played `runs_per_point` times, 2 by default, so that what the parameters do can be
    told from chance; 1 gives the sharpest shares and no such split. `workers` None: as many threads as there
    are cores.

    With `precision` H, playing goes on in growing batches after the first `runs` until the 95% interval of
    every outcome's share is no wider than H to either side (half its width, on the scale 0 to 1).

    `command` is kept for the record. Raises InputError for arguments out of range.
    """
    if isinstance(scenario, (str, Path)):
        scenario = load(scenario)
    _check(runs, seed, precision, workers, runs_per_point)

    def batch(first: int, end: int) -> pd.DataFrame:
        tell = None if progress is None else lambda done, _: progress(first + done, end)
        return play(
            scenario,
            first_run=first,
            runs=end - first,
            seed=seed,
            runs_per_point=runs_per_point,
            workers=workers,
            progress=tell,
        )

    batches, done = [batch(0, runs)], runs
    table = batches[0]
    while precision is not None and (half_width := widest_half_width(table)) > precision:
        end = _next_end(done, half_width / precision, runs_per_point)
        batches.append(batch(done, end))
        done = end
        table = pd.concat(batches, ignore_index=True)
    return Results(scenario, table, seed=seed, runs_per_point=runs_per_point, command=command)


def _next_end(done: int, ratio: float, runs_per_point: int) -> int:
    """Where the next batch ends: what the square-root law asks for and 5% more, at most four times as many.

    Whole parameter points, so that no interval is taken with a point cut in half.
    """
    wanted = min(max(done * ratio**2 * 1.05, done * 1.2), done * 4.0)
    return math.ceil(wanted / runs_per_point) * runs_per_point


def _check(runs: int, seed: int, precision: float | None, workers: int | None, runs_per_point: int) -> None:
    if not 1 <= runs <= MOST_RUNS:
        raise InputError(f"runs: {runs:,} is not between 1 and {MOST_RUNS:,}")
    if not 0 <= seed < 2**63:
        raise InputError(f"seed: {seed} is not between 0 and 2^63 - 1")
    if workers is not None and workers < 1:
        raise InputError(f"workers: {workers} is not at least 1")
    if not 1 <= runs_per_point <= 1000:
        raise InputError(f"runs per point: {runs_per_point} is not between 1 and 1,000")
    if precision is not None:
        # In the worst case (share 1/2, parameters decide everything) this many runs are needed.
        finest = math.sqrt(1.96**2 * 0.25 * runs_per_point / MOST_RUNS)
        if not finest <= precision < 0.5:
            raise InputError(
                f"precision: {precision} is not between {finest:.2g} and 0.5; it is half the width of the "
                f"widest interval, and finer than {finest:.2g} may take more than {MOST_RUNS:,} runs"
            )
