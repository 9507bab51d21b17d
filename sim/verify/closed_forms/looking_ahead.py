"""Offer after offer by those who look ahead: Stokey 1981, Bell Journal of Economics 12; Sobel & Takahashi 1983, Review
of Economic Studies 50; as bargaining before a war: Powell 1996, Games and Economic Behavior 15.

One side makes offers, at a cost of nothing to itself if none is taken; the other's cost is uniform on [0, highest] and
its secret. It is what the other has to give at most. A round leaves `discount` of a gain. All is proportional to the
highest cost that is left, so strategies are lines: type v takes an offer up to `slope` v, at which it does not care
whether it waits for the next one, and an offer leaves the share `left` of the types. With a last offer both follow by
working backwards from it; without one they do not change.

As rounds get short, nearly all types are left after an offer, yet the first offer and all delay go to nothing (Coase
1972, Journal of Law and Economics 15; Gul, Sonnenschein & Wilson 1986, Journal of Economic Theory 39).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.verify.closed_forms.screening import share_left


@dataclass(frozen=True)
class Offer:
    """A round's offer: what is asked, the slope of the line of those who take it, and who is left after it."""

    asked: float
    slope: float
    left: float


def offers(discount: float, highest: float, number: int, *, last: bool) -> list[Offer]:
    """So many offers in order; with `last` there is none after them, without they are the first of many.

    `left` is the highest type that is left after an offer. 0 <= discount < 1.
    """
    lines = _backwards(discount, number) if last else [_for_ever(discount)] * number
    found, top = [], highest
    for slope, left in lines:
        found.append(Offer(slope * left * top, slope, left * top))
        top *= left
    return found


def _for_ever(discount: float) -> tuple[float, float]:
    left = share_left(discount)
    return (1 - discount) / (1 - discount * left), left


def _backwards(discount: float, number: int) -> list[tuple[float, float]]:
    """Slopes and shares left, the first offer first; `worth` is what the offers to come bring, per squared top type."""
    slope, left, worth = 1.0, 0.5, 0.25
    found = [(slope, left)]
    for _ in range(number - 1):
        slope = 1 - discount + discount * slope * left
        left = slope / (2 * (slope - discount * worth))
        worth = slope * (1 - left) * left + discount * worth * left**2
        found.append((slope, left))
    return found[::-1]


def gain_by(asked: Sequence[float], slopes: Sequence[float], discount: float, highest: float) -> tuple[float, float]:
    """What who asks these prices may expect, and what the other may, who takes an offer up to slope times type."""
    mine, yours, top = 0.0, 0.0, highest
    for number, (price, slope) in enumerate(zip(asked, slopes, strict=True)):
        least = min(top, price / slope)
        kept = discount**number / highest
        mine += kept * price * (top - least)
        yours += kept * ((top**2 - least**2) / 2 - price * (top - least))
        top = least
    return mine, yours
