"""The scale of reference games in which a deal brings a pie that is nothing without it.

Of the weights, a deal has a third and the pie two thirds. Without a deal the pie stays in the middle, which is worth a
third to each side; with one, a share x is worth 1/3 + 2/3 x.
"""

from __future__ import annotations

from sim.verify.check import Floats, Played, Statistic


def worth(share: float) -> float:
    """The utility of a share of the pie, for either side."""
    return (1 + 2 * share) / 3


def gained(side: str, times: float = 1.0) -> Statistic:
    """What a side has of the pie, counted from the start as the table counts it, and nothing without a deal."""

    def told(played: Played) -> Floats:
        return times * (3 * played.column(f"utility.{side}") - 1) / 2

    return told
