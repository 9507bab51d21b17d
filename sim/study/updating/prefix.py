"""Runs as they stood at the end of some round: what could be seen by then.

A run's first rounds do not depend on how many follow, so the same runs with a nearer horizon are those rounds, on the
same luck. Where a settlement was signed before, the front goes on shifting while it is watched; such runs are watched
until that round and no longer.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim import arrays as on
from sim.arrays import Floats, Integers
from sim.compile import Compiled, Work
from sim.ensemble import play_runs
from sim.outcomes import NO_AGREEMENT, OUTCOMES, RELAPSE
from sim.study.blaming.coalitions import Block
from sim.study.updating.observations import Observation


def rows_until(compiled: Compiled, work: Work, block: Block, round_: int, signed: Floats) -> Floats:
    """Rows (runs, columns) of a block's runs as they stood at the end of `round_`, which counts from 1.

    `signed` (runs,) is the round in which each was signed, 0 for never. What is said of how a run ended is said as if
    it had ended then.
    """
    follow_up = int(compiled.layout.setting[on.FOLLOW_UP])
    before = (signed > 0) & (signed <= round_)
    watched = np.where(before, np.minimum(round_ - signed, follow_up), follow_up).astype(np.int64)
    written = compiled.written(block.draws)
    rows = np.zeros((block.runs.size, len(compiled.columns)))
    for watch in np.unique(watched):
        layout = _nearer(compiled, round_, int(watch))
        chosen: Integers = np.flatnonzero(watched == watch)
        own = np.zeros((chosen.size, rows.shape[1]))
        play_runs(
            layout, work.own, work.seen, work.state, work.own_buffer, work.seen_buffer, compiled.own_places,
            compiled.seen_mask, written, block.points[chosen], block.runs[chosen], block.seed, own,
        )  # fmt: skip
        rows[chosen] = own
    return rows


def _nearer(compiled: Compiled, round_: int, follow_up: int) -> on.Layout:
    setting = compiled.layout.setting.copy()
    setting[on.ROUNDS], setting[on.FOLLOW_UP] = round_, follow_up
    return compiled.layout._replace(setting=setting)


def rounds_wanted(observations: tuple[Observation, ...]) -> tuple[int, ...]:
    """The rounds at whose end a run has to be looked at; 0 is before the first."""
    wanted: set[int] = set()
    for seen in observations:
        if seen.kind in ("state", "number") or (seen.kind == "by" and not seen.sighting.columns):
            wanted.add(seen.last)
        elif seen.kind == "within" and seen.sighting.counted:
            wanted |= {seen.first - 1, seen.last}
    return tuple(sorted(wanted - {0}))


def first_time(table: Mapping[str, Floats], columns: tuple[str, ...]) -> Floats:
    """The round in which the earliest of some events came (runs,), infinity for never; `table` has 0 for never."""
    rounds = np.stack([np.where(table[name] > 0, table[name], np.inf) for name in columns])
    first: Floats = rounds.min(axis=0)
    return first


def is_fighting(compiled: Compiled, table: Mapping[str, Floats]) -> NDArray[np.bool_]:
    """Whether the war went on at the end of the round that a table shows (runs,)."""
    codes = table["outcome"]
    fighting: NDArray[np.bool_] = (codes == NO_AGREEMENT) | (codes == RELAPSE)
    if int(compiled.layout.setting[on.WAR]) == on.LOTTERY_WAR:  # drawn where the horizon finds it going on
        fighting |= (codes == OUTCOMES.index("military_first")) | (codes == OUTCOMES.index("military_second"))
    return fighting
