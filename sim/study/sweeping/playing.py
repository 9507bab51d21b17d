"""Playing a block, in whatever thread or process: the only thing that a worker is asked to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sim.analysis.quantities import Quantity, quantity
from sim.compile import Compiled, Work, compile_scenario
from sim.ensemble import play_rows, to_arrow, to_pandas
from sim.errors import RunError
from sim.study.sweeping.blocks import Block, Recipe
from sim.study.sweeping.engine import engine_digest
from sim.study.sweeping.parts import encode
from sim.study.sweeping.tally import Tally, tally

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

CHUNK = 2048
"""Runs that are in memory with all their columns at a time."""
PAGE = 512
"""Draws of the parameters that are made at a time at most, and kept for the next point if it has the same."""


class OtherEngine(RunError):
    """A worker has another version of what plays: its runs must not be mixed with the others'."""


@dataclass(frozen=True, eq=False)
class Played:
    """What came of a block: its runs as the bytes of a Parquet file, and their sums."""

    part: bytes
    tally: Tally


def play_block(block: Block) -> Played:
    """Play a block.

    Raises OtherEngine if this process would play it differently from who asked, RunError if a run came to no end.
    """
    if block.recipe.engine != engine_digest():
        raise OtherEngine(
            "a worker has other versions of sim or of its packages than the process that shares out the work: "
            "install the same everywhere"
        )
    player = player_of(block.recipe)
    table = player.table(block)
    return Played(encode(table, block.name), player.tally(block, table))


class Player:
    """A variant, compiled once a process for all its blocks. Threads may share it."""

    def __init__(self, recipe: Recipe) -> None:
        scenario = recipe.unpacked()
        self.recipe = recipe
        self.compiled: Compiled = compile_scenario(scenario)
        self.quantities: tuple[Quantity, ...] = tuple(quantity(name, scenario) for name in recipe.quantities)
        dimensions = list(self.compiled.dimensions)
        self._designed = [number for number, path in enumerate(recipe.paths) if path in self.compiled.dimensions]
        self._places = [dimensions.index(recipe.paths[number]) for number in self._designed]
        self._spare: list[Work] = []
        self._page = lru_cache(maxsize=4)(self._new_page)

    def table(self, block: Block) -> pa.Table:
        """The runs of a block, one row a run: point, run, draw, and the columns that are kept."""
        sizes = block.end - block.first
        span = np.repeat(np.arange(len(block)), sizes)
        starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
        run = np.arange(span.size) - np.repeat(starts - block.first, sizes)
        work = self._spare.pop() if self._spare else self.compiled.work()
        try:
            chunks = list(self._chunks(block, span, run, work))
        finally:
            self._spare.append(work)
        which = {"point": block.points[span], "run": run, "draw": run // self.recipe.runs_per_draw}
        columns = pa.concat_tables(chunks).combine_chunks()
        return pa.table([*map(pa.array, which.values()), *columns.columns], names=[*which, *columns.column_names])

    def tally(self, block: Block, table: pa.Table) -> Tally:
        """Sums over the runs of a block. Where nothing is drawn, every run stands alone."""
        drawn = self._is_drawn(block.values)
        together = np.where(drawn, self.recipe.runs_per_draw, 1).astype(np.int64)
        return tally(to_pandas(table), self.quantities, block.points, block.end - block.first, together)

    def _is_drawn(self, values: Floats) -> NDArray[np.bool_]:
        """Whether any number is left to the draw (shape: spans)."""
        if len(self._designed) < len(self.compiled.dimensions):
            return np.ones(len(values), dtype=np.bool_)
        return np.asarray(np.isnan(values[:, self._designed]).any(axis=1))

    def _chunks(self, block: Block, span: Integers, run: Integers, work: Work) -> Iterator[pa.Table]:
        for start in range(0, run.size, CHUNK):
            here = slice(start, start + CHUNK)
            points, draws = self._parameters(block, span[here], run[here])
            numbers = block.luck[span[here]] + run[here]
            rows = play_rows(self.compiled, work, numbers, points, draws, self.recipe.seed)
            _check(rows, draws)
            yield to_arrow(self.compiled, 0, rows, 1).select(self.recipe.columns)

    def _parameters(self, block: Block, span: Integers, run: Integers) -> tuple[Integers, Floats]:
        """The row of parameter values of each run, and these rows (rows, dimensions)."""
        draw = run // self.recipe.runs_per_draw
        drawn = bool(self._is_drawn(block.values).any())
        new = (np.diff(span) != 0) | ((np.diff(draw) != 0) & drawn)
        first = np.concatenate(([0], np.flatnonzero(new) + 1))
        if drawn:
            draws = self._draws(block, span[first], draw[first])
        else:
            draws = np.empty((first.size, len(self.compiled.dimensions)))
        designed = block.values[span[first]][:, self._designed]
        draws[:, self._places] = np.where(np.isnan(designed), draws[:, self._places], designed)
        return np.concatenate(([0], np.cumsum(new))), draws

    def _draws(self, block: Block, span: Integers, draw: Integers) -> Floats:
        """Values (draws, dimensions) of the draws of these numbers at these spans."""
        begin = block.luck[span] // self.recipe.runs_per_draw
        most = -(-int(block.end.max()) // self.recipe.runs_per_draw)
        found = np.empty((draw.size, len(self.compiled.dimensions)))
        page = begin + draw // PAGE * PAGE
        for first in np.unique(page).tolist():
            here = page == first
            size = min(PAGE, most - int(first - begin[here][0]))
            found[here] = self._page(first, size)[begin[here] + draw[here] - first]
        return found

    def _new_page(self, first: int, size: int) -> Floats:
        return self.compiled.draws(self.compiled.cube(first, size, self.recipe.seed))


@lru_cache(maxsize=16)
def player_of(recipe: Recipe) -> Player:
    """The player of a variant; the last few are kept."""
    return Player(recipe)


def _check(rows: Floats, draws: Floats) -> None:
    """Refuse runs that cannot have been played with these parameters."""
    if not np.isfinite(draws).all():
        raise RunError("a parameter is not a finite number")
    if not np.isfinite(rows).all() or (rows[:, 0] < 0).any():
        raise RunError("a run came to no outcome, or to a number that is not finite")
