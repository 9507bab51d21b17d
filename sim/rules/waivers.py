"""When a holder gives a precondition up.

Not a coin flip each week, which would dissolve anything in 78 rounds: each run draws one logistic threshold a
precondition and holder, the quantal response of an actor of that type (McKelvey & Palfrey 1995). Concessions of
the others are credited (graduated reciprocation, Osgood 1962), and going back on a public word costs an audience
(Fearon 1994).
"""

from __future__ import annotations

from sim.kernel import rule

ROUNDING = 1e-9  # of a utility: less than anyone can mean, more than sums round


@rule
def waiver_gain(offered: float, disagreement: float, credit: float, concessions: float, audience_cost: float) -> float:
    """Net gain, in utility, of giving way: what the text on the table offers above disagreement, plus credit for
    each concession of the others, less the audience's price.
    """
    return offered - disagreement + credit * concessions - audience_cost


@rule
def waiver_margin(gain: float, rigidity: float, easing: float, noise: float) -> float:
    """How far ``gain`` exceeds the type's threshold; only a positive margin gives way.

    ``easing`` is taken off ``rigidity`` while the text offers what eases it; ``noise`` is this run's logistic
    draw. Someone who gains nothing, or no more than rounding, never gives way, whatever its type.
    """
    if gain <= ROUNDING:
        return -1.0
    return gain - (rigidity - easing + noise)
