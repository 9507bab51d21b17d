"""Steps such as a ceasefire or a withdrawal: what they are worth to a party, and how a ceasefire breaks.

A party to a step compares its prospects with and without it; war is worth what it is worth (``disagreement``).
A ceasefire is the less stable the more a side would gain from fighting on (Werner 1999; Fortna 2004).
"""

from __future__ import annotations

from sim.kernel import rule
from sim.powers import exponential


@rule
def step_gain(after: float, before: float, declared: float, opened: float) -> float:
    """Net gain, in utility, of a step: the change of one's prospects, the declared extra, and the gain from the
    step that this one opens the way to (one move ahead).
    """
    return after - before + declared + opened


@rule
def breaks_down(u: float, base: float, slope: float, temptation: float) -> bool:
    """Whether a ceasefire breaks this round.

    ``base`` is the chance per round without temptation, ``slope`` the hazard per unit of ``temptation``, the
    sum of what either side would gain from war; ``u`` is uniform.
    """
    return u < 1.0 - (1.0 - base) * exponential(-slope * temptation)
