"""The beginning of a run: stakes, fallbacks, types, thresholds, and the text already on the table."""

from __future__ import annotations

import math

from sim.arrays import *
from sim.chance import BEFORE, logistic, philox
from sim.kernel import phase
from sim.round.beliefs import hold_prior
from sim.round.equilibrium import number_turns
from sim.round.floors import review_best
from sim.round.paths import forget_paths
from sim.round.texts import copy_row, examine_standing
from sim.rules.evaluation import (
    insert_node,
    level_at,
    level_value,
    mix_influence,
    node_value,
    package_value,
    place_nodes,
    promised,
)


@phase
def begin(layout: Layout, own: Parameters, seen: Parameters, s: State, seed: int, run: int) -> None:
    """Reset ``s`` to the first round of ``run``."""
    clear(layout, own, s)
    place_levels(layout, own, seen, s)
    evaluate(layout, own, s, s.stake)
    if layout.setting[HAS_PRIVATE_STAKES] == 1:
        evaluate(layout, seen, s, s.seen_stake)
    set_fallbacks(s)
    draw_types(layout, own, s, seed, run)
    open_talks(layout, s)


@phase
def clear(layout: Layout, own: Parameters, s: State) -> None:
    """Everything back to nothing; the war is on unless there is none."""
    for slot in range(s.now.size):
        s.now[slot] = 0
    for slot in (OUTCOME, ENDED, SIGNED, CEASEFIRE):
        s.now[slot] = NEVER
    s.now[STANDING] = NO_TEXT
    s.now[TABLER] = NOBODY
    s.now[MOVED] = 1
    s.now[ACTIVE_BITS] = (1 << s.person.shape[0]) - 1
    s.now[FIGHTING] = 0 if layout.setting[WAR] == NO_WAR else 1
    s.front[X] = own.battlefield[START]
    s.front[DRIFT_NOW] = own.battlefield[DRIFT]
    s.front[SEEN_MOVE] = 0.0
    s.front[BATTLES_WON] = s.front[BATTLES_LOST] = 0.0
    for i in range(s.floor.size):
        s.floor[i] = 0.0
        s.closed[i] = 0
    clear_actors(s)
    clear_talks(own, s)


@phase
def clear_actors(s: State) -> None:
    """Everybody is there, has decided nothing and hopes for nothing."""
    for a in range(s.actor.shape[0]):
        for slot in range(s.actor.shape[1]):
            s.actor[a, slot] = 0.0
        for slot in range(s.person.shape[1]):
            s.person[a, slot] = 0
        s.person[a, ACTIVE] = 1
        s.person[a, LEFT] = NEVER
        for step in range(s.step.shape[0]):
            s.consent[step, a] = 0


@phase
def clear_talks(own: Parameters, s: State) -> None:
    """No step is taken, no precondition waived or met, and no track has met yet."""
    for step in range(s.step.shape[0]):
        s.step[step, IN_FORCE] = 0
        s.step[step, FIRST_TAKEN] = NEVER
        s.step[step, SINCE] = 0
    for p in range(s.gate.shape[0]):
        s.gate[p, WAIVED] = NEVER
        s.gate[p, SATISFIED] = NEVER
        s.gate[p, BLOCKED] = 0
    for b in range(s.track.shape[0]):
        for slot in range(s.track.shape[1]):
            s.track[b, slot] = 0
        s.track[b, FIRST_MET] = NEVER
        s.track[b, TEXT_TABLER] = NOBODY
        s.track[b, NEXT_DUE] = math.ceil(min(own.track[b, TRACK_START], NEVER_AGAIN) - 1e-9)


@phase
def place_levels(layout: Layout, own: Parameters, seen: Parameters, s: State) -> None:
    """Nodes of divisible issues, and every stated package and threshold as levels."""
    for i in range(layout.issue.shape[0]):
        nodes = layout.issue[i, NODES]
        divisible = layout.issue[i, DIVISIBLE] == 1
        if divisible:
            filled = place_nodes(own.ideal[:, i], nodes, s.node[i])
            for c in range(layout.condition.shape[0]):
                if layout.condition[c, ISSUE] == i:
                    filled = insert_node(own.condition[c], filled, s.node[i])
            place_supposed(own, seen, s, i, filled, nodes)
        else:
            for k in range(nodes):
                s.node[i, k] = float(k)
        for row in range(PACKAGES):
            at = own.package[row, i]
            s.package[row, i] = level_at(at, nodes, s.node[i]) if divisible else at
        for step in range(layout.step.shape[0]):
            at = own.step_floor[step, i]
            if math.isnan(at):
                at = 0.0
            s.step_floor[step, i] = level_at(at, nodes, s.node[i]) if divisible else at
    for c in range(layout.condition.shape[0]):
        s.condition[c] = own.condition[c]


@phase
def place_supposed(own: Parameters, seen: Parameters, s: State, i: int, filled: int, nodes: int) -> None:
    """Nodes of divisible issue ``i`` where others suppose a secret ideal point: else they would only see the true one.

    ``nodes`` of it are wanted and ``filled`` are there.
    """
    for a in range(s.actor.shape[0]):
        if filled < nodes and not math.isnan(seen.ideal[a, i]) and seen.ideal[a, i] != own.ideal[a, i]:
            filled = insert_node(seen.ideal[a, i], filled, s.node[i])
    for k in range(filled, nodes):
        s.node[i, k] = 1.0


@phase
def evaluate(layout: Layout, parameters: Parameters, s: State, stake: Floats) -> None:
    """Fill ``stake`` (A, I, K) with everyone's own evaluations under ``parameters``."""
    actors, issues, _ = stake.shape
    for a in range(actors):
        weight = 0.0
        for i in range(issues):
            weight += parameters.salience[a, i]
        for i in range(issues):
            share = parameters.salience[a, i] / weight if weight > 0.0 else 0.0
            nodes = layout.issue[i, NODES]
            divisible = layout.issue[i, DIVISIBLE]
            promiser = layout.issue[i, PROMISED_BY]
            raw = s.raw_stake[a, i]
            for k in range(nodes):
                raw[k] = node_value(k, divisible, s.node[i], parameters.value[a, i], parameters.ideal[a, i])
            if promiser != NOBODY and promiser != a:
                base = level_value(raw, s.package[STATUS_QUO, i])
                for k in range(nodes):
                    raw[k] = promised(raw[k], base, parameters.credence[a, promiser])
            for k in range(nodes):
                raw[k] *= share
    mix_influence(layout.relation, parameters.relation[:, INFLUENCE], s.raw_stake, stake)


@phase
def set_fallbacks(s: State) -> None:
    """What each fallback package is worth to each actor, and what the others think it is."""
    for a in range(s.stake.shape[0]):
        s.actor[a, IF_FIRST] = package_value(s.stake[a], s.package[FIRST_WINS])
        s.actor[a, IF_SECOND] = package_value(s.stake[a], s.package[SECOND_WINS])
        s.actor[a, IF_FROZEN] = package_value(s.stake[a], s.package[FROZEN_PACKAGE])
        s.actor[a, IF_NO_DEAL] = package_value(s.stake[a], s.package[NO_DEAL])
        s.actor[a, SEEN_FIRST] = package_value(s.seen_stake[a], s.package[FIRST_WINS])
        s.actor[a, SEEN_SECOND] = package_value(s.seen_stake[a], s.package[SECOND_WINS])
        s.actor[a, SEEN_FROZEN] = package_value(s.seen_stake[a], s.package[FROZEN_PACKAGE])
        s.actor[a, SEEN_NO_DEAL] = package_value(s.seen_stake[a], s.package[NO_DEAL])


@phase
def drawn(purpose: int, seed: int, run: int) -> tuple[float, float, float, float]:
    """Four uniforms that are drawn once a run, before its first round."""
    return philox(run, BEFORE, purpose, seed)


@phase
def draw_types(layout: Layout, own: Parameters, s: State, seed: int, run: int) -> None:
    """What is drawn once a run: who negotiates in earnest, thresholds of decisions and audiences, seating."""
    for a in range(s.actor.shape[0]):
        sincere, audience, _, _ = drawn(layout.actor[a, TYPE_PURPOSE], seed, run)
        s.person[a, SINCERE] = 1 if sincere < own.actor[a, SINCERITY] else 0
        s.actor[a, THRESHOLD] = audience * own.actor[a, RATIFICATION]
        hold_prior(layout, own, s, a)
        s.outlook[RATE, a] = 1.0 / own.actor[a, PATIENCE]
        s.pace[BY, a] = own.actor[a, DEADLINE]
        s.pace[HOW_SOON, a] = own.actor[a, CONCESSION]
        s.actor[a, COST_LOW] = own.cost_range[a, 0]
        s.actor[a, COST_HIGH] = own.cost_range[a, 1]
        s.actor[a, TALKING_UNTIL] = -1.0
        s.actor[a, LAST_OFFER] = math.nan
        s.actor[a, RECIPROCAL_LEVEL] = math.inf
        for step in range(layout.step.shape[0]):
            u = drawn(layout.decision_purpose[step, a], seed, run)[0]
            s.decision_threshold[step, a] = own.actor[a, NOISE] * logistic(u)
    for p in range(layout.gate.shape[0]):
        u = drawn(layout.gate[p, THRESHOLD_PURPOSE], seed, run)[0]
        s.gate_threshold[p] = own.actor[layout.gate[p, HOLDER], NOISE] * logistic(u)
    for b in range(layout.track.shape[0]):
        draw_order(layout, s, b, seed, run)
    if layout.setting[SOLVED_ORDERS] > 1:
        number_turns(layout, s)


@phase
def draw_order(layout: Layout, s: State, b: int, seed: int, run: int) -> None:
    """The order of drafting at track ``b``, by lot: sorted by uniforms, which stand in ``s.work`` meanwhile."""
    first = layout.track[b, FIRST_SEAT]
    for seat in range(layout.track[b, SEATS]):
        u = drawn(layout.seat_purpose[first + seat], seed, run)[0]
        place = seat
        while place > 0 and s.work[0, place - 1] > u:
            s.work[0, place] = s.work[0, place - 1]
            s.seat_order[first + place] = s.seat_order[first + place - 1]
            place -= 1
        s.work[0, place] = u
        s.seat_order[first + place] = layout.seat[first + seat]


@phase
def open_talks(layout: Layout, s: State) -> None:
    """The text already on the table, and what everybody could hope for."""
    standing = s.text.shape[0] - 1
    copy_row(s.package[OPENING if layout.setting[HAS_OPENING] == 1 else STATUS_QUO], s.text[standing])
    if layout.setting[HAS_OPENING] == 1:
        s.now[STANDING] = OPENING_TEXT
        s.now[TABLER] = layout.setting[OPENING_BY]
    forget_paths(s)
    s.path_barred[:] = 0
    examine_standing(layout, s)
    review_best(layout, s)
