"""What time does to a deal: each week before it leaves less of what it brings (Stahl 1972; Rubinstein 1982).

What shrinks is the gain over having no deal: a share ``discount`` of it is left a round later. Whoever refuses waits
a round for what it holds out for, and may wait in vain if talks break down meanwhile (Binmore, Rubinstein &
Wolinsky 1986), so it signs for less than it asks.
"""

from __future__ import annotations

from sim.kernel import rule
from sim.powers import power


@rule
def worth_waiting(aspiration: float, disagreement: float, kept: float) -> float:
    """What it is worth now to have ``aspiration`` a round later: from this on an offer is accepted.

    ``kept`` in [0, 1] is the share of a gain that is left then, chance of a breakdown included; ``aspiration`` is at
    least ``disagreement``.
    """
    if kept >= 1.0:
        return aspiration
    return disagreement + kept * (aspiration - disagreement)


@rule
def counted_from_the_start(value: float, disagreement: float, discount: float, rounds: int) -> float:
    """What a deal of ``value`` after so many ``rounds`` is worth at the start, when the gain over ``disagreement``
    shrinks by the factor ``discount`` in (0, 1] a round.
    """
    if discount >= 1.0:
        return value
    return disagreement + power(discount, float(rounds)) * (value - disagreement)
