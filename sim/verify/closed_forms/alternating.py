"""Alternating offers over a pie of 1: Rubinstein 1982, Econometrica 50; with a risk of breakdown after each refusal:
Binmore, Rubinstein & Wolinsky 1986, RAND Journal of Economics 17.

A week's delay leaves a share `discount` of a gain, and talks go on with chance 1 - breakdown: both together leave
`kept`. Each side demands what leaves the other indifferent between taking it and waiting for its own turn.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.verify.closed_forms.dividing import rubinstein


@dataclass(frozen=True)
class Plan:
    """A strategy that does not change: the share that it demands, and the share from which it signs."""

    demand: float
    accept: float


def equilibrium(first: float, second: float) -> tuple[Plan, Plan]:
    """The plans of both, for what a round's delay leaves to each, in [0, 1)."""
    demands = rubinstein(first, second), rubinstein(second, first)
    return Plan(demands[0], first * demands[0]), Plan(demands[1], second * demands[1])


def worth(mine: Plan, other: Plan, kept: float) -> tuple[float, float]:
    """What a side may expect if it begins, and if the other does, when both follow these plans.

    What is refused for ever is worth nothing. An offer that is just enough is taken.
    """
    offered = 1 - other.demand
    takes = offered >= mine.accept - 1e-9
    if 1 - mine.demand >= other.accept - 1e-9:
        return mine.demand, offered if takes else kept * mine.demand
    return (kept * offered, offered) if takes else (0.0, 0.0)
