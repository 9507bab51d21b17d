"""Texts: what they are worth, which conditions they meet, who must sign them, what keeps them from being signed."""

from __future__ import annotations

from sim.arrays import *
from sim.kernel import phase
from sim.rules.evaluation import location_at, package_value
from sim.rules.gates import condition_holds


@phase
def meets(layout: Layout, s: State, c: int, level: float) -> bool:
    """Whether condition ``c`` holds at a ``level`` of its issue."""
    i = layout.condition[c, ISSUE]
    at = location_at(level, layout.issue[i, NODES], s.node[i]) if layout.issue[i, DIVISIBLE] == 1 else level
    return condition_holds(at, layout.condition[c, SENSE], s.condition[c])


@phase
def conditions_met(layout: Layout, s: State, levels: Floats) -> int:
    """Bits of the text conditions that ``levels`` (I,) meet."""
    bits = 0
    for c in range(layout.condition.shape[0]):
        if meets(layout, s, c, levels[layout.condition[c, ISSUE]]):
            bits |= 1 << c
    return bits


@phase
def conditions_after_move(layout: Layout, s: State, met: int, i: int, level: float) -> int:
    """Bits of the conditions met once issue ``i`` has moved to ``level``; ``met`` are those met before."""
    if layout.issue[i, HAS_CONDITIONS] == 0:
        return met
    for c in range(layout.condition.shape[0]):
        if layout.condition[c, ISSUE] == i:
            if meets(layout, s, c, level):
                met |= 1 << c
            else:
                met &= ~(1 << c)
    return met


@phase
def signers_of(layout: Layout, s: State, levels: Floats) -> int:
    """Bits of those who must sign ``levels`` (I,): the signatories, and whoever has to deliver something in it."""
    bits = layout.setting[SIGNATORIES]
    for i in range(levels.size):
        if levels[i] != s.package[STATUS_QUO, i]:
            bits |= layout.issue[i, DELIVERED_BY]
    return bits


@phase
def signing_gates(layout: Layout, meets: int, signers: int) -> tuple[int, int]:
    """Bits of the preconditions of ``signers`` on signing a text that meets ``meets``: those that wait for a step,
    and those on what the text says that it breaks.
    """
    waits = 0
    broken = 0
    for p in range(layout.setting[FIRST_SIGNING_GATE], layout.gate.shape[0]):
        gate = layout.gate[p, GATE]
        if gate < SIGNING_GATE or signers >> layout.gate[p, HOLDER] & 1 == 0:
            continue
        if gate == OPTION_GATE and meets >> layout.gate[p, TARGET] & 1 == 0:
            continue
        kind = layout.gate[p, KIND]
        if kind == AFTER_STEP:
            waits |= 1 << p
        elif kind == TEXT_SAYS and meets >> layout.gate[p, TEXT] & 1 == 0:
            broken |= 1 << p
    return waits, broken


@phase
def signing_shut(s: State, waits: int, broken: int) -> int:
    """Bits of what keeps a text from being signed now, the table apart."""
    return (broken | waits & s.now[UNSATISFIED]) & ~s.now[WAIVED_BITS]


@phase
def copy_row(source: Floats, target: Floats) -> None:
    """Copy a package; an assignment of slices would compile for seconds."""
    for i in range(source.size):
        target[i] = source[i]


@phase
def examine_standing(layout: Layout, s: State) -> None:
    """Bring up to date what is known of the standing text, and set disagreement values to be reviewed."""
    row = s.text.shape[0] - 1
    for a in range(s.actor.shape[0]):
        s.text_value[row, a] = package_value(s.stake[a], s.text[row])
        s.actor[a, STANDING_VALUE] = s.text_value[row, a]
    s.now[STANDING_MEETS] = conditions_met(layout, s, s.text[row])
    s.now[MOVED] = 1


@phase
def take_candidate(s: State, b: int, drafter: int, at: int) -> None:
    """What is known of candidate ``at`` of a drafter's path is known of the text of track ``b``."""
    for a in range(s.actor.shape[0]):
        s.text_value[b, a] = s.path_value[drafter, at, a]
    s.track[b, TEXT_MEETS] = s.path_meets[drafter, at]
    s.track[b, TEXT_SIGNERS] = s.path_signers[drafter, at]
    s.track[b, TEXT_WAITS] = s.path_waits[drafter, at]
    s.track[b, TEXT_BROKEN] = s.path_broken[drafter, at]


@phase
def stand_as(s: State, b: int) -> None:
    """What is known of the text of track ``b`` is known of the standing text; disagreement is to be reviewed."""
    row = s.text.shape[0] - 1
    for a in range(s.actor.shape[0]):
        s.text_value[row, a] = s.text_value[b, a]
        s.actor[a, STANDING_VALUE] = s.text_value[b, a]
    s.now[STANDING_MEETS] = s.track[b, TEXT_MEETS]
    s.now[MOVED] = 1


@phase
def examine_text(layout: Layout, s: State, b: int) -> None:
    """Bring up to date what is known of the text of track ``b``."""
    for a in range(s.actor.shape[0]):
        s.text_value[b, a] = package_value(s.stake[a], s.text[b])
    meets = conditions_met(layout, s, s.text[b])
    signers = signers_of(layout, s, s.text[b])
    s.track[b, TEXT_MEETS] = meets
    s.track[b, TEXT_SIGNERS] = signers
    s.track[b, TEXT_WAITS], s.track[b, TEXT_BROKEN] = signing_gates(layout, meets, signers)
