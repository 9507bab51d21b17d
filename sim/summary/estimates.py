"""Intervals for runs that come in groups: several runs share one draw of the uncertain parameters.

Runs of one parameter point resemble one another, so N runs tell less than N independent ones would.
Everything here works on the *intra-point correlation* rho of what is estimated: the share of its variance
that the parameters explain. The rest is chance. With K runs a point, N runs are worth `N / (1 + (K - 1)
rho)`.

Sources: Wilson (1927) for the interval of a share; analysis of variance for rho (Donner 1986, Int. Stat.
Review 54, 67-82); Kish (1965) for the effective size; Woodruff (1952, JASA 47) for the interval of a
quantile.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEVEL = 0.95
"""Coverage of every interval."""
Z = float(special.ndtri(0.5 + LEVEL / 2))
DRAWS_LEVEL = 0.80
"""Part of the parameter draws that a range over draws holds."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share of runs, in [0, 1], with its 95% Wilson interval.

    `count` runs of `of` had it; `effective` is the number of independent runs that `of` are worth. With `of`
    = 0 nothing is known: share None, interval [0, 1].
    """

    share: float | None
    low: float
    high: float
    count: int
    of: int
    effective: float


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over runs with its 95% interval (None where it cannot be had)."""

    mean: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Quantile:
    """A quantile over runs (`level` in [0, 1]) with its 95% interval."""

    level: float
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Split:
    """Where the variance of an outcome's indicator comes from, as shares that add up to 1.

    `parameters` is due to the draw of the uncertain parameters (95% interval `low` to `high`), `chance` is
    left when they are known. An estimate below 0 is given as 0.
    """

    parameters: float
    low: float
    high: float
    chance: float


@dataclass(frozen=True, slots=True)
class Points:
    """How runs are grouped by parameter point: `index[r]` in 0..m-1 for each run, `sizes[i]` runs a point."""

    index: Ints
    sizes: Ints

    @classmethod
    def of(cls, point: ArrayLike) -> Points:
        """Group runs by the values of a column (shape: runs)."""
        points = np.asarray(point)
        steps = np.diff(points)
        if (steps >= 0).all():  # as the engine writes them: no need to sort, which takes time and memory
            index = np.concatenate((np.zeros(min(len(points), 1), dtype=np.int64), np.cumsum(steps > 0)))
            return cls(index.astype(np.int64, copy=False), np.bincount(index).astype(np.int64))
        _, index, sizes = np.unique(points, return_inverse=True, return_counts=True)
        return cls(index.astype(np.int64), sizes.astype(np.int64))

    def where(self, mask: NDArray[np.bool_]) -> Points:
        """The groups of some of the runs."""
        return Points.of(self.index[mask])

    @property
    def runs(self) -> int:
        """Number of runs."""
        return len(self.index)

    @property
    def count(self) -> int:
        """Number of points."""
        return len(self.sizes)

    @property
    def paired(self) -> bool:
        """Whether parameters and chance can be told apart: some point was played twice, and there are two."""
        return self.count >= 2 and self.runs > self.count

    @property
    def design(self) -> float:
        """Mean number of other runs that share a run's point: `sum n_i^2 / N - 1`."""
        return float((self.sizes**2).sum() / self.runs - 1) if self.runs else 0.0

    def effective(self, correlation: ArrayLike) -> Floats:
        """Number of independent runs that these are worth; a correlation below 0 counts as 0."""
        return np.asarray(self.runs / (1 + self.design * np.clip(correlation, 0.0, 1.0)), dtype=np.float64)

    def correlation(self, count: ArrayLike, squares: ArrayLike) -> Floats:
        """Intra-point correlation of indicators, in [-1, 1], not floored.

        NaN where the indicator never varies. `count` is the number of runs with it and `squares` the sum over
        points of `(runs with it)^2 / n_i`; any shape. It is the unbiased covariance of two runs of a point
        over their variance (analysis of variance).
        """
        total, squared = np.asarray(count, dtype=np.float64), np.asarray(squares, dtype=np.float64)
        if not self.paired:
            return np.full(total.shape, np.nan)
        size = (self.runs - (self.sizes**2).sum() / self.runs) / (self.count - 1)
        between = (squared - total**2 / self.runs) / (self.count - 1)
        within = (total - squared) / (self.runs - self.count)
        shared = (between - within) / size
        varies = (total > 0) & (total < self.runs)
        variance = np.where(varies, shared + within, 1.0)
        return np.where(varies & (variance > 0), shared / np.where(variance > 0, variance, 1.0), np.nan)

    def sums(self, values: ArrayLike) -> Floats:
        """Sum of a quantity over the runs of each point (shape: points)."""
        weights = np.asarray(values, dtype=np.float64)
        return np.bincount(self.index, weights=weights, minlength=self.count).astype(np.float64)


def wilson(share: ArrayLike, size: ArrayLike) -> tuple[Floats, Floats]:
    """Wilson's 95% interval of a share seen in `size` independent runs; any shape, NaN gives [0, 1]."""
    p, n = np.asarray(share, dtype=np.float64), np.maximum(np.asarray(size, dtype=np.float64), 1e-12)
    centre = (p + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * np.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
    low = np.where(p <= 0, 0.0, np.clip(centre - half, 0.0, 1.0))
    high = np.where(p >= 1, 1.0, np.clip(centre + half, 0.0, 1.0))
    return np.where(np.isnan(p), 0.0, low), np.where(np.isnan(p), 1.0, high)


def effective_size(points: Points, count: ArrayLike, squares: ArrayLike) -> Floats:
    """Effective number of runs for shares given as in `Points.correlation`.

    Where the indicator never varied nothing is known of its correlation, and the number of points is taken:
    the wider interval.
    """
    correlation = points.correlation(count, squares)
    unknown = 1.0 if points.paired else 0.0
    return points.effective(np.where(np.isnan(correlation), unknown, correlation))


def share_of(hits: NDArray[np.bool_], points: Points) -> Share:
    """Share of the runs in which something holds (shape: runs)."""
    if points.runs == 0:
        return Share(None, 0.0, 1.0, 0, 0, 0.0)
    count = int(hits.sum())
    squares = float((points.sums(hits) ** 2 / points.sizes).sum())
    effective = float(effective_size(points, count, squares))
    low, high = wilson(count / points.runs, effective)
    return Share(count / points.runs, float(low), float(high), count, points.runs, effective)


def split_of(hits: NDArray[np.bool_], points: Points) -> Split | None:
    """Parts of an indicator's variance due to parameters and to chance; None if they cannot be told apart.

    The interval is the normal one from the influence of each point on the ratio of covariance to variance.
    """
    sums = points.sums(hits)
    count = float(sums.sum())
    value = float(points.correlation(count, (sums**2 / points.sizes).sum()))
    if np.isnan(value):
        return None
    p = count / points.runs
    squared = sums * (1 - p) ** 2 + (points.sizes - sums) * p**2
    pairs = (sums - points.sizes * p) ** 2 - squared
    scale = points.runs / (points.sizes * (points.sizes - 1.0)).sum()
    influence = (pairs * scale - value * squared) / (p * (1 - p) * points.runs)
    half = Z * float(np.sqrt((influence**2).sum()))
    parameters = min(max(value, 0.0), 1.0)
    return Split(parameters, max(value - half, 0.0), min(max(value + half, 0.0), 1.0), 1 - parameters)


def range_over_draws(share: float, correlation: float) -> tuple[float, float]:
    """Where the middle 80% of P(outcome | parameters) lie across parameter points.

    A beta distribution with the mean `share` and the variance `correlation * share * (1 - share)`: the
    beta-binomial matched on its first two moments, `a + b = 1 / correlation - 1`.
    """
    tail = (1 - DRAWS_LEVEL) / 2
    if correlation <= 1e-9 or share in (0.0, 1.0):
        return share, share
    concentration = 1 / correlation - 1
    if concentration < 1e-6:
        return float(1 - share < tail), float(share > tail)
    low, high = special.betaincinv(share * concentration, (1 - share) * concentration, [tail, 1 - tail])
    return float(low), float(high)


def mean_of(values: Floats, points: Points) -> Mean:
    """Mean over runs with the interval that allows for groups (linearised variance between points)."""
    if points.runs == 0:
        return Mean(None, None, None)
    mean = float(values.mean())
    if points.count < 2:
        return Mean(mean, None, None)
    spread = points.sums(values - mean)
    error = np.sqrt((spread**2).sum() * points.count / (points.count - 1)) / points.runs
    return Mean(mean, mean - Z * float(error), mean + Z * float(error))


def quantiles_of(values: Floats, points: Points, levels: tuple[float, ...]) -> tuple[Quantile, ...]:
    """Quantiles of a quantity over runs (values that occurred, not in between); empty without runs.

    Woodruff's interval: the interval of the share of runs below the quantile, carried to the quantity's
    scale.
    """
    if points.runs == 0:
        return ()
    ordered = np.sort(values)
    found = []
    for level in levels:
        value = float(np.quantile(ordered, level, method="inverted_cdf"))
        below = share_of(values <= value, points)
        low, high = wilson(level, below.effective)
        ends = np.quantile(ordered, [float(low), float(high)], method="inverted_cdf")
        found.append(Quantile(level, value, float(ends[0]), float(ends[1])))
    return tuple(found)
