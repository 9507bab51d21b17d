"""What everyone holds out for in a round, and from what on it signs."""

from __future__ import annotations

import math

from sim.arrays import *
from sim.kernel import phase
from sim.round.equilibrium import hold_to_solution
from sim.round.record import note
from sim.round.war import luck
from sim.rules.aspiration import conceding, fill_conceded, never_below
from sim.rules.discounting import worth_waiting
from sim.rules.strategy import column_of, given_in, looked_up


@phase
def aspire(layout: Layout, own: Parameters, s: State) -> None:
    """What everyone holds out for this round, and from what on it signs: what waiting for that is worth."""
    concede_with_time(layout, s)
    for a in range(s.actor.shape[0]):
        disagreement = s.actor[a, DISAGREEMENT]
        best = s.actor[a, BEST]
        tactic = layout.actor[a, TACTIC]
        if tactic == TABLE and s.person[a, SINCERE] == 1:
            follow_strategy(layout, own, s, a)
            if layout.setting[HAS_OUTSIDE] == 1:
                look_outside(own, s, a)
            continue
        if tactic == EQUILIBRIUM and s.person[a, SINCERE] == 1:
            hold_to_solution(layout, own, s, a)
            if layout.setting[HAS_OUTSIDE] == 1:
                look_outside(own, s, a)
            continue
        level = disagreement
        if s.person[a, SINCERE] == 0:
            level = best
        elif tactic == TIME:
            level = conceding(best, disagreement, s.pace[CONCEDED_SHARE, a])
        elif tactic == RECIPROCAL:
            level = s.actor[a, RECIPROCAL_LEVEL]
        elif tactic == FIXED:
            level = own.actor[a, ASPIRATION_LEVEL]
        level = never_below(level, best, disagreement, s.actor[a, HARDENED])
        s.actor[a, ASPIRATION] = level
        kept = own.actor[a, DISCOUNT] * (1.0 - own.talks[BREAKDOWN]) if s.person[a, SINCERE] == 1 else 1.0
        s.actor[a, ACCEPTANCE] = worth_waiting(level, disagreement, kept)
        if layout.setting[HAS_OUTSIDE] == 1:
            look_outside(own, s, a)


@phase
def concede_with_time(layout: Layout, s: State) -> None:
    """What the tactic of time has conceded by now, for all at once if anybody follows it."""
    for a in range(layout.actor.shape[0]):
        if layout.actor[a, TACTIC] == TIME:
            fill_conceded(float(s.now[ROUND]), s.pace[BY], s.pace[HOW_SOON], s.pace[CONCEDED_SHARE])
            return


@phase
def look_outside(own: Parameters, s: State, a: int) -> None:
    """``a`` signs for no less than it can walk out for (Binmore, Shaked & Sutton 1989)."""
    s.actor[a, WAITING] = s.actor[a, ACCEPTANCE]
    if s.person[a, SINCERE] == 1:
        s.actor[a, ACCEPTANCE] = max(s.actor[a, ACCEPTANCE], own.actor[a, OUTSIDE])


@phase
def follow_strategy(layout: Layout, own: Parameters, s: State, a: int) -> None:
    """What ``a`` holds out for and signs by the table of its strategy; once it gives in, what it was offered last.

    Before any offer whoever gives in signs whatever is no worse than no deal, and drafts as before.
    """
    first, columns = layout.actor[a, STRATEGY_AT], layout.actor[a, STRATEGY_COLUMNS]
    rounds = layout.actor[a, STRATEGY_ROUNDS]
    by = layout.actor[a, STRATEGY_BY]
    value = own.actor[a, OWN_TYPE]
    if by == BY_WAR_COST:
        value = own.actor[a, WAR_COST]
    elif by == BY_BELIEF:
        value = s.actor[a, ESTIMATE]
    column = column_of(own.strategy, first, columns, value)
    row = first + columns + min(s.now[ROUND], rounds - 1) * columns
    disagreement, best, hardened = s.actor[a, DISAGREEMENT], s.actor[a, BEST], s.actor[a, HARDENED]
    demand = looked_up(own.strategy, row, column)
    bar = looked_up(own.strategy, row + rounds * columns, column)
    chance = looked_up(own.strategy, row + 2 * rounds * columns, column)
    if chance > 0.0 and s.person[a, CONCEDED] == 0 and luck(s, layout.actor[a, CONCEDE_LUCK]) < chance:
        s.person[a, CONCEDED] = 1
        note(s, GAVE_IN, a, 0, 0.0)
    if s.person[a, CONCEDED] == 1:
        bar = disagreement
        if not math.isnan(s.actor[a, LAST_OFFER]):
            bar = given_in(s.actor[a, LAST_OFFER], disagreement)
            demand = bar
    s.actor[a, ASPIRATION] = never_below(demand, best, disagreement, hardened)
    s.actor[a, ACCEPTANCE] = never_below(bar, best, disagreement, hardened)
