"""Dividing what is left of a pie so that the smallest gain is as large as it can be.

The egalitarian solution (Kalai 1977) of one divisible good among several: like water poured into a vessel with an
uneven ground, shares raise whoever gains least first, until the water stands at one level (water-filling; Cover &
Thomas 2006, section 9.4). ``ground`` (A,) is what each gains without any of the pie, ``worth`` (A,) what all of the pie
would be worth to each; who gets nothing in any case has a worth of 0.
"""

from __future__ import annotations

import math

import numpy as np

from sim.kernel import rule

NEAR = 1e-12  # of a utility: two levels that are one
SAME_PRICE = 1e-9  # of a utility: two signatures that cost the same


@rule
def water_level(ground: np.ndarray, worth: np.ndarray, amount: float) -> float:
    """The smallest gain once ``amount`` of the pie, at least 0, is poured out; infinite if nobody gets any."""
    level = next_ground(ground, worth, -math.inf)
    left = amount
    while left > 0.0 and level < math.inf:
        width = 0.0
        for a in range(worth.size):
            if worth[a] > 0.0 and ground[a] <= level + NEAR:
                width += 1.0 / worth[a]
        above = next_ground(ground, worth, level + NEAR)
        if above == math.inf or (above - level) * width >= left:
            return level + left / width
        left -= (above - level) * width
        level = above
    return level


@rule
def next_ground(ground: np.ndarray, worth: np.ndarray, level: float) -> float:
    """The lowest ground above ``level``, infinity if there is none."""
    lowest = math.inf
    for a in range(worth.size):
        if worth[a] > 0.0 and ground[a] > level:
            lowest = min(lowest, ground[a])
    return lowest


@rule
def share_at(ground: float, worth: float, level: float) -> float:
    """The share of the pie, at least 0, that raises one of them from its ``ground`` to the ``level``."""
    if worth <= 0.0 or level <= ground or level == math.inf:
        return 0.0
    return (level - ground) / worth


@rule
def amount_at(ground: np.ndarray, worth: np.ndarray, level: float) -> float:
    """How much of the pie stands below a ``level``."""
    total = 0.0
    for a in range(worth.size):
        total += share_at(ground[a], worth[a], level)
    return total


@rule
def amount_of_next_bend(ground: np.ndarray, worth: np.ndarray, level: float) -> float:
    """How much is poured out when, as it shrinks, somebody's share has just come down to 0: until there shares are
    linear in the amount.
    """
    bend = -math.inf
    for a in range(worth.size):
        if worth[a] > 0.0 and ground[a] < level - NEAR:
            bend = max(bend, ground[a])
    return amount_at(ground, worth, bend)


@rule
def price_of_signature(gain: float, worth: float) -> float:
    """The share of a pie for which somebody signs who without it gains ``gain``; infinite if no share can do it."""
    if gain >= -NEAR:
        return 0.0
    return -gain / worth if worth > 0.0 else math.inf


@rule
def lot(u: float, choices: int) -> tuple[int, float]:
    """Which of ``choices`` equal ones the uniform ``u`` in [0, 1) draws, and a uniform for the next such lot."""
    drawn = min(choices - 1, int(u * choices))
    return drawn, u * choices - drawn
