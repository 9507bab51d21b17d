"""A ratifier with a uniform threshold: Putnam 1988, International Organization 42; Schelling 1960, Strategy of
Conflict.

A deal has a surplus to divide. The second's ratifier demands a gain that is uniform on [0, scale] and nobody's
knowledge. The first offers a gain g: it is ratified with chance min(1, g / scale), which is worth (surplus - g) of
that to the first.
"""

from __future__ import annotations


def best_offer(surplus: float, scale: float, refused: float = 0.0) -> float:
    """The gain that the first offers, when one of `refused` is known to be too little."""
    return min((surplus + refused) / 2, scale)


def chance_of_ratification(surplus: float, scale: float) -> float:
    """That the best offer is ratified."""
    return best_offer(surplus, scale) / scale


def worth_of_offer(surplus: float, scale: float, offered: float) -> float:
    """What the first may expect to gain by offering this."""
    return min(offered / scale, 1.0) * (surplus - offered)


def expected_gain(surplus: float, scale: float) -> float:
    """What the second may expect to gain from the best offer: highest where the scale is half the surplus."""
    return best_offer(surplus, scale) * chance_of_ratification(surplus, scale)


def offers(surplus: float, scale: float, most: int) -> list[float]:
    """The first's offers, each after a refusal of the one before, when it looks no further than the next."""
    found: list[float] = []
    for _ in range(most):
        found.append(best_offer(surplus, scale, found[-1] if found else 0.0))
        if found[-1] == scale:
            break
    return found
