"""Sobol indices: which part of the variance of P(outcome | parameters) each parameter explains.

The *first-order* index of a parameter is the part of the variance that it explains by itself, whatever the others
are; the *total* index is what would be left uncertain if all others were known, its interactions included (Sobol
1993; Homma and Saltelli 1996). Both come from Saltelli's radial design with the estimators of Saltelli et al. (2010,
Computer Physics Communications 181, 259-270): at base sample i the points A and B, and for each parameter j the
point AB_j, which is A with the value of j taken from B,

    first_j = E[B (AB_j - A)] / V,     total_j = E[(A - AB_j)^2] / 2V.

How chance enters. What is measured at a point is a mean over a few runs, the probability plus noise. Left alone,
noise goes into V, so that first-order indices come out too small, and into the squares of total indices, so that
every parameter seems to matter, also one that nothing depends on. Common random numbers take away the noise that does
not depend on parameters, but most does. So with two or more runs a point, squares and products are taken of
*different* runs (`sim.analysis.variance`), in which noise drops out on average, and the indices are those of the
probability (or of the mean), not of what happened to be drawn. Intervals allow for the base samples and the lucks.

With one run a point this cannot be done: SALib's analysis is used as it is, the indices are those of single runs,
and `corrected` says False. For a deterministic function that is what one wants.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.analysis.variance import NOT_KNOWN, Estimate, Floats, centred, products, ratio, standard_error
from sim.errors import InputError

RESAMPLES = 500


@dataclass(frozen=True)
class SobolIndices:
    """Sobol indices of parameters `names`, with 95% intervals, which may reach a little below 0 and above 1.

    `variance` is that which the parameters explain together, in squared units of the outcome. Where it cannot be told
    from 0 all indices are NaN: there is nothing to share out. `base` samples were used, with `runs` runs a point;
    `corrected` says whether chance was taken out.
    """

    names: tuple[str, ...]
    first: tuple[Estimate, ...]
    total: tuple[Estimate, ...]
    variance: Estimate
    base: int
    runs: int
    corrected: bool

    @property
    def told(self) -> bool:
        """Whether there is a variance to share out."""
        return self.first[0].known

    def table(self) -> pd.DataFrame:
        """One row a parameter, the largest total index first."""
        rows = [
            (name, first.value, first.low, first.high, total.value, total.low, total.high)
            for name, first, total in zip(self.names, self.first, self.total, strict=True)
        ]
        columns = ["name", "first", "first_low", "first_high", "total", "total_low", "total_high"]
        return pd.DataFrame(rows, columns=columns).sort_values("total", ascending=False, kind="stable")


def sobol_indices(outcomes: Floats, names: Sequence[str], *, seed: int = 0) -> SobolIndices:
    """Sobol indices from Saltelli's design.

    `outcomes` (points, runs) are what each run at each point gave, run k with one luck for a base sample; the points
    are in SALib's order without second-order indices, for each base sample A, AB_1 ... AB_D, B. Columns that are not
    independent of one another (runs of the same draw) have to be averaged before. `seed` is that of SALib's bootstrap,
    used with one run a point. Raises InputError if the number of points does not fit or there are fewer than 2 base
    samples.
    """
    width = len(names) + 2
    points, runs = outcomes.shape
    if points % width or points < 2 * width:
        raise InputError(
            f"{points} points are no Saltelli design of {len(names)} parameters: a multiple of {width} is needed, "
            f"{2 * width} at least"
        )
    if runs == 1:
        return _by_salib(outcomes[:, 0], tuple(names), seed)
    return _corrected(outcomes.reshape(-1, width, runs), tuple(names))


def _corrected(values: Floats, names: tuple[str, ...]) -> SobolIndices:
    """Indices from `values` (base samples, 2 + parameters, runs) by products of different runs."""
    base, _, runs = values.shape
    ends = centred(np.concatenate((values[:, 0], values[:, -1])))
    squares = products(ends, ends)
    whole = (squares[:base] + squares[base:]) / 2 * (2 * base) / (2 * base - 1)
    variance = Estimate.of(float(whole.mean()), standard_error(whole, 2 * whole))
    if not variance.low > 0:
        nothing = (NOT_KNOWN,) * len(names)
        return SobolIndices(names, nothing, nothing, variance, base, runs, True)
    first, total = [], []
    for place in range(1, len(names) + 1):
        step = values[:, place] - values[:, 0]
        first.append(ratio(products(ends[base:], step), whole))
        total.append(ratio(products(step, step) / 2, whole))
    return SobolIndices(names, tuple(first), tuple(total), variance, base, runs, True)


def _by_salib(outcomes: Floats, names: tuple[str, ...], seed: int) -> SobolIndices:
    base = len(outcomes) // (len(names) + 2)
    ends = np.concatenate((outcomes[:: len(names) + 2], outcomes[len(names) + 1 :: len(names) + 2]))
    spread = float(ends.var())
    variance = Estimate.of(spread, float(((ends - ends.mean()) ** 2).std() / np.sqrt(len(ends))))
    if spread == 0:
        nothing = (NOT_KNOWN,) * len(names)
        return SobolIndices(names, nothing, nothing, variance, base, 1, False)
    found = _salib(outcomes, names, seed)
    first, total = (
        tuple(
            Estimate(float(value), float(value - half), float(value + half))
            for value, half in zip(found[key], found[f"{key}_conf"], strict=True)
        )
        for key in ("S1", "ST")
    )
    return SobolIndices(names, first, total, variance, base, 1, False)


def _salib(outcomes: Floats, names: tuple[str, ...], seed: int) -> dict[str, Floats]:
    from SALib.analyze import sobol

    problem = {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}
    with warnings.catch_warnings():
        # A parameter that changes nothing in any resample is no cause for alarm: its index is 0.
        warnings.filterwarnings("ignore", message="Constant values encountered")
        found: dict[str, Floats] = sobol.analyze(
            problem, outcomes, calc_second_order=False, num_resamples=RESAMPLES, seed=seed + 1
        )  # SALib takes seed 0 for none
    return found
