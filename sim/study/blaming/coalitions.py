"""Playing the same runs with every set of preconditions gone: what `sim blame` counts.

A coalition is a bit mask over the players (preconditions), 1 where one has been dropped. All coalitions of a run have
the same draw of the parameters and the same luck.

Most of them need not be played. A precondition that in some run kept nothing shut and was not waived did nothing in it:
without it the run is the same, to the last bit, and so is what every other precondition did. So each run of a coalition
is first looked for among the coalitions with one player less dropped, and played only where that player did
something. On divisible issues a precondition can turn a draft away without being noted, and all are played.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.analysis import Quantity
from sim.arrays import Floats, Integers
from sim.compile import Compiled, Work, compile_scenario
from sim.scenario import Scenario
from sim.study.blaming.lifting import Lifted, lift, play_lifted
from sim.study.updating.row_columns import places_of, series_of


@dataclass(frozen=True)
class Stage:
    """A scenario with the preconditions that are players (ids), and the quantities that are wanted."""

    whole: Compiled
    players: tuple[str, ...]
    quantities: tuple[Quantity, ...]

    @classmethod
    def of(cls, scenario: Scenario, players: tuple[str, ...], quantities: tuple[Quantity, ...]) -> Stage:
        """Compile a scenario."""
        return cls(compile_scenario(scenario), players, quantities)

    @cached_property
    def wanted(self) -> dict[str, int]:
        """The columns that the quantities need, and where they are in a row."""
        names = dict.fromkeys(name for quantity in self.quantities for name in quantity.columns)
        return places_of(self.whole, tuple(names))

    @cached_property
    def traces(self) -> tuple[Integers, ...]:
        """For each player the columns that are above 0 if it did anything, as places in a row."""
        place = {column.name: n for n, column in enumerate(self.whole.columns)}
        keys = zip(self.whole.names.held, self.whole.names.preconditions, strict=True)
        by_id: dict[str, list[int]] = {name: [] for name in self.players}
        for (name, _), key in keys:
            if name in by_id:
                by_id[name] += [place[f"waived.{key}"], place[f"blocked.{key}"]]
        return tuple(np.array(by_id[name], dtype=np.int64) for name in self.players)

    @cached_property
    def tells(self) -> bool:
        """Whether a row tells of each precondition if it did anything."""
        return not any(issue.divisible for issue in self.whole.scenario.terms.values())

    def lifted(self, mask: int) -> Lifted:
        """The scenario without the players in `mask`."""
        return lift(self.whole, [name for p, name in enumerate(self.players) if mask >> p & 1])


@dataclass(frozen=True)
class Block:
    """Some runs: their numbers (runs,), which of `draws` (points, dimensions) is theirs (runs,), and the seed."""

    runs: Integers
    points: Integers
    draws: Floats
    seed: int

    @classmethod
    def of(cls, compiled: Compiled, first_run: int, runs: int, seed: int, runs_per_point: int) -> Block:
        """Runs `first_run` onwards, at the draws that `sim run` gives them."""
        numbers = np.arange(first_run, first_run + runs, dtype=np.int64)
        first = first_run // runs_per_point
        points = numbers // runs_per_point - first
        return cls(numbers, points, compiled.draws(compiled.cube(first, int(points[-1]) + 1, seed)), seed)


def worths(stage: Stage, work: Work, block: Block, masks: Iterable[int]) -> tuple[Mapping[int, Floats], int]:
    """What each coalition in `masks` is worth in each run: (quantities, runs); and how many runs had to be played."""
    order = sorted(set(masks), key=lambda mask: (mask.bit_count(), mask))
    rows: dict[int, Floats] = {}
    active: dict[int, Integers] = {}
    played = 0
    for mask in order:
        rows[mask], active[mask], fresh = _settled_or_played(stage, work, block, mask, rows, active)
        played += fresh
    stacked = np.concatenate([rows[mask] for mask in order])
    table = series_of(stage.whole, stage.wanted, stacked)
    shape = (len(order), block.runs.size)
    values = np.stack([quantity.values(table).reshape(shape) for quantity in stage.quantities], axis=1)
    return {mask: values[n] for n, mask in enumerate(order)}, played


def _settled_or_played(
    stage: Stage, work: Work, block: Block, mask: int, rows: Mapping[int, Floats], active: Mapping[int, Integers]
) -> tuple[Floats, Integers, int]:
    """Wanted columns (runs, columns) and bits of who did something (runs,) in one coalition."""
    size = block.runs.size
    own, did = np.zeros((size, len(stage.wanted))), np.zeros(size, dtype=np.int64)
    left = np.ones(size, dtype=np.bool_)
    if stage.tells:
        for p in range(len(stage.players)):
            before = mask & ~(1 << p)
            if before == mask or before not in rows:
                continue
            same = left & (active[before] >> p & 1 == 0)
            own[same], did[same] = rows[before][same], active[before][same]
            left &= ~same
    fresh = np.flatnonzero(left)
    if fresh.size:
        played = play_lifted(
            stage.lifted(mask), stage.whole, work, block.runs[fresh], block.points[fresh], block.draws, block.seed
        )
        own[fresh] = played[:, list(stage.wanted.values())]
        did[fresh] = _who_did_something(stage, played)
    return own, did, int(fresh.size)


def _who_did_something(stage: Stage, rows: Floats) -> NDArray[np.int64]:
    bits = np.zeros(rows.shape[0], dtype=np.int64)
    for p, places in enumerate(stage.traces):
        bits |= (rows[:, places] > 0).any(axis=1).astype(np.int64) << p
    return bits
