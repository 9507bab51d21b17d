"""One round of a run, in order: the only place that orders the mechanisms.

``play_round`` is compiled for ensembles and for the Mesa model alike. With a ``judge`` (a Python object that is
asked about decisions, for custom actors) its interpreted twin plays: see ``sim.round.interpreted``.
"""

from __future__ import annotations

from sim.arrays import (
    BLOCKED,
    BLOCKING,
    OUTCOME,
    ROUND,
    ROUNDS,
    RUNNING,
    SETTLED,
    Floats,
    Layout,
    Parameters,
    State,
)
from sim.handles import hold
from sim.kernel import entry, phase
from sim.round.aspire import aspire
from sim.round.begin import begin
from sim.round.beliefs import learn
from sim.round.finish import fill_row
from sim.round.gates import review_gates, review_steps
from sim.round.peace import break_off, end_by_force, keep_deal, run_out, tire, walk_out
from sim.round.steps import break_ceasefires, take_steps
from sim.round.table import hold_tracks
from sim.round.waivers import review_actors, waive
from sim.round.war import draw_luck, move_front, suffer_shocks, weigh_disagreement

__all__ = ["begin_run", "play_on", "play_round", "write_row"]


@entry
def begin_run(layout: Layout, own: Parameters, seen: Parameters, s: State, seed: int, run: int) -> None:
    """Reset ``s`` to the first round of ``run``."""
    begin(hold(layout), hold(own), hold(seen), hold(s), seed, run)


@entry
def play_round(layout: Layout, own: Parameters, seen: Parameters, s: State, seed: int, run: int, judge: object) -> bool:
    """Play the next round of ``run``; false once the run is over. See ``play_on``."""
    return play_on(hold(layout), hold(own), hold(seen), hold(s), seed, run, judge)


@entry
def write_row(layout: Layout, s: State, row: Floats) -> None:
    """Fill ``row`` in the order of ``sim.outcomes.columns``."""
    fill_row(hold(layout), hold(s), row)


@phase
def play_on(layout: Layout, own: Parameters, seen: Parameters, s: State, seed: int, run: int, judge: object) -> bool:
    """Play the next round of ``run``; false once the run is over.

    ``own`` are the run's parameters, ``seen`` the same as others know them. Order: shock, front, beliefs,
    disagreement, aspiration, waivers, steps, tracks (text, signing, ratification), breakdown, exit; after a settlement
    only whether the deal is kept.
    """
    draw_luck(layout, s, seed, run)
    if s.now[SETTLED] == 1:
        keep_deal(layout, own, s)
    else:
        bargain(layout, own, seen, s, judge)
    s.now[ROUND] += 1
    return s.now[OUTCOME] == RUNNING


@phase
def bargain(layout: Layout, own: Parameters, seen: Parameters, s: State, judge: object) -> None:
    """A round before any settlement."""
    ended_by_shock = suffer_shocks(layout, own, s)
    decided = move_front(layout, own, s)
    if decided != RUNNING:
        end_by_force(s, decided)
        return
    learn(layout, own, s)
    weigh_disagreement(layout, own, seen, s)
    if ended_by_shock:
        run_out(layout, s)
        return
    break_ceasefires(layout, own, s)
    weigh_disagreement(layout, own, seen, s)
    review_gates(layout, s)
    review_steps(layout, own, s)
    review_actors(layout, own, s)
    waive(layout, own, s, judge)
    take_steps(layout, own, s, judge)
    weigh_disagreement(layout, own, seen, s)
    aspire(layout, own, s)
    hold_tracks(layout, own, s, judge)
    count_blocked(layout, s)
    if s.now[SETTLED] == 1:
        return
    if walk_out(layout, own, s) or break_off(layout, own, s):
        return
    tire(layout, own, s)
    if s.now[ROUND] + 1 >= layout.setting[ROUNDS]:
        run_out(layout, s)


@phase
def count_blocked(layout: Layout, s: State) -> None:
    """Count, once a round, every precondition that kept something shut."""
    if s.now[BLOCKING] == 0:
        return
    for p in range(layout.gate.shape[0]):
        s.gate[p, BLOCKED] += s.now[BLOCKING] >> p & 1
    s.now[BLOCKING] = 0
