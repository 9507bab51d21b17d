"""A walk with normal steps between 0 and 1, as a diffusion: Siegmund 1979, Advances in Applied Probability 11.

The walk steps over a barrier where the diffusion touches it. On average it oversteps by 0.5826 standard deviations of a
step, so it is a diffusion between barriers moved out by that much. The error is of the order of the square of a step.
"""

from __future__ import annotations

import math

OVERSHOOT = 0.5826


def first_passage(start: float, drift: float, volatility: float) -> tuple[float, float]:
    """The chance to end at 1 rather than 0, and the mean number of steps."""
    out = OVERSHOOT * volatility
    width, at = 1 + 2 * out, start + out
    if drift == 0:
        return at / width, at * (width - at) / volatility**2
    won = math.expm1(-2 * drift * at / volatility**2) / math.expm1(-2 * drift * width / volatility**2)
    return won, (won * width - at) / drift
