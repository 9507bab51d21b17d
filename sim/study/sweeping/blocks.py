"""What is played at a time: spans of runs at design points, cut into blocks that are named by their content.

A block says all that its runs depend on: the scenario, the values that the design sets, the numbers of the runs, the
seed, and the version of the engine. Played twice, here or on another machine, it gives the same bytes, so a name that
is there already need not be played again. How blocks are cut depends on the study and on nothing else, in particular
not on how many workers there are.
"""

from __future__ import annotations

import hashlib
import pickle
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.scenario import Scenario

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

FEWEST_RUNS, MOST_RUNS = 1024, 65_536
"""Runs a block: enough to forget the overhead, few enough that little is lost with a worker."""
BLOCKS = 256
"""Into how many blocks the runs are cut, within those bounds."""


@dataclass(frozen=True)
class Recipe:
    """What all blocks of one variant share, in a form that can be sent to another process.

    `scenario` is the digest of the variant's scenario and `packed` the scenario itself; `paths` are the numbers that
    the design sets, `columns` those of the outcome table that are kept, `quantities` what is summed up of them.
    """

    scenario: str
    packed: bytes
    paths: tuple[str, ...]
    columns: tuple[str, ...]
    quantities: tuple[str, ...]
    seed: int
    runs_per_draw: int
    engine: str

    @cached_property
    def identity(self) -> bytes:
        """Digest of all that the rows of a block depend on, apart from its spans."""
        parts = (self.scenario, self.paths, self.columns, self.seed, self.runs_per_draw, self.engine)
        return hashlib.sha256(repr(parts).encode()).digest()

    def unpacked(self) -> Scenario:
        """The scenario of the variant."""
        found = pickle.loads(zlib.decompress(self.packed))
        assert isinstance(found, Scenario)
        return found


def packed(scenario: Scenario) -> bytes:
    """A scenario as few bytes for `Recipe.unpacked`."""
    return zlib.compress(pickle.dumps(scenario, protocol=pickle.HIGHEST_PROTOCOL))


@dataclass(frozen=True, eq=False)
class Block:
    """Spans of runs of one variant: runs `first[n]` to `end[n] - 1` at design point `points[n]`.

    `values` (spans, paths) are what the design sets there; NaN leaves a number as the variant has it. Run k has the
    luck of the number `luck[n] + k`.
    """

    recipe: Recipe
    points: Integers
    first: Integers
    end: Integers
    luck: Integers
    values: Floats

    @cached_property
    def name(self) -> str:
        """Digest of the content, in hex."""
        digest = hashlib.sha256(self.recipe.identity)
        for array in (self.points, self.first, self.end, self.luck, self.values):
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()[:40]

    @property
    def runs(self) -> int:
        """Number of runs."""
        return int((self.end - self.first).sum())

    def __len__(self) -> int:
        """Number of spans."""
        return len(self.points)

    def part(self, start: int, stop: int) -> Block:
        """The block of some of its spans."""
        cut = slice(start, stop)
        luck, values = self.luck[cut], self.values[cut]
        return Block(self.recipe, self.points[cut], self.first[cut], self.end[cut], luck, values)

    def singles(self) -> Iterator[Block]:
        """A block a span: to find out which of them fails."""
        for span in range(len(self)):
            yield self.part(span, span + 1)


def block_size(runs: int, runs_per_draw: int) -> int:
    """How many runs a block should have, of `runs` in all: whole draws."""
    wanted = min(max(runs // BLOCKS, FEWEST_RUNS), MOST_RUNS)
    return max(-(-wanted // runs_per_draw), 1) * runs_per_draw


def cut(
    recipes: Sequence[Recipe], variant_of: Integers, luck: Integers, values: Floats, points: Integers, first: Integers,
    end: Integers,
) -> Iterator[Block]:  # fmt: skip
    """Blocks of the runs `first[n]` to `end[n] - 1` of each of `points`, variant by variant.

    `variant_of` and `luck` (all points,) and `values` (all points, paths) are those of the plan. No draw of the
    parameters is cut in two, provided that `first` are multiples of the runs that share one.
    """
    size = block_size(int((end - first).sum()), recipes[0].runs_per_draw)
    for number, recipe in enumerate(recipes):
        of_variant = variant_of[points] == number
        spans = _spans(points[of_variant], first[of_variant], end[of_variant], size)
        for point, begin, stop in spans:
            yield Block(recipe, point, begin, stop, luck[point], values[point])


def _spans(
    points: Integers, first: Integers, end: Integers, size: int
) -> Iterator[tuple[Integers, Integers, Integers]]:
    """Cut rows of runs laid end to end after each `size` runs or the next whole point, whichever comes first.

    A point with fewer runs than `size` stays whole; one with more is cut at multiples of `size`.
    """
    waiting: list[tuple[int, int, int]] = []
    room = size
    for point, begin, stop in zip(points.tolist(), first.tolist(), end.tolist(), strict=True):
        while begin < stop:
            runs = min(stop - begin, size)
            if waiting and runs > room:
                yield _arrays(waiting)
                waiting, room = [], size
            waiting.append((point, begin, begin + runs))
            begin, room = begin + runs, room - runs
    if waiting:
        yield _arrays(waiting)


def _arrays(spans: list[tuple[int, int, int]]) -> tuple[Integers, Integers, Integers]:
    points, first, end = np.array(spans, dtype=np.int64).T
    return np.ascontiguousarray(points), np.ascontiguousarray(first), np.ascontiguousarray(end)
