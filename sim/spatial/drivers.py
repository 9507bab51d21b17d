"""Which uncertain number the spread of the outcome comes from.

The model has no luck: all of the spread is due to the numbers that were drawn. Draws are cut by one number into parts
of the same size; what its part says of the outcome by itself is epsilon squared (Kelley 1935): the share of the
variance between the parts, less what chance would give. It lies near 0 for a number that does nothing, and what all
shares leave to 1 is what numbers do only together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from sim.analysis.variance import Estimate
from sim.spatial.voting import Floats

PARTS, FEWEST_A_PART = 20, 20
ENDS = 5
"""The lowest and the highest fifth of a number are compared."""
FEWEST = 100
"""Fewer draws than this tell nothing of single numbers."""


@dataclass(frozen=True)
class Driver:
    """What one uncertain number does to the median at the end.

    `share`: part of the variance that it explains by itself. `at_low` and `at_high`: the mean outcome where it is in
    its lowest and in its highest fifth, which are around `low` and `high`; `change` is the difference with its 95%
    interval. `clear` says whether the share is clear of chance (F test of the analysis of variance) though so many
    numbers were looked at (Bonferroni 1936). A number can do much and yet change little from end to end.
    """

    name: str
    share: float
    low: float
    high: float
    at_low: float
    at_high: float
    change: Estimate
    clear: bool


def drivers(names: Sequence[str], values: Floats, outcome: Floats) -> tuple[Driver, ...]:
    """What each number does, the largest share first; none where there are fewer than 100 draws or nothing varies.

    `values` (draws, numbers) of the numbers called `names`, `outcome` (draws,).
    """
    if len(outcome) < FEWEST or not np.ptp(outcome) > 0:
        return ()
    found = [_driver(name, values[:, place], outcome, 0.05 / len(names)) for place, name in enumerate(names)]
    return tuple(sorted(found, key=lambda one: (-one.share, one.name)))


def epsilon_squared(values: Floats, outcome: Floats) -> tuple[float, float]:
    """The share of the outcome's variance between parts of equal size along `values`, corrected for their number.

    And the probability of a share as large if `values` did nothing (F test).
    """
    parts = min(PARTS, len(outcome) // FEWEST_A_PART)
    groups = np.array_split(outcome[np.argsort(values, kind="stable")], parts)
    within = sum(float(((group - group.mean()) ** 2).sum()) for group in groups)
    whole = float(((outcome - outcome.mean()) ** 2).sum())
    free, rest = parts - 1, len(outcome) - parts
    ratio = ((whole - within) / free) / (within / rest) if within > 0 else np.inf
    return 1.0 - (within / rest) / (whole / (len(outcome) - 1)), float(special.fdtrc(free, rest, ratio))


def _driver(name: str, values: Floats, outcome: Floats, strict: float) -> Driver:
    order = np.argsort(values, kind="stable")
    size = len(values) // ENDS
    ends = (order[:size], order[-size:])
    means = [float(outcome[end].mean()) for end in ends]
    error = float(np.sqrt(sum(outcome[end].var(ddof=1) / size for end in ends)))
    change = means[1] - means[0]
    share, chance = epsilon_squared(values, outcome)
    low, high = (float(values[end].mean()) for end in ends)
    estimate = Estimate.of(change, error)
    return Driver(name, max(share, 0.0), low, high, means[0], means[1], estimate, chance < strict)
