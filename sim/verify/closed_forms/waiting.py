"""Waiting times of gates that open with constant chances a round: geometric variables, their least and their sum.

Feller 1968, An Introduction to Probability Theory and Its Applications I, ch. XI.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def any_of(hazards: Sequence[float]) -> float:
    """The chance a round that at least one of several independent hazards strikes: the hazard of a cycle."""
    return float(1 - np.prod([1 - hazard for hazard in hazards]))


def geometric(hazard: float, most: int) -> Floats:
    """Probabilities that a constant hazard strikes first in round 1, ..., `most`."""
    return np.asarray(hazard * (1 - hazard) ** np.arange(most))


def sum_of(hazards: Sequence[float], most: int) -> Floats:
    """Probabilities that the last of a chain opens in round 1, ..., `most`: each waits for the one before."""
    total = geometric(hazards[0], most)
    for hazard in hazards[1:]:
        # rounds count from 1: two waits of one round each end in round 2
        total = np.concatenate(([0.0], np.convolve(total, geometric(hazard, most))[: most - 1]))
    return total
