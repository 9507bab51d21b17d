"""Rounds of challenges, many games at once, until positions settle or the rounds are over."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.spatial.challenges import expected_gains, risk_exponents
from sim.spatial.moves import accepted, regions, steps
from sim.spatial.settings import Settings
from sim.spatial.voting import Floats, Mask, distances, unbeaten, weighted_median, win_probabilities

SETTLED = 1e-3
"""Positions have settled when nobody moves by more than this part of the issue's range in a round."""
CELLS = 500_000
"""Games are played in blocks of about so many contests (games x actors^3) as fit well into memory."""


@dataclass(frozen=True)
class Games:
    """Inputs of games with the same actors, each (games, actors): capability 0 or more, salience on [0, 1]."""

    capability: Floats
    position: Floats
    salience: Floats

    def rows(self, chosen: slice) -> Games:
        """Some of the games."""
        return Games(self.capability[chosen], self.position[chosen], self.salience[chosen])


@dataclass(frozen=True)
class Pairs:
    """A round's challenges, each (games, challenger, target).

    `win`: the challenger's chance of prevailing; `gain`: what it expects, `E^i(U_ij)`; `as_target_sees`: the same with
    the target's risk exponent, `E^j(U_ij)`; `region`: places in REGIONS.
    """

    win: Floats
    gain: Floats
    as_target_sees: Floats
    region: NDArray[np.int64]
    risk: Floats
    asked: Floats


@dataclass(frozen=True)
class Course:
    """How games went.

    `path` (games, rounds + 1, actors) and `median` (games, rounds + 1) are positions after each round, the outset
    first, as they stay once settled. `settled` (games,) is the last round in which somebody moved, -1 where the rounds
    were over before. `risk` (games, actors) are the exponents of the first round, `winner` (games, actors) whether an
    actor's last position is beaten by none.
    """

    path: Floats
    median: Floats
    settled: NDArray[np.int64]
    risk: Floats
    winner: Mask


def play(games: Games, settings: Settings) -> Course:
    """Play games to their end. The same games give the same course, to the bit, on the same machine."""
    number, actors = games.position.shape
    block = max(CELLS // actors**3, 1)
    parts = [_play(games.rows(slice(at, at + block)), settings) for at in range(0, number, block)]
    fields = ("path", "median", "settled", "risk", "winner")
    return Course(*(np.concatenate([getattr(part, name) for part in parts]) for name in fields))


def challenges(position: Floats, salience: Floats, weight: Floats, settings: Settings) -> Pairs:
    """What everybody expects of challenging everybody, with positions on [0, 1] and weights that sum to 1."""
    distance = distances(position)
    win = win_probabilities(distance, weight)
    to_median = np.abs(position - weighted_median(position, weight)[:, None])
    neutral = np.ones((1, 1, 1))
    risk = risk_exponents(expected_gains(distance, salience, win, neutral, to_median, settings.status_quo))
    gain, as_target_sees = (
        expected_gains(distance, salience, win, exponent, to_median, settings.status_quo)
        for exponent in (risk[:, :, None], risk[:, None, :])
    )
    answer = (gain if settings.view == "shared" else as_target_sees).transpose(0, 2, 1)
    asked = steps(position, gain, answer, settings)
    return Pairs(win, gain, as_target_sees, regions(gain, answer), risk, asked)


def scaled(games: Games) -> tuple[Floats, Floats, Floats, Floats]:
    """Positions on [0, 1], weights that sum to 1, and the low end and range of the issue, each with the actors.

    The range is that of the positions at the outset, and stays: with a range that shrank with the positions, two
    actors a hair apart would fight as hard as the extremes did at first, and nothing could settle. Scholz et al. (2011)
    leave open which they mean.
    """
    low = games.position.min(axis=1, keepdims=True)
    wide = games.position.max(axis=1, keepdims=True) - low
    wide = np.where(wide > 0, wide, 1.0)
    weight = games.capability * games.salience
    return (games.position - low) / wide, weight / weight.sum(axis=1, keepdims=True), low, wide


def _play(games: Games, settings: Settings) -> Course:
    position, weight, low, wide = scaled(games)
    number, actors = position.shape
    path = np.repeat(position[:, None, :], settings.rounds + 1, axis=1)
    settled = np.full(number, -1, dtype=np.int64)
    risk = np.ones((number, actors))
    going = np.arange(number)
    for turn in range(1, settings.rounds + 1):
        now = path[going, turn - 1]
        pairs = challenges(now, games.salience[going], weight[going], settings)
        if turn == 1:
            risk = pairs.risk
        step = accepted(pairs.asked, pairs.gain, settings)
        moves = np.abs(step).max(axis=1) > SETTLED
        settled[going[~moves]] = turn - 1
        going, now = going[moves], (now + step)[moves]
        if not going.size:
            break
        path[going, turn:] = now[:, None, :]
    last = path[:, -1]
    median = np.stack([weighted_median(path[:, turn], weight) for turn in range(settings.rounds + 1)], axis=1)
    winner = unbeaten(distances(last), weight)
    where = low[:, :, None] + wide[:, :, None] * path
    where[:, 0] = games.position
    return Course(_unmoved(where, path), low + wide * median, settled, risk, winner)


def _unmoved(where: Floats, path: Floats) -> Floats:
    """Whoever never left its place stands exactly where it stood, whatever scaling back has rounded."""
    return np.asarray(np.where(path == path[:, :1], where[:, :1], where))
