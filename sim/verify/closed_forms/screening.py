"""Offer after offer to a side whose cost is uniform and its secret.

*Short-sighted*: the proposer does each round what would be best in the last, and types accept whatever beats war. After
a refusal the highest cost left is what was asked, so demand plus own cost is halved each time (Powell 1996, Games and
Economic Behavior 15, without the strategic part).

*In equilibrium* with a common discount factor and no last round (Stokey 1981, Bell Journal of Economics 12; Sobel &
Takahashi 1983, Review of Economic Studies 50), costs uniform from 0 and no own cost: types wait for better offers, and
a constant share of them is left after each. It nears 1 as rounds get short: but the time that it takes to get through
half of them goes to 0 like the square root of a round's length (Coase 1972; Gul, Sonnenschein & Wilson 1986).
"""

from __future__ import annotations

import math


def demands(own_cost: float, lowest: float, highest: float, most: int) -> list[float]:
    """What the short-sighted proposer asks above the value of war, offer by offer, until every type accepts."""
    asked: list[float] = []
    for number in range(1, most + 1):
        asked.append(max(lowest, (highest + own_cost) / 2**number - own_cost))
        if asked[-1] == lowest:
            break
    return asked


def shares(own_cost: float, lowest: float, highest: float, most: int) -> list[float]:
    """Shares of types that accept the first, second, ... offer of `demands`."""
    left = highest
    found = []
    for asked in demands(own_cost, lowest, highest, most):
        found.append((left - asked) / (highest - lowest))
        left = asked
    return found


def share_left(discount: float) -> float:
    """The share of types that is left after each offer in equilibrium, for a discount factor in [0, 1) a round."""
    return 0.5 if discount == 0 else (1 - math.sqrt(1 - discount)) / discount
