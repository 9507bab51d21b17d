"""What an actor learns from the fighting it sees (Slantchev 2003).

Of the drift of the front, by a Kalman filter (Kalman 1960). Of the chance with which the first wins a battle for a
fort, by Bayes' rule: between two chances (Smith & Stam 2004; Powell 2004), or with a beta prior (Laplace's rule of
succession; DeGroot 1970, section 9.2). For either, what counts of all battles is how many were won and how many lost.

Two optimists converge as battles speak; without fighting there is no news. With learning off the filter never
updates: the standing-firm theory of why wars last.
"""

from __future__ import annotations

from sim.kernel import rule
from sim.powers import exponential, logarithm


@rule
def updated(mean: float, variance: float, move: float, noise: float, change: float) -> tuple[float, float]:
    """Mean and variance of the belief on the drift after the front moved by ``move``.

    ``noise`` is the variance of a round's move around the drift (> 0), ``change`` the variance of the drift's
    own change in a round (>= 0); both per round.
    """
    prior = variance + change
    gain = prior / (prior + noise) if prior > 0.0 else 0.0
    return mean + gain * (move - mean), (1.0 - gain) * prior


@rule
def chance_of_higher(prior: float, low: float, high: float, won: float, lost: float) -> float:
    """Chance in [0, 1] that the first wins a battle with chance ``high`` rather than ``low``, both in (0, 1).

    ``prior`` in (0, 1) is that chance before any battle; of those seen since, the first ``won`` and ``lost`` so many.
    """
    odds = logarithm(prior / (1.0 - prior))
    odds += won * logarithm(high / low) + lost * logarithm((1.0 - high) / (1.0 - low))
    rest = exponential(-abs(odds))
    return 1.0 / (1.0 + rest) if odds >= 0.0 else rest / (1.0 + rest)


@rule
def expected_chance(mean: float, strength: float, won: float, lost: float) -> float:
    """Expected chance in [0, 1] that the first wins a battle, after so many ``won`` and ``lost``.

    The prior is a beta distribution of this ``mean`` in [0, 1] that counts for as much as ``strength`` (> 0) battles.
    """
    return (strength * mean + won) / (strength + won + lost)
