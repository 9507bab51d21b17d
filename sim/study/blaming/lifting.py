"""A compiled scenario with some of its preconditions lifted, without reading or compiling it again.

To remove a precondition means that its gates are not there. In the layout a gate is a bit in each of the sets that can
shut something, and a row that texts are held against; clearing the bits and marking the row removes it, and everybody
else's luck stays as it was. `tests/study/test_lifting.py` holds this to what `Scenario.with_(remove=...)` does,
bit for bit. On a divisible issue a condition of a precondition is also a point on which drafts can lie; there, and only
there, the scenario is compiled anew.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from sim import arrays as on
from sim.arrays import Floats, Integers, Layout
from sim.compile import Compiled, Work, compile_scenario
from sim.ensemble import play_runs
from sim.scenario import Condition, Precondition

NO_GATE = -1


@dataclass(frozen=True)
class Lifted:
    """What is played when some preconditions are gone: `layout` stands in for that of `compiled`.

    `columns` (columns,) and `dimensions` (dimensions,) say where in rows and draws of the whole scenario its own are;
    a column of the whole that it does not have is left out.
    """

    compiled: Compiled
    layout: Layout
    columns: tuple[tuple[int, int], ...] | None
    dimensions: Integers | None


def lift(whole: Compiled, preconditions: Collection[str]) -> Lifted:
    """The scenario of `whole` without some of its preconditions (ids; all holders of each)."""
    gone = set(preconditions) & set(whole.scenario.preconditions)
    if any(_on_divisible(whole, whole.scenario.preconditions[name]) for name in gone):
        return _compiled_without(whole, gone)
    return Lifted(whole, without_gates(whole, gone), None, None)


def without_gates(whole: Compiled, preconditions: Collection[str]) -> Layout:
    """The layout with the gates of some preconditions (ids) taken out of every set in which they are."""
    places = [p for p, (name, _) in enumerate(whole.names.held) if name in preconditions]
    keep = ~sum(1 << p for p in places)
    layout = whole.layout
    setting, step, track = layout.setting.copy(), layout.step.copy(), layout.track.copy()
    gate, signing = layout.gate.copy(), layout.signing_gates.copy()
    gate[places, on.GATE] = NO_GATE
    step[:, on.STEP_GATES] &= keep
    track[:, on.TALK_GATES] &= keep
    track[:, on.FORMAT_BAD] &= keep
    signing &= keep
    setting[[on.OPTIONS_AFTER, on.OPTIONS_TEXT]] &= keep
    return layout._replace(setting=setting, step=step, track=track, gate=gate, signing_gates=signing)


def play_lifted(
    lifted: Lifted, whole: Compiled, work: Work, runs: Integers, points: Integers, draws: Floats, seed: int
) -> Floats:
    """Rows (runs, columns of `whole`) of runs at parameter points, as `sim.ensemble.play_rows` gives them.

    `draws` (points, dimensions of `whole`), `work` is memory of `whole`. Columns about what is gone are 0.
    """
    compiled = lifted.compiled
    if compiled is not whole:
        work = compiled.work()
        draws = draws[:, lifted.dimensions]
    rows = np.zeros((runs.size, len(compiled.columns)))
    play_runs(
        lifted.layout, work.own, work.seen, work.state, work.own_buffer, work.seen_buffer, compiled.own_places,
        compiled.seen_mask, compiled.written(draws), points, runs, seed, rows,
    )  # fmt: skip
    if lifted.columns is None:
        return rows
    spread = np.zeros((runs.size, len(whole.columns)))
    for there, here in lifted.columns:
        spread[:, there] = rows[:, here]
    return spread


def _on_divisible(whole: Compiled, precondition: Precondition) -> bool:
    """Whether a precondition speaks of a divisible issue."""
    eased = precondition.eased_by
    spoken = (precondition.gate, precondition.text, eased.condition if eased is not None else None)
    issues = whole.scenario.terms
    return any(isinstance(item, Condition) and issues[item.issue].divisible for item in spoken)


def _compiled_without(whole: Compiled, gone: Collection[str]) -> Lifted:
    scenario = whole.scenario.with_(remove=[f"preconditions.{name}" for name in sorted(gone)])
    compiled = compile_scenario(scenario)
    here = {column.name: place for place, column in enumerate(compiled.columns)}
    columns = tuple((n, here[column.name]) for n, column in enumerate(whole.columns) if column.name in here)
    there = {path: place for place, path in enumerate(whole.dimensions)}
    dimensions = np.array([there[path] for path in compiled.dimensions], dtype=np.int64)
    return Lifted(compiled, compiled.layout, columns, dimensions)
