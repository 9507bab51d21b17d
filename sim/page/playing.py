"""The ensemble behind the page: how a scenario ends, and what a change made of it, run by run with the same luck."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.analysis.clusters import Clusters
from sim.analysis.paired import Difference, difference_of
from sim.analysis.quantities import quantity
from sim.results import Results, run
from sim.scenario import Scenario
from sim.summary import Names
from sim.summary.wording import percent, percent_interval

RUNS = 2_000
CHOICES = (500, 2_000, 10_000)
"""How many runs one can ask for; the second is what the page begins with."""


@dataclass(frozen=True)
class Played:
    """Runs of a scenario, and how long they took in seconds."""

    results: Results
    seconds: float


@dataclass(frozen=True, slots=True)
class Row:
    """An outcome: its share in [0, 1] with the ends of its 95% interval, in words, and what a change made of it.

    `before` is None where nothing is compared. `moved` says the change in percentage points with its paired interval.
    """

    name: str
    label: str
    share: float
    low: float
    high: float
    shown: str
    interval: str
    before: float | None = None
    moved: str = ""
    clear: bool = False


@lru_cache(maxsize=48)
def play(scenario: Scenario, runs: int = RUNS, seed: int = 0) -> Played:
    """Play a scenario, or remember having done so: whatever tab asks, the same scenario gives the same runs."""
    begin = time.perf_counter()
    results = run(scenario, runs, seed)
    results.summary()
    return Played(results, time.perf_counter() - begin)


def rows(after: Results, before: Results | None = None) -> tuple[Row, ...]:
    """The outcomes, in an order that a lever does not change.

    They are compared with `before`, the same runs without the change, if that is given. No change of the page makes or
    ends a war, so both can end in the same ways.
    """
    summaries = {item.name: item for item in after.summary().outcomes}
    found = []
    for name in Names.of(after.scenario).shown_outcomes(summaries):
        item = summaries[name]
        row = Row(
            name, item.label, item.share.share or 0.0, item.share.low, item.share.high, percent(item.share),
            percent_interval(item.share),
        )  # fmt: skip
        if before is not None:
            change = _difference(before, after, name)
            row = replace(row, before=float(change.before.mean or 0.0), moved=moved(change), clear=change.clear)
        found.append(row)
    return tuple(found)


def _difference(before: Results, after: Results, outcome: str) -> Difference:
    clusters = Clusters.of(after.table["point"].to_numpy())
    return difference_of(quantity(outcome, after.scenario), _hits(before, outcome), _hits(after, outcome), clusters)


def _hits(results: Results, outcome: str) -> NDArray[np.float64]:
    """1 for each run that ended so (shape: runs)."""
    return np.asarray(results.table["outcome"] == outcome, dtype=np.float64)


def moved(change: Difference) -> str:
    """A change of a share in percentage points, such as +4.1 (3.0 to 5.2)."""
    low, high = 100 * change.low, 100 * change.high
    digits = 0 if high - low > 4 else 1
    if change.moved == 0.0:
        return "no run differs"
    return f"{100 * change.change:+.{digits}f} ({low:+.{digits}f} to {high:+.{digits}f})"


def finding(shown: Sequence[Row], changed: bool) -> str:
    """What the bars show, in a sentence."""
    first = max(shown, key=lambda row: row.share)
    text = f"{first.label} in {first.shown} of runs."
    clear = [row for row in shown if row.clear and row.before is not None]
    if not changed:
        return text
    if not clear:
        return f"{text} The change moves no outcome by more than chance could."
    most = max(clear, key=lambda row: abs(row.share - (row.before or 0.0)))
    way = "more" if most.share > (most.before or 0.0) else "less"
    return (
        f"{text} Moved most: {most.label}, {way} frequent by {abs(100 * (most.share - (most.before or 0))):.1f} points."
    )
