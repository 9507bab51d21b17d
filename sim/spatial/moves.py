"""From expected gains to moves: the four regions of a challenge, proposals, and which of them is accepted.

With a what the challenger expects to gain and b what it takes the target to expect from challenging it in turn
(Bueno de Mesquita 1985, 1997; Scholz, Calbert & Smith 2011, figure 6):

| region | condition | what the target is asked |
|---|---|---|
| confrontation | a > 0, b > 0 | to move to the challenger if it is the weaker, or nothing (`Settings.confrontation`) |
| compromise | a > 0 > b, abs(b) <= a | to move part of the way, `abs(b) / a` of it |
| compelled | a > 0 > b, abs(b) > a | to move to the challenger |
| stalemate | a <= 0 | nothing: there is no challenge |

The text of Scholz et al. prints one sign of the compromise the other way round; their figure and the symmetry of the
two sides decide. Compromise: the more the target expects to lose, the farther it goes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.spatial.settings import Settings
from sim.spatial.voting import ROUNDING, Floats

REGIONS = ("stalemate", "compromise", "compelled", "confrontation")
STALEMATE, COMPROMISE, COMPELLED, CONFRONTATION = range(4)


def regions(gain: Floats, answer: Floats) -> NDArray[np.int64]:
    """The region of each challenge, as a place in REGIONS: (games, challenger, target)."""
    challenged = np.where(answer > ROUNDING, CONFRONTATION, np.where(-answer > gain, COMPELLED, COMPROMISE))
    return np.asarray(np.where(gain > ROUNDING, challenged, STALEMATE), dtype=np.int64)


def steps(position: Floats, gain: Floats, answer: Floats, settings: Settings) -> Floats:
    """How far each challenger asks each target to move, with its sign; NaN where it asks nothing."""
    way = position[:, :, None] - position[:, None, :]
    region = regions(gain, answer)
    part = np.abs(answer) / np.where(region == COMPROMISE, gain, 1.0)
    asked = np.where(region == COMPELLED, way, np.where(region == COMPROMISE, part * way, np.nan))
    if settings.confrontation == "stronger":
        asked = np.where((region == CONFRONTATION) & (gain > answer + ROUNDING), way, asked)
    return np.asarray(asked)


def accepted(asked: Floats, gain: Floats, settings: Settings) -> Floats:
    """The step that each target takes, 0 without a proposal: (games, actors).

    Proposals that are equal in both respects and ask for different steps are met in their middle, so that neither the
    order of actors nor the direction of the scale decides.
    """
    open_ones = ~np.isnan(asked)
    least = -np.abs(np.where(open_ones, asked, np.inf))
    first, second = (gain, least) if settings.choice == "strongest" else (least, gain)
    for merit in (first, second):
        best = np.where(open_ones, merit, -np.inf).max(axis=1, keepdims=True)
        open_ones = open_ones & (merit >= best - ROUNDING)
    number = open_ones.sum(axis=1)
    total = np.where(open_ones, asked, 0.0).sum(axis=1)
    return np.asarray(np.where(number > 0, total / np.maximum(number, 1), 0.0))
