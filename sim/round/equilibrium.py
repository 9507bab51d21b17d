"""Equilibrium play of who divides a pie: what everybody signs for has been solved before the run, round by round.

The table (``Parameters.solution``) is common knowledge: a drafter offers the cheapest partners exactly what they sign
for and keeps the rest, unless waiting is worth more to it (Rubinstein 1982; Baron & Ferejohn 1989).
"""

from __future__ import annotations

from sim.arrays import *
from sim.kernel import phase
from sim.round.pies import partners_for
from sim.rules.evaluation import level_at
from sim.rules.pies import SAME_PRICE


@phase
def number_turns(layout: Layout, s: State) -> None:
    """Which of all orders of turns the lot has drawn: its place among them, sorted as words are."""
    place = 0
    first = layout.track[0, FIRST_SEAT]
    seats = layout.track[0, SEATS]
    for seat in range(seats):
        smaller = 0
        for later in range(seat + 1, seats):
            if s.seat_order[first + later] < s.seat_order[first + seat]:
                smaller += 1
        place = place * (seats - seat) + smaller
    s.now[TURNS] = place


@phase
def solution_row(layout: Layout, s: State) -> int:
    """Where in the solution this round of the run stands."""
    orders = layout.setting[SOLVED_ORDERS]
    turns = s.now[TURNS] if orders > 1 else 0
    return turns * layout.setting[ROUNDS] + min(s.now[ROUND], layout.setting[ROUNDS] - 1)


@phase
def offer_solved(layout: Layout, own: Parameters, s: State, drafter: int, levels: Floats) -> None:
    """Write to ``levels`` (I,) what ``drafter`` proposes in equilibrium, but for its own departure from it.

    If nothing that enough others sign is worth as much to it as waiting, it asks for all, which nobody signs.
    """
    bars = s.work[2]
    for a in range(s.actor.shape[0]):
        bars[a] = max(own.solution[solution_row(layout, s), a], own.actor[a, OUTSIDE])
    others = layout.setting[SIGNATORIES] & s.now[ACTIVE_BITS] & ~(1 << drafter)
    chosen = partners_for(layout, s, drafter, others, bars)
    cost = 0.0
    partners = 0
    for a in range(s.actor.shape[0]):
        if chosen >> a & 1 == 1:
            cost += bars[a]
            partners += 1
    if 1.0 - cost < bars[drafter] - SAME_PRICE:
        chosen, partners = 0, 0
    more = own.actor[drafter, ASKS_MORE] / partners if partners > 0 else 0.0
    for i in range(layout.issue.shape[0]):
        levels[i] = 0.0
    kept = 1.0
    for i in range(layout.issue.shape[0]):
        a = layout.issue[i, HELD_BY]
        if chosen >> a & 1 == 1:
            share = min(kept, max(0.0, bars[a] - more))
            kept -= share
            levels[i] = level_at(share, layout.issue[i, NODES], s.node[i])
    for i in range(layout.issue.shape[0]):
        if layout.issue[i, HELD_BY] == drafter:
            levels[i] = level_at(max(0.0, kept), layout.issue[i, NODES], s.node[i])


@phase
def hold_to_solution(layout: Layout, own: Parameters, s: State, a: int) -> None:
    """What ``a`` signs for in equilibrium this round, but for its own departure from it; never less than no deal."""
    bar = own.solution[solution_row(layout, s), a] + own.actor[a, SIGNS_FOR_MORE]
    s.actor[a, ASPIRATION] = max(s.actor[a, DISAGREEMENT], bar)
    s.actor[a, ACCEPTANCE] = s.actor[a, ASPIRATION]
