"""Whether a signed deal is kept while power shifts (Powell 2006; Walter 2002)."""

from __future__ import annotations

from sim.kernel import rule


@rule
def breaks_deal(war: float, deal: float, enforcement: float) -> bool:
    """Whether war, net of the pressure on whoever breaks a deal, is worth more than the deal plus the cost of
    breaking it.
    """
    return war > deal + enforcement
