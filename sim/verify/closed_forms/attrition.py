"""The war of attrition: Maynard Smith 1974, Journal of Theoretical Biology 47; Hendricks, Weiss & Wilson 1988,
International Economic Review 29.

Two wait for a prize; whoever gives in first leaves it to the other. With costs of waiting c1 and c2 a round and prizes
v1 and v2 beyond what giving in brings, each keeps the other indifferent between giving in now and in the next round: it
gives in with the hazard c/v of the *other*. Hazards are of rounds here, so both can give in at once.
"""

from __future__ import annotations


def hazards(cost: tuple[float, float], prize: tuple[float, float]) -> tuple[float, float]:
    """The chance a round that the first, and that the second, gives in: the other's cost over the other's prize."""
    return cost[1] / prize[1], cost[0] / prize[0]


def who_gives_in(first: float, second: float) -> tuple[float, float, float]:
    """Chances that the first gives in alone, the second alone, both at once, for their hazards a round."""
    any_of_them = 1 - (1 - first) * (1 - second)
    return first * (1 - second) / any_of_them, second * (1 - first) / any_of_them, first * second / any_of_them


def expected_rounds(first: float, second: float) -> float:
    """The mean number of rounds until somebody gives in, the first round counted as 1."""
    return 1 / (1 - (1 - first) * (1 - second))
