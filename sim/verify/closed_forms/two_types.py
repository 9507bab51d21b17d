"""Two types of war told apart battle by battle: Bayes' rule, and the gambler's ruin of its log odds.

Wald 1945, Annals of Mathematical Statistics 16 (the sequential probability ratio test); as learning in war: Slantchev
2003, American Political Science Review 97; Smith & Stam 2004, Journal of Conflict Resolution 48; Powell 2004, American
Journal of Political Science 48. The first side wins a battle with chance `high` in one type of war and `low` in the
other. Where `low` is 1 - `high`, only the lead counts, battles won less battles lost: each moves the log odds by
log(high / low), up or down, so belief is a walk, and a bar for it at either side is a gambler's ruin.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sim.verify.closed_forms import ruin

Floats = NDArray[np.float64]


def posterior(prior: float, low: float, high: float, won: Floats, battles: int) -> Floats:
    """The chance of the higher type after so many battles, of which the first side has won `won`."""
    lost = battles - won
    of_high = prior * high**won * (1 - high) ** lost
    return np.asarray(of_high / (of_high + (1 - prior) * low**won * (1 - low) ** lost))


def chances_of_wins(battles: int, advance: float) -> Floats:
    """The binomial chances of 0, 1, ... battles won."""
    return np.array([math.comb(battles, k) * advance**k * (1 - advance) ** (battles - k) for k in range(battles + 1)])


def mean_posterior(prior: float, low: float, high: float, battles: int, advance: float) -> float:
    """The chance that is given to the higher type on average, if the first wins battles with chance `advance`."""
    beliefs = posterior(prior, low, high, np.arange(battles + 1.0), battles)
    return float(chances_of_wins(battles, advance) @ beliefs)


def share_misled(prior: float, low: float, high: float, battles: int, advance: float) -> float:
    """The chance that the higher type is thought the less likely of the two, by more than rounding."""
    beliefs = posterior(prior, low, high, np.arange(battles + 1.0), battles)
    return float(chances_of_wins(battles, advance)[beliefs < 0.5 - 1e-9].sum())


def leads_to_bars(prior: float, high: float, bar: float) -> tuple[int, int]:
    """Leads, of the first and of the second, at which the likelier type is first given a chance of `bar` or more.

    `low` is 1 - `high`; the prior lies between 1 - `bar` and `bar`. How far belief has to go over the length of a step.
    """
    odds, goal, step = (math.log(chance / (1 - chance)) for chance in (prior, bar, high))
    return math.ceil((goal - odds) / step), math.ceil((goal + odds) / step)


def belief_after_lead(prior: float, high: float, lead: int) -> float:
    """The chance of the higher type when the first has won so many battles more than it lost; `low` is 1 - `high`."""
    odds = prior / (1 - prior) * (high / (1 - high)) ** lead
    return odds / (1 + odds)


def stopped(prior: float, high: float, bar: float, advance: float) -> tuple[float, float]:
    """The chance that belief reaches the upper bar before the lower one, and the expected number of battles to either.

    `advance` is the true chance of winning a battle, of one of the types or of neither.
    """
    up, down = leads_to_bars(prior, high, bar)
    return ruin.chance_of_winning(down, up + down, advance), ruin.expected_duration(down, up + down, advance)
