"""The distribution of a group's decision over what is not known of its actors.

Each draw is a game without luck, so all of the spread is what the ranges leave open. Intervals are what a finite number
of draws leaves open beyond that. They are those of independent draws; a Latin hypercube's error is hardly ever larger
and mostly smaller (Owen 1997: at most n / (n - 1) times the variance), so they are wide rather than narrow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.spatial.draws import Draws
from sim.spatial.drivers import Driver, drivers
from sim.spatial.play import Course
from sim.spatial.voting import Floats, Mask, weighted_mean
from sim.summary.estimates import Mean, Points, Quantile, Share, mean_of, quantiles_of, share_of

NEAR = 0.05
"""Agreement: every actor with weight ends within this part of the issue's range from the median."""
MOVED = 0.01
"""An actor has moved if it ends farther than this part of the issue's range from where it began."""
LEVELS = (0.1, 0.25, 0.5, 0.75, 0.9)


@dataclass(frozen=True)
class ActorSpread:
    """What becomes of an actor: `moved`, the share of draws in which it moves; `end`, quantiles of where it ends.

    `winner` is the share of draws in which its last position is beaten by none, `place` its place in the table.
    """

    place: int
    moved: Share
    winner: Share
    end: tuple[Quantile, ...]


@dataclass(frozen=True)
class Spread:
    """A decision over all draws. Quantiles are at LEVELS.

    `medians` (draws, rounds + 1) are the median's paths; `ends` (draws, actors) where the games' actors end, `agreed`
    and `rest` (draws,) whether each agreed and settled. `agreement`: everybody is near the median at the end (NEAR).
    `beside`: mean share of the weight near it. `settled`: positions came to rest before the rounds were over. `shift`:
    the median's way from the outset to the end. `mean`: the mean by weight at the outset.
    """

    draws: Draws
    medians: Floats
    ends: Floats
    agreed: Mask
    rest: Mask
    mean: tuple[Quantile, ...]
    start: tuple[Quantile, ...]
    end: tuple[Quantile, ...]
    shift: Mean
    agreement: Share
    settled: Share
    beside: Mean
    actors: tuple[ActorSpread, ...]
    drivers: tuple[Driver, ...]

    @property
    def runs(self) -> int:
        """The number of draws."""
        return len(self.medians)


def spread_of(draws: Draws, course: Course, places: Sequence[int]) -> Spread:
    """The distribution of courses over draws; `places` are those of the games' actors in the table."""
    points = Points.of(np.arange(len(course.median)))
    start, end = course.path[:, 0], course.path[:, -1]
    wide = np.ptp(start, axis=1)[:, None]
    last = course.median[:, -1]
    near = np.abs(end - last[:, None]) <= NEAR * wide
    moved = np.abs(end - start) > MOVED * wide
    weight = draws.games.capability * draws.games.salience
    beside = (near * weight).sum(axis=1) / weight.sum(axis=1)
    actors = [
        ActorSpread(
            place,
            share_of(moved[:, at], points),
            share_of(course.winner[:, at], points),
            quantiles_of(end[:, at], points, LEVELS),
        )
        for at, place in enumerate(places)
    ]
    return Spread(
        draws=draws,
        medians=course.median,
        ends=end,
        agreed=near.all(axis=1),
        rest=course.settled >= 0,
        mean=quantiles_of(weighted_mean(start, weight), points, LEVELS),
        start=quantiles_of(course.median[:, 0], points, LEVELS),
        end=quantiles_of(last, points, LEVELS),
        shift=mean_of(last - course.median[:, 0], points),
        agreement=share_of(near.all(axis=1), points),
        settled=share_of(course.settled >= 0, points),
        beside=mean_of(beside, points),
        actors=tuple(sorted(actors, key=lambda actor: actor.place)),
        drivers=drivers(draws.names, draws.values, last),
    )
