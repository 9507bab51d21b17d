"""`update`: what a scenario says once something has been seen."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from sim.analysis import quantity
from sim.analysis.clusters import Clusters
from sim.analysis.conditioning import (
    TAILS,
    Agreement,
    agreements,
    change_of,
    effective_runs,
    held,
    measured,
    shifts_of,
    weights_of,
)
from sim.arrays import Floats
from sim.compile import Compiled, Work, compile_scenario
from sim.ensemble import play_rows
from sim.errors import InputError, RunError
from sim.results.running import check_playing, check_runs
from sim.scenario import Scenario, load
from sim.study.blaming.coalitions import Block
from sim.study.updating.observations import Observation, load_observations, read_observations
from sim.study.updating.prefix import first_time, is_fighting, rounds_wanted, rows_until
from sim.study.updating.row_columns import places_of, series_of
from sim.study.updating.update_results import UpdateResults
from sim.summary import Names

RUNS = 20_000
LEAST = 100
"""Fewer effective runs than this say too little: an interval of a share of one half would be wider than +-10%."""
MOST_RUNS = 1_000_000
BLOCK = 1024
ALWAYS = ("outcome", "ended", "signed", "ceasefire", "front")

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class _Played:
    """A block: log-weights (observations, runs), wanted columns (runs, columns), and places and values of the
    uncertain numbers of those runs that no observation rejects.
    """

    logs: Floats
    columns: Floats
    cube: Floats
    draws: Floats


def update(
    scenario: Scenario | str | Path,
    observed: str | Path | Sequence[str],
    runs: int = RUNS,
    seed: int = 0,
    *,
    outcomes: Sequence[str] | None = None,
    least: float = LEAST,
    runs_per_point: int = 1,
    workers: int | None = None,
    progress: Progress | None = None,
    command: str | None = None,
) -> UpdateResults:
    """Condition a scenario on dated observations: a file of them, or the lines of one.

    Runs that contradict an event are left out; a number that was measured weighs each run by how near it comes. What
    is reported of the rest stands beside what is expected without having seen anything. `outcomes` are quantities
    (`sim.analysis.quantity_names`); default: how it ends, ceasefire, steps, times and the front. Run r is run r of
    `sim.run` with the same seed and `runs_per_point`; one run a draw, the default, leaves most.

    Raises ScenarioError with every problem of the observations, InputError for arguments that do not fit, and RunError
    if fewer than `least` effective runs are left, saying what each observation leaves.
    """
    if isinstance(scenario, (str, Path)):
        scenario = load(scenario)
    _check(runs, seed, runs_per_point, workers, least)
    if isinstance(observed, (str, Path)):
        name, seen = str(observed), load_observations(observed, scenario)
    else:
        name, seen = "the observations", read_observations(observed, scenario)
    quantities = tuple(quantity(item, scenario) for item in outcomes or default_outcomes(scenario))
    compiled = compile_scenario(scenario)
    wanted = places_of(compiled, tuple(dict.fromkeys([*ALWAYS, *(c for q in quantities for c in q.columns)])))
    parts: list[_Played] = []
    for part in _play(compiled, seen, wanted, runs, seed, runs_per_point, workers):
        parts.append(part)
        if progress is not None:
            progress(sum(len(item.columns) for item in parts), runs)
    logs = np.concatenate([part.logs for part in parts], axis=1)
    clusters = Clusters.of(np.arange(runs) // runs_per_point)
    weights = weights_of(logs)
    left = agreements([item.text for item in seen], [item.line for item in seen], logs)
    effective = effective_runs(weights, clusters)
    if effective < least:
        raise RunError(_refusal(name, left, effective, least, runs))
    table = series_of(compiled, wanted, np.concatenate([part.columns for part in parts]))
    kept = np.isfinite(logs.sum(axis=0))
    shifts = shifts_of(
        list(compiled.dimensions),
        np.concatenate([part.cube for part in parts]).astype(np.float64),
        np.concatenate([part.draws for part in parts]).astype(np.float64),
        compiled.draws(np.repeat(np.array(TAILS)[:, None], len(compiled.dimensions), axis=1)),
        weights[kept],
        effective,
    )
    changes = tuple(
        change_of(item.name, item.label, item.unit, item.kind, item.values(table), weights, clusters)
        for item in quantities
    )
    numbers = {"run": np.arange(runs), "point": np.arange(runs) // runs_per_point, "weight": weights}
    return UpdateResults(
        scenario=scenario, observed=name, agreements=left, changes=changes, shifts=shifts, effective=effective,
        table=pd.DataFrame({**numbers, **table}), seed=seed, runs=runs, runs_per_point=runs_per_point, command=command,
    )  # fmt: skip


def default_outcomes(scenario: Scenario) -> tuple[str, ...]:
    """How it ends, and what happens on the way."""
    names = Names.of(scenario)
    found = list(names.shown_outcomes(()))
    at_war = bool(scenario.belligerents)
    found += ["ceasefire"] if at_war else []
    found += [f"step.{name}" for name in names.steps if name != "ceasefire"]
    found += ["rounds_to.signed", *(["rounds_to.ceasefire", "front"] if at_war else [])]
    return tuple(found)


def _check(runs: int, seed: int, runs_per_point: int, workers: int | None, least: float) -> None:
    check_runs(runs, MOST_RUNS)
    check_playing(seed, workers, runs_per_point)
    if not least >= 2:
        raise InputError(f"least: {least} is not at least 2 effective runs")


def _refusal(name: str, left: Sequence[Agreement], effective: float, least: float, runs: int) -> str:
    """Why nothing is said, what each observation leaves, and what would help."""
    lines = [
        f"{name}: {effective:.0f} effective runs of {runs:,} agree with all that was seen, and at least {least:g} are "
        "needed to say anything."
    ]
    lines += [
        f"  line {item.line}: {item.text}: leaves {100 * item.alone:.2g}% by itself, "
        f"{100 * item.so_far:.2g}% with those above"
        for item in left
    ]
    if effective > 0:
        enough = math.ceil(1.3 * runs * least / effective / 1000) * 1000
        if enough <= MOST_RUNS:
            lines.append(f"Play more runs (--runs {enough}), or give wider errors where they are wider.")
            return "\n".join(lines)
    lines.append("The scenario hardly ever does what was seen: look at the observation that leaves least.")
    return "\n".join(lines)


def _play(
    compiled: Compiled, seen: tuple[Observation, ...], wanted: Mapping[str, int], runs: int, seed: int,
    runs_per_point: int, workers: int | None,
) -> Iterator[_Played]:  # fmt: skip
    """Blocks of runs in order, on threads."""
    size = math.ceil(BLOCK / runs_per_point) * runs_per_point
    starts = range(0, runs, size)
    workers = min(workers or os.cpu_count() or 1, len(starts))
    spare = [compiled.work() for _ in range(workers)]

    def play(start: int) -> _Played:
        work = spare.pop()
        try:
            block = Block.of(compiled, start, min(size, runs - start), seed, runs_per_point)
            return _play_block(compiled, work, block, seen, wanted, start // runs_per_point)
        finally:
            spare.append(work)

    with ThreadPoolExecutor(workers) as pool:
        waiting: list[Future[_Played]] = []
        try:
            for start in starts:
                waiting.append(pool.submit(play, start))
                if len(waiting) > 2 * workers:
                    yield waiting.pop(0).result()
            for future in waiting:
                yield future.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _play_block(
    compiled: Compiled, work: Work, block: Block, seen: tuple[Observation, ...], wanted: Mapping[str, int],
    first_point: int,
) -> _Played:  # fmt: skip
    rows = play_rows(compiled, work, block.runs, block.points, block.draws, block.seed)
    places = {column.name: place for place, column in enumerate(compiled.columns)}
    full = {name: rows[:, place] for name, place in places.items()}
    at: dict[int, dict[str, Floats]] = {0: {name: np.zeros(block.runs.size) for name in places}}
    for round_ in rounds_wanted(seen):
        then = rows_until(compiled, work, block, round_, full["signed"])
        at[round_] = {name: then[:, place] for name, place in places.items()}
    logs = np.stack([log_weights(compiled, item, full, at) for item in seen])
    kept = np.isfinite(logs.sum(axis=0))
    cube = compiled.cube(first_point, int(block.points[-1]) + 1, block.seed)
    return _Played(
        logs,
        rows[:, list(wanted.values())],
        cube[block.points[kept]].astype(np.float32),
        block.draws[block.points[kept]].astype(np.float32),
    )


def log_weights(
    compiled: Compiled, seen: Observation, full: Mapping[str, Floats], at: Mapping[int, Mapping[str, Floats]]
) -> Floats:
    """Log-weights (runs,) by one observation, from the table to the end and the tables `at` the end of rounds."""
    sighting = seen.sighting
    if seen.kind == "number":
        values = at[seen.last][sighting.columns[0]]
        if seen.error is not None:
            return measured(values, seen.low, seen.error)
        return held((values >= seen.low) & (values <= seen.high))
    if seen.kind == "state":
        happened = is_fighting(compiled, at[seen.last])
    elif sighting.counted and (seen.kind == "within" or not sighting.columns):
        before, after = at[seen.first - 1], at[seen.last]
        happened = np.stack([after[name] - before[name] for name in sighting.counted]).sum(axis=0) > 0
    else:
        first = first_time(full, sighting.columns)
        happened = (first >= seen.first) & (first <= seen.last)
    return held(happened == seen.happened)
