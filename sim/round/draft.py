"""Drafting: who drafts, and which text it tables."""

from __future__ import annotations

import math

from sim.arrays import *
from sim.kernel import phase
from sim.round.equilibrium import offer_solved
from sim.round.paths import barred_options, build_path, copy_between, copy_candidate
from sim.round.texts import signing_shut
from sim.round.war import luck
from sim.rules.drafting import chance_below, expected_utility, fairness_score
from sim.rules.ratification import estimated_chance

GRID = 16  # points of the first look at a divisible move; golden sections then refine it
SECTIONS = 40
GOLDEN = 0.6180339887498949


@phase
def next_drafter(layout: Layout, own: Parameters, s: State, b: int) -> int:
    """Who drafts at this meeting of track ``b``."""
    u = luck(s, layout.track[b, DRAFT_LUCK])
    share = own.track[b, MEDIATOR_SHARE]
    mediator = layout.track[b, MEDIATOR]
    if mediator != NOBODY and u < share:
        return mediator
    way = layout.setting[PROPOSER]
    if way == FIXED_PROPOSER:
        fixed = layout.setting[PROPOSER_ACTOR]
        if layout.track[b, PARTICIPANTS] >> fixed & 1 == 1:
            return fixed
    among = layout.setting[SIGNATORIES] if way == ALTERNATE else layout.track[b, PARTICIPANTS]
    if layout.track[b, PARTICIPANTS] & among == 0:
        among = layout.track[b, PARTICIPANTS]
    first = layout.track[b, FIRST_SEAT]
    last = first + layout.track[b, SEATS]
    seats = 0
    for seat in range(first, last):
        seats += among >> s.seat_order[seat] & 1
    if way == RANDOM:
        rest = (u - share) / (1.0 - share) if mediator != NOBODY else u
        if layout.setting[RECOGNISES] == 1:
            return recognised(own, s, among, first, last, rest)
        turn = min(seats - 1, int(rest * seats))
    else:
        turn = s.track[b, MEETINGS] % seats
    for seat in range(first, last):
        if among >> s.seat_order[seat] & 1 == 1:
            if turn == 0:
                return s.seat_order[seat]
            turn -= 1
    return s.seat_order[first]


@phase
def recognised(own: Parameters, s: State, among: int, first: int, last: int, u: float) -> int:
    """Which of the actors in ``among`` (bits) the uniform ``u`` draws, each with its weight, in the order of seats."""
    total = 0.0
    for seat in range(first, last):
        if among >> s.seat_order[seat] & 1 == 1:
            total += own.actor[s.seat_order[seat], RECOGNITION]
    chosen = s.seat_order[first]
    left = u * total
    for seat in range(first, last):
        a = s.seat_order[seat]
        if among >> a & 1 == 1 and left >= 0.0:
            chosen = a
            left -= own.actor[a, RECOGNITION]
    return chosen


@phase
def between(values: Floats, at: int, share: float, a: int) -> float:
    """Evaluation by ``a`` of a text ``share`` of the way from candidate ``at - 1`` to candidate ``at``.

    ``values`` (L, A): linear, since only one divisible issue moves and only within two of its nodes.
    """
    if share == 1.0:
        return values[at, a]
    return (1.0 - share) * values[at - 1, a] + share * values[at, a]


@phase
def score(
    layout: Layout, own: Parameters, s: State, drafter: int, at: int, share: float, enough: float
) -> tuple[float, float]:
    """Score of a candidate by the drafter's tactic, and the sum of the signatories' values for ties.

    A score that cannot come up to ``enough`` is not worked out to the end.
    """
    signers = s.path_signers[drafter, at]
    if share < 1.0:
        signers |= s.path_signers[drafter, at - 1]
    signers &= s.now[ACTIVE_BITS]
    if layout.setting[QUOTA] > 0:
        signers = cheapest_coalition(layout, s, drafter, at, share, signers)
    screens = layout.actor[drafter, TACTIC] == SCREENING
    smallest = math.inf
    passing = 1.0
    accepted = 1.0
    total = 0.0
    for a in range(s.actor.shape[0]):
        if signers >> a & 1 == 0:
            continue
        if a == drafter:
            value = between(s.path_value[drafter], at, share, a)
            surplus = value - s.actor[a, DISAGREEMENT]
        else:
            value = between(s.path_seen[drafter], at, share, a)
            surplus = value - s.actor[a, SEEN_DISAGREEMENT]
            if screens:
                accepted *= acceptance(own, s, a, value)
        total += value
        smallest = min(smallest, surplus)
        if smallest < enough and not screens:
            return smallest, total
        scale = own.actor[a, RATIFICATION]
        if scale > 0.0:
            passing *= estimated_chance(surplus - s.actor[a, AUDIENCE], scale, s.actor[a, VETOED_MARGIN])
    if screens:
        mine = between(s.path_value[drafter], at, share, drafter)
        return expected_utility(mine, s.actor[drafter, DISAGREEMENT], accepted * passing), total
    return fairness_score(smallest, passing), total


@phase
def cheapest_coalition(layout: Layout, s: State, drafter: int, at: int, share: float, signers: int) -> int:
    """Bits of those whom a text is best for among ``signers``, as many as the quota asks for; those whose signature is
    needed whatever others do are among them.
    """
    chosen = signers & (layout.setting[VETO] | ~layout.setting[SIGNATORIES]) | signers & 1 << drafter
    wanted = layout.setting[QUOTA]
    for a in range(s.actor.shape[0]):
        wanted -= (chosen & layout.setting[SIGNATORIES]) >> a & 1
    while wanted > 0:
        best = NONE_YET
        most = -math.inf
        for a in range(s.actor.shape[0]):
            if (signers & ~chosen) >> a & 1 == 0:
                continue
            surplus = between(s.path_seen[drafter], at, share, a) - s.actor[a, SEEN_DISAGREEMENT]
            if surplus > most:
                best, most = a, surplus
        if best < 0:
            break
        chosen |= 1 << best
        wanted -= 1
    return chosen


@phase
def acceptance(own: Parameters, s: State, a: int, value: float) -> float:
    """The drafter's estimate that ``a`` accepts a text that is worth ``value`` to it.

    Its disagreement value is known up to a private war cost, which lies between COST_LOW and COST_HIGH.
    """
    weight = s.actor[a, FIGHTING_WEIGHT] if s.now[FIGHTING] == 1 else 0.0
    without_cost = s.actor[a, SEEN_DISAGREEMENT] + weight * own.cost_range[a, 2]
    low = without_cost - weight * s.actor[a, COST_HIGH]
    high = without_cost - weight * s.actor[a, COST_LOW]
    return chance_below(value, low, high)


@phase
def choose_draft(layout: Layout, own: Parameters, s: State, drafter: int, levels: Floats) -> int:
    """Write to ``levels`` (I,) the text that ``drafter`` tables; which candidate it is, or -1 for one between two.

    Among the candidates that reach its aspiration and that nobody's precondition keeps from being signed, the one
    of the highest score, then of the highest sum; its own best if none does. A stalling actor tables its ideal. Where
    every candidate holds an option that is shut, it drafts anew without these.
    """
    if layout.actor[drafter, TACTIC] == TABLE and s.person[drafter, SINCERE] == 1:
        return least_demanding(layout, s, drafter, s.actor[drafter, ASPIRATION], levels)
    if layout.actor[drafter, TACTIC] == EQUILIBRIUM and s.person[drafter, SINCERE] == 1:
        offer_solved(layout, own, s, drafter, levels)
        return NONE_YET
    barred = barred_options(layout, s)
    # a pie is divided by what everyone has without a deal, which changes
    anew = s.path_length[drafter] == 0 or layout.setting[PIES] > 0
    if anew or s.path_barred[drafter] & ~barred != 0:
        build_path(layout, s, drafter, s.path_barred[drafter] & barred)
    if s.person[drafter, SINCERE] == 0:
        copy_candidate(layout, s, drafter, s.path_length[drafter] - 1, levels)
        return s.path_length[drafter] - 1
    at, share = best_candidate(layout, own, s, drafter)
    stuck = barred & s.now[SIGN_BLOCKING] & ~s.path_barred[drafter]
    if at < 0 and stuck != 0:
        # all that it would draft holds an option that is shut: it steps back from these
        build_path(layout, s, drafter, barred)
        at, share = best_candidate(layout, own, s, drafter)
    s.now[SIGN_BLOCKING] |= s.path_barred[drafter]
    s.now[BLOCKING] |= s.path_barred[drafter]
    if at < 0:
        at, share = s.path_length[drafter] - 1, 1.0
    if share == 1.0:
        copy_candidate(layout, s, drafter, at, levels)
        return at
    copy_between(layout, s, drafter, at, share, levels)
    return -1


@phase
def least_demanding(layout: Layout, s: State, drafter: int, bar: float, levels: Floats) -> int:
    """Write to ``levels`` (I,) the text best for the others that is worth ``bar`` to ``drafter``.

    It is the first on the drafter's path that is worth so much and that nobody's precondition keeps from being signed;
    its own best if none is. Returns which candidate it is, or -1 for one between two.
    """
    if s.path_length[drafter] == 0 or layout.setting[PIES] > 0:
        build_path(layout, s, drafter, 0)
    last = s.path_length[drafter] - 1
    at = 0
    while at < last and (
        s.path_value[drafter, at, drafter] < bar - 1e-9
        or signing_shut(s, s.path_waits[drafter, at], s.path_broken[drafter, at]) != 0
    ):
        at += 1
    copy_candidate(layout, s, drafter, at, levels)
    if at == 0 or layout.issue[s.path_moved[drafter, at], DIVISIBLE] == 0:
        return at
    before = s.path_value[drafter, at - 1, drafter]
    after = s.path_value[drafter, at, drafter]
    shut = signing_shut(s, s.path_waits[drafter, at - 1], s.path_broken[drafter, at - 1])
    if shut != 0 or before >= bar or after <= bar:
        return at
    copy_between(layout, s, drafter, at, (bar - before) / (after - before), levels)
    return -1


@phase
def best_candidate(layout: Layout, own: Parameters, s: State, drafter: int) -> tuple[int, float]:
    """The best open candidate of the drafter's path, and how far to go on its move; -1 if none is open."""
    length = s.path_length[drafter]
    best = -math.inf
    best_total = -math.inf
    best_at = NONE_YET
    best_share = 1.0
    bar = s.actor[drafter, ASPIRATION] - 1e-9
    refine = NONE_YET
    for at in range(length):
        if s.path_value[drafter, at, drafter] < bar:
            continue
        shut = signing_shut(s, s.path_waits[drafter, at], s.path_broken[drafter, at])
        if shut != 0:
            # it keeps a text off the table that its drafter could live with: in the way, and up for review
            s.now[SIGN_BLOCKING] |= shut
            s.now[BLOCKING] |= shut
            continue
        value, total = score(layout, own, s, drafter, at, 1.0, best - 1e-12)
        if value > best + 1e-12 or (value > best - 1e-12 and total > best_total + 1e-12):
            best, best_total, best_at, best_share = value, total, at, 1.0
            refine = at
    # only next to the best candidate may a text between two be better, but for whoever screens
    first, last = max(1, refine), min(length, refine + 2)
    if layout.actor[drafter, TACTIC] == SCREENING:
        first, last = 1, length
    for at in range(first, last):
        if layout.issue[s.path_moved[drafter, at], DIVISIBLE] == 0 or s.path_value[drafter, at, drafter] < bar:
            continue
        share, value = best_share_of_move(layout, own, s, drafter, at, bar)
        if value > best + 1e-12:
            best, best_at, best_share = value, at, share
    return best_at, best_share


@phase
def best_share_of_move(
    layout: Layout, own: Parameters, s: State, drafter: int, at: int, bar: float
) -> tuple[float, float]:
    """How far to go on a divisible move, and the score there: a grid, then golden sections (Kiefer 1953)."""
    before = s.path_value[drafter, at - 1, drafter]
    after = s.path_value[drafter, at, drafter]
    low = 0.0
    if before < bar:
        low = min(1.0, (bar - before) / (after - before)) if after > before else 1.0
    top = 0
    top_score = -math.inf
    for point in range(GRID + 1):
        value = score_if_open(layout, own, s, drafter, at, low + (1.0 - low) * point / GRID)
        if value > top_score + 1e-15:
            top = point
            top_score = value
    left = low + (1.0 - low) * max(0, top - 1) / GRID
    right = low + (1.0 - low) * min(GRID, top + 1) / GRID
    for _ in range(SECTIONS):
        inner = right - GOLDEN * (right - left)
        outer = left + GOLDEN * (right - left)
        if score_if_open(layout, own, s, drafter, at, inner) >= score_if_open(layout, own, s, drafter, at, outer):
            right = outer
        else:
            left = inner
    best_share = low + (1.0 - low) * top / GRID
    best_score = top_score
    # where the score jumps down (the other refuses), the middle may lie beyond the jump, and `left` never does
    for share in (left, 0.5 * (left + right)):
        value = score_if_open(layout, own, s, drafter, at, share)
        if value > best_score:
            best_share = share
            best_score = value
    return best_share, best_score


@phase
def score_if_open(layout: Layout, own: Parameters, s: State, drafter: int, at: int, share: float) -> float:
    """Score of a point on a divisible move, minus infinity if a precondition keeps it from being signed.

    Between two nodes a text breaks what either of its ends breaks.
    """
    shut = signing_shut(s, s.path_waits[drafter, at], s.path_broken[drafter, at])
    if share < 1.0:
        shut |= signing_shut(s, s.path_waits[drafter, at - 1], s.path_broken[drafter, at - 1])
    if shut != 0:
        return -math.inf
    return score(layout, own, s, drafter, at, share, -math.inf)[0]
