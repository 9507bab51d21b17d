"""Sealed offers: everybody who must sign hands in a text, and what lies in their middle is tabled if they meet."""

from __future__ import annotations

from sim.arrays import *
from sim.kernel import phase
from sim.round.draft import least_demanding
from sim.round.record import note
from sim.round.texts import copy_row, examine_text
from sim.rules.evaluation import level_at, location_at, package_value
from sim.rules.sealed import meets_offer, middle_option


@phase
def open_offers(layout: Layout, s: State, b: int, judge: object) -> bool:
    """Take the signatories' offers at track ``b``; whether they meet, and the text in their middle is on the table."""
    among = layout.setting[SIGNATORIES] & layout.track[b, PARTICIPANTS] & s.now[ACTIVE_BITS]
    for a in range(s.actor.shape[0]):
        if among >> a & 1 == 1:
            least_demanding(layout, s, a, s.actor[a, ASPIRATION], s.offer[a])
            if judge is not None:
                judge.propose(a, b, s.offer[a])  # type: ignore[attr-defined]
    find_middle(layout, s, among)
    middle = s.offer[s.actor.shape[0]]
    for a in range(s.actor.shape[0]):
        if among >> a & 1 == 1:
            in_middle = package_value(s.stake[a], middle)
            if not meets_offer(in_middle, package_value(s.stake[a], s.offer[a])):
                note(s, OFFERS_APART, b, a, 0.0)
                return False
    copy_row(middle, s.text[b])
    examine_text(layout, s, b)
    return True


@phase
def find_middle(layout: Layout, s: State, among: int) -> None:
    """Write what lies in the middle of the offers of the actors in ``among`` (bits) to the last row of ``s.offer``."""
    actors = s.actor.shape[0]
    for i in range(layout.issue.shape[0]):
        nodes = layout.issue[i, NODES]
        divisible = layout.issue[i, DIVISIBLE] == 1
        total = 0.0
        count = 0
        for a in range(actors):
            if among >> a & 1 == 1:
                total += location_at(s.offer[a, i], nodes, s.node[i]) if divisible else s.offer[a, i]
                count += 1
        mean = total / count
        if divisible:
            s.offer[actors, i] = level_at(mean, nodes, s.node[i])
        else:
            s.offer[actors, i] = middle_option(mean, s.package[STATUS_QUO, i])
