"""What an actor holds out for now, never below its disagreement value.

Time- and behaviour-dependent tactics are those of Faratin, Sierra & Jennings (1998).
"""

from __future__ import annotations

from sim.kernel import rule


@rule
def conceding(best: float, disagreement: float, elapsed: float, deadline: float, concession: float) -> float:
    """Aspiration of the time tactic: from ``best`` to ``disagreement`` at ``deadline`` (rounds).

    ``concession`` below 1 holds out until late (Boulware), above 1 concedes early.
    """
    if best <= disagreement or elapsed >= deadline:
        return disagreement
    return disagreement + (best - disagreement) * (1.0 - (elapsed / deadline) ** (1.0 / concession))


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
