"""The candidates that a drafter chooses among: a walk from the package best for the others to its own best."""

from __future__ import annotations

import math

from sim.arrays import *
from sim.kernel import phase
from sim.round.texts import conditions_after_move, conditions_met, copy_row, meets, signers_of, signing_gates
from sim.rules.evaluation import level_value, package_value
from sim.rules.packages import end_of_walk, exchange_ratio, next_issue, next_level

BARRED = -1e6  # worth less than anything: no end of a walk while anything else is allowed


@phase
def forget_paths(s: State) -> None:
    """Candidate texts have to be built anew: a floor rose or somebody left."""
    s.path_length[:] = 0


@phase
def forget_lower_paths(s: State) -> None:
    """Forget the paths that come below a floor; a walk between packages above it stays the same walk."""
    for drafter in range(s.path_length.size):
        last = s.path_length[drafter] - 1
        for i in range(s.floor.size):
            if last >= 0 and min(s.path[drafter, 0, i], s.path[drafter, last, i]) < s.floor[i]:
                s.path_length[drafter] = 0


@phase
def build_path(layout: Layout, s: State, drafter: int, barred: int) -> None:
    """Fill the drafter's row of ``s.path``: from the package best for the others to its own best.

    Built once a run, again after a floor rises or an actor leaves (others' stakes go to ``s.raw_stake[drafter]``).
    Both ends step back from the options that the preconditions in ``barred`` (bits) hold shut.
    """
    s.path_barred[drafter] = barred
    issues = layout.issue.shape[0]
    others = s.raw_stake[drafter]
    mine = s.stake[drafter]
    ratio, target = s.work[0], s.work[1]
    levels = s.path[drafter, 0]
    sum_others(layout, s, drafter, others)
    for i in range(issues):
        nodes = layout.issue[i, NODES]
        if s.closed[i] == 1:
            levels[i] = max(s.package[STATUS_QUO, i], s.floor[i])
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
    keep_candidate(layout, s, drafter, 0, NONE_YET)
    length = 1
    while length < s.path.shape[1]:
        i = next_issue(ratio[:issues], layout.setting[LOG_ROLLING])
        if i < 0:
            break
        copy_row(s.path[drafter, length - 1], s.path[drafter, length])
        s.path[drafter, length, i] = next_level(s.path[drafter, length - 1, i], target[i])
        ratio[i] = price_move(s.path[drafter, length, i], target[i], mine[i], others[i])
        keep_candidate(layout, s, drafter, length, i)
        length += 1
    s.path_length[drafter] = length


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
def keep_candidate(layout: Layout, s: State, drafter: int, at: int, moved: int) -> None:
    """Note what candidate ``at`` of the drafter's path is worth, meets and needs."""
    levels = s.path[drafter, at]
    value_candidate(s, drafter, at, moved, s.stake, s.path_value)
    if layout.setting[HAS_PRIVATE_STAKES] == 1:
        value_candidate(s, drafter, at, moved, s.seen_stake, s.path_seen)
    if moved < 0:
        meets = conditions_met(layout, s, levels)
        signers = signers_of(layout, s, levels)
    else:
        meets = conditions_after_move(layout, s, s.path_meets[drafter, at - 1], moved, levels[moved])
        signers = s.path_signers[drafter, at - 1]
        if levels[moved] == s.package[STATUS_QUO, moved]:
            signers = signers_of(layout, s, levels)
        else:
            signers |= layout.issue[moved, DELIVERED_BY]
    s.path_meets[drafter, at] = meets
    s.path_signers[drafter, at] = signers
    same = moved >= 0 and meets == s.path_meets[drafter, at - 1] and signers == s.path_signers[drafter, at - 1]
    if same:
        s.path_waits[drafter, at] = s.path_waits[drafter, at - 1]
        s.path_broken[drafter, at] = s.path_broken[drafter, at - 1]
    else:
        s.path_waits[drafter, at], s.path_broken[drafter, at] = signing_gates(layout, meets, signers)
    s.path_moved[drafter, at] = moved


@phase
def value_candidate(s: State, drafter: int, at: int, moved: int, stake: Floats, value: Floats) -> None:
    """Fill ``value[drafter, at]`` (A,) with everyone's evaluation of a candidate by ``stake`` (A, I, K).

    Only issue ``moved`` differs from the candidate before, so its change is added: cheaper by the number of issues,
    and exact to rounding.
    """
    levels = s.path[drafter, at]
    for a in range(s.actor.shape[0]):
        if moved < 0:
            value[drafter, at, a] = package_value(stake[a], levels)
        else:
            before = level_value(stake[a, moved], s.path[drafter, at - 1, moved])
            value[drafter, at, a] = value[drafter, at - 1, a] + level_value(stake[a, moved], levels[moved]) - before
