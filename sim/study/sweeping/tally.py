"""Sums over runs that are enough for estimates, so that no run has to be kept.

Runs of a design point come in groups that share a draw of the uncertain parameters. With the sums S_i of a quantity
over the n_i runs of each group, a share and its Wilson interval need sum S_i and sum S_i^2 / n_i, a mean and its
linearised error (between groups) need sum S_i, sum S_i^2 and sum n_i S_i. They add up over blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.analysis.quantities import Quantity
from sim.summary.columns import Columns
from sim.summary.estimates import Points, Z, effective_size, wilson

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

SUM, PER_SIZE, SQUARED, WEIGHTED = range(4)
"""Of each quantity: sum S_i, sum S_i^2 / n_i, sum S_i^2, sum n_i S_i."""


@dataclass(frozen=True, eq=False)
class Tally:
    """Sums by span: `runs` and `together`, how many share a draw, of shape (spans,), `sums` (spans, quantities, 4)."""

    points: Integers
    runs: Integers
    together: Integers
    sums: Floats


def tally(
    table: Columns, quantities: Sequence[Quantity], points: Integers, sizes: Integers, together: Integers
) -> Tally:
    """Sums over the rows of a table: spans of `sizes` rows at `points`, of which `together` rows each share a draw.

    A span begins with a new draw.
    """
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    groups = -(-sizes // together)
    first_group = np.concatenate(([0], np.cumsum(groups)[:-1]))
    span = np.repeat(np.arange(sizes.size), groups)
    within = np.arange(span.size) - first_group[span]
    begin = starts[span] + within * together[span]
    size = np.minimum(together[span], sizes[span] - within * together[span]).astype(np.float64)
    sums = np.empty((sizes.size, len(quantities), 4))
    for number, quantity in enumerate(quantities):
        total = np.add.reduceat(quantity.values(table), begin)
        for kind, amounts in ((SUM, total), (PER_SIZE, total**2 / size), (SQUARED, total**2), (WEIGHTED, size * total)):
            sums[:, number, kind] = np.add.reduceat(amounts, first_group)
    return Tally(points, sizes, together, sums)


@dataclass(frozen=True, eq=False)
class Totals:
    """Sums by design point, over all its spans: as in `Tally`, with one row a point of the plan."""

    runs: Integers
    together: Integers
    sums: Floats

    @classmethod
    def of(cls, tallies: Iterable[Tally], points: int, quantities: int) -> Totals:
        """Add up in the order given; a point without runs has sums of 0."""
        runs, together = (np.zeros(points, dtype=np.int64) for _ in range(2))
        found = cls(runs, together, np.zeros((points, quantities, 4)))
        for one in tallies:
            np.add.at(found.runs, one.points, one.runs)
            np.maximum.at(found.together, one.points, one.together)
            np.add.at(found.sums, one.points, one.sums)
        return found

    def estimates(self, number: int, kind: Literal["share", "mean"]) -> tuple[Floats, Floats, Floats]:
        """Value and ends of the 95% interval of a quantity at each point; NaN where nothing was played.

        A mean of fewer than two draws has no interval.
        """
        value, low, high = (np.full(self.runs.size, np.nan) for _ in range(3))
        known = self.runs > 0
        estimate = _shares if kind == "share" else _means
        shape = np.stack([self.runs, self.together], axis=1)
        for runs, together in np.unique(shape[known], axis=0).tolist():
            same = known & (shape == (runs, together)).all(axis=1)
            grouped = Points.of(np.arange(runs) // together)
            value[same], low[same], high[same] = estimate(self.sums[same, number], grouped)
        return value, low, high


def _shares(sums: Floats, grouped: Points) -> tuple[Floats, Floats, Floats]:
    """Shares (points,) with Wilson's interval, as `sim.summary.estimates.share_of` has them."""
    share = sums[:, SUM] / grouped.runs
    low, high = wilson(share, effective_size(grouped, sums[:, SUM], sums[:, PER_SIZE]))
    return share, low, high


def _means(sums: Floats, grouped: Points) -> tuple[Floats, Floats, Floats]:
    """Means (points,) with the interval of `sim.summary.estimates.mean_of`."""
    mean = sums[:, SUM] / grouped.runs
    if grouped.count < 2:
        return mean, np.full(mean.shape, np.nan), np.full(mean.shape, np.nan)
    squares = float((grouped.sizes**2).sum())
    between = sums[:, SQUARED] - 2 * mean * sums[:, WEIGHTED] + mean**2 * squares
    half = Z * np.sqrt(np.maximum(between, 0.0) * grouped.count / (grouped.count - 1)) / grouped.runs
    return mean, mean - half, mean + half
