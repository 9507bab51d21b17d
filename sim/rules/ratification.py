"""Ratification: an audience at home that takes or leaves the whole package (Putnam 1988).

Its threshold is drawn once a run, uniformly up to the actor's scale: the same text meets the same threshold.
"""

from __future__ import annotations

from sim.kernel import rule


@rule
def passes(margin: float, threshold: float) -> bool:
    """Whether a text whose margin over disagreement, less audience costs, is ``margin`` passes at home."""
    return margin >= threshold


@rule
def estimated_chance(margin: float, scale: float, vetoed: float) -> float:
    """The others' estimate that ``margin`` passes: the threshold is uniform on [0, ``scale``] and known to lie
    above ``vetoed``, the best margin that has failed.
    """
    if margin <= vetoed:
        return 0.0
    if margin >= scale:
        return 1.0
    return (margin - vetoed) / (scale - vetoed)
