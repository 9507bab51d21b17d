"""What matters, from points of any design: main effects, and scores by trees.

A *main effect* is the first-order index from points that were not laid out for it (Pearson's correlation ratio; as a
sensitivity index Plischke 2010, Reliability Engineering and System Safety 95, 354-360): points are sorted into bins of
a parameter's values, and the variance between the bins' means over that of P(outcome | parameters) is the share that
the parameter explains by itself. It needs no special design and its cost does not grow with the number of parameters,
but it misses what matters only in combination with others.

How chance enters. Means of bins differ also if the parameter does nothing, by the spread within bins: other parameters
and the noise of the runs alike. So the square of a bin's mean is taken as the mean product of *different* points and
different lucks in it, in which both drop out, and V as in `sim.analysis.variance`. `p` is the F test of "nothing but
chance", corrected for the number of parameters looked at (Holm 1979). With two or more runs a point the share is of
the variance of the probability; with one it is of single runs, chance included (`corrected` says which), and if all
points had the same one luck, nothing can be said of what other lucks would have shown.

*Scores by trees* (extremely randomised trees: Geurts, Ernst and Wehenkel 2006; the feature scoring of EMA workbench)
see interactions too, but any parameter gets some score. So the outcomes are also shuffled among the points, and
`chance` is the largest score that any parameter then gets: what lies below says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from sim.analysis.variance import (
    NOT_KNOWN,
    Estimate,
    Floats,
    centred,
    design_cells,
    standard_error,
    variance_over_lucks,
)
from sim.errors import InputError

Places = NDArray[np.int64]

BINS = 10
FEWEST = 5
"""Fewest points in a bin on average."""
TREES, SHUFFLES = 60, 3


@dataclass(frozen=True, slots=True)
class MainEffect:
    """What one parameter explains by itself.

    `share` is of the variance that all parameters explain together; `p` the probability of such differences between
    bins by chance, corrected for the number of parameters; `at_low` and `at_high` the outcome's means in the lowest
    and the highest bin, `low` and `high` the mean values of the parameter there.
    """

    name: str
    share: Estimate
    p: float
    low: float
    high: float
    at_low: float
    at_high: float

    @property
    def above_chance(self) -> bool:
        """Whether it matters beyond doubt."""
        return self.p < 0.05


@dataclass(frozen=True)
class MainEffects:
    """Main effects of all parameters, in their order, from `points` points with `runs` runs each."""

    effects: tuple[MainEffect, ...]
    variance: Estimate
    points: int
    runs: int
    corrected: bool

    def table(self) -> pd.DataFrame:
        """One row a parameter, the largest share first."""
        rows = [
            (item.name, item.share.value, item.share.low, item.share.high, item.p, item.low, item.high, item.at_low,
             item.at_high)
            for item in self.effects
        ]  # fmt: skip
        columns = ["name", "share", "share_low", "share_high", "p", "low", "high", "at_low", "at_high"]
        return pd.DataFrame(rows, columns=columns).sort_values(
            ["share", "p"], ascending=[False, True], kind="stable", na_position="last"
        )


def main_effects(values: Floats, outcomes: Floats, names: Sequence[str]) -> MainEffects:
    """Main effects from points drawn independently in every parameter (random, Latin hypercube, Sobol).

    `values` (points, parameters), `outcomes` (points, runs), whether or not points share their luck. A parameter with
    few different values has a bin for each. Raises InputError with fewer than 50 points.
    """
    points, runs = outcomes.shape
    if points < BINS * FEWEST:
        raise InputError(f"{points} points are too few to see what matters: {BINS * FEWEST} are needed at least")
    values_of = centred(outcomes)
    whole = design_cells(outcomes) if runs > 1 else values_of**2 * points / (points - 1)
    variance = Estimate.of(float(whole.mean()), standard_error(whole, 2 * whole))
    level = float(outcomes.mean())
    found = [_effect(values[:, place], values_of, whole, variance, level, name) for place, name in enumerate(names)]
    corrected = _holm(np.array([item.p for item in found]))
    effects = tuple(
        MainEffect(item.name, item.share, float(p), item.low, item.high, item.at_low, item.at_high)
        for item, p in zip(found, corrected, strict=True)
    )
    return MainEffects(effects, variance, points, runs, runs > 1)


def bins_of(values: Floats, most: int = BINS) -> Places:
    """The bin of each value, 0 onwards: one for each value if there are few, else as many points in each."""
    different, places = np.unique(values, return_inverse=True)
    if len(different) <= most:
        return places.astype(np.int64)
    cuts = np.quantile(values, np.arange(1, most) / most)
    _, found = np.unique(np.searchsorted(cuts, values, side="left"), return_inverse=True)
    return found.astype(np.int64)


def _effect(
    values: Floats, outcomes: Floats, whole: Floats, variance: Estimate, level: float, name: str
) -> MainEffect:  # fmt: skip
    bins = bins_of(values)
    sizes = np.bincount(bins)
    means = outcomes.mean(axis=1)
    at = np.bincount(bins, weights=means) / sizes
    where = np.bincount(bins, weights=values) / sizes
    ends = (float(where[0]), float(where[-1]), float(level + at[0]), float(level + at[-1]))
    freedom = (len(sizes) - 1, len(values) - len(sizes))
    if freedom[0] < 1 or sizes.min() < 2:
        return MainEffect(name, NOT_KNOWN, 1.0, *ends)
    between = float((sizes * at**2).sum())
    noise = max(float((means**2).sum() - between) / freedom[1], 0.0)
    p = float(special.fdtrc(*freedom, between / freedom[0] / noise)) if noise > 0 else float(between == 0)
    share = _share(bins, sizes, outcomes, whole, noise) if variance.low > 0 else NOT_KNOWN
    return MainEffect(name, share, p, *ends)


def _share(bins: Places, sizes: Places, outcomes: Floats, whole: Floats, noise: float) -> Estimate:
    """Variance between bins over the whole, with an interval over points and lucks; `noise` is that of points' means.

    The linearised error of a product of two points counts what is pure noise twice over, which is taken off again.
    """
    points, runs = outcomes.shape
    sums = np.zeros((len(sizes), runs))
    np.add.at(sums, bins, outcomes)
    others, pairs = sums[bins] - outcomes, (sizes[bins] - 1)[:, None]
    if runs > 1:
        others, pairs = others.sum(axis=1, keepdims=True) - others, pairs * (runs - 1)
    cells = outcomes * others / pairs
    at_point = cells.mean(axis=1)
    squared = np.bincount(bins, weights=at_point) / sizes
    scale = float(whole.mean())
    share = float(cells.mean()) / scale
    weighed = (2 * at_point - squared[bins] - share * whole.mean(axis=1)) / scale
    over_points = ((weighed - weighed.mean()) ** 2).sum() / (points * (points - 1))
    twice = 2 * len(sizes) * noise**2 / (points * scale) ** 2
    over_lucks = variance_over_lucks(2 * (cells - share * whole) / scale)
    error = np.sqrt(max(over_points - twice, over_points / 2) + over_lucks)
    return Estimate.of(share, float(error))


def _holm(p: Floats) -> Floats:
    """p-values that allow for having looked at all of them (Holm 1979)."""
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    corrected = np.empty_like(p)
    corrected[order] = np.minimum(stepped, 1.0)
    return corrected


@dataclass(frozen=True)
class TreeScores:
    """Scores of parameters by trees, which add up to 1, in the order of `names`.

    `chance` is the largest score of any parameter once the outcomes were shuffled.
    """

    names: tuple[str, ...]
    scores: tuple[float, ...]
    chance: float

    def table(self) -> pd.DataFrame:
        """One row a parameter, the largest score first."""
        frame = pd.DataFrame({"name": self.names, "score": self.scores, "chance": self.chance})
        return frame.sort_values("score", ascending=False, kind="stable")


def tree_scores(values: Floats, outcomes: Floats, names: Sequence[str], *, seed: int = 0) -> TreeScores:
    """Scores by extremely randomised trees; `values` (points, parameters), `outcomes` (points, runs).

    Raises InputError if scikit-learn, which the extra `discovery` brings, is not installed.
    """
    try:
        from sklearn.ensemble import ExtraTreesRegressor  # type: ignore[import-untyped]
    except ImportError as error:
        raise InputError(
            "scores by trees need scikit-learn: pip install 'diplomatic-scenario-sim[discovery]'"
        ) from error
    means = outcomes.mean(axis=1)
    rng = np.random.default_rng(seed)
    shuffled = [rng.permutation(means) for _ in range(SHUFFLES)]
    scores = []
    for number, target in enumerate([means, *shuffled]):
        trees = ExtraTreesRegressor(
            TREES, max_features=1 / 3, min_samples_leaf=5, random_state=seed + number, n_jobs=1
        ).fit(values, target)
        scores.append(trees.feature_importances_)
    return TreeScores(tuple(names), tuple(map(float, scores[0])), float(np.max(scores[1:])))
