"""The reference games, in the order of the suite. A module of games has `GAMES`; a new one is a line here."""

from __future__ import annotations

from sim.verify.game import Game
from sim.verify.games import (
    attrition,
    beta,
    dividing,
    fearon,
    gates,
    kydd,
    learning,
    putnam,
    screening,
    trading,
    two_types,
    war,
)

MODULES = (war, attrition, learning, two_types, beta, fearon, screening, kydd, putnam, gates, trading, dividing)


def games() -> tuple[Game, ...]:
    """All reference games."""
    return tuple(game for module in MODULES for game in module.GAMES)
