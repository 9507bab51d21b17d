"""What an actor learns of the drift from the fighting it sees: a Kalman filter (Slantchev 2003; Kalman 1960).

Two optimists converge as battles speak; without fighting there is no news. With learning off the filter never
updates: the standing-firm theory of why wars last.
"""

from __future__ import annotations

from sim.kernel import rule


@rule
def updated(mean: float, variance: float, move: float, noise: float, change: float) -> tuple[float, float]:
    """Mean and variance of the belief on the drift after the front moved by ``move``.

    ``noise`` is the variance of a round's move around the drift (> 0), ``change`` the variance of the drift's
    own change in a round (>= 0); both per round.
    """
    prior = variance + change
    gain = prior / (prior + noise) if prior > 0.0 else 0.0
    return mean + gain * (move - mean), (1.0 - gain) * prior
