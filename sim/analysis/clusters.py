"""Standard errors where runs share something: a draw of the parameters, or their luck, or both.

Runs of one parameter draw resemble one another, so the error of a mean is that of the draws' sums (Liang & Zeger 1986,
Biometrika 73, 13-22). Where a design plays the same luck at each of many parameter points, a run shares its parameters
with some runs and its luck with others. Then the two variances add up, less that of the runs that share both (Cameron,
Gelbach & Miller 2011, Journal of Business & Economic Statistics 29, 238-249).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import special

from sim.errors import InputError
from sim.summary.estimates import LEVEL, Points

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Clusters:
    """How runs hang together, in one way or in two that cross (`both`: the runs that share one and the other)."""

    ways: tuple[Points, ...]
    both: Points | None = None

    @classmethod
    def of(cls, *columns: ArrayLike) -> Clusters:
        """Group runs by the values of one or two columns (each of shape: runs)."""
        if len(columns) not in (1, 2):
            raise ValueError(f"one or two columns, not {len(columns)}")
        ways = tuple(Points.of(np.asarray(column)) for column in columns)
        if len(ways) == 1:
            return cls(ways)
        return cls(ways, Points.of(ways[0].index * ways[1].count + ways[1].index))

    @classmethod
    def in_table(cls, table: pd.DataFrame, columns: Sequence[str]) -> Clusters:
        """Group the rows of a table by one or two of its columns. Raises InputError if it lacks one."""
        missing = [name for name in columns if name not in table]
        if missing:
            raise InputError(f"the table has no column '{missing[0]}', which says which runs belong together")
        return cls.of(*(table[name].to_numpy() for name in columns))

    @property
    def runs(self) -> int:
        """Number of runs."""
        return self.ways[0].runs

    @property
    def count(self) -> int:
        """Number of clusters; of the two ways the one that has fewer."""
        return min(way.count for way in self.ways)

    @property
    def quantile(self) -> float:
        """How many standard errors a 95% interval reaches to either side: Student's t, a cluster an observation."""
        return float(special.stdtrit(self.count - 1, 0.5 + LEVEL / 2)) if self.count > 1 else float("inf")

    def variance(self, values: Floats) -> float:
        """Variance of the mean of a quantity (shape: runs); infinite with a single cluster.

        Of two ways that cross, the sum less what is counted twice, and never less than either: in small samples the
        sum may come out below, even below zero.
        """
        if self.count < 2:
            return float("inf")
        away = values - values.mean()
        found = [_one_way(away, way) for way in self.ways]
        if self.both is None:
            return found[0]
        return max(sum(found) - _one_way(away, self.both), *found)

    def effective(self, values: Floats) -> float:
        """Number of independent runs that these are worth for the mean of a quantity, from 1 to their number.

        What never varies tells nothing of how alike runs are; then clusters are counted: the wider interval.
        """
        spread = float(values.var()) if values.size else 0.0
        if spread <= 0 or self.count < 2:
            return float(self.count)
        return float(np.clip(spread / max(self.variance(values), spread / self.runs), 1.0, self.runs))


def _one_way(away: Floats, points: Points) -> float:
    sums = points.sums(away)
    return float((sums**2).sum()) * points.count / (points.count - 1) / points.runs**2
