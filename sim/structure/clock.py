"""Points in time at which something may happen: bare order, or rounds.

In *order*, a slot is whatever happens next, and every wait is one slot long: enough to say whether something is
possible at all, since nothing that can be had is ever lost by waiting. In *rounds*, slots are the rounds in which an
event of some earliest course can fall: sums of the waits that the scenario knows. The rounds between are idle.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from sim.structure.world import Table, World

MOST_SLOTS = 400


@dataclass(frozen=True)
class Clock:
    """`times` are the rounds (or places in the order) of the slots, rising from 0."""

    times: tuple[int, ...]
    in_rounds: bool

    def slot_at(self, time: int) -> int:
        """The last slot that is not later than `time`, -1 if there is none."""
        return bisect_right(self.times, time) - 1

    def requirement(self, world: World, step: str, other: str) -> int:
        """How long after `other` a `step` that requires it can be taken."""
        return world.requirements[step, other] if self.in_rounds else 1

    def start(self, table: Table) -> int:
        """When a track can first meet."""
        return table.start if self.in_rounds else 0

    def every(self, table: Table) -> int:
        """The least time between two meetings of a track."""
        return table.every if self.in_rounds else 1


def order_of(world: World) -> Clock:
    """Slots in bare order: one a step, one for a first text, two for a signature and its answer, and the last word."""
    return Clock(tuple(range(len(world.steps) + 4)), in_rounds=False)


def rounds_of(world: World) -> Clock:
    """The rounds on which earliest courses can touch, at most `MOST_SLOTS` of them.

    An earliest course is a longest path through waits, which passes each step once: so its times are a start plus some
    of the long waits plus a number of single rounds.
    """
    times = {0} | {table.start for table in world.tables}
    for step in world.steps:
        waits = {rounds for (name, _), rounds in world.requirements.items() if name == step and rounds > 1}
        times = _earliest(times | {time + wait for time in times for wait in waits})
    if world.standing_issues:
        for table in world.tables:
            times = _earliest(times | {time + table.every for time in times})
    units = range(len(world.steps) + 4)
    return Clock(tuple(sorted(_earliest({time + unit for time in times for unit in units}))), in_rounds=True)


def _earliest(times: set[int]) -> set[int]:
    """The first `MOST_SLOTS` of them."""
    return set(sorted(times)[:MOST_SLOTS])
