"""What an actor gets without a deal: the value of war, of a frozen conflict, of nothing.

War is a walk between two ends (Smith & Stam 2004; Slantchev 2003): with drift ``m``, volatility ``s`` and rate
``r``, the discounted chances of either end solve ``s^2/2 f'' + m f' = r f``. All values are discounted averages
of a flow on [0, 1]. Pressure lowers the value itself: the leverage of those who prefer the text on the table.
"""

from __future__ import annotations

import math

import numpy as np

from sim.kernel import part, rule
from sim.powers import exponential

HUGE = 1e100  # beyond this a rate or the inverse of a volatility changes no value, but its square overflows


@part
def discounted_ends(x: float, drift: float, volatility: float, rate: float) -> tuple[float, float]:
    """Discounted chances that the front reaches 1, and that it reaches 0, from ``x`` in [0, 1].

    ``drift`` and ``volatility`` (> 0) per round, ``rate`` (> 0) per round. Written so that no exponential
    overflows: ``exp(m (1-x) / s^2) sinh(g x) / sinh(g)`` is ``exp((m / s^2 - g) (1-x))`` times a ratio of
    ``1 - exp(-2 g .)`` with ``g >= |m| / s^2``. Where the drift dwarfs the volatility, ``m / s^2 - g`` would be a
    difference of two huge numbers; it equals ``-2 r / (m + sqrt(m^2 + 2 r s^2))``.
    """
    rate = min(rate, HUGE)
    volatility = max(volatility, 1.0 / HUGE)
    square = volatility * volatility
    root = math.sqrt(drift * drift + 2.0 * rate * square)
    g = root / square
    if g < 1e-6:
        return x, 1.0 - x
    speed = abs(drift) + root
    with_drift = -2.0 * rate / speed
    against_drift = -speed / square
    slope_first = with_drift if drift > 0.0 else against_drift
    slope_second = with_drift if drift < 0.0 else against_drift
    towards_first = exponential(-2.0 * g * x)
    towards_second = exponential(-2.0 * g * (1.0 - x))
    whole = 1.0 - towards_first * towards_second
    reach_first = exponential(slope_first * (1.0 - x)) * (1.0 - towards_first) / whole
    reach_second = exponential(slope_second * x) * (1.0 - towards_second) / whole
    return reach_first, reach_second


@rule
def fill_ends(
    x: float, drift: np.ndarray, volatility: float, rate: np.ndarray, first: np.ndarray, second: np.ndarray
) -> None:
    """Fill ``first`` (A,) and ``second`` (A,) with the ``discounted_ends`` of actors who each have a ``drift`` (A,)
    in mind and a ``rate`` (A,) of their own. All arrays are scratch of the same length.
    """
    for a in range(drift.size):
        first[a], second[a] = discounted_ends(x, drift[a], volatility, rate[a])


@rule
def war_value(
    reach_first: float, reach_second: float, if_first: float, if_second: float, meanwhile: float, cost: float
) -> float:
    """Value of war on: the discounted ends, and until then what is fought over less the cost of fighting."""
    return reach_first * if_first + reach_second * if_second + (1.0 - reach_first - reach_second) * (meanwhile - cost)


@rule
def lottery_value(x: float, if_first: float, if_second: float, cost: float) -> float:
    """Value of war as a costly lottery that the first wins with chance ``x`` (Fearon 1995)."""
    return x * if_first + (1.0 - x) * if_second - cost


@rule
def pressure(leverage: float, reading: float, disagreement: float) -> float:
    """What an actor with ``leverage`` takes off another's disagreement value: all of it if it reads the text on
    the table (``reading``) as better than its own ``disagreement`` value, else nothing.
    """
    return leverage if reading > disagreement else 0.0
