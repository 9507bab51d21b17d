"""What lies in the middle of offers that nobody sees before all are in (Chatterjee & Samuelson 1983).

Offers meet if the middle of all is worth as much to each as its own offer. For two sides and a price that is the
sealed-bid double auction: the buyer bids at least what the seller asks, and the price is halfway.
"""

from __future__ import annotations

import math

from sim.kernel import rule


@rule
def middle_option(mean: float, status_quo: float) -> float:
    """The option in the middle of options offered whose indices have this ``mean``; between two the one nearer to the
    ``status_quo``.
    """
    return math.floor(mean + 1e-9) if mean >= status_quo else math.ceil(mean - 1e-9)


@rule
def meets_offer(middle: float, offered: float) -> bool:
    """Whether what lies in the ``middle`` is worth as much to an actor as its own offer, ``offered``."""
    return middle >= offered - 1e-9
