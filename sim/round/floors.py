"""What is off the table for good: floors that a step raises, and everything that has to be seen anew then."""

from __future__ import annotations

from sim.arrays import *
from sim.kernel import phase
from sim.round.paths import forget_lower_paths
from sim.round.pies import more_than_there_is
from sim.round.texts import examine_standing, examine_text
from sim.rules.evaluation import best_value, package_value


@phase
def raise_floors(layout: Layout, s: State, step: int) -> None:
    """A step's floors: options below are off the table, and the frozen conflict is fought over above them."""
    raised = False
    for i in range(s.floor.size):
        if s.step_floor[step, i] > s.floor[i]:
            s.floor[i] = s.step_floor[step, i]
            raised = True
    if raised:
        settle_floors(layout, s)


@phase
def settle_floors(layout: Layout, s: State) -> None:
    """Texts, fallbacks and hopes above the floors that have risen."""
    for i in range(s.floor.size):
        for row in range(s.text.shape[0]):
            s.text[row, i] = max(s.text[row, i], s.floor[i])
        s.package[FROZEN_PACKAGE, i] = max(s.package[FROZEN_PACKAGE, i], s.floor[i])
        s.package[NO_DEAL, i] = max(s.package[NO_DEAL, i], s.floor[i])
    for a in range(s.actor.shape[0]):
        s.actor[a, IF_FROZEN] = package_value(s.stake[a], s.package[FROZEN_PACKAGE])
        s.actor[a, SEEN_FROZEN] = package_value(s.seen_stake[a], s.package[FROZEN_PACKAGE])
        s.actor[a, IF_NO_DEAL] = package_value(s.stake[a], s.package[NO_DEAL])
        s.actor[a, SEEN_NO_DEAL] = package_value(s.seen_stake[a], s.package[NO_DEAL])
    forget_lower_paths(s)
    refresh_texts(layout, s)


@phase
def refresh_texts(layout: Layout, s: State) -> None:
    """After a change of what is possible: every text examined again."""
    for b in range(s.track.shape[0]):
        if s.track[b, TEXT_TABLER] != NOBODY:
            examine_text(layout, s, b)
    examine_standing(layout, s)
    review_best(layout, s)


@phase
def review_best(layout: Layout, s: State) -> None:
    """The highest evaluation that each actor can still hope for."""
    for a in range(s.actor.shape[0]):
        s.actor[a, BEST] = best_value(s.stake[a], layout.issue[:, NODES], s.floor, s.closed, s.package[STATUS_QUO])
        if layout.setting[PIES] > 0:
            s.actor[a, BEST] -= more_than_there_is(layout, s, a)
        s.actor[a, RECIPROCAL_LEVEL] = min(s.actor[a, RECIPROCAL_LEVEL], s.actor[a, BEST])
