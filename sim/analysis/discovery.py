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

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from sim.analysis.scoring import main_effects
from sim.analysis.variance import Floats
from sim.errors import InputError
from sim.summary.estimates import Points, Share, share_of

Mask = NDArray[np.bool_]
Limits = Mapping[str, tuple[float, float] | frozenset[str]]
"""A box: for each restricted parameter its least and greatest value, or the labels that it may have."""

FEWEST = 100
"""Fewest points to look for a box in."""
MOST = 20
"""Most parameters among which a box is looked for."""
LOOSE = 0.01
"""A bound that does not do better than this on the points that found it is dropped."""
NEEDS = "finding a box needs EMA workbench: pip install 'diplomatic-scenario-sim[discovery]'"


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
        boxes = _peel(train[columns], train_cases.mean(axis=1))
        limits, peeling = _best(boxes, train, train_cases)
    test, test_cases = experiments.iloc[judging].reset_index(drop=True), cases[judging]
    return _judged(limits, test, test_cases, peeling, tuple(columns))


def inside(limits: Limits, experiments: pd.DataFrame) -> Mask:
    """Which points (shape: points) lie in a box, its ends included."""
    within = np.ones(len(experiments), dtype=bool)
    for name, limit in limits.items():
        column = experiments[name]
        if isinstance(limit, frozenset):
            within &= column.astype(str).isin(limit).to_numpy()
        else:
            within &= ((column >= limit[0]) & (column <= limit[1])).to_numpy()
    return within


def _clearest(experiments: pd.DataFrame, cases: Floats, most: int) -> list[str]:
    varying = [name for name in experiments.columns if experiments[name].nunique() > 1]
    if len(varying) <= most:
        return varying
    codes = [
        column.to_numpy(dtype=np.float64) if _is_number(column) else pd.factorize(column)[0].astype(np.float64)
        for column in (experiments[name] for name in varying)
    ]
    effects = main_effects(np.column_stack(codes), cases, varying)
    ranked = sorted(effects.effects, key=lambda item: (item.p, -_or_zero(item.share.value)))
    keep = {item.name for item in ranked[:most]}
    return [name for name in varying if name in keep]


def _or_zero(value: float) -> float:
    return value if np.isfinite(value) else 0.0


def _is_number(column: pd.Series) -> bool:
    return bool(pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column))


def _peel(experiments: pd.DataFrame, shares: Floats) -> list[Limits]:
    """EMA workbench's boxes, from the whole range to the smallest, as limits of what each restricts."""
    with warnings.catch_warnings():
        # EMA workbench tells on import what else it could use, and pandas what it will not like one day.
        warnings.simplefilter("ignore")
        try:
            from ema_workbench.analysis import prim
            from ema_workbench.analysis.scenario_discovery_util import RuleInductionType
        except ImportError as error:
            raise InputError(NEEDS) from error
        plain: dict[Any, str] = {name: f"x{number}" for number, name in enumerate(experiments.columns)}
        frame = pd.DataFrame(
            {
                plain[name]: column.astype(np.float64) if _is_number(column) else column.astype(str).astype("category")
                for name, column in experiments.items()
            }
        )
        found = prim.Prim(frame, shares, threshold=-1.0, mode=RuleInductionType.REGRESSION).find_box()
    return [_limits(box, found.box_lims[0], plain) for box in found.box_lims]


def _limits(box: pd.DataFrame, whole: pd.DataFrame, plain: Mapping[Any, str]) -> Limits:
    limits: dict[str, tuple[float, float] | frozenset[str]] = {}
    for name, column in plain.items():
        if column not in box.columns:
            continue
        (low, high), (least, greatest) = box[column], whole[column]
        if isinstance(low, set):
            if low != least:
                limits[str(name)] = frozenset(map(str, low))
        elif low > least or high < greatest:
            limits[str(name)] = (
                float(low) if low > least else -np.inf,
                float(high) if high < greatest else np.inf,
            )
    return limits


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
    while limits:
        p = {side: _p_of(side, limits, experiments, cases) for side in _sides(limits)}
        worst = max(p, key=lambda side: p[side])
        if p[worst] <= LOOSE:
            return limits
        limits = _without(worst, limits)
    return limits


Side = tuple[str, str]


def _sides(limits: Limits) -> list[Side]:
    found = []
    for name, limit in limits.items():
        if isinstance(limit, frozenset):
            found.append((name, "one of"))
            continue
        found += [(name, "at least")] if np.isfinite(limit[0]) else []
        found += [(name, "at most")] if np.isfinite(limit[1]) else []
    return found


def _without(side: Side, limits: Limits) -> Limits:
    name, which = side
    limit = limits[name]
    rest = {other: kept for other, kept in limits.items() if other != name}
    if isinstance(limit, frozenset):
        return rest
    low, high = (-np.inf, limit[1]) if which == "at least" else (limit[0], np.inf)
    return rest if low == -np.inf and high == np.inf else {**rest, name: (low, high)}


def _p_of(side: Side, limits: Limits, experiments: pd.DataFrame, cases: Floats) -> float:
    """Chance of as many cases in a box if one of its bounds did nothing."""
    box = _share_in(inside(limits, experiments), cases)
    larger = _share_in(inside(_without(side, limits), experiments), cases)
    if box.share is None or larger.share is None or not 0 < larger.share < 1 or box.share <= 0:
        return 1.0
    hits, of = box.share * box.effective, box.effective
    return float(special.betainc(hits, of - hits + 1, larger.share))


def _share_in(within: Mask, cases: Floats) -> Share:
    return share_of(cases[within].ravel() > 0, Points.of(np.repeat(np.flatnonzero(within), cases.shape[1])))


def _judged(
    limits: Limits, experiments: pd.DataFrame, cases: Floats, peeling: tuple[Peel, ...], looked_at: tuple[str, ...]
) -> Box:
    within = inside(limits, experiments)
    hits = cases > 0
    points = np.repeat(np.arange(len(cases)), cases.shape[1])
    coverage = share_of(np.repeat(within, cases.shape[1])[hits.ravel()], Points.of(points[hits.ravel()]))
    bounds = tuple(
        Bound(name, which, _value(limits[name], which), _p_of((name, which), limits, experiments, cases))
        for name, which in _sides(limits)
    )
    everywhere = np.ones(len(cases), dtype=bool)
    density, base = _share_in(within, cases), _share_in(everywhere, cases)
    return Box(bounds, coverage, density, float(within.mean()), base, peeling, looked_at, len(cases))


def _value(limit: tuple[float, float] | frozenset[str], which: str) -> float | tuple[str, ...]:
    if isinstance(limit, frozenset):
        return tuple(sorted(limit))
    return limit[0] if which == "at least" else limit[1]
