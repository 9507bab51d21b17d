"""Which uncertain number the spread of the outcome comes from.

The model has no luck: all of the spread is due to the numbers that were drawn. Draws are cut by one number into parts
of the same size; what its part says of the outcome by itself is epsilon squared (Kelley 1935): the share of the
variance between the parts, less what chance would give. It lies near 0 for a number that does nothing, and what all
shares leave to 1 is what numbers do only together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

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
    its lowest and in its highest fifth, which are around `low` and `high`. `change` is the difference with its 95%
    interval; `clear` says whether it is clear of chance though so many numbers were looked at (Bonferroni 1936).
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
    strict = NormalDist().inv_cdf(1 - 0.025 / len(names)) if names else 0.0
    found = [_driver(name, values[:, place], outcome, strict) for place, name in enumerate(names)]
    return tuple(sorted(found, key=lambda one: (-one.share, one.name)))


def epsilon_squared(values: Floats, outcome: Floats) -> float:
    """The share of the outcome's variance between parts of equal size along `values`, corrected for their number."""
    parts = min(PARTS, len(outcome) // FEWEST_A_PART)
    groups = np.array_split(outcome[np.argsort(values, kind="stable")], parts)
    within = sum(float(((group - group.mean()) ** 2).sum()) for group in groups) / (len(outcome) - parts)
    whole = float(outcome.var(ddof=1))
    return 1.0 - within / whole


def _driver(name: str, values: Floats, outcome: Floats, strict: float) -> Driver:
    order = np.argsort(values, kind="stable")
    size = len(values) // ENDS
    ends = (order[:size], order[-size:])
    means = [float(outcome[end].mean()) for end in ends]
    error = float(np.sqrt(sum(outcome[end].var(ddof=1) / size for end in ends)))
    change = means[1] - means[0]
    share = max(epsilon_squared(values, outcome), 0.0)
    low, high = (float(values[end].mean()) for end in ends)
    return Driver(name, share, low, high, means[0], means[1], Estimate.of(change, error), abs(change) > strict * error)
