"""What a theory says of a scenario, and whether the engine's runs agree: values, tolerances, verdicts."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.compile import compile_scenario

if TYPE_CHECKING:
    import pandas

    from sim.scenario import Scenario

Floats = NDArray[np.float64]
STANDARD_ERRORS = 4.0
"""How far a simulated value may be from the exact one: one in 16,000 true ones is farther off by chance."""
ROUNDING = 1e-6
"""How far a value that is the same in every run may be from theory: the table keeps seven digits."""
FEW = 5.0
"""Values of a distribution that fewer runs than this are expected to take are counted together."""


@dataclass(frozen=True)
class Played:
    """Runs of a case: its scenario, the outcome table (one row a run, every run a parameter point of its own)."""

    scenario: Scenario
    table: pandas.DataFrame
    seed: int

    def column(self, name: str) -> Floats:
        """A column of the outcome table; what did not happen is not a number."""
        return np.asarray(self.table[name].astype(float).to_numpy(dtype=np.float64, na_value=np.nan))

    def ended(self, *outcomes: str) -> Floats:
        """1 for the runs that ended in one of these ways, 0 for the others."""
        return np.asarray(self.table["outcome"].isin(outcomes).to_numpy(dtype=np.float64))

    def signed(self) -> Floats:
        """1 for the runs in which a text was signed and ratified."""
        return np.asarray(self.table["signed"].notna().to_numpy(dtype=np.float64))

    @cached_property
    def draws(self) -> dict[str, Floats]:
        """Path -> the uncertain number that each run drew."""
        compiled = compile_scenario(self.scenario)
        values = compiled.draws(compiled.cube(0, len(self.table), self.seed))
        return {path: values[:, place] for place, path in enumerate(compiled.dimensions)}


Statistic = Callable[[Played], Floats]
"""One number a run; runs of which the statistic does not speak are not a number and left out."""


@dataclass(frozen=True)
class Verdict:
    """Simulated against exact: `z` is their distance in standard errors, None where every run has to agree.

    `error` is one standard error of the simulated value, or the tolerance where every run has to agree.
    """

    simulated: float
    exact: float
    error: float
    z: float | None
    agrees: bool


class Check(Protocol):
    """A quantity and what theory says of it. `deviates`: why the engine is known not to agree, or empty."""

    @property
    def what(self) -> str:
        """The quantity, in words."""

    @property
    def deviates(self) -> str:
        """Why the engine does not agree with the theory here, if that is known; else empty."""

    def judge(self, played: Played, other: Played | None) -> Verdict:
        """Whether the runs agree; `other` are those of the case that this one is compared with, if any."""


@dataclass(frozen=True)
class Share:
    """A share of runs (statistic 0 or 1) against a probability, with the binomial error that theory implies."""

    what: str
    exact: float
    statistic: Statistic
    deviates: str = ""

    def judge(self, played: Played, other: Played | None = None) -> Verdict:
        """Within 4 standard errors; a probability of 0 or 1 has none, and no run may depart from it."""
        found = _told(self.statistic(played))
        error = math.sqrt(self.exact * (1 - self.exact) / max(found.size, 1))
        return _by_error(float(found.mean()) if found.size else math.nan, self.exact, error)


@dataclass(frozen=True)
class Mean:
    """A mean over runs against an expectation, with the error that the runs show."""

    what: str
    exact: float
    statistic: Statistic
    deviates: str = ""

    def judge(self, played: Played, other: Played | None = None) -> Verdict:
        """Within 4 standard errors."""
        found = _told(self.statistic(played))
        error = float(found.std(ddof=1)) / math.sqrt(found.size) if found.size > 1 else math.nan
        return _by_error(float(found.mean()) if found.size else math.nan, self.exact, error)


@dataclass(frozen=True)
class Every:
    """What theory says of each single run: one number, or one for each (as a statistic). The worst run counts."""

    what: str
    exact: float | Statistic
    statistic: Statistic
    tolerance: float = ROUNDING
    deviates: str = ""

    def judge(self, played: Played, other: Played | None = None) -> Verdict:
        """Every run within the tolerance. Shown is the run that is farthest off."""
        found = self.statistic(played)
        exact = self.exact(played) if callable(self.exact) else np.full(found.shape, self.exact)
        told = ~np.isnan(found)
        if not told.any():
            return Verdict(math.nan, math.nan, self.tolerance, None, False)
        found, exact = found[told], exact[told]
        worst = int(np.argmax(np.abs(found - exact)))
        agrees = bool(abs(found[worst] - exact[worst]) <= self.tolerance)
        return Verdict(float(found[worst]), float(exact[worst]), self.tolerance, None, agrees)


@dataclass(frozen=True)
class Distribution:
    """Whole numbers, 1 and up, against the probabilities of 1, 2, ... (what is left is the probability of more).

    Pearson's chi-squared as a standard normal by Wilson & Hilferty (1931): simulated and exact are its value and its
    expectation, the number of classes less one.
    """

    what: str
    exact: Floats
    statistic: Statistic
    deviates: str = ""

    def judge(self, played: Played, other: Played | None = None) -> Verdict:
        """Chi-squared not above 4 standard errors; too small a value is no fault."""
        found = _told(self.statistic(played)).astype(np.int64)
        most = self.exact.size
        seen = np.bincount(np.clip(found, 1, most + 1), minlength=most + 2)[1:].astype(np.float64)
        expected = np.append(self.exact, max(1.0 - float(self.exact.sum()), 0.0)) * found.size
        seen, expected = _gathered(seen, expected)
        freedom = seen.size - 1
        if freedom < 1:
            return Verdict(math.nan, math.nan, math.nan, math.nan, False)
        squares = float(((seen - expected) ** 2 / expected).sum())
        spread = 2.0 / (9.0 * freedom)
        z = ((squares / freedom) ** (1 / 3) - (1.0 - spread)) / math.sqrt(spread)
        return Verdict(squares, float(freedom), math.sqrt(2.0 * freedom), z, z <= STANDARD_ERRORS)


@dataclass(frozen=True)
class Higher:
    """A direction: the mean of the case is above that of the case it is compared with, clearly.

    Runs of the same number share their luck, so the error is that of paired differences.
    """

    what: str
    statistic: Statistic
    deviates: str = ""

    def judge(self, played: Played, other: Played | None = None) -> Verdict:
        """Simulated: here; exact: there. It agrees if the difference is more than 4 standard errors above 0."""
        if other is None:
            raise ValueError("a direction needs a case to compare with")
        here, there = self.statistic(played), self.statistic(other)
        change = _told(here - there)
        error = float(change.std(ddof=1)) / math.sqrt(change.size) if change.size > 1 else math.nan
        rise = float(change.mean()) if change.size else math.nan
        z = rise / error if error > 0 else math.copysign(math.inf, rise) if rise else 0.0
        return Verdict(float(_told(here).mean()), float(_told(there).mean()), error, z, z > STANDARD_ERRORS)


@dataclass(frozen=True)
class NotHigher:
    """The opposite of a direction: the mean of the case is not above that of the case it is compared with.

    So for a departure from an equilibrium: it must not pay. Errors as of `Higher`.
    """

    what: str
    statistic: Statistic
    deviates: str = ""

    def judge(self, played: Played, other: Played | None = None) -> Verdict:
        """Simulated: here; exact: there. It agrees if the difference is no more than 4 standard errors above 0."""
        verdict = Higher(self.what, self.statistic).judge(played, other)
        rise = verdict.simulated - verdict.exact
        allowed = ROUNDING + (STANDARD_ERRORS * verdict.error if math.isfinite(verdict.error) else 0.0)
        return Verdict(verdict.simulated, verdict.exact, verdict.error, verdict.z, bool(rise <= allowed))


@dataclass(frozen=True)
class Case:
    """A point of a game's grid: settings laid over its scenario, and what theory says there.

    `at` is its place on the game's axis and `series` the line on which it lies. `against` are the settings of the
    case that a direction is measured from.
    """

    label: str
    at: float
    checks: Sequence[Check]
    settings: Mapping[str, Any] = field(default_factory=dict)
    series: str = ""
    against: Mapping[str, Any] | None = None


def _told(values: Floats) -> Floats:
    return values[~np.isnan(values)]


def _by_error(simulated: float, exact: float, error: float) -> Verdict:
    """By standard errors; where there are none, by rounding."""
    if error > 1e-12:
        z = (simulated - exact) / error
        return Verdict(simulated, exact, error, z, abs(z) <= STANDARD_ERRORS)
    return Verdict(simulated, exact, ROUNDING, None, abs(simulated - exact) <= ROUNDING)


def _gathered(seen: Floats, expected: Floats) -> tuple[Floats, Floats]:
    """Classes in order, neighbours counted together until each expects enough runs."""
    groups: list[tuple[float, float]] = []
    runs = mean = 0.0
    for one, other in zip(seen, expected, strict=True):
        runs, mean = runs + one, mean + other
        if mean >= FEW:
            groups.append((runs, mean))
            runs = mean = 0.0
    if groups:
        groups[-1] = (groups[-1][0] + runs, groups[-1][1] + mean)
    return np.array([group[0] for group in groups]), np.array([group[1] for group in groups])
