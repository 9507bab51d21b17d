"""The sealed-bid double auction: Chatterjee & Samuelson 1983, Operations Research 31.

A seller, to whom a thing is worth c, and a buyer, to whom it is worth v, hand in offers at once; if the bid is at least
what is asked, there is a sale halfway between. c and v are uniform, each its owner's secret. In the equilibrium in
straight lines each side shades its offer by a third of the way to the best that it may meet. Of a `spread` v1 - c0
between the highest value and the lowest cost a quarter is lost: whoever would gain less does not trade. That holds if
the supports overlap by enough: the lowest value is at most c0 + spread / 4, the highest cost at least v1 - spread / 4.
"""

from __future__ import annotations

from typing import TypeAlias

Support: TypeAlias = tuple[float, float]
"""Lowest and highest."""


def bid(value: float, cost: Support, values: Support) -> float:
    """What a buyer of this value bids."""
    return 2 / 3 * value + values[1] / 12 + cost[0] / 4


def ask(own_cost: float, cost: Support, values: Support) -> float:
    """What a seller of this cost asks for."""
    return 2 / 3 * own_cost + values[1] / 4 + cost[0] / 12


def least_gain(cost: Support, values: Support) -> float:
    """What a sale gains the two together, at the least: no smaller gain is traded."""
    return (values[1] - cost[0]) / 4


def chance_of_sale(cost: Support, values: Support) -> float:
    """The chance that the two trade: 9/32 on equal supports."""
    return (3 / 4 * (values[1] - cost[0])) ** 2 / 2 / _area(cost, values)


def gain(cost: Support, values: Support) -> float:
    """What the two gain on average, where no sale is no gain: 9/64 on [0, 1]."""
    return 9 / 64 * (values[1] - cost[0]) ** 3 / _area(cost, values)


def possible_gain(cost: Support, values: Support) -> float:
    """What they would gain if every sale that pays took place: 1/6 on [0, 1]."""
    spread = values[1] - cost[0]
    beyond = [max(spread - (side[1] - side[0]), 0.0) for side in (cost, values)]
    return (spread**3 - beyond[0] ** 3 - beyond[1] ** 3) / 6 / _area(cost, values)


def gain_by_bid(value: float, offered: float) -> float:
    """What a buyer may expect to gain by any bid, on supports [0, 1]: asks are uniform on [1/4, 11/12]."""
    highest = min(max(offered, 1 / 4), 11 / 12)
    met = (highest - 1 / 4) * 3 / 2
    return met * (value - (offered + (1 / 4 + highest) / 2) / 2)


def _area(cost: Support, values: Support) -> float:
    return (cost[1] - cost[0]) * (values[1] - values[0])
