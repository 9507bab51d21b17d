"""Whose side is the mediator on: Kydd 2003, American Journal of Political Science 47, with a uniform cost.

As in `fearon`, but a mediator knows whether the second's cost lies above a line, `share` of the way through [lowest,
highest], and says so to the first. To the mediator all of the issue in the first's hands is worth `bias` more than in
the second's, and war costs it `peace`. This is Kydd's argument in Fearon's game: low and high are two parts of one
range, so that the first may run a risk with either.
"""

from __future__ import annotations

from sim.verify.closed_forms import fearon


def line(lowest: float, highest: float, share: float) -> float:
    """The cost from which on the mediator says "high"."""
    return lowest + share * (highest - lowest)


def demands(own_cost: float, lowest: float, highest: float, share: float) -> tuple[float, float]:
    """What the first asks above the value of the lottery if it holds the cost for low, and if for high."""
    middle = line(lowest, highest, share)
    return fearon.best_demand(own_cost, lowest, middle), fearon.best_demand(own_cost, middle, highest)


def bias_needed(own_cost: float, lowest: float, highest: float, share: float, peace: float) -> float:
    """The bias beyond which the mediator is believed.

    Told "high" of a high cost the first asks `tough`, which a part of these types refuses; told "low" it would ask
    `soft`, which all accept. Saying "high" is better for the mediator once what it adds to the first's share outweighs
    the risk. Of a low cost the truth is better for every bias from 0 up, since nobody accepts `tough` then.
    """
    soft, tough = demands(own_cost, lowest, highest, share)
    taken = 1 - fearon.chance_of_war(own_cost, line(lowest, highest, share), highest)
    return peace * (1 - taken) / (taken * tough - soft)


def is_believed(bias: float, own_cost: float, lowest: float, highest: float, share: float, peace: float) -> bool:
    """Whether the mediator has something to lose by lying, whatever the cost is; `peace` above 0."""
    return bias > bias_needed(own_cost, lowest, highest, share, peace)


def chance_of_war(own_cost: float, lowest: float, highest: float, share: float) -> float:
    """The share of types that refuse what they are asked, if the mediator is believed."""
    middle = line(lowest, highest, share)
    low, high = (fearon.chance_of_war(own_cost, *ends) for ends in ((lowest, middle), (middle, highest)))
    return share * low + (1 - share) * high
