"""Morris screening and one-at-a-time swings: which numbers matter at all, for few points.

Morris (1991, Technometrics 33, 161-174): trajectories on a grid of levels, which move one parameter at a time. An
*elementary effect* is the change of the outcome over the step, here per full range of the parameter. Campolongo,
Cariboni and Saltelli (2007, Environmental Modelling and Software 22, 1509-1518): `mu_star`, the mean of the absolute
effects, says how much a parameter matters; `mu`, their mean, in which direction; `sigma`, their standard deviation,
whether that depends on the others.

How chance enters. An absolute value does not average noise away: a parameter that nothing depends on has a `mu_star`
above 0, the larger the fewer runs a point. `chance` is how large: the mean absolute effect that noise of the size seen
between the runs of a step would give by itself (runs of both ends share their luck, so it is the noise of their
differences). `strength` is the root mean square effect with the noise taken out, by products of different runs
(`sim.analysis.variance`); it is what to rank by. With one run a point neither can be told, and both are NaN.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.analysis.variance import Estimate, Floats, products
from sim.errors import InputError
from sim.summary.estimates import Z

LEVELS = 4
RESAMPLES = 500


@dataclass(frozen=True, slots=True)
class ElementaryEffects:
    """Effects of one parameter, in units of the outcome per full range; see the module for what they mean."""

    name: str
    mu_star: Estimate
    mu: float
    sigma: float
    chance: float
    strength: Estimate

    @property
    def above_chance(self) -> bool:
        """Whether it matters beyond doubt: its effects are larger than noise makes them."""
        return self.strength.low > 0 if self.strength.known else self.mu_star.low > 0


@dataclass(frozen=True)
class Screening:
    """Elementary effects of all parameters, in their order, from `trajectories` with `runs` runs a point."""

    effects: tuple[ElementaryEffects, ...]
    trajectories: int
    runs: int

    def table(self) -> pd.DataFrame:
        """One row a parameter, the strongest first."""
        rows = [
            (item.name, item.mu_star.value, item.mu_star.low, item.mu_star.high, item.mu, item.sigma, item.chance,
             item.strength.value, item.strength.low, item.strength.high)
            for item in self.effects
        ]  # fmt: skip
        columns = ["name", "mu_star", "mu_star_low", "mu_star_high", "mu", "sigma", "chance", "strength",
                   "strength_low", "strength_high"]  # fmt: skip
        by = "strength" if self.runs > 1 else "mu_star"
        return pd.DataFrame(rows, columns=columns).sort_values(by, ascending=False, kind="stable")


def morris_effects(
    values: Floats, outcomes: Floats, names: Sequence[str], *, levels: int = LEVELS, seed: int = 0
) -> Screening:
    """Elementary effects from SALib's Morris design.

    `values` (points, parameters) are the points in the design's order or any increasing function of them, as the
    quantiles of distributions are; `outcomes` (points, runs) as for Sobol indices; `levels` those of the design. Where
    a step does not change a value (a choice among few) its effect is 0. Raises InputError if points are no
    trajectories.
    """
    points, count = values.shape
    size = count + 1
    if points % size or points < 2 * size:
        raise InputError(f"{points} points are no Morris design of {count} parameters: a multiple of {size} is needed")
    moves = np.diff(values.reshape(-1, size, count), axis=1)
    if ((moves != 0).sum(axis=2) > 1).any():
        raise InputError("the points are no Morris design: some step moves two parameters at once")
    found = _salib(values, outcomes.mean(axis=1), names, levels, seed)
    effects = []
    for place, name in enumerate(names):
        by_run = _effects(moves, outcomes.reshape(-1, size, outcomes.shape[1]), place, levels)
        chance, strength = _noise(by_run)
        mu_star = float(found["mu_star"][place])
        half = float(found["mu_star_conf"][place])
        effects.append(
            ElementaryEffects(
                name, Estimate(mu_star, mu_star - half, mu_star + half), float(found["mu"][place]),
                float(found["sigma"][place]), chance, strength,
            )
        )  # fmt: skip
    return Screening(tuple(effects), len(moves), outcomes.shape[1])


def _effects(moves: Floats, outcomes: Floats, place: int, levels: int) -> Floats:
    """Effects (trajectories, runs) of one parameter, per full range of the unit cube."""
    step = levels / (2 * (levels - 1))
    signs = np.sign(moves[:, :, place])
    effects: Floats = np.einsum("ts,tsk->tk", signs, np.diff(outcomes, axis=1)) / step
    return effects


def _noise(by_run: Floats) -> tuple[float, Estimate]:
    trajectories, runs = by_run.shape
    if runs < 2:
        return float("nan"), Estimate(float("nan"), float("nan"), float("nan"))
    errors = by_run.std(axis=1, ddof=1) / np.sqrt(runs)
    squares = products(by_run, by_run).mean(axis=1)
    mean, half = float(squares.mean()), Z * float(squares.std(ddof=1) / np.sqrt(trajectories))
    strength = Estimate(*(float(np.sqrt(max(value, 0.0))) for value in (mean, mean - half, mean + half)))
    return float(np.sqrt(2 / np.pi) * errors.mean()), strength


def _salib(values: Floats, means: Floats, names: Sequence[str], levels: int, seed: int) -> dict[str, Floats]:
    from SALib.analyze import morris

    problem = {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}
    found: dict[str, Floats] = morris.analyze(
        problem, values, means, num_resamples=RESAMPLES, num_levels=levels, seed=seed
    )
    return found


@dataclass(frozen=True, slots=True)
class Swing:
    """What a parameter does alone: the outcome at the ends of its range, the others at their base.

    `low` and `high` are the values of the parameter, `at_low` and `at_high` the changes of the outcome from the base,
    paired run by run, with intervals over lucks.
    """

    name: str
    low: float
    high: float
    at_low: Estimate
    at_high: Estimate

    @property
    def reach(self) -> float:
        """The largest change in either direction, by which swings are ordered."""
        return max(abs(self.at_low.value), abs(self.at_high.value))


def swings(values: Floats, outcomes: Floats, names: Sequence[str]) -> tuple[Swing, ...]:
    """Swings from a one-at-a-time design: each point differs from the base, the first, in at most one parameter.

    `values` (points, parameters), NaN where a number is as the scenario has it, drawn for the run if it is uncertain;
    `outcomes` (points, runs) with the same luck and draws at each point. A parameter that no point moves is left out.
    The largest reach comes first.
    """
    base = values[0]
    moved = (values != base) & ~(np.isnan(values) & np.isnan(base))
    if (moved.sum(axis=1) > 1).any():
        raise InputError("the points vary more than one number at a time")
    found = []
    for place, name in enumerate(names):
        at = np.flatnonzero(moved[:, place])
        if not at.size:
            continue
        lowest, highest = at[values[at, place].argmin()], at[values[at, place].argmax()]
        ends = [
            (values[0, place], Estimate(0.0, 0.0, 0.0)) if beyond else (values[row, place], _paired(outcomes, row))
            for row, beyond in (
                (lowest, values[lowest, place] > base[place]),
                (highest, values[highest, place] < base[place]),
            )
        ]
        (low, at_low), (high, at_high) = ends
        found.append(Swing(name, float(low), float(high), at_low, at_high))
    return tuple(sorted(found, key=lambda swing: -swing.reach))


def _paired(outcomes: Floats, row: int) -> Estimate:
    difference = outcomes[row] - outcomes[0]
    runs = len(difference)
    error = float(difference.std(ddof=1) / np.sqrt(runs)) if runs > 1 else float("nan")
    return Estimate.of(float(difference.mean()), error)
