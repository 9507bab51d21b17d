"""The war of attrition: Maynard Smith 1974, Journal of Theoretical Biology 47; Hendricks, Weiss & Wilson 1988,
International Economic Review 29.

Two wait for a prize; whoever gives in first leaves it to the other. With costs of waiting c1 and c2 a round and prizes
v1 and v2 beyond what giving in brings, each keeps the other indifferent between giving in now and in the next round: it
gives in with the hazard c/v of the *other*. Hazards are of rounds here, so both can give in at once.

Where waiting costs by discounting (Hendricks, Weiss & Wilson), each stands on a share of a pie, the two more than there
is; who gives in has what the other leaves. Exactly in rounds, with both at once shared by a lot, the hazard that keeps
the other indifferent solves a quadratic.
"""

from __future__ import annotations

import math
from collections.abc import Sequence


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


def hazard_in_rounds(demand: float, others: float, kept: float) -> float:
    """The chance a round with which the *other* gives in, so that a side does not care when it gives in itself.

    The side demands `demand` and loses by waiting: a round leaves `kept` in (0, 1) of what it has. `others` is the
    other's demand. With y the chance that the other stands, left = 1 - others and more = demand - left: giving in now
    is worth left + (1 - y) more / 2, and as much a round later.
    """
    left = 1 - others
    b = (1 - kept) * (1 + 2 * left / (demand - left))
    return 1 - (math.sqrt(b * b + 4 * kept) - b) / (2 * kept)


def worth_of_giving_in(when: int, standing: Sequence[float], demand: float, others: float, kept: float) -> float:
    """What a side may expect that gives in for sure in round `when` (from 0), at the beginning of round 0.

    `standing` are the chances that the other has not given in before round 0, 1, ... (the first is 1); they stay as
    they are at the end of the list.
    """

    def stands(number: int) -> float:
        return standing[min(number, len(standing) - 1)]

    total = 0.0
    for number in range(when + 1):
        other_gives_in = stands(number) - stands(number + 1)
        total += kept**number * other_gives_in * (demand if number < when else (demand + 1 - others) / 2)
    return total + kept**when * stands(when + 1) * (1 - others)
