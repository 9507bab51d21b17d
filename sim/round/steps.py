"""Steps: which are taken, what they do, and how a ceasefire breaks."""

from __future__ import annotations

from sim.arrays import *
from sim.kernel import phase
from sim.round.floors import raise_floors
from sim.round.gates import review_gates
from sim.round.record import note
from sim.round.waivers import concede
from sim.round.war import is_belligerent, luck, war_prospect
from sim.rules.battlefield import pushed
from sim.rules.evaluation import package_value
from sim.rules.gates import lowest_bit, shutting
from sim.rules.steps import breaks_down, step_gain


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
    return package_value(s.stake[a], s.work[0]) - own.actor[a, STANDOFF_COST]


@phase
def war_after(layout: Layout, own: Parameters, s: State, a: int, step: int) -> float:
    """Value of war to ``a`` once the step has moved the front."""
    moves = own.step[step, MOVES_FRONT]
    if moves == 0.0:
        return s.actor[a, WAR_VALUE]
    return war_prospect(layout, own, s, a, pushed(s.front[X], moves))


@phase
def own_gain(layout: Layout, own: Parameters, s: State, a: int, step: int) -> float:
    """What a step changes for ``a`` by itself, declared extra included."""
    before = s.actor[a, WAR_VALUE] if s.now[FIGHTING] == 1 else s.actor[a, BASE_DISAGREEMENT]
    if layout.setting[WAR] == NO_WAR:
        return step_gain(0.0, 0.0, own.step_value[step, a], 0.0)
    if layout.step[step, STOPS_FIGHTING] == 1 or s.now[FIGHTING] == 0:
        # stopping is compared with fighting on; under a ceasefire a belligerent can still choose war
        after = frozen_after(layout, own, s, a, step)
        if s.now[FIGHTING] == 0 and is_belligerent(layout, a):
            after = max(after, war_after(layout, own, s, a, step))
    else:
        after = war_after(layout, own, s, a, step)
    return step_gain(after, before, own.step_value[step, a], 0.0)


@phase
def opened_gain(layout: Layout, own: Parameters, s: State, a: int, step: int) -> float:
    """What ``a`` gains from the fighting stopping, where this step is the last thing that another waits for.

    Otherwise nobody would ever take the step that somebody else demands first. It counts only if the other parties to
    the step behind would gain from it too: nobody withdraws for a ceasefire that the other side would then refuse.
    """
    total = 0.0
    for other in range(layout.step.shape[0]):
        if other == step or layout.step[other, PARTIES] >> a & 1 == 0 or s.now[REACHED] >> other & 1 == 0:
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
        if s.now[REACHED] >> step & 1 == 0:
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
