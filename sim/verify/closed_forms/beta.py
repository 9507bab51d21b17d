"""A beta prior on the chance to win a battle (DeGroot 1970, Optimal Statistical Decisions, section 9.2), and the war of
two optimists that lasts until they agree enough (Slantchev 2003, American Political Science Review 97; Smith & Stam
2004, Journal of Conflict Resolution 48).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.verify.closed_forms.learning import war_value

Floats = NDArray[np.float64]


def weight_of_prior(strength: float, battles: int) -> float:
    """How much of the prior is left in the belief after so many battles."""
    return strength / (strength + battles)


def error_of_belief(mean: float, strength: float, battles: int, advance: float) -> tuple[float, float]:
    """Mean and variance of the error of a belief, around the true chance `advance`, if its prior has that mean."""
    prior = weight_of_prior(strength, battles)
    return prior * (mean - advance), (1 - prior) ** 2 * advance * (1 - advance) / battles if battles else 0.0


@dataclass(frozen=True)
class OptimistsWar:
    """Two sides who fight over `forts` forts, of which the first holds `held`, and who sign once peace is worth it.

    `means` are the prior chances with which each expects to win a battle itself, `strength` the battles that a prior
    counts for. War costs `cost`, and until it is decided each has `meanwhile` less that; `patience` is in rounds. After
    each battle that decides nothing they meet, and sign if what war is worth to the two adds up to no more than 1.
    """

    held: int
    forts: int
    advance: float
    means: tuple[float, float]
    strength: float
    patience: float
    cost: float
    meanwhile: float
    learning: bool

    def worth(self, battles: int, held: Floats) -> Floats:
        """What war is worth to both sides together after so many battles, the first then holding `held` forts."""
        won = (battles + held - self.held) / 2
        sides = ((held / self.forts, self.means[0], won), (1 - held / self.forts, self.means[1], battles - won))
        prior = weight_of_prior(self.strength, battles) if self.learning else 1.0
        total = np.zeros(held.shape)
        for x, mean, victories in sides:
            chance = prior * mean + (1 - prior) * victories / max(battles, 1)
            drift, volatility = (2 * chance - 1) / self.forts, 2 * np.sqrt(chance * (1 - chance)) / self.forts
            total += war_value(x, drift, volatility, 1 / self.patience, self.cost, self.meanwhile)
        return total

    def ends(self, rounds: int) -> tuple[float, float, float, float]:
        """Chances that they sign, that the first wins, that the second does, and the mean number of rounds of war.

        By recursion over battles and forts held, which is all that beliefs, and so the end, depend on.
        """
        at = np.zeros(self.forts + 1)
        at[self.held] = 1.0
        signed = first = second = length = 0.0
        for battles in range(1, rounds + 1):
            length += float(at.sum())
            moved = np.zeros_like(at)
            moved[1:] += self.advance * at[:-1]
            moved[:-1] += (1 - self.advance) * at[1:]
            first, second = first + moved[-1], second + moved[0]
            moved[0] = moved[-1] = 0.0
            held = np.flatnonzero(moved)
            agreed = held[self.worth(battles, held.astype(np.float64)) <= 1.0]
            signed += float(moved[agreed].sum())
            moved[agreed] = 0.0
            at = moved
        return min(signed, 1.0), float(first), float(second), length  # a sum of shares may round past 1
