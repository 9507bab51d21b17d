"""What of an outcome's variance is due to what is varied, and what is chance.

With few runs at a design point, the mean over its runs is noisy, and its variance over points overstates what the
points explain: the noise comes on top. Nothing here therefore squares a mean. **Products of two different runs of
the same point** take the place of squares: chance of one run has nothing to do with that of another, so such a
product is right on average even with two runs a point, and noise drops out. With y(p, k) the value of run k at point
p, less the mean of run k over all points,

    variance due to the design = mean over p and k != l of y(p, k) y(p, l)

Run k may have the same luck at several points (common random numbers). Intervals therefore allow for two things that
could have come out otherwise, the points and the lucks: the variance of an estimate is the sum of that over points
and that over lucks, less what both count (two-way clustering: Cameron, Gelbach and Miller 2011, J. Bus. Econ. Stat.
29, 238-249). With fewer than about ten runs a point the part of the lucks is itself poorly known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.summary.estimates import Z

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its 95% interval; NaN where it cannot be told."""

    value: float
    low: float
    high: float

    @classmethod
    def of(cls, value: float, error: float) -> Estimate:
        """From a standard error."""
        return cls(value, value - Z * error, value + Z * error)

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return bool(np.isfinite(self.value))


NOT_KNOWN = Estimate(float("nan"), float("nan"), float("nan"))


@dataclass(frozen=True, slots=True)
class VarianceSplit:
    """Where the variance over all runs of a study comes from, as shares that add up to 1.

    `design` is due to what the design varies; `drawn` to the uncertain numbers that each run draws (None if there are
    none, or if no draw was played twice: then it is part of `chance`); `chance` is left when all numbers are known.
    `variance` is the whole, in squared units of the outcome; where it is 0 shares are NaN.
    """

    design: Estimate
    drawn: Estimate | None
    chance: Estimate
    variance: float


def products(one: Floats, other: Floats) -> Floats:
    """Cells (points, lucks) whose mean over lucks is the mean of one(k) other(l) over lucks k != l, at each point.

    Needs at least two lucks.
    """
    rest = one.shape[1] - 1
    others, ones = (values.sum(axis=1, keepdims=True) - values for values in (other, one))
    cells: Floats = (one * others + other * ones) / (2 * rest)
    return cells


def centred(values: Floats) -> Floats:
    """Values (points, lucks) less the mean of each luck over points: what a luck does everywhere drops out."""
    less: Floats = values - values.mean(axis=0, keepdims=True)
    return less


def standard_error(cells: Floats, by_luck: Floats) -> float:
    """Standard error of the mean of linearised `cells` (points, lucks), over points and lucks.

    `by_luck` (points, lucks) is how much each luck weighs: the cells of `products` twice, as a luck is either factor
    of a product. Both are taken from their means.
    """
    points = len(cells)
    at_point = cells.mean(axis=1) - cells.mean()
    over_points = (at_point**2).sum() / (points * max(points - 1, 1))
    return float(np.sqrt(over_points + variance_over_lucks(by_luck)))


def variance_over_lucks(by_luck: Floats) -> float:
    """Variance of a mean over cells (points, lucks) that other lucks would bring, beyond what points bring; 0 or more.

    With one luck nothing is known of it, and 0 is given; with one point nothing is counted twice.
    """
    points, lucks = by_luck.shape
    if lucks < 2:
        return 0.0
    weighed = by_luck - by_luck.mean()
    over_lucks = (weighed.mean(axis=0) ** 2).sum() / (lucks * (lucks - 1))
    if points == 1:
        return float(over_lucks)
    inside = weighed - weighed.mean(axis=1, keepdims=True)
    counted_twice = (inside**2).sum() / (points**2 * lucks * (lucks - 1))
    return max(float(over_lucks - counted_twice), 0.0)


def ratio(part: Floats, whole: Floats) -> Estimate:
    """One mean of `products` over another, by their cells (points, lucks)."""
    value = float(part.mean() / whole.mean())
    cells = (part - value * whole) / whole.mean()
    return Estimate.of(value, standard_error(cells, 2 * cells))


def explained(outcomes: Floats) -> Estimate:
    """Variance that the points explain, in squared units, chance removed; `outcomes` (points, lucks >= 2)."""
    cells = design_cells(outcomes)
    return Estimate.of(float(cells.mean()), standard_error(cells, 2 * cells))


def variance_split(outcomes: Floats) -> VarianceSplit | None:
    """The split of the variance of single runs; `outcomes` (settings, places, draws, runs a draw).

    What is due to the `design` lies between all combinations of settings and places. Settings (of levers) are all
    there are, places (of uncertain numbers) a sample; a draw is one set of values of the numbers that are not designed,
    the same everywhere. Where all numbers are designed every run is a draw (settings, places, runs, 1). None with
    fewer than two combinations or draws, when there is nothing to tell apart.
    """
    settings, places, draws, repeats = outcomes.shape
    if settings * places < 2 or draws < 2:
        return None
    values = (outcomes - outcomes.mean()).reshape(-1, draws, repeats)
    whole = (values**2).mean(axis=2)
    if not whole.any():
        return VarianceSplit(NOT_KNOWN, None, NOT_KNOWN, 0.0)
    by_draw = centred(values.mean(axis=2))
    varied = products(by_draw, by_draw)
    if settings == 1:  # of a sample, one is spent on the mean
        varied *= places / (places - 1)

    def share(part: Floats, by_luck: Floats) -> Estimate:
        cells = (part, by_luck, whole)
        return _share(*(cell.reshape(settings, places, draws).mean(axis=0) for cell in cells))

    design = _clipped(share(varied, 2 * varied))
    if repeats == 1:
        return VarianceSplit(design, None, _rest(design), float(whole.mean()))
    pairs = (values.sum(axis=2) ** 2 - (values**2).sum(axis=2)) / (repeats * (repeats - 1))
    drawn = _clipped(share(pairs - varied, pairs - 2 * varied))
    chance = _moved(_rest(_clipped(share(pairs, pairs))), max(1 - design.value - drawn.value, 0.0))
    return VarianceSplit(design, drawn, chance, float(whole.mean()))


def design_cells(outcomes: Floats) -> Floats:
    """Cells (points, lucks) of the variance that the points explain."""
    points = outcomes.shape[0]
    values = centred(outcomes)
    cells: Floats = products(values, values) * points / max(points - 1, 1)
    return cells


def _share(part: Floats, by_luck: Floats, whole: Floats) -> Estimate:
    """A part of the variance; in the whole each luck counts once, in the part as `by_luck` says."""
    value = float(part.mean() / whole.mean())
    return Estimate.of(
        value, standard_error((part - value * whole) / whole.mean(), (by_luck - value * whole) / whole.mean())
    )


def _clipped(estimate: Estimate) -> Estimate:
    return Estimate(*(min(max(value, 0.0), 1.0) for value in (estimate.value, estimate.low, estimate.high)))


def _rest(estimate: Estimate) -> Estimate:
    inside = _clipped(estimate)
    return Estimate(1 - inside.value, 1 - inside.high, 1 - inside.low)


def _moved(estimate: Estimate, value: float) -> Estimate:
    """The same width around another value: parts that were cut at 0 leave less for the rest."""
    shift = value - estimate.value
    return _clipped(Estimate(value, estimate.low + shift, estimate.high + shift))
