"""The second half of a round's end: keeping a deal, leaving the process, and how a run ends."""

from __future__ import annotations

import math

from sim.arrays import *
from sim.kernel import phase
from sim.outcomes import FIRST_WON, FROZEN, NO_AGREEMENT, RELAPSE, SECOND_WON, SETTLEMENT
from sim.round.floors import refresh_texts
from sim.round.paths import forget_paths
from sim.round.record import note
from sim.round.war import luck, normal, pressed_by, war_prospect
from sim.rules.battlefield import pushed
from sim.rules.compliance import breaks_deal
from sim.rules.discounting import counted_from_the_start
from sim.rules.evaluation import level_value
from sim.rules.fatigue import fatigue_after, leaves


@phase
def keep_deal(layout: Layout, own: Parameters, s: State) -> None:
    """A round of peace: power shifts, and a belligerent breaks the deal when war is worth more."""
    if s.now[ROUND] > s.now[SIGNED] + layout.setting[FOLLOW_UP] or layout.setting[WAR] == NO_WAR:
        finish(s, SETTLEMENT, s.now[SIGNED])
        return
    if layout.setting[WAR] == FRONT_WAR and own.battlefield[PEACE_VOLATILITY] > 0.0:
        s.front[X] = pushed(s.front[X], own.battlefield[PEACE_VOLATILITY] * normal(s, FRONT_NORMAL))
    row = s.text.shape[0] - 1
    deterrence = enforcement(layout, own, s)
    for a in (layout.setting[FIRST], layout.setting[SECOND]):
        s.actor[a, WAR_VALUE] = war_prospect(layout, own, s, a, s.front[X])
        alone = s.actor[a, WAR_VALUE] - pressed(layout, own, s, a)
        if breaks_deal(alone, s.text_value[row, a], deterrence):
            note(s, DEAL_BROKEN, a, 0, alone - s.text_value[row, a])
            for other in range(s.actor.shape[0]):
                s.actor[other, WAR_VALUE] = war_prospect(layout, own, s, other, s.front[X])
                s.actor[other, DISAGREEMENT] = s.actor[other, WAR_VALUE]
                s.actor[other, UTILITY_END] = s.actor[other, WAR_VALUE] - s.actor[other, AUDIENCE]
            finish(s, RELAPSE, s.now[ROUND])
            return


@phase
def pressed(layout: Layout, own: Parameters, s: State, a: int) -> float:
    """What those who prefer the deal take off what ``a`` has from breaking it."""
    total = 0.0
    for n in range(layout.relation.shape[0]):
        if layout.relation[n, 1] == a:
            total += pressed_by(layout, own, s, n)
    return total


@phase
def enforcement(layout: Layout, own: Parameters, s: State) -> float:
    """What the options of the standing text cost whoever breaks it."""
    row = s.text.shape[0] - 1
    total = 0.0
    for i in range(layout.issue.shape[0]):
        if layout.issue[i, DIVISIBLE] == 1:
            k = min(int(s.text[row, i]), layout.issue[i, NODES] - 2)
            at = s.node[i, k] + (s.text[row, i] - k) * (s.node[i, k + 1] - s.node[i, k])
            total += own.enforcement[i, 1] * at
        else:
            total += level_value(own.enforcement[i], s.text[row, i])
    return total


@phase
def tire(layout: Layout, own: Parameters, s: State) -> None:
    """Third parties past their fatigue leave, and take their tracks, leverage and deliveries with them."""
    for a in range(s.person.shape[0]):
        met = s.person[a, MET_FORMALLY] == 1
        s.person[a, MET_FORMALLY] = 0
        if s.person[a, ACTIVE] == 0 or math.isinf(own.actor[a, EXIT]):
            continue
        s.actor[a, FATIGUE] = fatigue_after(s.actor[a, FATIGUE], met, s.now[FIGHTING] == 1)
        if leaves(s.actor[a, FATIGUE], own.actor[a, EXIT]):
            leave(layout, s, a)


@phase
def break_off(layout: Layout, own: Parameters, s: State) -> bool:
    """Whether talks end for good after a round in which a formal meeting brought no signature."""
    if layout.setting[LUCK_BREAKDOWN] < 0:
        return False
    met = 0
    for a in range(s.person.shape[0]):
        met += s.person[a, MET_FORMALLY]
    if met == 0 or luck(s, layout.setting[LUCK_BREAKDOWN]) >= own.talks[BREAKDOWN]:
        return False
    note(s, TALKS_BROKEN, 0, 0, 0.0)
    run_out(layout, s)
    return True


@phase
def walk_out(layout: Layout, own: Parameters, s: State) -> bool:
    """Whether somebody has refused a text that was not signed and walks out, which ends the talks for all.

    Who walks out has its outside option, counted from the start, and everybody else what it has without a deal.
    """
    walked = s.now[WALKED_OUT]
    if walked == 0:
        return False
    run_out(layout, s)
    for a in range(s.person.shape[0]):
        if walked >> a & 1 == 1:
            note(s, WALKS_OUT, a, 0, own.actor[a, OUTSIDE])
            s.actor[a, UTILITY_END] = (
                counted_from_the_start(
                    own.actor[a, OUTSIDE], s.actor[a, DISAGREEMENT], own.actor[a, DISCOUNT], s.now[ROUND]
                )
                - s.actor[a, AUDIENCE]
            )
    return True


@phase
def leave(layout: Layout, s: State, a: int) -> None:
    """``a`` leaves the process; what only it could deliver is off the table."""
    s.person[a, ACTIVE] = 0
    s.now[ACTIVE_BITS] &= ~(1 << a)
    s.person[a, LEFT] = s.now[ROUND]
    note(s, ACTOR_LEFT, a, 0, s.actor[a, FATIGUE])
    for i in range(layout.issue.shape[0]):
        if layout.issue[i, DELIVERED_BY] >> a & 1 == 1:
            s.closed[i] = 1
            for row in range(s.text.shape[0]):
                s.text[row, i] = max(s.package[STATUS_QUO, i], s.floor[i])
    forget_paths(s)
    refresh_texts(layout, s)


@phase
def finish(s: State, outcome: int, round_: int) -> None:
    """The run is over."""
    s.now[OUTCOME] = outcome
    s.now[ENDED] = round_
    note(s, RUN_ENDED, outcome, 0, 0.0)


@phase
def end_by_force(s: State, outcome: int) -> None:
    """One side has what it would take by force."""
    for a in range(s.actor.shape[0]):
        won = s.actor[a, IF_FIRST] if outcome == FIRST_WON else s.actor[a, IF_SECOND]
        s.actor[a, UTILITY_END] = won - s.actor[a, AUDIENCE]
    finish(s, outcome, s.now[ROUND])


@phase
def run_out(layout: Layout, s: State) -> None:
    """The last round is over without a settlement: a lottery war is decided, else things stay as they are."""
    if s.now[FIGHTING] == 1 and layout.setting[WAR] == LOTTERY_WAR:
        u = luck(s, layout.setting[LUCK_FRONT])
        end_by_force(s, FIRST_WON if u < s.front[X] else SECOND_WON)
        return
    frozen = s.now[FIGHTING] == 0 and layout.setting[WAR] != NO_WAR
    for a in range(s.actor.shape[0]):
        s.actor[a, UTILITY_END] = s.actor[a, BASE_DISAGREEMENT] - s.actor[a, AUDIENCE]
        if frozen:
            s.actor[a, UTILITY_END] = s.actor[a, FROZEN_VALUE] - s.actor[a, AUDIENCE]
    finish(s, FROZEN if frozen else NO_AGREEMENT, s.now[ROUND])
