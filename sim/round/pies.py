"""Pies: what a drafter leaves of them goes to those whose signature it needs, and is divided among these evenly.

A pie is several divisible issues, its terms, one for each holder's share. On a drafter's path it moves as one: from all
of it with the others to all of it with the drafter. In between what is left to the others is divided so that the
smallest gain of those who are needed is largest, and the path has a place wherever that division bends.
"""

from __future__ import annotations

import math

from sim.arrays import *
from sim.kernel import phase
from sim.round.war import luck
from sim.rules.evaluation import level_at, location_at, package_value
from sim.rules.packages import exchange_ratio, repeat_contest
from sim.rules.pies import SAME_PRICE, amount_of_next_bend, lot, price_of_signature, share_at, water_level


@phase
def open_pies(layout: Layout, s: State, drafter: int, levels: Floats) -> None:
    """Set out on a path: in ``levels`` (I,) nothing of a pie is anybody's, and all of it for those who are needed."""
    for p in range(layout.pie.shape[0]):
        first, last = layout.pie[p, FIRST_TERM], layout.pie[p, FIRST_TERM] + layout.pie[p, TERMS]
        s.pie_worth[p, :] = 0.0
        for i in range(first, last):
            a = layout.issue[i, HELD_BY]
            top = layout.issue[i, NODES] - 1
            worth = s.stake[a, i, top] if a == drafter else s.seen_stake[a, i, top]
            ground = s.stake[a, i, 0] if a == drafter else s.seen_stake[a, i, 0]
            s.pie_worth[p, a] = max(0.0, worth - ground)
            if s.closed[first] == 0:
                levels[i] = 0.0
        s.pie[p, LEFT_OVER] = 1.0
        s.pie[p, BENDS] = 4.0 * (layout.pie[p, TERMS] + layout.condition.shape[0])
    needed = needed_for(layout, s, drafter, levels)
    for p in range(layout.pie.shape[0]):
        first, last = layout.pie[p, FIRST_TERM], layout.pie[p, FIRST_TERM] + layout.pie[p, TERMS]
        others = 0.0
        holds = False
        for i in range(first, last):
            a = layout.issue[i, HELD_BY]
            if a == drafter:
                holds = s.person[a, ACTIVE] == 1
                s.pie[p, OWN_WORTH] = s.pie_worth[p, a]
            if a == drafter or (needed | layout.issue[i, DELIVERED_BY] & s.now[ACTIVE_BITS]) >> a & 1 == 0:
                s.pie_worth[p, a] = 0.0
            others += s.pie_worth[p, a]
        if others <= 0.0:
            s.pie[p, LEFT_OVER] = 0.0  # nobody is needed who wants any
        if not holds:
            s.pie[p, BENDS] = 0.0
            s.pie[p, OWN_WORTH] = 0.0


@phase
def needed_for(layout: Layout, s: State, drafter: int, levels: Floats) -> int:
    """Bits of those whose signature ``drafter`` needs for a text like ``levels`` (I,), in which nobody has any pie.

    With a quota these are whoever must sign whatever others do, and those who sign for the least; of equally cheap ones
    the lot chooses.
    """
    signers = layout.setting[SIGNATORIES] & s.now[ACTIVE_BITS] & ~(1 << drafter)
    if layout.setting[QUOTA] == 0:
        return signers
    prices = s.work[2]
    for a in range(s.actor.shape[0]):
        worth = 0.0
        for p in range(layout.pie.shape[0]):
            worth += s.pie_worth[p, a]
        gain = package_value(s.seen_stake[a], levels) - s.actor[a, SEEN_DISAGREEMENT]
        prices[a] = price_of_signature(gain, worth)
    return partners_for(layout, s, drafter, signers, prices)


@phase
def partners_for(layout: Layout, s: State, drafter: int, among: int, prices: Floats) -> int:
    """Bits of those in ``among`` (bits) whose signatures are enough beside the drafter's: the cheapest by ``prices``.

    All of them without a quota; with one whoever has a veto, and of equally cheap ones the lot chooses.
    """
    if layout.setting[QUOTA] == 0:
        return among
    chosen = among & layout.setting[VETO]
    wanted = layout.setting[QUOTA] - (layout.setting[SIGNATORIES] >> drafter & 1)
    for a in range(prices.size):
        wanted -= chosen >> a & 1
    return chosen | cheapest(prices, among & ~chosen, wanted, luck(s, layout.setting[LUCK_PARTNERS]))


@phase
def cheapest(prices: Floats, among: int, wanted: int, u: float) -> int:
    """Bits of the ``wanted`` cheapest of the actors in ``among`` (bits) by ``prices`` (A,); ``u`` breaks ties."""
    chosen = 0
    for _ in range(wanted):
        left = among & ~chosen
        lowest = math.inf
        for a in range(prices.size):
            if left >> a & 1 == 1:
                lowest = min(lowest, prices[a])
        equal = 0
        for a in range(prices.size):
            if left >> a & 1 == 1 and prices[a] <= lowest + SAME_PRICE:
                equal += 1
        if equal == 0:
            break
        turn, u = lot(u, equal)
        for a in range(prices.size):
            if left >> a & 1 == 1 and prices[a] <= lowest + SAME_PRICE:
                if turn == 0:
                    chosen |= 1 << a
                turn -= 1
    return chosen


@phase
def divide_pies(layout: Layout, s: State, drafter: int, levels: Floats) -> None:
    """Divide in ``levels`` (I,) what is left of each pie, given all else in them; the drafter has the rest."""
    for p in range(layout.pie.shape[0]):
        first = layout.pie[p, FIRST_TERM]
        if s.closed[first] == 1:
            continue
        last = first + layout.pie[p, TERMS]
        for i in range(first, last):
            levels[i] = 0.0
        survey(layout, s, levels)
        amount = s.pie[p, LEFT_OVER]
        level = water_level(s.pie_ground, s.pie_worth[p], amount)
        for i in range(first, last):
            a = layout.issue[i, HELD_BY]
            share = share_at(s.pie_ground[a], s.pie_worth[p, a], level) if amount > 0.0 else 0.0
            if a == drafter and s.person[a, ACTIVE] == 1:
                share = 1.0 - amount
            levels[i] = level_at(min(1.0, share), layout.issue[i, NODES], s.node[i])


@phase
def survey(layout: Layout, s: State, levels: Floats) -> None:
    """Fill ``s.pie_ground`` with what everyone is seen to gain by a text of ``levels`` (I,)."""
    for a in range(s.actor.shape[0]):
        s.pie_ground[a] = package_value(s.seen_stake[a], levels) - s.actor[a, SEEN_DISAGREEMENT]


@phase
def price_pies(layout: Layout, s: State, levels: Floats, ratio: Floats) -> None:
    """Exchange ratios of the next move of each pie, where its first term stands in ``ratio`` (I,)."""
    for p in range(layout.pie.shape[0]):
        first = layout.pie[p, FIRST_TERM]
        amount = s.pie[p, LEFT_OVER]
        if amount <= 0.0 or s.closed[first] == 1 or s.pie[p, BENDS] <= 0.0:
            ratio[first] = -math.inf
            continue
        survey(layout, s, levels)
        for i in range(first, first + layout.pie[p, TERMS]):
            # what everyone gains without its share
            a = layout.issue[i, HELD_BY]
            share = location_at(levels[i], layout.issue[i, NODES], s.node[i])
            s.pie_ground[a] -= share * s.pie_worth[p, a]
        after = amount_of_next_bend(s.pie_ground, s.pie_worth[p], water_level(s.pie_ground, s.pie_worth[p], amount))
        if s.pie[p, BENDS] <= 1.0:
            after = 0.0
        s.pie[p, NEXT_AMOUNT] = stop_at_conditions(layout, s, p, levels, min(amount, max(0.0, after)))
        loss = 0.0
        level = water_level(s.pie_ground, s.pie_worth[p], s.pie[p, NEXT_AMOUNT])
        for i in range(first, first + layout.pie[p, TERMS]):
            a = layout.issue[i, HELD_BY]
            kept = share_at(s.pie_ground[a], s.pie_worth[p, a], level)
            given = location_at(levels[i], layout.issue[i, NODES], s.node[i])
            loss += (given - kept) * s.pie_worth[p, a]
        ratio[first] = exchange_ratio((amount - s.pie[p, NEXT_AMOUNT]) * s.pie[p, OWN_WORTH], loss)


@phase
def stop_at_conditions(layout: Layout, s: State, p: int, levels: Floats, after: float) -> float:
    """How much of pie ``p`` is left once, on the way to ``after``, a share first comes to what a condition asks for."""
    amount = s.pie[p, LEFT_OVER]
    level = water_level(s.pie_ground, s.pie_worth[p], after)
    first_stop = 1.0
    for i in range(layout.pie[p, FIRST_TERM], layout.pie[p, FIRST_TERM] + layout.pie[p, TERMS]):
        if layout.issue[i, HAS_CONDITIONS] == 0:
            continue
        a = layout.issue[i, HELD_BY]
        now = location_at(levels[i], layout.issue[i, NODES], s.node[i])
        then = share_at(s.pie_ground[a], s.pie_worth[p, a], level) if s.pie_worth[p, a] > 0.0 else now + amount - after
        for k in range(layout.issue[i, NODES]):
            way = (s.node[i, k] - now) / (then - now) if then != now else 0.0
            if 1e-9 < way < first_stop:
                first_stop = way
    return amount + first_stop * (after - amount)


@phase
def move_pies(layout: Layout, s: State, drafter: int, i: int, levels: Floats, ratio: Floats) -> None:
    """After a move of issue ``i``, which may be a pie's first term: all pies are divided anew, and so priced."""
    p = layout.issue[i, PIE]
    if p != NOBODY:
        s.pie[p, LEFT_OVER] = s.pie[p, NEXT_AMOUNT]
        s.pie[p, BENDS] -= 1.0
    divide_pies(layout, s, drafter, levels)
    price_pies(layout, s, levels, ratio)
    for n in range(layout.pie.shape[0]):
        repeat_contest(layout.pie[n, FIRST_TERM], ratio, layout.setting[LOG_ROLLING], s.contest)


@phase
def keep_shares(layout: Layout, s: State, drafter: int, at: int, levels: Floats) -> None:
    """Note the shares that candidate ``at`` of the drafter's path gives, in ``levels`` (I,)."""
    for i in range(layout.issue.shape[0]):
        if layout.issue[i, PIE] != NOBODY:
            s.path_share[drafter, at, i] = location_at(levels[i], layout.issue[i, NODES], s.node[i])


@phase
def set_shares(layout: Layout, s: State, drafter: int, at: int, way: float, levels: Floats) -> None:
    """Write to ``levels`` (I,) the shares that lie ``way`` of the way from candidate ``at - 1`` to candidate ``at``."""
    for i in range(layout.issue.shape[0]):
        if layout.issue[i, PIE] != NOBODY:
            share = s.path_share[drafter, at, i]
            if way < 1.0:
                share = (1.0 - way) * s.path_share[drafter, at - 1, i] + way * share
            levels[i] = level_at(share, layout.issue[i, NODES], s.node[i])


@phase
def more_than_there_is(layout: Layout, s: State, a: int) -> float:
    """By how much the best of each share overstates the best of the pies for ``a``: only one share can be all."""
    excess = 0.0
    for p in range(layout.pie.shape[0]):
        first = layout.pie[p, FIRST_TERM]
        best = 0.0
        for i in range(first, first + layout.pie[p, TERMS]):
            if s.closed[i] == 0:
                gain = max(0.0, s.stake[a, i, layout.issue[i, NODES] - 1] - s.stake[a, i, 0])
                excess += gain
                best = max(best, gain)
        excess -= best
    return excess
