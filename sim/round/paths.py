"""The candidates that a drafter chooses among: a walk from the package best for the others to its own best."""

from __future__ import annotations

import math

from sim.arrays import *
from sim.kernel import phase
from sim.round.pies import divide_pies, keep_shares, move_pies, open_pies, price_pies, set_shares
from sim.round.texts import conditions_after_move, conditions_met, copy_row, meets, signing_gates
from sim.rules.evaluation import level_value, package_value
from sim.rules.packages import end_of_walk, exchange_ratio, hold_contest, next_issue, next_level, repeat_contest

BARRED = -1e6  # worth less than anything: no end of a walk while anything else is allowed


@phase
def forget_paths(s: State) -> None:
    """Candidate texts have to be built anew: a floor rose or somebody left."""
    s.path_length[:] = 0


@phase
def forget_lower_paths(s: State) -> None:
    """Forget the paths that come below a floor; a walk between packages above it stays the same walk."""
    for drafter in range(s.path_length.size):
        for i in range(s.floor.size):
            if min(s.path_start[drafter, i], s.path_end[drafter, i]) < s.floor[i]:
                s.path_length[drafter] = 0


@phase
def build_path(layout: Layout, s: State, drafter: int, barred: int) -> None:
    """Fill the drafter's row of the paths: from the package best for the others to its own best.

    Built once a run, again after a floor rises or an actor leaves (others' stakes go to ``s.raw_stake[drafter]``, and
    stay there where only ``barred`` has changed).
    Both ends step back from the options that the preconditions in ``barred`` (bits) hold shut.
    """
    s.path_barred[drafter] = barred
    issues = layout.issue.shape[0]
    others = s.raw_stake[drafter]
    mine = s.stake[drafter]
    ratio, target = s.work[0], s.path_end[drafter]
    levels = s.path_start[drafter]
    if s.path_length[drafter] == 0:
        sum_others(layout, s, drafter, others)
    for i in range(issues):
        nodes = layout.issue[i, NODES]
        if s.closed[i] == 1:
            levels[i] = max(s.package[STATUS_QUO, i], s.floor[i])
            target[i] = levels[i]
        elif layout.issue[i, PIE] != NOBODY:
            levels[i] = s.package[STATUS_QUO, i]  # pies move together, see sim.round.pies
            target[i] = levels[i]
        else:
            at_floor, others_at_floor = level_value(mine[i], s.floor[i]), level_value(others[i], s.floor[i])
            own_value, others_value = mine[i], others[i]
            if barred != 0 and layout.issue[i, HAS_CONDITIONS] == 1:
                bar_nodes(layout, s, i, mine[i], others[i], barred)
                own_value, others_value = s.open_value[0], s.open_value[1]
                if is_barred(layout, s, i, s.floor[i], barred):
                    at_floor, others_at_floor = BARRED, BARRED
            levels[i] = end_of_walk(others_value, own_value, s.floor[i], others_at_floor, at_floor, nodes)
            target[i] = end_of_walk(own_value, others_value, s.floor[i], at_floor, others_at_floor, nodes)
        ratio[i] = price_move(levels[i], target[i], mine[i], others[i])
    if layout.setting[PIES] > 0:
        open_pies(layout, s, drafter, levels)
        divide_pies(layout, s, drafter, levels)
        price_pies(layout, s, levels, ratio)
    s.path_length[drafter] = walk(layout, s, drafter, ratio, others)


@phase
def walk(layout: Layout, s: State, drafter: int, ratio: Floats, others: Floats) -> int:
    """Keep every package on the way from the start of the drafter's path to its end; how many they are.

    ``ratio`` (I,) are the exchange ratios of the first moves. What a package is worth, meets and needs changes with
    the issue that moves alone, so that a path takes as long as it has moves.
    """
    log_rolling = layout.setting[LOG_ROLLING]
    levels, target, mine = s.work[1], s.path_end[drafter], s.stake[drafter]
    copy_row(s.path_start[drafter], levels)
    keep_package(layout, s, drafter, 0, s.path_start[drafter])
    s.path_moved[drafter, 0] = NOBODY
    hold_contest(ratio, log_rolling, s.contest)
    length = 1
    while length < s.path_moved.shape[1]:
        i = next_issue(ratio, s.contest)
        if i < 0:
            break
        before = levels[i]
        if layout.setting[PIES] > 0:
            move_all(layout, s, drafter, length, i, ratio, others)
            length += 1
            continue
        after = next_level(before, target[i])
        levels[i] = after
        ratio[i] = price_move(after, target[i], mine[i], others[i])
        repeat_contest(i, ratio, log_rolling, s.contest)
        keep_move(layout, s, drafter, length, i, before, after)
        length += 1
    return length


@phase
def move_all(layout: Layout, s: State, drafter: int, at: int, i: int, ratio: Floats, others: Floats) -> None:
    """Make candidate ``at`` of the drafter's path by a move of issue ``i`` after which pies are divided anew."""
    levels, target = s.work[1], s.path_end[drafter]
    before = levels[i]
    if layout.issue[i, PIE] == NOBODY:
        levels[i] = next_level(before, target[i])
        ratio[i] = price_move(levels[i], target[i], s.stake[drafter, i], others[i])
        repeat_contest(i, ratio, layout.setting[LOG_ROLLING], s.contest)
    move_pies(layout, s, drafter, i, levels, ratio)
    keep_package(layout, s, drafter, at, levels)
    s.path_moved[drafter, at] = i
    s.path_from[drafter, at] = before
    s.path_level[drafter, at] = levels[i]


@phase
def copy_candidate(layout: Layout, s: State, drafter: int, at: int, levels: Floats) -> None:
    """Write to ``levels`` (I,) candidate ``at`` of the drafter's path: its start, and the moves up to there."""
    copy_row(s.path_start[drafter], levels)
    for move in range(1, at + 1):
        levels[s.path_moved[drafter, move]] = s.path_level[drafter, move]
    if layout.setting[PIES] > 0:
        set_shares(layout, s, drafter, at, 1.0, levels)


@phase
def copy_between(layout: Layout, s: State, drafter: int, at: int, share: float, levels: Floats) -> None:
    """Write to ``levels`` (I,) what lies ``share`` of the way from candidate ``at - 1`` to candidate ``at``."""
    copy_candidate(layout, s, drafter, at, levels)
    i = s.path_moved[drafter, at]
    from_level = s.path_from[drafter, at]
    levels[i] = from_level + share * (levels[i] - from_level)
    if layout.setting[PIES] > 0:
        set_shares(layout, s, drafter, at, share, levels)


@phase
def sum_others(layout: Layout, s: State, drafter: int, others: Floats) -> None:
    """Fill ``others`` (I, K) with the sum of the evaluations of all who may have to sign, the drafter not."""
    may_sign = layout.setting[SIGNATORIES]
    for i in range(layout.issue.shape[0]):
        if s.closed[i] == 0:
            may_sign |= layout.issue[i, DELIVERED_BY]
    others[:] = 0.0
    may_sign &= s.now[ACTIVE_BITS] & ~(1 << drafter)
    for a in range(s.actor.shape[0]):
        if may_sign >> a & 1 == 1:
            for i in range(layout.issue.shape[0]):
                for k in range(layout.issue[i, NODES]):
                    others[i, k] += s.seen_stake[a, i, k]


@phase
def bar_nodes(layout: Layout, s: State, i: int, mine: Floats, others: Floats, barred: int) -> None:
    """Fill ``s.open_value`` with evaluations of the nodes of issue ``i``, hopeless where a node is barred."""
    for k in range(layout.issue[i, NODES]):
        shut = is_barred(layout, s, i, float(k), barred)
        s.open_value[0, k] = BARRED if shut else mine[k]
        s.open_value[1, k] = BARRED if shut else others[k]


@phase
def is_barred(layout: Layout, s: State, i: int, level: float, barred: int) -> bool:
    """Whether one of the preconditions in ``barred`` (bits) holds shut the option of issue ``i`` at ``level``."""
    for p in range(layout.setting[FIRST_SIGNING_GATE], layout.gate.shape[0]):
        c = layout.gate[p, TARGET]
        if barred >> p & 1 == 1 and layout.condition[c, ISSUE] == i and meets(layout, s, c, level):
            return True
    return False


@phase
def barred_options(layout: Layout, s: State) -> int:
    """Bits of the preconditions that hold an option shut now, whatever else the text says."""
    return (layout.setting[OPTIONS_AFTER] & s.now[UNSATISFIED] | layout.setting[OPTIONS_TEXT]) & ~s.now[WAIVED_BITS]


@phase
def price_move(level: float, target: float, mine: Floats, others: Floats) -> float:
    """Exchange ratio of the next move on an issue, by evaluations ``mine`` and ``others`` (K,) of its nodes."""
    if level == target:
        return -math.inf
    after = next_level(level, target)
    gain = level_value(mine, after) - level_value(mine, level)
    loss = level_value(others, level) - level_value(others, after)
    return exchange_ratio(gain, loss)


@phase
def keep_package(layout: Layout, s: State, drafter: int, at: int, levels: Floats) -> None:
    """Note what candidate ``at`` of the drafter's path, ``levels`` (I, or longer), is worth, meets and needs."""
    for a in range(s.actor.shape[0]):
        s.path_value[drafter, at, a] = package_value(s.stake[a], levels)
    if layout.setting[HAS_PRIVATE_STAKES] == 1:
        for a in range(s.actor.shape[0]):
            s.path_seen[drafter, at, a] = package_value(s.seen_stake[a], levels)
    s.deliveries[:] = 0
    for i in range(s.floor.size):
        if levels[i] != s.package[STATUS_QUO, i]:
            deliver(s, layout.issue[i, DELIVERED_BY], 1)
    s.path_meets[drafter, at] = conditions_met(layout, s, levels)
    s.path_signers[drafter, at] = signers_for(layout, s)
    keep_gates(layout, s, drafter, at)
    if layout.setting[PIES] > 0:
        keep_shares(layout, s, drafter, at, levels)


@phase
def keep_move(layout: Layout, s: State, drafter: int, at: int, i: int, before: float, after: float) -> None:
    """Note candidate ``at`` of the drafter's path, in which issue ``i`` has moved from ``before`` to ``after``."""
    s.path_moved[drafter, at] = i
    s.path_from[drafter, at] = before
    s.path_level[drafter, at] = after
    value_move(s, drafter, at, i, before, after, s.stake, s.path_value)
    if layout.setting[HAS_PRIVATE_STAKES] == 1:
        value_move(s, drafter, at, i, before, after, s.seen_stake, s.path_seen)
    meets = conditions_after_move(layout, s, s.path_meets[drafter, at - 1], i, after)
    signers = s.path_signers[drafter, at - 1]
    deliverers = layout.issue[i, DELIVERED_BY]
    if deliverers != 0:
        status_quo = s.package[STATUS_QUO, i]
        deliver(s, deliverers, int(after != status_quo) - int(before != status_quo))
        signers = signers_for(layout, s)
    s.path_meets[drafter, at] = meets
    s.path_signers[drafter, at] = signers
    if meets == s.path_meets[drafter, at - 1] and signers == s.path_signers[drafter, at - 1]:
        s.path_waits[drafter, at] = s.path_waits[drafter, at - 1]
        s.path_broken[drafter, at] = s.path_broken[drafter, at - 1]
    else:
        keep_gates(layout, s, drafter, at)


@phase
def keep_gates(layout: Layout, s: State, drafter: int, at: int) -> None:
    """Note which preconditions stand before the signing of candidate ``at``."""
    s.path_waits[drafter, at], s.path_broken[drafter, at] = signing_gates(
        layout, s.path_meets[drafter, at], s.path_signers[drafter, at]
    )


@phase
def deliver(s: State, deliverers: int, more: int) -> None:
    """Count ``more`` issues that the ``deliverers`` (bits) have to deliver."""
    if more != 0:
        for a in range(s.deliveries.size):
            s.deliveries[a] += more * (deliverers >> a & 1)


@phase
def signers_for(layout: Layout, s: State) -> int:
    """Bits of those who must sign: the signatories, and whoever has anything to deliver."""
    bits = layout.setting[SIGNATORIES]
    for a in range(s.deliveries.size):
        if s.deliveries[a] > 0:
            bits |= 1 << a
    return bits


@phase
def value_move(
    s: State, drafter: int, at: int, i: int, before: float, after: float, stake: Floats, value: Floats
) -> None:
    """Fill ``value[drafter, at]`` (A,) with everyone's evaluation of a candidate by ``stake`` (A, I, K).

    Only issue ``i`` differs from the candidate before, so its change is added: cheaper by the number of issues, and
    exact to rounding.
    """
    for a in range(s.actor.shape[0]):
        gone = level_value(stake[a, i], before)
        value[drafter, at, a] = value[drafter, at - 1, a] + level_value(stake[a, i], after) - gone
