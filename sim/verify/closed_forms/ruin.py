"""The gambler's ruin: Feller 1968, An Introduction to Probability Theory and Its Applications I, ch. XIV.

Of `forts` forts the first side holds `held`; each round it wins one with chance `advance`, else it loses one. Whoever
has all has won. As a model of war: Smith & Stam 2004, Journal of Conflict Resolution 48.
"""

from __future__ import annotations

import math


def chance_of_winning(held: int, forts: int, advance: float) -> float:
    """The chance that the first side ends with all forts."""
    if advance == 0.5:
        return held / forts
    ratio = (1 - advance) / advance
    return (1 - ratio**held) / (1 - ratio**forts)


def expected_duration(held: int, forts: int, advance: float) -> float:
    """The mean number of rounds until one side has all forts."""
    if advance == 0.5:
        return float(held * (forts - held))
    return (held - forts * chance_of_winning(held, forts, advance)) / (1 - 2 * advance)


def discounted_ends(held: int, forts: int, advance: float, factor: float) -> tuple[float, float]:
    """E[factor^T; the first wins] and E[factor^T; the second wins] for the round T of the end, 0 < factor < 1.

    The generating functions of the ruin at either end (ch. XIV.4), 0 < advance < 1.
    """
    p, q = advance, 1 - advance
    root = math.sqrt(1 - 4 * p * q * factor**2)
    high, low = (1 + root) / (2 * p * factor), (1 - root) / (2 * p * factor)
    whole = high**forts - low**forts
    second = (q / p) ** held * (high ** (forts - held) - low ** (forts - held)) / whole
    first = (high**held - low**held) / whole
    return first, second


def with_settlement(held: int, forts: int, advance: float, hazard: float) -> tuple[float, float, float, float]:
    """War that ends at the table with chance `hazard` after each battle that does not decide it.

    Chances that the first wins, that the second wins, that there is a settlement, and the mean number of rounds.
    0 < hazard < 1. A war decided by battle T has passed T - 1 chances of a settlement.
    """
    stay = 1 - hazard
    first, second = discounted_ends(held, forts, advance, stay)
    return first / stay, second / stay, 1 - (first + second) / stay, (1 - first - second) / hazard
