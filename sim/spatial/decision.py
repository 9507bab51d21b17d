"""What a group of actors decides: the game of the middles, and the distribution over what is not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.errors import InputError
from sim.scenario import Distribution
from sim.spatial.actors import Actor, support
from sim.spatial.draws import canonical, drawn, middle
from sim.spatial.play import Course, Games, Pairs, challenges, play, scaled
from sim.spatial.reading import ActorTable
from sim.spatial.settings import Settings
from sim.spatial.spread import Spread, spread_of
from sim.spatial.voting import Floats, Mask, distances, unbeaten, weighted_mean

RUNS, MOST_ACTORS, MOST_RUNS = 2_000, 200, 1_000_000
MOST_CONTESTS = 2_000_000_000
"""Runs times the third power of actors: more would take hours."""
MOST_POSITIONS = 200_000_000
"""Runs times actors times rounds: more would not fit into the memory of most machines."""


@dataclass(frozen=True)
class Single:
    """One game, its actors in the order of the file.

    `path` (rounds + 1, actors) and `median` (rounds + 1,): positions after each round, the outset first. `settled`: the
    last round in which somebody moved, None if the rounds were over before. `risk` (actors,), NaN for who has no
    weight. `weight` (actors,) sums to 1. `first`, `last`: whether an actor's position is beaten by none at the outset
    and at the end. `mean` is the mean by weight at the outset. `pairs` are the challenges of the first round among the
    actors `taking_part`.
    """

    path: Floats
    median: Floats
    mean: float
    settled: int | None
    risk: Floats
    weight: Floats
    first: Mask
    last: Mask
    pairs: Pairs

    @property
    def rounds(self) -> int:
        """Rounds until it settled, or all that there were."""
        return len(self.median) - 1 if self.settled is None else self.settled


@dataclass(frozen=True)
class Decision:
    """A table of actors, what its middles lead to (`single`), and what its ranges do (`spread`, None without any).

    `taking_part` are places of the actors with weight: one without neither votes nor challenges nor is challenged.
    `readings` is the last median of the middles in each reading of the sources, the one taken first.
    """

    table: ActorTable
    settings: Settings
    seed: int
    taking_part: tuple[int, ...]
    single: Single
    spread: Spread | None
    readings: tuple[tuple[Settings, float], ...]

    @property
    def actors(self) -> tuple[Actor, ...]:
        """The actors of the table."""
        return self.table.actors

    @property
    def runs(self) -> int:
        """Games that were drawn; 1 where nothing is uncertain."""
        return 1 if self.spread is None else self.spread.runs


def decide(table: ActorTable, *, runs: int = RUNS, seed: int = 0, settings: Settings | None = None) -> Decision:
    """Play what a table of actors describes: once with its middles, and `runs` times if it has ranges.

    The same table, runs, seed and settings give the same decision; the order and the names of actors do not matter.
    Raises InputError if fewer than two actors have any weight, or if there is too much to play.
    """
    chosen = settings or Settings()
    weighty = [place for place, actor in enumerate(table.actors) if _has_weight(actor)]
    actors = [table.actors[place] for place in weighty]
    order = canonical(actors)
    places = tuple(weighty[place] for place in order)
    actors = [actors[place] for place in order]
    _check(table, actors, runs, chosen.rounds)
    games = middle(actors)
    readings = tuple((one, float(play(games, one).median[0, -1])) for one in chosen.readings())
    single = _single(table, games, places, chosen)
    spread = None
    if any(isinstance(number, Distribution) for actor in actors for number in actor.numbers.values()):
        draws = drawn(actors, runs, seed)
        spread = spread_of(draws, play(draws.games, chosen), places)
    return Decision(table, chosen, seed, places, single, spread, readings)


def _has_weight(actor: Actor) -> bool:
    return support(actor.capability)[1] * support(actor.salience)[1] > 0


def _check(table: ActorTable, actors: Sequence[Actor], runs: int, rounds: int) -> None:
    number = len(actors)
    if number < 2:
        raise InputError(f"{table.name}: fewer than two actors have both a capability and a salience above 0")
    if number > MOST_ACTORS:
        raise InputError(f"{table.name}: {number} actors; at most {MOST_ACTORS} can be played")
    most = min(MOST_RUNS, MOST_CONTESTS // number**3, MOST_POSITIONS // (number * (rounds + 1)))
    if not 1 <= runs <= most:
        raise InputError(f"runs is {runs:,}; allowed with {number} actors and {rounds:,} rounds: 1 to {most:,}")


def _single(table: ActorTable, games: Games, places: tuple[int, ...], settings: Settings) -> Single:
    """The one game of the middles, with actors where the table has them."""
    course: Course = play(games, settings)
    position, weight, _, _ = scaled(games)
    pairs = challenges(position, games.salience, weight, settings)
    everybody = middle(table.actors).position[0]
    path = np.repeat(everybody[None, :], settings.rounds + 1, axis=0)
    path[:, places] = course.path[0]
    risk = np.full(len(everybody), np.nan)
    risk[list(places)] = course.risk[0]
    shares = np.zeros(len(everybody))
    shares[list(places)] = weight[0]
    first, last = (np.zeros(len(everybody), dtype=np.bool_) for _ in range(2))
    first[list(places)] = unbeaten(distances(position), weight)[0]
    last[list(places)] = course.winner[0]
    settled = None if course.settled[0] < 0 else int(course.settled[0])
    mean = float(weighted_mean(games.position, weight)[0])
    return Single(path, course.median[0], mean, settled, risk, shares, first, last, pairs)
