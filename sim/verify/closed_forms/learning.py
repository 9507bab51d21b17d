"""Learning from battles: a normal prior on the drift of a war, normal noise (Kalman 1960; Slantchev 2003, American
Political Science Review 97), and what war is then worth (Smith & Stam 2004).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def weight_of_prior(spread: float, volatility: float, battles: int) -> float:
    """How much of the prior is left in the estimate: variance after the battles over variance before."""
    return 1 / (1 + battles * spread**2 / volatility**2)


def error_of_estimate(bias: float, spread: float, volatility: float, battles: int) -> tuple[float, float]:
    """Mean and variance of the error of the estimate, around the drift, for a prior that is off by `bias`."""
    prior = weight_of_prior(spread, volatility, battles)
    return prior * bias, (1 - prior) ** 2 * volatility**2 / battles if battles else 0.0


def war_value(
    x: Floats, drift: Floats, volatility: float | Floats, rate: float, cost: float, meanwhile: float
) -> Floats:
    """Value of war to the side for which the front at 1 is worth 1 and at 0 nothing.

    Until then it has `meanwhile` less `cost`. The value f solves
    r f = s^2/2 f'' + m f' + r (meanwhile - cost), f(0) = 0, f(1) = 1, by its two exponentials.
    """
    root = np.sqrt(drift**2 + 2 * rate * volatility**2)
    up, down = (-drift + root) / volatility**2, (-drift - root) / volatility**2
    flow = meanwhile - cost
    # f = flow + a e^(up (x - 1)) + b e^(down x), so that neither exponential is large
    far_up, far_down = np.exp(-up), np.exp(down)
    a = ((1 - flow) + flow * far_down) / (1 - far_up * far_down)
    b = -flow - a * far_up
    return np.asarray(flow + a * np.exp(up * (x - 1)) + b * np.exp(down * x))


def drift_believed(
    value: Floats, x: Floats, volatility: float, rate: float, cost: float, meanwhile: float, most: float = 0.2
) -> Floats:
    """The drift, from -`most` to `most`, at which war has that value, which rises with the drift."""
    low, high = np.full(value.shape, -most), np.full(value.shape, most)
    for _ in range(60):
        middle = (low + high) / 2
        above = war_value(x, middle, volatility, rate, cost, meanwhile) > value
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return np.asarray((low + high) / 2)
