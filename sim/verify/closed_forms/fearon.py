"""Take it or leave it: Fearon 1995, International Organization 49.

The first wins a lottery over the whole with chance `start`; war costs it `own_cost` and the second a cost that is
uniform on [lowest, highest] and known to the second alone. The first makes one offer: it asks `asked` above `start`,
which the second accepts if its cost is at least that.
"""

from __future__ import annotations


def best_demand(own_cost: float, lowest: float, highest: float) -> float:
    """What it asks above the value of the lottery: the midpoint of risk and gain, or what every type accepts."""
    return max(lowest, (highest - own_cost) / 2)


def chance_of_war(own_cost: float, lowest: float, highest: float) -> float:
    """The share of types that refuse the best demand."""
    return (best_demand(own_cost, lowest, highest) - lowest) / (highest - lowest)


def worth_of_demand(asked: float, own_cost: float, lowest: float, highest: float) -> float:
    """What the first may expect to gain over war by asking this much above the value of the lottery."""
    accepted = min(max((highest - asked) / (highest - lowest), 0.0), 1.0)
    return accepted * (asked + own_cost)
