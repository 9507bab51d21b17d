"""The reference games, in the order of the suite. A module of games has `GAMES`; a new one is a line here."""

from __future__ import annotations

from sim.verify.game import Game
from sim.verify.games import (
    agenda,
    alternating,
    attrition,
    beta,
    dividing,
    double_auction,
    fearon,
    gates,
    kydd,
    learning,
    looking_ahead,
    pies,
    points,
    putnam,
    reputation,
    screening,
    trading,
    two_types,
    war,
)

MODULES = (
    war,
    attrition,
    learning,
    two_types,
    beta,
    points,
    looking_ahead,
    fearon,
    screening,
    kydd,
    putnam,
    reputation,
    gates,
    trading,
    dividing,
    alternating,
    pies,
    agenda,
    double_auction,
)


def games() -> tuple[Game, ...]:
    """All reference games."""
    return tuple(game for module in MODULES for game in module.GAMES)
