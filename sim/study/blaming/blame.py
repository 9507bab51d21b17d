"""`blame`: which precondition keeps a quantity from being what it would be without any, by Shapley values."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.analysis import Quantity, quantity
from sim.analysis.attribution import (
    MOST_ENUMERATED,
    Attribution,
    Player,
    antithetic_orders,
    attribute,
    coalitions_passed,
    enumerated_contributions,
    sampled_contributions,
    small_coalitions,
)
from sim.analysis.clusters import Clusters
from sim.arrays import Floats
from sim.compile import Work
from sim.errors import InputError
from sim.results.running import check_playing, check_runs
from sim.scenario import Scenario, load
from sim.scenario.suggest import allowed_or_meant
from sim.study.blaming.blame_results import BlameResults
from sim.study.blaming.coalitions import Block, Stage, worths
from sim.summary import Names

RUNS = 1000
ORDER_PAIRS = 8
"""Where orders are sampled: so many, and as many reversed, for each group of runs."""
GROUP = 16
"""Where orders are sampled: runs that share their orders."""
ENUMERATED_BLOCK = 256
"""Runs that a thread plays through all coalitions at a time: what it keeps of 4,096 coalitions takes some 50 MB."""
MOST_RUNS = 1_000_000

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class _Played:
    """A block through all its coalitions: `contributions` (quantities, players, runs) and worths (quantities, runs)."""

    contributions: Floats
    worth: Mapping[int, Floats]
    sums: Mapping[int, Floats]
    played: int


def blame(
    scenario: Scenario | str | Path,
    runs: int = RUNS,
    seed: int = 0,
    *,
    outcomes: Sequence[str] | None = None,
    among: Sequence[str] | None = None,
    runs_per_point: int = 2,
    workers: int | None = None,
    progress: Progress | None = None,
    command: str | None = None,
) -> BlameResults:
    """Shapley values of a scenario's preconditions, for one or more quantities.

    A coalition is the scenario with some preconditions removed (each with all its holders). All of them are played on
    the same luck; up to 12 players all coalitions, beyond that sampled orders. `outcomes` are names of quantities
    (`sim.analysis.quantity_names`; by default settlement, ceasefire and the time to it), `among` the preconditions that
    are players (default: all; the others stay). Run r is run r of `sim.run` with the same seed and `runs_per_point`.
    `progress` is told of runs done and of how many, every coalition counted.

    Raises InputError for arguments that do not fit the scenario, and for one without preconditions.
    """
    if isinstance(scenario, (str, Path)):
        scenario = load(scenario)
    check_runs(runs, MOST_RUNS)
    check_playing(seed, workers, runs_per_point)
    names = _players(scenario, among)
    quantities = tuple(_quantity(name, scenario) for name in outcomes or default_outcomes(scenario))
    stage = Stage.of(scenario, names, quantities)
    enumerated = len(names) <= MOST_ENUMERATED
    blocks = list(_blocks(runs, runs_per_point, ENUMERATED_BLOCK if enumerated else GROUP))
    parts: list[_Played] = []
    done, each = 0, coalitions_of(len(names))
    for part, size in _play(stage, blocks, seed, runs_per_point, enumerated, workers):
        parts.append(part)
        done += size
        if progress is not None:
            progress(done * each, runs * each)
    numbers = np.arange(runs)
    group = numbers // runs_per_point
    if not enumerated:
        group = np.repeat(np.arange(len(blocks)), [size for _, size in blocks])
    players = _labelled(names, scenario)
    found = tuple(
        _attribution(item, n, players, parts, Clusters.of(group), enumerated) for n, item in enumerate(quantities)
    )
    means = {mask: np.sum([part.sums[mask] for part in parts], axis=0) / runs for mask in parts[0].sums}
    return BlameResults(
        scenario=scenario, attributions=found, means=means, players=tuple(players), seed=seed,
        runs=runs, runs_per_point=runs_per_point, played=sum(part.played for part in parts), command=command,
    )  # fmt: skip


def default_outcomes(scenario: Scenario) -> tuple[str, ...]:
    """A settlement, a ceasefire and the time to it; without a war a settlement and the time to it."""
    if scenario.belligerents:
        return ("settlement", "ceasefire", "rounds_to.ceasefire")
    return ("settlement", "rounds_to.signed")


def coalitions_of(players: int) -> int:
    """How many coalitions of so many players are looked at in each run."""
    if players <= MOST_ENUMERATED:
        return 1 << players
    return len(small_coalitions(players)) + 2 * ORDER_PAIRS * (players - 1)


def _players(scenario: Scenario, among: Sequence[str] | None) -> tuple[str, ...]:
    """The preconditions that are players, in the order of the file."""
    held = list(scenario.preconditions) if scenario.mechanisms.preconditions else []
    if not held:
        raise InputError(f"{scenario.name!r} has no preconditions that hold anything: nobody can be blamed")
    for name in among or ():
        if name not in held:
            raise InputError(f"there is no precondition '{name}' in {scenario.name!r}; {allowed_or_meant(name, held)}")
    chosen = [name for name in held if among is None or name in among]
    if not chosen:
        raise InputError("name at least one precondition")
    if len(chosen) > 40:
        raise InputError(f"{len(chosen)} preconditions are too many to play every pair of them; choose among them")
    return tuple(chosen)


def _labelled(names: Sequence[str], scenario: Scenario) -> list[Player]:
    """Players called by who holds them and what they demand."""
    labels: dict[str, tuple[str, list[str]]] = {}
    for item in Names.of(scenario).preconditions:
        labels.setdefault(item.column.split(".")[0], (item.label, []))[1].append(item.holder)
    return [Player(name, f"{', '.join(labels[name][1])}: {labels[name][0]}") for name in names]


def _quantity(name: str, scenario: Scenario) -> Quantity:
    """A quantity that means the same with any precondition gone."""
    found = quantity(name, scenario)
    for column in found.columns:
        if column.split(".")[0] in ("waived", "satisfied", "blocked"):
            raise InputError(f"'{name}' is about a precondition, and has no value in runs without it")
    return found


def _blocks(runs: int, runs_per_point: int, size: int) -> Iterator[tuple[int, int]]:
    """(first run, runs) of blocks that cut no parameter point in two."""
    size = math.ceil(size / runs_per_point) * runs_per_point
    for start in range(0, runs, size):
        yield start, min(size, runs - start)


def _play(
    stage: Stage, blocks: Sequence[tuple[int, int]], seed: int, runs_per_point: int, enumerated: bool,
    workers: int | None,
) -> Iterator[tuple[_Played, int]]:  # fmt: skip
    """Every block through its coalitions, in order, on threads."""
    workers = min(workers or os.cpu_count() or 1, len(blocks))
    spare = [stage.whole.work() for _ in range(workers)]

    def play(number: int) -> _Played:
        work = spare.pop()
        try:
            first, size = blocks[number]
            block = Block.of(stage.whole, first, size, seed, runs_per_point)
            return _enumerate(stage, work, block) if enumerated else _sample(stage, work, block, number)
        finally:
            spare.append(work)

    with ThreadPoolExecutor(workers) as pool:
        waiting: list[tuple[int, Future[_Played]]] = []
        try:
            for number in range(len(blocks)):
                waiting.append((number, pool.submit(play, number)))
                if len(waiting) > 2 * workers:
                    first, future = waiting.pop(0)
                    yield future.result(), blocks[first][1]
            for number, future in waiting:
                yield future.result(), blocks[number][1]
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _enumerate(stage: Stage, work: Work, block: Block) -> _Played:
    players = len(stage.players)
    worth, played = worths(stage, work, block, range(1 << players))
    stacked = np.stack([worth[mask] for mask in range(1 << players)], axis=1)
    contributions = np.stack([enumerated_contributions(values) for values in stacked])
    kept = {mask: worth[mask] for mask in small_coalitions(players)}
    return _Played(contributions, kept, {mask: values.sum(axis=1) for mask, values in worth.items()}, played)


def _sample(stage: Stage, work: Work, block: Block, number: int) -> _Played:
    players = len(stage.players)
    orders = antithetic_orders(players, ORDER_PAIRS, (block.seed, number))
    small = small_coalitions(players)
    worth, played = worths(stage, work, block, {*small, *coalitions_passed(orders)})
    contributions = np.stack([
        sampled_contributions({mask: values[n] for mask, values in worth.items()}, orders)
        for n in range(len(stage.quantities))
    ])  # fmt: skip
    return _Played(contributions, {mask: worth[mask] for mask in small}, {}, played)


def _attribution(
    item: Quantity, n: int, players: Sequence[Player], parts: Sequence[_Played], clusters: Clusters, enumerated: bool
) -> Attribution:
    """What the blocks say of the n-th quantity."""
    contributions = np.concatenate([part.contributions[n] for part in parts], axis=1)
    worth = {mask: np.concatenate([part.worth[mask][n] for part in parts]) for mask in parts[0].worth}
    return attribute(
        players, contributions, worth, clusters,
        quantity=item.name, label=item.label, unit=item.unit, kind=item.kind, enumerated=enumerated,
    )  # fmt: skip
