"""What an actor holds out for now, never below its disagreement value.

Time- and behaviour-dependent tactics are those of Faratin, Sierra & Jennings (1998).
"""

from __future__ import annotations

import numpy as np

from sim.kernel import part, rule
from sim.powers import SMALLEST, power


@part
def conceded(elapsed: float, deadline: float, concession: float) -> float:
    """Share of its room that the time tactic has given away: none at the start, all of it at ``deadline`` (rounds).

    ``concession`` (> 0) below 1 holds out until late (Boulware), above 1 concedes early.
    """
    return power(min(elapsed / deadline, 1.0), 1.0 / max(concession, SMALLEST))


@rule
def fill_conceded(elapsed: float, deadline: np.ndarray, concession: np.ndarray, share: np.ndarray) -> None:
    """Fill ``share`` (A,) with what actors of these deadlines (A,) and concessions (A,) have ``conceded``."""
    for a in range(deadline.size):
        share[a] = conceded(elapsed, deadline[a], concession[a])


@rule
def conceding(best: float, disagreement: float, share: float) -> float:
    """Aspiration of the time tactic: between ``best`` and ``disagreement``, once ``share`` of this room is conceded."""
    return disagreement + max(0.0, best - disagreement) * (1.0 - share)


@rule
def answering(level: float, offered: float, offered_before: float, best: float) -> float:
    """Aspiration of tit for tat: down by what the others' last move gave, up by what it took.

    ``level`` is the present one, ``offered`` and ``offered_before`` the values of their last two texts.
    """
    return min(best, level - (offered - offered_before))


@rule
def never_below(level: float, best: float, disagreement: float, hardened: float) -> float:
    """``level`` capped by what is possible, hardened by vetoes at home, and never below disagreement."""
    return max(disagreement, min(best, level) + hardened)
