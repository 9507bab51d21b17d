"""Bargaining and reputation: Abreu & Gul 2000, Econometrica 68.

Two stand on shares of a pie, together more than there is. Each is stubborn with a chance `stubborn`, and then never
gives in. Who is not gives in, in continuous time, at the rate that keeps the other indifferent, and the more it stands
the surer it seems to be stubborn. Both must be sure to be so at the same moment; the side that would come to that later
gives in at the very beginning with the chance that makes up for it.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Side:
    """What a side stands on, the chance that it is stubborn, and the rate at which it discounts."""

    demand: float
    stubborn: float
    rate: float


def hazard(mine: Side, other: Side) -> float:
    """The rate at which a side gives in: what waiting costs the other, over what that gains if this side gives in."""
    return other.rate * (1 - mine.demand) / (mine.demand + other.demand - 1)


def end(one: Side, two: Side) -> float:
    """When nobody is left who might give in: when the surer of the two is sure to be stubborn."""
    return min(-math.log(mine.stubborn) / hazard(mine, other) for mine, other in ((one, two), (two, one)))


def at_once(mine: Side, other: Side) -> float:
    """The chance that a side gives in at the very beginning; 0 for the stronger of the two."""
    return max(0.0, 1 - mine.stubborn * math.exp(hazard(mine, other) * end(mine, other)))


def standing(mine: Side, other: Side, time: float) -> float:
    """The chance that a side has not given in up to a time, that included."""
    return max(mine.stubborn, (1 - at_once(mine, other)) * math.exp(-hazard(mine, other) * time))


def deadlock(one: Side, two: Side) -> float:
    """The chance that neither ever gives in: both are stubborn."""
    return one.stubborn * two.stubborn


def chances(standing: Sequence[float], stubborn: float) -> list[float]:
    """What who is not stubborn does, round by round: the chance to give in, given that it still stands.

    `standing` are the chances that a side of either kind stands before round 0, 1, ...; 1 in the end.
    """
    found = []
    for before, after in itertools.pairwise(standing):
        left = before - stubborn
        found.append(min(1.0, (before - after) / left) if left > 1e-12 else 1.0)
    return found
