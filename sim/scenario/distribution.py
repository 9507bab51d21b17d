"""Distributions that may stand wherever a scenario has a number: support, mean, quantiles.

Truncation (`within`) rescales quantiles: with F the distribution function and [l, h] the window,
`Q(u) = F^-1(F(l) + u (F(h) - F(l)))`, taken from the upper tail where the window lies there, so that windows
far out keep their precision. NumPy and SciPy are imported when quantiles are first asked for; loading a file
needs neither.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sim.scenario.kinds import KINDS, NumberFault, check_parameters, normalised

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_BOUNDED_INSIDE = {"beta": (0.0, 1.0), "lognormal": (0.0, math.inf), "normal": (-math.inf, math.inf)}


@dataclass(frozen=True)
class Distribution:
    """What an analyst knows about a number that they do not know.

    `kind` is a key of KINDS and `parameters` are in its order; `weights` belong to a choice and sum to 1;
    `within` is the window of truncation; `private` says that only the actor itself knows the draw; `why` and
    `claims` give the reasons. Raises NumberFault for parameters that make no distribution.
    """

    kind: str
    parameters: tuple[float, ...]
    weights: tuple[float, ...] | None = None
    within: tuple[float, float] | None = None
    private: bool = False
    why: str = ""
    claims: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check the parameters, and let weights sum to 1."""
        if self.kind not in KINDS:
            raise NumberFault(f"'{self.kind}' is no distribution", f"allowed: {', '.join(KINDS)}")
        check_parameters(self.kind, self.parameters)
        if self.weights is not None:
            object.__setattr__(self, "weights", normalised(self.kind, self.parameters, self.weights))
        if self.within is not None:
            _check_window(self, self.within)

    @property
    def support(self) -> tuple[float, float]:
        """The smallest and the largest value it can take; infinite where there is no bound."""
        lo, hi = self._natural_support
        if self.kind == "choice":
            values = self._choices[0]
            return values[0], values[-1]
        if self.within is None:
            return lo, hi
        return max(lo, self.within[0]), min(hi, self.within[1])

    @property
    def support_is_open(self) -> tuple[bool, bool]:
        """Whether the lower and upper ends of the support are approached but never taken."""
        bounds = _BOUNDED_INSIDE.get(self.kind)
        return (False, False) if bounds is None else (self.support[0] == bounds[0], self.support[1] == bounds[1])

    @cached_property
    def mean(self) -> float:
        """The mean, in closed form."""
        lo, hi = self.support
        return min(max(_mean(self), lo), hi)

    def quantile(self, u: Floats) -> Floats:
        """Values below which the shares `u` lie.

        `u` has any shape and lies in (0, 1); the values do not decrease in `u` and lie in the support.
        """
        import numpy as np

        share = np.asarray(u, dtype=np.float64)
        lo, hi = self.support
        values: Floats = np.clip(_quantile(self, share), lo, hi)
        return values

    def to_yaml(self) -> dict[str, object]:
        """The mapping that stands for it in a file."""
        mapping: dict[str, object] = {self.kind: list(self.parameters)}
        if self.weights is not None:
            mapping["weights"] = list(self.weights)
        if self.within is not None:
            mapping["within"] = list(self.within)
        if self.private:
            mapping["private"] = True
        if self.why:
            mapping["why"] = self.why
        if self.claims:
            mapping["claims"] = list(self.claims)
        return mapping

    @property
    def _natural_support(self) -> tuple[float, float]:
        if self.kind in _BOUNDED_INSIDE:
            return _BOUNDED_INSIDE[self.kind]
        return min(self.parameters), max(self.parameters)

    @property
    def _choices(self) -> tuple[list[float], list[float]]:
        """Ascending values of a choice inside its window, and their weights, which sum to 1."""
        weights = self.weights or (1 / len(self.parameters),) * len(self.parameters)
        lo, hi = self.within or (-math.inf, math.inf)
        pairs = sorted(
            (value, weight)
            for value, weight in zip(self.parameters, weights, strict=True)
            if lo <= value <= hi and weight > 0
        )
        total = math.fsum(weight for _, weight in pairs)
        return [value for value, _ in pairs], [weight / total for _, weight in pairs]


def _check_window(distribution: Distribution, window: tuple[float, float]) -> None:
    lo, hi = window
    if not lo < hi:
        raise NumberFault(f"within: the lower end {lo:g} is not below the upper end {hi:g}", at="within")
    if distribution.kind == "choice":
        if not distribution._choices[0]:
            raise NumberFault(f"none of the values lies within [{lo:g}, {hi:g}]", at="within")
        return
    natural = distribution._natural_support
    if not max(lo, natural[0]) < min(hi, natural[1]) or not _holds_probability(distribution, lo, hi):
        raise NumberFault(f"it has no probability within [{lo:g}, {hi:g}]", at="within")


def _holds_probability(distribution: Distribution, lo: float, hi: float) -> bool:
    """Whether a window holds a share that a float can express."""
    if distribution.kind == "beta":
        a, b = distribution.parameters
        lo, hi = max(lo, 0.0), min(hi, 1.0)
        mode = min(max((a - 1) / (a + b - 2) if a > 1 and b > 1 else a / (a + b), lo), hi)
        inside = min(max(mode, lo + 1e-3 * (hi - lo)), hi - 1e-3 * (hi - lo))
        density = (a - 1) * math.log(inside) + (b - 1) * math.log1p(-inside)
        scale = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
        return density + scale + math.log(hi - lo) > -600
    if distribution.kind in ("normal", "lognormal"):
        low, high = _scores(distribution, lo, hi)
        return _normal_share(low, high) > 0
    return True


def _scores(distribution: Distribution, lo: float, hi: float) -> tuple[float, float]:
    """A window in standard deviations from the centre, for normal and lognormal."""
    centre, spread = distribution.parameters
    if distribution.kind == "normal":
        return (lo - centre) / spread, (hi - centre) / spread
    low = math.log(lo / centre) / spread if lo > 0 else -math.inf
    return low, math.log(hi / centre) / spread if math.isfinite(hi) else math.inf


def _normal_share(low: float, high: float) -> float:
    """Probability of a standard normal in [low, high], precise in either tail."""
    if low > 0:
        low, high = -high, -low
    return 0.5 * (math.erfc(-high / math.sqrt(2)) - math.erfc(-low / math.sqrt(2)))


def _normal_density(score: float) -> float:
    return math.exp(-0.5 * score * score) / math.sqrt(2 * math.pi) if math.isfinite(score) else 0.0


def _mean(distribution: Distribution) -> float:
    """Closed forms of the mean in a window; see the kinds' textbook moments."""
    kind, parameters = distribution.kind, distribution.parameters
    lo, hi = distribution.support
    if kind == "uniform":
        return lo + 0.5 * (hi - lo)
    if kind == "loguniform":
        return (hi - lo) / math.log(hi / lo)
    if kind == "choice":
        return math.fsum(value * weight for value, weight in zip(*distribution._choices, strict=True))
    if kind == "triangular":
        return _triangular_mean(parameters, lo, hi)
    first, second = parameters
    if kind == "beta":
        return _beta_mean(first, second, lo, hi)
    low, high = _scores(distribution, lo, hi)
    share = _normal_share(low, high)
    if kind == "normal":
        return first + second * (_normal_density(low) - _normal_density(high)) / share
    return first * math.exp(0.5 * second**2) * _normal_share(low - second, high - second) / share


def _triangular_mean(parameters: tuple[float, ...], lo: float, hi: float) -> float:
    """Centre of mass of the part of a triangle over [lo, hi], as two trapezoids."""
    left, mode, right = parameters
    mass = moment = 0.0
    for start, end, foot in ((lo, min(hi, mode), left), (max(lo, mode), hi, right)):
        if not start < end:
            continue
        heights = [abs(edge - foot) / abs(mode - foot) for edge in (start, end)]
        area = 0.5 * (heights[0] + heights[1]) * (end - start)
        centre = start + (end - start) * (heights[0] + 2 * heights[1]) / (3 * (heights[0] + heights[1]))
        mass, moment = mass + area, moment + area * centre
    return moment / mass


def _beta_mean(a: float, b: float, lo: float, hi: float) -> float:
    if (lo, hi) == (0.0, 1.0):
        return a / (a + b)
    if lo > a / (a + b):
        return 1 - _beta_mean(b, a, 1 - hi, 1 - lo)
    from scipy.special import betainc

    share = betainc(a, b, hi) - betainc(a, b, lo)
    return float(a / (a + b) * (betainc(a + 1, b, hi) - betainc(a + 1, b, lo)) / share)


def quantiles(distributions: Sequence[Distribution], cube: Floats) -> Floats:
    """Values (points, dimensions) of a `cube` of uniforms in (0, 1), a distribution a column.

    Each is that of its own `quantile`; uniform ones are worked out together, since most are uniform.
    """
    import numpy as np

    lo, hi = np.array([distribution.support for distribution in distributions]).reshape(-1, 2).T
    values: Floats = np.minimum(np.maximum(lo + (hi - lo) * cube, lo), hi)
    for column, distribution in enumerate(distributions):
        if distribution.kind != "uniform":
            values[:, column] = distribution.quantile(cube[:, column])
    return values


def _quantile(distribution: Distribution, u: Floats) -> Floats:
    import numpy as np

    kind, parameters = distribution.kind, distribution.parameters
    lo, hi = distribution.support
    if kind == "uniform":
        return lo + (hi - lo) * u
    if kind == "loguniform":
        return np.exp(math.log(lo) + (math.log(hi) - math.log(lo)) * u)
    if kind == "choice":
        values, weights = distribution._choices
        ladder = np.cumsum(np.asarray(weights))[:-1]
        return np.asarray(values)[np.searchsorted(ladder, u, side="left")]
    if kind == "triangular":
        return _triangular_quantile(parameters, lo, hi, u)
    first, second = parameters
    if kind == "beta":
        return _beta_quantile(first, second, lo, hi, u)
    scores = _normal_quantile(*_scores(distribution, lo, hi), u)
    return first + second * scores if kind == "normal" else first * np.exp(second * scores)


def _triangular_quantile(parameters: tuple[float, ...], lo: float, hi: float, u: Floats) -> Floats:
    """Root of the rising side, or of the falling side by the share above, which keeps its digits."""
    import numpy as np

    left, mode, right = parameters

    def below(value: float) -> float:
        if value < mode:
            return (value - left) ** 2 / ((right - left) * (mode - left))
        return 1 - above(value)

    def above(value: float) -> float:
        if value >= mode:
            return (right - value) ** 2 / ((right - left) * (right - mode)) if right > mode else 0.0
        return 1 - below(value)

    share_below = below(lo) * (1 - u) + below(hi) * u
    share_above = above(lo) * (1 - u) + above(hi) * u
    rising = left + np.sqrt(share_below * (right - left) * (mode - left))
    falling = right - np.sqrt(share_above * (right - left) * (right - mode))
    values: Floats = np.where(share_below < (mode - left) / (right - left), rising, falling)
    return values


def _normal_quantile(low: float, high: float, u: Floats) -> Floats:
    from scipy.special import ndtr, ndtri

    if low > 0:
        mirrored: Floats = -ndtri(ndtr(-low) * (1 - u) + ndtr(-high) * u)
        return mirrored
    scores: Floats = ndtri(ndtr(low) * (1 - u) + ndtr(high) * u)
    return scores


def _beta_quantile(a: float, b: float, lo: float, hi: float, u: Floats) -> Floats:
    import numpy as np
    from scipy.special import betainc, betaincinv

    if lo > a / (a + b):
        share = betainc(b, a, 1 - lo) * (1 - u) + betainc(b, a, 1 - hi) * u
        values: Floats = 1 - betaincinv(b, a, share)
        return values
    share = betainc(a, b, lo) * (1 - u) + betainc(a, b, hi) * u
    values = betaincinv(a, b, share)
    # The inverse gives up on shares below some 1e-200, which lie at the end.
    return np.where(np.isnan(values), lo, values)
