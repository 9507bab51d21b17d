"""The front between two objectives, as a random walk with absorbing ends (Smith & Stam 2004).

``x`` in [0, 1] is how much of the way the first belligerent has come: at 1 it has what it would take by force,
at 0 the second has. Per round.
"""

from __future__ import annotations

import math

from sim.kernel import rule

LEAST_SPREAD = 1e-6  # of a battle whose winner is certain: the value of war divides by it


@rule
def drift_after(drift: float, drift_volatility: float, z: float) -> float:
    """Drift of the next round: a random walk; ``z`` is a standard normal."""
    return drift + drift_volatility * z


@rule
def front_after(x: float, drift: float, volatility: float, z: float) -> float:
    """Front after a round of war, clipped to [0, 1]; ``z`` is a standard normal."""
    return min(1.0, max(0.0, x + drift + volatility * z))


@rule
def forts_after(x: float, forts: int, advance: float, u: float) -> float:
    """Front after one battle for one of ``forts`` forts, which the first wins with chance ``advance``.

    Counted in whole forts, so that the ends are met exactly.
    """
    held = round(x * forts)
    held += 1 if u < advance else -1
    return held / forts


@rule
def drift_of_battle(advance: float, forts: int) -> float:
    """Mean move of the front in a battle for one of ``forts`` forts that the first wins with chance ``advance``."""
    return (2.0 * advance - 1.0) / forts


@rule
def volatility_of_battle(advance: float, forts: int) -> float:
    """Standard deviation of that move, above 0."""
    return 2.0 * math.sqrt(max(advance * (1.0 - advance), LEAST_SPREAD)) / forts


@rule
def pushed(x: float, move: float) -> float:
    """Front after a step or a shift of power that moves it; short of both ends, for only war decides a war."""
    return min(0.999, max(0.001, x + move))
