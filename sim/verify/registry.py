"""The reference games, in the order of the suite. A module of games has `GAMES`; a new one is a line here."""

from __future__ import annotations

from sim.verify.game import Game
from sim.verify.games import (
    attrition,
    dividing,
    fearon,
    gates,
    learning,
    pies,
    putnam,
    screening,
    trading,
    war,
)

MODULES = (war, attrition, learning, fearon, screening, putnam, gates, trading, dividing, pies)


def games() -> tuple[Game, ...]:
    """All reference games."""
    return tuple(game for module in MODULES for game in module.GAMES)
