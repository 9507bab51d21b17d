"""Gates: which preconditions hold something shut now."""

from __future__ import annotations

from sim.arrays import *
from sim.kernel import phase
from sim.round.record import note
from sim.rules.gates import shutting


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
def review_steps(layout: Layout, own: Parameters, s: State) -> None:
    """Which steps could be taken in this round but for their gates."""
    bits = 0
    for step in range(layout.step.shape[0]):
        if step_reached(layout, own, s, step):
            bits |= 1 << step
    s.now[REACHED] = bits


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
def track_alive(layout: Layout, s: State, b: int) -> bool:
    """Whether everyone who belongs to track ``b`` is still in the process."""
    return layout.track[b, PARTICIPANTS] & ~s.now[ACTIVE_BITS] == 0


@phase
def in_the_way(layout: Layout, s: State) -> int:
    """Bits of the preconditions that shut something now: only those are up for review."""
    bits = s.now[SIGN_BLOCKING]
    if bits != 0:
        for p in range(layout.setting[FIRST_SIGNING_GATE], layout.gate.shape[0]):
            # what it waited for at the last meeting may have come to pass since
            if layout.gate[p, KIND] == AFTER_STEP and s.now[UNSATISFIED] >> p & 1 == 0:
                bits &= ~(1 << p)
    waived = s.now[WAIVED_BITS]
    for step in range(layout.step.shape[0]):
        if s.now[REACHED] >> step & 1 == 1:
            bits |= shutting(layout.step[step, STEP_GATES], waived, s.now[UNSATISFIED], 0)
    for b in range(layout.track.shape[0]):
        if track_alive(layout, s, b):
            bits |= shutting(layout.track[b, TALK_GATES], waived, s.now[UNSATISFIED], layout.track[b, FORMAT_BAD])
    return bits & ~waived
