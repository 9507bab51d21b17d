"""What each lever of a study does: design points that differ in nothing else, compared run by run.

A lever's effect is the mean, over all pairs of points that differ in this lever alone, of the quantity at one setting
less that at another. Runs of the same number share their luck and their draw of the parameters at both points, so the
error is that of the differences, runs of one draw taken together (`sim.analysis.clusters`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.analysis.clusters import Clusters
from sim.analysis.paired import around, difference_of, level_of
from sim.analysis.quantities import Quantity
from sim.summary.estimates import Mean

if TYPE_CHECKING:
    from sim.study.design.levers import Level
    from sim.study.plan import Plan
    from sim.study.sweeping.study_results import StudyResults

Floats = NDArray[np.float64]
Pair = tuple[int, int]
MOST_VALUES = 50_000_000
"""Points times runs beyond which a study's levers are not compared run by run."""
ROWS_AT_ONCE = 1_000_000


@dataclass(frozen=True)
class Factor:
    """A lever, or `scenario`, with the levels that it has in a plan; `at` (points,) says which of them, by place."""

    name: str
    label: str
    levels: tuple[Level, ...]
    words: tuple[str, ...]
    at: NDArray[np.int64]
    is_number: bool
    unit: str = ""

    def word(self, place: int) -> str:
        """A level inside a sentence, with its unit."""
        return f"{self.words[place]} {self.unit}".strip() if self.levels[place] is not None else self.words[place]


@dataclass(frozen=True)
class Change:
    """A difference of means over runs with its 95% interval."""

    value: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Effect:
    """A quantity at one level of a factor (`first`, by place) and at another (`last`), all else being equal."""

    factor: Factor
    first: int
    last: int
    before: Mean
    after: Mean
    change: Change


@dataclass(frozen=True)
class Interaction:
    """How an effect of one factor differs between two levels of another: its values at each, and the difference."""

    one: Effect
    other: Effect
    factor: Factor
    first: int
    last: int
    difference: Change

    @property
    def relative(self) -> float:
        """The difference as a part of the larger of the two effects."""
        largest = max(abs(self.one.change.value), abs(self.other.change.value))
        return abs(self.difference.value) / largest if largest > 0 else 0.0


def factors(plan: Plan) -> list[Factor]:
    """What varies in a plan besides the uncertain numbers: scenarios, then levers with several levels."""
    found = []
    names = tuple(plan.study.scenarios)
    if len(names) > 1:
        words = tuple(name.replace("_", " ") for name in names)
        found.append(Factor("scenario", "the scenario", names, words, plan.scenario_of, False))
    for name, lever in plan.study.levers.items():
        levels: dict[Level, int] = {}
        places = np.array([levels.setdefault(row[name], len(levels)) for row in plan.rows], dtype=np.int64)
        if len(levels) > 1:
            words = tuple(lever.in_words(level) for level in levels)
            found.append(
                Factor(name, lever.label, tuple(levels), words, places[plan.row_of], lever.is_number, lever.unit)
            )
    return found


class Contrasts:
    """The values of one quantity in all runs of a study, ready to be compared between points.

    Points at which some runs failed are left out; where points were played for different numbers of runs, those that
    all have are compared.
    """

    def __init__(self, results: StudyResults, quantity: Quantity) -> None:
        plan = results.plan
        self.quantity = quantity
        self.factors = factors(plan)
        failed = set(results.failures["point"].tolist()) if len(results.failures) else set()
        self.points = [point for point in range(len(plan)) if point not in failed]
        self.values, self.draw = _values(results, quantity, self.points)
        self.runs = len(self.draw)
        self.cube_of = plan.cube_of
        self._keys = np.stack([factor.at for factor in self.factors] + [plan.cube_of], axis=1)

    def pairs(self, factor: Factor, first: int, last: int, within: Sequence[tuple[Factor, int]] = ()) -> list[Pair]:
        """Points that differ in a factor alone, `first` before `last`, at fixed levels of other factors."""
        column = self.factors.index(factor)
        held = [(self.factors.index(other), level) for other, level in within]
        known = {tuple(key): point for point, key in enumerate(self._keys.tolist()) if point in self.values}
        found = []
        for key, point in known.items():
            if key[column] != first or any(key[place] != level for place, level in held):
                continue
            other = known.get((*key[:column], last, *key[column + 1 :]))
            if other is not None:
                found.append((point, other))
        return found

    def effect(
        self, factor: Factor, first: int, last: int, within: Sequence[tuple[Factor, int]] = ()
    ) -> Effect | None:  # fmt: skip
        """What going from one level to another does; None if no two points differ in that alone."""
        pairs = self.pairs(factor, first, last, within)
        if not pairs:
            return None
        before, after = (self._means([pair[end] for pair in pairs]) for end in (0, 1))
        clusters = self._clusters([a for a, _ in pairs])
        if len(pairs) == len(set(self.cube_of[[a for a, _ in pairs]])):  # values of single runs
            found = difference_of(self.quantity, before, after, clusters)
            return Effect(factor, first, last, found.before, found.after, Change(found.change, found.low, found.high))
        change = after - before
        return Effect(
            factor,
            first,
            last,
            level_of("mean", before, clusters),
            level_of("mean", after, clusters),
            self._change(change, clusters),
        )

    def interaction(self, one: Factor, ends: tuple[int, int], other: Factor, at: tuple[int, int]) -> Interaction | None:
        """How the effect of `one` between its ends differs between two levels of `other`."""
        low, high = (self.effect(one, *ends, within=[(other, level)]) for level in at)
        if low is None or high is None:
            return None
        lows = self.pairs(one, *ends, within=[(other, at[0])])
        highs = self.pairs(one, *ends, within=[(other, at[1])])
        if self._cubes(lows) != self._cubes(highs):
            return None
        parts = [self._means([pair[end] for pair in pairs]) for pairs in (highs, lows) for end in (1, 0)]
        clusters = self._clusters([a for a, _ in lows])
        return Interaction(low, high, other, *at, self._change(parts[0] - parts[1] - parts[2] + parts[3], clusters))

    def apart(self, one: Effect, other: Effect) -> Change | None:
        """By how much one effect exceeds another in size; None if that cannot be told from the same runs."""
        made = [self.pairs(effect.factor, effect.first, effect.last) for effect in (one, other)]
        if self._cubes(made[0]) != self._cubes(made[1]):
            return None
        sides = []
        for effect, pairs in zip((one, other), made, strict=True):
            change = self._means([b for _, b in pairs]) - self._means([a for a, _ in pairs])
            sides.append(np.sign(effect.change.value) * change)
        clusters = self._clusters([a for a, _ in made[0]])
        return self._change(sides[0] - sides[1], clusters)

    def _cubes(self, pairs: Sequence[Pair]) -> set[int]:
        """At which points of the uncertainties' design pairs are."""
        return {int(self.cube_of[first]) for first, _ in pairs}

    def _means(self, points: Sequence[int]) -> Floats:
        """Run by run the mean over points, one stretch of runs for each point of the uncertainties' design."""
        by_cube: dict[int, list[NDArray[np.float32]]] = {}
        for point in points:
            by_cube.setdefault(int(self.cube_of[point]), []).append(self.values[point])
        return np.concatenate([np.mean(by_cube[cube], axis=0, dtype=np.float64) for cube in sorted(by_cube)])

    def _clusters(self, points: Sequence[int]) -> Clusters:
        cubes = sorted({int(self.cube_of[point]) for point in points})
        draw = np.tile(self.draw, len(cubes))
        return Clusters.of(draw) if len(cubes) == 1 else Clusters.of(np.repeat(cubes, self.runs), draw)

    @staticmethod
    def _change(change: Floats, clusters: Clusters) -> Change:
        middle = float(change.mean())
        return Change(middle, *around(middle, clusters, clusters.variance(change)))


def _values(
    results: StudyResults, quantity: Quantity, points: Sequence[int]
) -> tuple[dict[int, NDArray[np.float32]], NDArray[np.int64]]:
    """The values of a quantity at each point, of the runs that all of them have, and the draws of these runs.

    Read some points at a time: a table of all runs would be many times as large as the values.
    """
    values: dict[int, NDArray[np.float32]] = {}
    draw = np.empty(0, dtype=np.int64)
    runs = None
    step = max(1, ROWS_AT_ONCE // max(results.study.runs, 1))
    for start in range(0, len(points), step):
        table = results.runs(quantity.columns, points[start : start + step])
        found = quantity.values(table).astype(np.float32)
        at, first = np.unique(table["point"].to_numpy(), return_index=True)
        for point, begin, end in zip(at.tolist(), first, [*first[1:], len(table)], strict=True):
            values[point] = found[begin:end].copy()
            if runs is None or end - begin < runs:
                runs, draw = end - begin, table["draw"].to_numpy(dtype=np.int64)[begin:end].copy()
    return {point: those[:runs] for point, those in values.items()}, draw
