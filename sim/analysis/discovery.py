"""Where it happens: the region of the parameters in which an outcome is common (scenario discovery).

PRIM, the patient rule induction method (Friedman and Fisher 1999, Statistics and Computing 9, 123-143), as EMA
workbench implements it: from the whole range it peels off thin slices, each time the one without which the outcome is
most common, and so gives a series of ever smaller boxes. *Coverage* is the share of all cases that lie in a box,
*density* the share of cases among the runs in it (Bryant and Lempert 2010, Technol. Forecast. Soc. Change 77, 34-49).

On the way PRIM also cuts where only noise is. So each box of the series is freed of the bounds that hardly help, and
the one is taken that catches most cases beyond what a random part of the same size would: the largest difference of
coverage and mass (share of runs). A box that is not there has difference 0, and a smaller one has to earn what it
leaves out.

How chance enters. PRIM looks at hundreds of cuts, and the best of many fits noise too. So half of the points find the
box, and the other half, which had no part in it, tell its coverage, density and p-values. The `p` of a bound is the
chance of as many cases in the box if that bound did nothing: if they were as common in it as in the box without the
bound (a binomial test as in Bryant and Lempert). Runs of one point resemble one another, and count as fewer than they
are (`sim.summary.estimates`); points are treated as independent of one another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from sim.analysis.peeling import Limits, is_number, peel
from sim.analysis.scoring import main_effects
from sim.analysis.variance import Floats
from sim.errors import InputError
from sim.summary.estimates import Points, Share, effective_size, share_of

Mask = NDArray[np.bool_]
FEWEST = 100
"""Fewest points to look for a box in."""
MOST = 20
"""Most parameters among which a box is looked for."""
LOOSE = 0.01
"""A bound that does not do better than this on the points that found it is dropped."""


@dataclass(frozen=True, slots=True)
class Bound:
    """One side of a box: `name` is `at least` or `at most` a value, or `one of` some labels.

    `p` is how likely as many cases are if the bound did nothing, on points that had no part in finding it.
    """

    name: str
    side: str
    value: float | tuple[str, ...]
    p: float

    @property
    def confirmed(self) -> bool:
        """Whether it does more than chance would."""
        return self.p < 0.05


@dataclass(frozen=True)
class Peel:
    """A box on the way of peeling, on the points that found it.

    `chosen` is the one of which the box was made.
    """

    coverage: float
    density: float
    mass: float
    restricted: int
    chosen: bool


@dataclass(frozen=True)
class Box:
    """A box and what it holds, in runs that had no part in finding it (`points` points).

    `coverage` is the share of all cases that lie in it, `density` the share of cases in it, `mass` the share of runs
    in it, `base` the share of cases among all runs. Without `bounds` no region was found in which it is commoner.
    """

    bounds: tuple[Bound, ...]
    coverage: Share
    density: Share
    mass: float
    base: Share
    peeling: tuple[Peel, ...]
    looked_at: tuple[str, ...]
    points: int

    @property
    def found(self) -> bool:
        """Whether it is a region in which cases are beyond doubt commoner than elsewhere."""
        return bool(self.bounds) and self.density.low > self.base.high

    def table(self) -> pd.DataFrame:
        """One row a bound."""
        rows = [(bound.name, bound.side, bound.value, bound.p) for bound in self.bounds]
        return pd.DataFrame(rows, columns=["name", "side", "value", "p"])


def find_box(experiments: pd.DataFrame, cases: Floats, *, seed: int = 0, most: int = MOST) -> Box:
    """The box in which cases are common.

    `experiments` has one row a point and one column a parameter (numbers, or labels); `cases` (points, runs) is 1
    where a run is a case. With more than `most` columns a box is looked for among those with the clearest main
    effects, on the half of the points that finds it. Raises InputError with fewer than FEWEST points, and without EMA
    workbench.
    """
    points = len(experiments)
    if points < FEWEST:
        raise InputError(f"{points} points are too few to find a region in: {FEWEST} are needed at least")
    order = np.random.default_rng(seed).permutation(points)
    finding, judging = np.sort(order[: points // 2]), np.sort(order[points // 2 :])
    train, train_cases = experiments.iloc[finding].reset_index(drop=True), cases[finding]
    columns = _clearest(train, train_cases, most)
    limits: Limits = {}
    peeling: tuple[Peel, ...] = ()
    if columns and 0 < train_cases.mean() < 1:
        boxes = peel(train[columns], train_cases.mean(axis=1))
        limits, peeling = _best(boxes, train, train_cases)
    test, test_cases = experiments.iloc[judging].reset_index(drop=True), cases[judging]
    return _judged(limits, test, test_cases, peeling, tuple(columns))


def inside(limits: Limits, experiments: pd.DataFrame) -> Mask:
    """Which points (shape: points) lie in a box, its ends included."""
    within = np.ones(len(experiments), dtype=bool)
    for beyond in _beyond(limits, experiments).values():
        within &= ~beyond
    return within


def _clearest(experiments: pd.DataFrame, cases: Floats, most: int) -> list[str]:
    varying = [name for name in experiments.columns if experiments[name].nunique() > 1]
    if len(varying) <= most:
        return varying
    codes = [
        column.to_numpy(dtype=np.float64) if is_number(column) else pd.factorize(column)[0].astype(np.float64)
        for column in (experiments[name] for name in varying)
    ]
    effects = main_effects(np.column_stack(codes), cases, varying)
    ranked = sorted(effects.effects, key=lambda item: (item.p, -_or_zero(item.share.value)))
    keep = {item.name for item in ranked[:most]}
    return [name for name in varying if name in keep]


def _or_zero(value: float) -> float:
    return value if np.isfinite(value) else 0.0


def _best(boxes: Sequence[Limits], experiments: pd.DataFrame, cases: Floats) -> tuple[Limits, tuple[Peel, ...]]:
    """The box with the largest difference of coverage and mass once it is tightened, and the way of peeling."""
    peeling, tightened, gains = [], [], []
    for limits in boxes:
        coverage, density, mass = _held(limits, experiments, cases)
        tightened.append(_tightened(limits, experiments, cases))
        kept, _, of = _held(tightened[-1], experiments, cases)
        gains.append(kept - of)
        peeling.append(Peel(coverage, density, mass, len(limits), False))
    best = int(np.argmax(gains))
    peeling[best] = replace(peeling[best], chosen=True)
    return tightened[best], tuple(peeling)


def _held(limits: Limits, experiments: pd.DataFrame, cases: Floats) -> tuple[float, float, float]:
    """Coverage, density and mass of a box."""
    within, weights = inside(limits, experiments), cases.mean(axis=1)
    mass = float(within.mean())
    return float(weights[within].sum() / weights.sum()), float(weights[within].mean()) if mass else 0.0, mass


def _tightened(limits: Limits, experiments: pd.DataFrame, cases: Floats) -> Limits:
    """A box without the bounds that hardly help on the points that found it, the least helpful dropped first."""
    beyond = _beyond(limits, experiments)
    while beyond:
        p = _p_of_sides(beyond, cases)
        worst = max(p, key=lambda side: p[side])
        if p[worst] <= LOOSE:
            return limits
        limits = _without(worst, limits)
        del beyond[worst]
    return limits


Side = tuple[str, str]


def _beyond(limits: Limits, experiments: pd.DataFrame) -> dict[Side, Mask]:
    """Which points each side of a box shuts out."""
    found: dict[Side, Mask] = {}
    for name, limit in limits.items():
        if isinstance(limit, frozenset):
            found[name, "one of"] = ~experiments[name].astype(str).isin(limit).to_numpy()
            continue
        values = experiments[name].to_numpy()
        if np.isfinite(limit[0]):
            found[name, "at least"] = values < limit[0]
        if np.isfinite(limit[1]):
            found[name, "at most"] = values > limit[1]
    return found


def _without(side: Side, limits: Limits) -> Limits:
    name, which = side
    limit = limits[name]
    rest = {other: kept for other, kept in limits.items() if other != name}
    if isinstance(limit, frozenset):
        return rest
    low, high = (-np.inf, limit[1]) if which == "at least" else (limit[0], np.inf)
    return rest if low == -np.inf and high == np.inf else {**rest, name: (low, high)}


def _p_of_sides(beyond: Mapping[Side, Mask], cases: Floats) -> dict[Side, float]:
    """Chance of as many cases in a box as there are if one of its sides did nothing, for each side."""
    if not beyond:
        return {}
    hits, runs = cases.sum(axis=1), cases.shape[1]
    times = np.sum(list(beyond.values()), axis=0)
    share, effective = _tally(hits[times == 0], runs)
    found = {}
    for side, out in beyond.items():
        larger, _ = _tally(hits[times == out], runs)
        some = 0 < larger < 1 and share > 0
        found[side] = float(special.betainc(share * effective, (1 - share) * effective + 1, larger)) if some else 1.0
    return found


def _tally(hits: Floats, runs: int) -> tuple[float, float]:
    """Share of cases at points with `hits` of them in `runs` runs each, and the independent runs these are worth."""
    if not hits.size:
        return 0.0, 0.0
    total = hits.size * runs
    points = Points(np.broadcast_to(np.int64(0), (total,)), np.full(hits.size, runs, dtype=np.int64))
    return float(hits.sum() / total), float(effective_size(points, hits.sum(), (hits**2).sum() / runs))


def _share_in(within: Mask, cases: Floats) -> Share:
    return share_of(cases[within].ravel() > 0, Points.of(np.repeat(np.flatnonzero(within), cases.shape[1])))


def _judged(
    limits: Limits, experiments: pd.DataFrame, cases: Floats, peeling: tuple[Peel, ...], looked_at: tuple[str, ...]
) -> Box:
    within = inside(limits, experiments)
    hits = cases > 0
    points = np.repeat(np.arange(len(cases)), cases.shape[1])
    coverage = share_of(np.repeat(within, cases.shape[1])[hits.ravel()], Points.of(points[hits.ravel()]))
    p = _p_of_sides(_beyond(limits, experiments), cases)
    bounds = tuple(Bound(name, which, _value(limits[name], which), p[name, which]) for name, which in p)
    everywhere = np.ones(len(cases), dtype=bool)
    density, base = _share_in(within, cases), _share_in(everywhere, cases)
    return Box(bounds, coverage, density, float(within.mean()), base, peeling, looked_at, len(cases))


def _value(limit: tuple[float, float] | frozenset[str], which: str) -> float | tuple[str, ...]:
    if isinstance(limit, frozenset):
        return tuple(sorted(limit))
    return limit[0] if which == "at least" else limit[1]
