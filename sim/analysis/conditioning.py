"""Conditioning on what was seen: runs weighted by how well they agree with it, and what the rest then looks like.

Approximate Bayesian computation. A run that contradicts an observation of an event is rejected (Pritchard, Seielstad,
Perez-Lezaun & Feldman 1999); a measured number weighs a run by the normal density of its error, so that for the error
that was stated the result is not approximate but exact (Wilkinson 2013). Weights of several observations multiply:
given the run, their errors are independent.

How much is left is the *effective* number of runs, `(sum w)^2 / sum w^2` (Kong 1992), with runs of one parameter draw
taken together. Means are ratios `sum w y / sum w`; their error is that of the linearised ratio, summed by draw
(Sarndal, Swensson & Wretman 1992, section 5.5); shares have Wilson's interval at the size that this error is worth.

Whether a parameter moved is asked of its place in its own distribution, which before anything was seen is uniform on
[0, 1]: the largest distance of the weighted distribution from that (Kolmogorov 1933), at the effective number of runs,
with the p-values of all parameters corrected for how many there are (Holm 1979).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from sim.analysis.clusters import Clusters
from sim.summary.estimates import LEVEL, Mean, wilson

Floats = NDArray[np.float64]

FAR = 6.0
"""Standard errors: a run further from a measured number than this is rejected; it would weigh less than 10^-7."""
FEW = 5.0
"""Effective runs: where fewer have something, the variance of its share cannot be estimated from them."""
TAILS = (0.1, 0.5, 0.9)
"""The middle 80% and the median of what is reported."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """An observation and how many runs are left by it.

    `alone` is the effective part of all runs that it leaves by itself (for an event: the share of runs that agree),
    `so_far` that which it leaves together with those above it.
    """

    text: str
    line: int
    alone: float
    so_far: float


@dataclass(frozen=True, slots=True)
class Change:
    """A quantity over all runs and over those that agree with what was seen, each with its 95% interval.

    `change` is the difference. `quantiles_before` and `quantiles_after` are at 10, 50 and 90% of runs; None for shares.
    """

    name: str
    label: str
    unit: str
    kind: str
    before: Mean
    after: Mean
    change: Mean
    quantiles_before: tuple[float, ...] | None
    quantiles_after: tuple[float, ...] | None


@dataclass(frozen=True, slots=True)
class Shift:
    """What the observations say of an uncertain number: its 10, 50 and 90% points before and after.

    `places` are those after, as places in its own distribution (before: 0.1, 0.5, 0.9). `distance` is Kolmogorov's, 0
    to 1; `p` is the chance of one as large if the number had not moved, corrected for the number of numbers.
    """

    path: str
    before: tuple[float, ...]
    after: tuple[float, ...]
    places: tuple[float, ...]
    distance: float
    p: float


def measured(values: Floats, seen: float, error: float) -> Floats:
    """Log-weights (runs,) of a number that was measured with a normal error, its standard deviation `error`."""
    away = (values - seen) / error
    return np.where(np.abs(away) > FAR, -np.inf, -0.5 * away**2)


def held(agrees: NDArray[np.bool_]) -> Floats:
    """Log-weights (runs,) of an event: 0 where a run agrees, minus infinity where it does not."""
    return np.where(agrees, 0.0, -np.inf)


def weights_of(logs: Floats) -> Floats:
    """Weights (runs,), the largest 1, from log-weights (observations, runs); all 0 if no run is left."""
    total = logs.sum(axis=0)
    top = total.max(initial=-np.inf)
    if not np.isfinite(top):
        return np.zeros(logs.shape[1])
    weights: Floats = np.exp(total - top)
    return weights


def effective_runs(weights: Floats, clusters: Clusters) -> float:
    """Effective number of parameter draws that a weighting leaves, or of runs where each run has its own."""
    sums = clusters.ways[0].sums(weights)
    squares = float((sums**2).sum())
    return float(sums.sum()) ** 2 / squares if squares > 0 else 0.0


def agreements(texts: Sequence[str], lines: Sequence[int], logs: Floats) -> tuple[Agreement, ...]:
    """What each observation leaves, from log-weights (observations, runs)."""
    runs = logs.shape[1]
    found = []
    for n, (text, line) in enumerate(zip(texts, lines, strict=True)):
        alone, so_far = (_kong(weights_of(logs[first : n + 1])) / runs for first in (n, 0))
        found.append(Agreement(text, line, alone, so_far))
    return tuple(found)


def weighted_mean(values: Floats, weights: Floats, clusters: Clusters, kind: str) -> Mean:
    """Weighted mean of a quantity (runs,), with a 95% interval; `kind` as of a quantity: share or mean."""
    total = float(weights.sum())
    mean = float((weights * values).sum()) / total
    size = effective_runs(weights, clusters)
    variance = _variance(weights * (values - mean) / total, clusters)
    if size < 2:
        return Mean(mean, 0.0, 1.0) if kind == "share" else Mean(mean, None, None)
    if kind == "share":
        low, high = wilson(mean, _worth(mean, variance, size))
        return Mean(mean, float(low), float(high))
    half = _quantile(size) * math.sqrt(variance)
    return Mean(mean, mean - half, mean + half)


def change_of(
    name: str, label: str, unit: str, kind: str, values: Floats, weights: Floats, clusters: Clusters
) -> Change:
    """A quantity (runs,) before and after weighting."""
    even = np.ones_like(weights)
    before = weighted_mean(values, even, clusters, kind)
    after = weighted_mean(values, weights, clusters, kind)
    assert before.mean is not None
    assert after.mean is not None
    moved = after.mean - before.mean
    if kind == "share":
        change = Mean(moved, *_apart(before, after))
    else:
        influence = weights * (values - after.mean) / weights.sum() - (values - before.mean) / values.size
        half = _quantile(effective_runs(weights, clusters)) * math.sqrt(_variance(influence, clusters))
        change = Mean(moved, moved - half, moved + half)
    quantiles = (None, None) if kind == "share" else (
        weighted_quantiles(values, even, TAILS), weighted_quantiles(values, weights, TAILS)
    )  # fmt: skip
    return Change(name, label, unit, kind, before, after, change, *quantiles)


def weighted_quantiles(values: Floats, weights: Floats, levels: Sequence[float]) -> tuple[float, ...]:
    """Quantiles at `levels` of weighted values: the smallest that has so much of the weight at or below it."""
    order = np.argsort(values, kind="stable")
    below = np.cumsum(weights[order])
    places = np.searchsorted(below, np.asarray(levels) * below[-1] * (1 - 1e-12))
    return tuple(float(value) for value in values[order][np.minimum(places, values.size - 1)])


def shifts_of(
    paths: Sequence[str], cube: Floats, draws: Floats, before: Floats, weights: Floats, effective: float
) -> tuple[Shift, ...]:
    """How each uncertain number moved, the largest distance first.

    `cube` (runs, paths) are places on [0, 1], `draws` the values there, `before` (3, paths) the values at 10, 50 and
    90% of their distributions; `weights` (runs,) of the same runs, of which only those that weigh anything are needed.
    """
    found = []
    for n, path in enumerate(paths):
        distance = uniform_distance(cube[:, n], weights)
        chance = float(special.kolmogorov(math.sqrt(effective) * distance))
        places = weighted_quantiles(cube[:, n], weights, TAILS)
        after = weighted_quantiles(draws[:, n], weights, TAILS)
        found.append((path, tuple(float(value) for value in before[:, n]), after, places, distance, chance))
    corrected = holm([item[5] for item in found])
    shifts = [Shift(*item[:5], p) for item, p in zip(found, corrected, strict=True)]
    return tuple(sorted(shifts, key=lambda shift: (-shift.distance, shift.path)))


def uniform_distance(places: Floats, weights: Floats) -> float:
    """Kolmogorov's distance of weighted places (runs,) from the uniform distribution on [0, 1]."""
    order = np.argsort(places, kind="stable")
    ordered, below = places[order], np.cumsum(weights[order]) / weights.sum()
    before = np.concatenate(([0.0], below[:-1]))
    return float(max(np.abs(below - ordered).max(), np.abs(ordered - before).max()))


def holm(chances: Sequence[float]) -> tuple[float, ...]:
    """P-values corrected for their number (Holm 1979): right together, whatever hangs together among them."""
    order = sorted(range(len(chances)), key=lambda n: chances[n])
    corrected = [0.0] * len(chances)
    highest = 0.0
    for rank, n in enumerate(order):
        highest = max(highest, min(1.0, (len(chances) - rank) * chances[n]))
        corrected[n] = highest
    return tuple(corrected)


def _worth(share: float, variance: float, size: float) -> float:
    """How many independent runs a share is worth that has a variance, among `size` effective ones.

    Where next to none of them, or next to all, have it, its variance is itself hardly known and not taken for less
    than theirs: a single run of little weight would look like a sure nothing.
    """
    if variance <= 0:
        return size
    worth = share * (1 - share) / variance
    return min(worth, size) if min(share, 1 - share) * size < FEW else worth


def _apart(before: Mean, after: Mean) -> tuple[float, float]:
    """Interval of the difference of two shares from their own (Newcombe 1998): right also where one of them is 0.

    It takes them for independent. They are of the same runs, mostly the second of a small part of the first's, which
    makes it a little too wide.
    """
    means, lows, highs = ([getattr(item, end) for item in (before, after)] for end in ("mean", "low", "high"))
    moved = means[1] - means[0]
    low = moved - math.hypot(means[1] - lows[1], highs[0] - means[0])
    high = moved + math.hypot(highs[1] - means[1], means[0] - lows[0])
    return max(low, -1.0), min(high, 1.0)


def _kong(weights: Floats) -> float:
    squares = float((weights**2).sum())
    return float(weights.sum()) ** 2 / squares if squares > 0 else 0.0


def _quantile(size: float) -> float:
    """How many standard errors a 95% interval reaches to either side: Student's t at an effective size."""
    return float(special.stdtrit(max(size - 1, 1.0), 0.5 + LEVEL / 2))


def _variance(influence: Floats, clusters: Clusters) -> float:
    """Variance of a sum of what each run contributes to an estimate (runs,), draws independent of one another."""
    points = clusters.ways[0]
    if points.count < 2:
        return math.inf
    return float((points.sums(influence) ** 2).sum()) * points.count / (points.count - 1)
