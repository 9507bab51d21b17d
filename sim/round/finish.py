"""A run as one row of the outcome table."""

from __future__ import annotations

from sim.arrays import *
from sim.kernel import phase
from sim.rules.evaluation import location_at


@phase
def round_or_never(t: int) -> float:
    """Rounds count from 1 in the table; 0 is never."""
    return float(t + 1) if t != NEVER else 0.0


@phase
def fill_row(layout: Layout, s: State, row: Floats) -> None:
    """Fill ``row`` in the order of ``sim.outcomes.columns``."""
    row[0] = s.now[OUTCOME]
    row[1] = round_or_never(s.now[ENDED])
    row[2] = round_or_never(s.now[SIGNED])
    row[3] = round_or_never(s.now[CEASEFIRE])
    row[4] = s.front[X]
    at = 5
    standing = s.text.shape[0] - 1
    for i in range(s.floor.size):
        level = s.text[standing, i]
        row[at] = location_at(level, layout.issue[i, NODES], s.node[i]) if layout.issue[i, DIVISIBLE] == 1 else level
        at += 1
    actors = s.actor.shape[0]
    for a in range(actors):
        row[at + a] = s.actor[a, UTILITY_END]
        row[at + actors + a] = s.actor[a, DISAGREEMENT]
    at = fill_rounds(s.step, FIRST_TAKEN, row, at + 2 * actors)
    at = fill_rounds(s.gate, WAIVED, row, at)
    at = fill_rounds(s.gate, SATISFIED, row, at)
    at = fill_counts(s.gate, BLOCKED, row, at)
    at = fill_rounds(s.track, FIRST_MET, row, at)
    at = fill_counts(s.track, MEETINGS, row, at)
    at = fill_counts(s.track, REFUSED, row, at)
    at = fill_rounds(s.person, LEFT, row, at)
    at = fill_counts(s.person, VETOES, row, at)
    for a in range(actors):
        row[at + a] = s.actor[a, ESTIMATE]


@phase
def fill_rounds(table: Integers, column: int, row: Floats, at: int) -> int:
    """Write the rounds in a column of ``table`` from place ``at`` on; the place after the last."""
    for n in range(table.shape[0]):
        row[at + n] = round_or_never(table[n, column])
    return at + table.shape[0]


@phase
def fill_counts(table: Integers, column: int, row: Floats, at: int) -> int:
    """Write the counts in a column of ``table`` from place ``at`` on; the place after the last."""
    for n in range(table.shape[0]):
        row[at + n] = float(table[n, column])
    return at + table.shape[0]
