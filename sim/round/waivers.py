"""Waivers: who reviews its decisions, and who gives a precondition up."""

from __future__ import annotations

import math

from sim.arrays import *
from sim.kernel import phase
from sim.round.gates import in_the_way
from sim.round.record import note
from sim.round.war import luck
from sim.rules.waivers import waiver_gain, waiver_margin


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
    blocked = in_the_way(layout, s)
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
