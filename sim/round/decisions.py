"""Waivers and steps: who gives a precondition up, and which steps are taken."""

from __future__ import annotations

import math

from sim.arrays import *
from sim.kernel import phase
from sim.round.record import note
from sim.round.texts import raise_floors
from sim.round.war import is_belligerent, luck, war_prospect
from sim.rules.battlefield import pushed
from sim.rules.evaluation import package_value
from sim.rules.gates import lowest_bit, shutting
from sim.rules.steps import breaks_down, step_gain
from sim.rules.waivers import waiver_gain, waiver_margin


@phase
def review_gates(layout: Layout, s: State) -> None:
    """Which preconditions the present state leaves unsatisfied (format rules apart, which depend on the table)."""
    bits = 0
    for p in range(layout.gate.shape[0]):
        kind = layout.gate[p, KIND]
        if kind == AFTER_STEP:
            satisfied = s.step[layout.gate[p, AFTER], IN_FORCE] == 1
        elif kind == TEXT_SAYS:
            satisfied = s.now[STANDING] != NO_TEXT and s.now[STANDING_MEETS] >> layout.gate[p, TEXT] & 1 == 1
        else:
            continue
        if not satisfied:
            bits |= 1 << p
        elif s.gate[p, WAIVED] == NEVER:
            mark_satisfied(s, p)
    s.now[UNSATISFIED] = bits


@phase
def mark_satisfied(s: State, p: int) -> None:
    """The first round in which precondition ``p`` is met."""
    if s.gate[p, SATISFIED] == NEVER:
        s.gate[p, SATISFIED] = s.now[ROUND]
        note(s, PRECONDITION_SATISFIED, p, 0, 0.0)


@phase
def step_reached(layout: Layout, own: Parameters, s: State, step: int) -> bool:
    """Whether a step could be taken but for its gates: not in force, and what the world requires is there.

    What broke this round cannot be taken up again before the next: a broken ceasefire means a round of war.
    """
    broken_now = s.step[step, FIRST_TAKEN] != NEVER and s.step[step, SINCE] == s.now[ROUND]
    if s.step[step, IN_FORCE] == 1 or broken_now:
        return False
    for n in range(layout.need.shape[0]):
        if layout.need[n, 0] == step:
            needed = layout.need[n, 1]
            if s.step[needed, IN_FORCE] == 0 or s.now[ROUND] - s.step[needed, SINCE] < own.need[n] - 1e-9:
                return False
    return True


@phase
def in_the_way(layout: Layout, own: Parameters, s: State) -> int:
    """Bits of the preconditions that shut something now: only those are up for review."""
    bits = s.now[SIGN_BLOCKING]
    if bits != 0:
        for p in range(layout.setting[FIRST_SIGNING_GATE], layout.gate.shape[0]):
            # what it waited for at the last meeting may have come to pass since
            if layout.gate[p, KIND] == AFTER_STEP and s.now[UNSATISFIED] >> p & 1 == 0:
                bits &= ~(1 << p)
    waived = s.now[WAIVED_BITS]
    for step in range(layout.step.shape[0]):
        if step_reached(layout, own, s, step):
            bits |= shutting(layout.step[step, STEP_GATES], waived, s.now[UNSATISFIED], 0)
    for b in range(layout.track.shape[0]):
        if track_alive(layout, s, b):
            bits |= shutting(layout.track[b, TALK_GATES], waived, s.now[UNSATISFIED], layout.track[b, FORMAT_BAD])
    return bits & ~waived


@phase
def track_alive(layout: Layout, s: State, b: int) -> bool:
    """Whether everyone who belongs to track ``b`` is still in the process."""
    return layout.track[b, PARTICIPANTS] & ~s.now[ACTIVE_BITS] == 0


@phase
def review_actors(layout: Layout, own: Parameters, s: State) -> None:
    """Who reviews its decisions this round."""
    for a in range(s.person.shape[0]):
        s.person[a, REVIEWING] = 1 if luck(s, layout.actor[a, REVIEW_LUCK]) < own.actor[a, REVIEW] else 0


@phase
def waive(layout: Layout, own: Parameters, s: State, judge: object) -> None:
    """At most one precondition a holder: the one it is readiest to give up, or one whose hazard struck.

    Everyone decides on what it knew before this round's waivers, so that no name goes first.
    """
    blocked = in_the_way(layout, own, s)
    if blocked == 0:
        return
    for a in range(s.person.shape[0]):
        s.readiest[a] = NONE_YET
        s.work[0, a] = 0.0
    for p in range(layout.gate.shape[0]):
        if blocked >> p & 1 == 0:
            continue
        a = layout.gate[p, HOLDER]
        margin = margin_of(layout, own, s, a, p)
        if judge is not None:
            margin = judge.waive(a, p, margin)  # type: ignore[attr-defined]
        if margin > s.work[0, a]:
            s.readiest[a] = p
            s.work[0, a] = margin
    for a in range(s.person.shape[0]):
        if s.readiest[a] >= 0 and s.person[a, ACTIVE] == 1:
            give_up(layout, own, s, a, s.readiest[a], s.work[0, a])


@phase
def give_up(layout: Layout, own: Parameters, s: State, a: int, p: int, margin: float) -> None:
    """``a`` waives ``p``: for good, at the price of its audience, and as a concession to the others."""
    s.gate[p, WAIVED] = s.now[ROUND]
    s.now[WAIVED_BITS] |= 1 << p
    if layout.gate[p, PUBLIC] == 1:
        s.actor[a, AUDIENCE] += own.actor[a, AUDIENCE_COST]
    concede(s, 1 << a)
    note(s, PRECONDITION_WAIVED, p, a, margin)


@phase
def margin_of(layout: Layout, own: Parameters, s: State, a: int, p: int) -> float:
    """How far ``a`` is beyond its threshold for giving up ``p``; not above 0 if it does not give way."""
    kind = layout.gate[p, RIGIDITY_KIND]
    if kind == UNWAIVABLE or s.person[a, SINCERE] == 0:
        return -1.0
    if kind == HAZARD_RATE:
        return 1.0 if luck(s, layout.gate[p, HAZARD_LUCK]) < own.gate[p, RIGIDITY] else -1.0
    if s.person[a, REVIEWING] == 0:
        return -1.0
    offered = on_offer(s, a)
    cost = own.actor[a, AUDIENCE_COST] if layout.gate[p, PUBLIC] == 1 else 0.0
    gain = waiver_gain(offered, s.actor[a, DISAGREEMENT], own.actor[a, CREDIT], s.actor[a, CONCESSIONS], cost)
    eased = layout.gate[p, EASED_BY]
    easing = own.gate[p, EASING] if eased >= 0 and s.now[STANDING_MEETS] >> eased & 1 == 1 else 0.0
    return waiver_margin(gain, own.gate[p, RIGIDITY], easing, s.gate_threshold[p])


@phase
def on_offer(s: State, a: int) -> float:
    """What the others offer ``a``: the standing text, or if that is its own the last text that it heard from them.

    Its own draft is no offer; without any offer it has its disagreement value.
    """
    if s.now[STANDING] != NO_TEXT and s.now[TABLER] != a:
        return s.actor[a, STANDING_VALUE]
    if math.isnan(s.actor[a, LAST_OFFER]):
        return s.actor[a, DISAGREEMENT]
    return s.actor[a, LAST_OFFER]


@phase
def concede(s: State, by: int) -> None:
    """A concession by the actors in ``by`` (bits): everyone else counts it."""
    for a in range(s.actor.shape[0]):
        if by >> a & 1 == 0:
            s.actor[a, CONCESSIONS] += 1.0


@phase
def frozen_after(layout: Layout, own: Parameters, s: State, a: int, step: int) -> float:
    """Value of a frozen conflict to ``a`` once the step's floors hold."""
    if layout.step[step, HAS_FLOORS] == 0:
        return s.actor[a, FROZEN_VALUE]
    raised = False
    for i in range(s.floor.size):
        s.work[0, i] = max(s.package[FROZEN_PACKAGE, i], s.step_floor[step, i])
        raised = raised or s.work[0, i] > s.package[FROZEN_PACKAGE, i]
    if not raised:
        return s.actor[a, FROZEN_VALUE]
    return package_value(s.stake[a], s.work[0, : s.floor.size]) - own.actor[a, STANDOFF_COST]


@phase
def own_gain(layout: Layout, own: Parameters, s: State, a: int, step: int) -> float:
    """What a step changes for ``a`` by itself, declared extra included."""
    before = s.actor[a, WAR_VALUE] if s.now[FIGHTING] == 1 else s.actor[a, BASE_DISAGREEMENT]
    if layout.setting[WAR] == NO_WAR:
        return step_gain(0.0, 0.0, own.step_value[step, a], 0.0)
    war = s.actor[a, WAR_VALUE]
    moves = own.step[step, MOVES_FRONT]
    if moves != 0.0:
        war = war_prospect(layout, own, s, a, pushed(s.front[X], moves))
    frozen = frozen_after(layout, own, s, a, step)
    if layout.step[step, STOPS_FIGHTING] == 1 or s.now[FIGHTING] == 0:
        # stopping is compared with fighting on; under a ceasefire a belligerent can still choose war
        after = frozen
        if s.now[FIGHTING] == 0 and is_belligerent(layout, a):
            after = max(frozen, war)
    else:
        after = war
    return step_gain(after, before, own.step_value[step, a], 0.0)


@phase
def opened_gain(layout: Layout, own: Parameters, s: State, a: int, step: int) -> float:
    """What ``a`` gains from the fighting stopping, where this step is the last thing that another waits for.

    Otherwise nobody would ever take the step that somebody else demands first. It counts only if the other parties to
    the step behind would gain from it too: nobody withdraws for a ceasefire that the other side would then refuse.
    """
    total = 0.0
    for other in range(layout.step.shape[0]):
        if other == step or layout.step[other, PARTIES] >> a & 1 == 0 or not step_reached(layout, own, s, other):
            continue
        shut = shutting(layout.step[other, STEP_GATES], s.now[WAIVED_BITS], s.now[UNSATISFIED], 0)
        if shut == 0 or not all_wait_for(layout, shut, step) or not others_gain(layout, own, s, a, other):
            continue
        total += max(0.0, own_gain(layout, own, s, a, other))
    return total


@phase
def others_gain(layout: Layout, own: Parameters, s: State, a: int, step: int) -> bool:
    """Whether all parties to ``step`` other than ``a`` would gain from it."""
    for b in range(s.person.shape[0]):
        party = b != a and layout.step[step, PARTIES] >> b & 1 == 1
        if party and own_gain(layout, own, s, b, step) <= 0.0:
            return False
    return True


@phase
def all_wait_for(layout: Layout, bits: int, step: int) -> bool:
    """Whether every precondition in ``bits`` waits for ``step``."""
    for p in range(layout.gate.shape[0]):
        if bits >> p & 1 == 1 and (layout.gate[p, KIND] != AFTER_STEP or layout.gate[p, AFTER] != step):
            return False
    return True


@phase
def take_steps(layout: Layout, own: Parameters, s: State, judge: object) -> None:
    """Each step whose gates are open is taken when all its parties agree.

    All are decided on the same state and then taken, so that no name goes first; what a step opens can be taken in
    the next round.
    """
    agreed_on = 0
    for step in range(layout.step.shape[0]):
        if not step_reached(layout, own, s, step):
            continue
        shut = shutting(layout.step[step, STEP_GATES], s.now[WAIVED_BITS], s.now[UNSATISFIED], 0)
        if shut != 0:
            s.now[BLOCKING] |= shut
            note(s, STEP_BLOCKED, step, lowest_bit(shut), float(shut))
            continue
        agreed = True
        for a in range(s.person.shape[0]):
            if layout.step[step, PARTIES] >> a & 1 == 0:
                continue
            if s.person[a, REVIEWING] == 1:
                gain = own_gain(layout, own, s, a, step)
                if layout.setting[ANTICIPATION] == 1:
                    gain += opened_gain(layout, own, s, a, step)
                s.consent[step, a] = 1 if gain > s.decision_threshold[step, a] else 0
            if judge is not None:
                s.consent[step, a] = judge.consent(a, step, s.consent[step, a])  # type: ignore[attr-defined]
            agreed = agreed and s.consent[step, a] == 1 and s.person[a, ACTIVE] == 1
        if agreed:
            agreed_on |= 1 << step
    if agreed_on == 0:
        return
    for step in range(layout.step.shape[0]):
        if agreed_on >> step & 1 == 1:
            take_step(layout, own, s, step)
    review_gates(layout, s)


@phase
def take_step(layout: Layout, own: Parameters, s: State, step: int) -> None:
    """Put a step into force, with its effects."""
    s.step[step, IN_FORCE] = 1
    s.step[step, SINCE] = s.now[ROUND]
    if s.step[step, FIRST_TAKEN] == NEVER:
        s.step[step, FIRST_TAKEN] = s.now[ROUND]
    note(s, STEP_TAKEN, step, 0, 0.0)
    concede(s, layout.step[step, PARTIES])
    s.now[MOVED] = 1
    if own.step[step, MOVES_FRONT] != 0.0:
        s.front[X] = pushed(s.front[X], own.step[step, MOVES_FRONT])
    if layout.step[step, STOPS_FIGHTING] == 1 and s.now[FIGHTING] == 1:
        s.now[FIGHTING] = 0
        if s.now[CEASEFIRE] == NEVER:
            s.now[CEASEFIRE] = s.now[ROUND]
    if s.now[SETTLED] == 0:
        # a settlement is what was signed: the steps that it carries out do not rewrite it
        raise_floors(layout, s, step)


@phase
def break_ceasefires(layout: Layout, own: Parameters, s: State) -> None:
    """A ceasefire may break, the more likely the more a side would gain from war; the war is on again."""
    if s.now[FIGHTING] == 1 or layout.setting[WAR] == NO_WAR or s.now[SETTLED] == 1:
        return
    for step in range(layout.step.shape[0]):
        if layout.step[step, CAN_COLLAPSE] == 0 or s.step[step, IN_FORCE] == 0 or s.step[step, SINCE] == s.now[ROUND]:
            continue
        temptation = 0.0
        for a in (layout.setting[FIRST], layout.setting[SECOND]):
            temptation += max(0.0, s.actor[a, WAR_VALUE] - s.actor[a, FROZEN_VALUE])
        u = luck(s, layout.step[step, STEP_LUCK])
        if breaks_down(u, own.step[step, COLLAPSE_BASE], own.step[step, COLLAPSE_SLOPE], temptation):
            s.step[step, IN_FORCE] = 0
            s.step[step, SINCE] = s.now[ROUND]
            s.consent[step] = 0
            s.now[FIGHTING] = 0 if stopped_otherwise(layout, s) else 1
            s.now[MOVED] = 1
            note(s, STEP_COLLAPSED, step, 0, temptation)


@phase
def stopped_otherwise(layout: Layout, s: State) -> bool:
    """Whether some step in force still stops the fighting."""
    for step in range(layout.step.shape[0]):
        if layout.step[step, STOPS_FIGHTING] == 1 and s.step[step, IN_FORCE] == 1:
            return True
    return False
