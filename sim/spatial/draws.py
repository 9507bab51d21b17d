"""Games drawn from ranges: a Latin hypercube over all uncertain numbers, or the one game of the middles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.scenario import Distribution
from sim.spatial.actors import Actor, centre, support
from sim.spatial.play import Games
from sim.spatial.reading import NUMBERS
from sim.spatial.voting import Floats


@dataclass(frozen=True)
class Draws:
    """Games, and what was drawn for them: `values` (games, numbers) of the numbers called `names`."""

    games: Games
    names: tuple[str, ...]
    values: Floats


def canonical(actors: Sequence[Actor]) -> list[int]:
    """Places of the actors in an order that names and rows have no part in.

    Sums are added up, and draws handed out, in this order: the same actors in another order, or under other names, give
    the same result to the last bit.
    """

    def key(place: int) -> tuple[float, ...]:
        numbers = actors[place].numbers
        return tuple(end for name in ("position", "capability", "salience") for end in _shape(numbers[name]))

    return sorted(range(len(actors)), key=key)


def middle(actors: Sequence[Actor]) -> Games:
    """The one game in which every range is at its likeliest value, or at its middle."""
    columns = {name: np.array([[centre(actor.numbers[name]) for actor in actors]]) for name in NUMBERS}
    return Games(**columns)


def drawn(actors: Sequence[Actor], games: int, seed: int) -> Draws:
    """Games whose uncertain numbers are spread evenly over their distributions.

    A Latin hypercube (McKay, Beckman & Conover 1979): each number falls once into each of `games` parts of the same
    probability, the parts of different numbers put together at random. Numbers are independent of one another.
    """
    luck = np.random.default_rng(seed)
    columns = {name: np.empty((games, len(actors))) for name in NUMBERS}
    names, values = [], []
    for place, actor in enumerate(actors):
        for name, number in actor.numbers.items():
            if isinstance(number, Distribution):
                share = (luck.permutation(games) + luck.uniform(size=games)) / games
                columns[name][:, place] = number.quantile(np.clip(share, 2.0**-40, 1 - 2.0**-40))
                names.append(f"{actor.name}: {name}")
                values.append(columns[name][:, place])
            else:
                columns[name][:, place] = number
    drawn_values = np.stack(values, axis=1) if values else np.empty((games, 0))
    return Draws(Games(**columns), tuple(names), drawn_values)


def _shape(number: float | Distribution) -> tuple[float, float, float]:
    low, high = support(number)
    return low, centre(number), high
