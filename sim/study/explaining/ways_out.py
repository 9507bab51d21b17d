"""Ways out of a deadlock, played: does what is open by structure lead anywhere when actors decide?

A way out names demands that would have to be waived. Here these are removed from the scenario, which is then
played with the same luck and the same draws of the parameters as the scenario as it is (common random numbers), so that
the difference between the two is due to the waivers alone. A way out that clearly raises neither ceasefires nor
settlements is *worthless*: the door is open, and nobody wants to go through it.

Intervals are those of `sim.analysis.paired`. Each way out is judged by itself at 95%: of twenty without any effect
one would be expected to seem to have some.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.clusters import Clusters
from sim.analysis.paired import Difference, difference_of
from sim.analysis.quantities import Floats, Quantity, quantity
from sim.ensemble import play
from sim.errors import InputError
from sim.structure import Explanation, Goal, Hold, WayOut
from sim.summary.columns import Columns

if TYPE_CHECKING:
    import pandas

    from sim.scenario import Scenario

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Worth:
    """What a way out is worth in play: shares of runs with it (`after`) against the scenario as it is (`before`).

    `goal` is how often the goal itself is reached, `ceasefire` (None where there is no war) and `settlement` what is
    to be hoped for behind it.
    """

    goal: Difference
    ceasefire: Difference | None
    settlement: Difference

    @property
    def worthless(self) -> bool:
        """Whether neither ceasefires nor settlements clearly rise: no paired 95% interval lies above zero."""
        return not any(item is not None and item.low > 0 for item in (self.ceasefire, self.settlement))


@dataclass(frozen=True)
class Played:
    """Ways out in play. `worths` has each way out by its goal's name and the sorted keys of what is waived."""

    runs: int
    seed: int
    runs_per_point: int
    worths: dict[tuple[str, tuple[str, ...]], Worth]

    def worth(self, way: WayOut) -> Worth:
        """What a way out is worth. Raises KeyError if it was not played."""
        return self.worths[way.goal.name, tuple(sorted(way.waives))]


def without_holds(scenario: Scenario, holds: Sequence[Hold], keys: Collection[str]) -> Scenario:
    """The scenario without some of its holds: a precondition is held by the holders that are left, or goes.

    Raises InputError for a key that `holds` do not have.
    """
    known = {hold.key: hold for hold in holds}
    unknown = sorted(set(keys) - set(known))
    if unknown:
        raise InputError(f"there is no demand '{unknown[0]}' to waive; there are: {', '.join(sorted(known))}")
    gone: dict[str, set[str]] = {}
    for key in keys:
        gone.setdefault(known[key].precondition, set()).add(known[key].holder)
    left = {
        name: [holder for holder in dict.fromkeys(scenario.preconditions[name].holders) if holder not in holders]
        for name, holders in gone.items()
    }
    return scenario.with_(
        set={f"preconditions.{name}.holder": holders for name, holders in left.items() if holders},
        remove=[f"preconditions.{name}" for name, holders in left.items() if not holders],
    )


def play_ways_out(
    explanation: Explanation,
    runs: int = 4_000,
    seed: int = 0,
    *,
    runs_per_point: int = 2,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Played:
    """Play every way out of an explanation, and the scenario as it is, `runs` times each.

    What the explanation takes as waived is waived in all of them. `progress` is told how many runs are done, of how
    many. Raises InputError unless `runs` is positive.
    """
    if runs < 1:
        raise InputError(f"runs: {runs}, and at least one is needed")
    ways = [way for answer in explanation.answers for way in answer.ways_out]
    sets = list(dict.fromkeys(tuple(sorted(way.waives)) for way in ways))
    base = without_holds(explanation.scenario, explanation.holds, explanation.waived)
    total = runs * (len(sets) + 1)

    def played(scenario: Scenario, number: int) -> pandas.DataFrame:
        table = play(scenario, 0, runs, seed, runs_per_point, workers)
        if progress is not None:
            progress(runs * (number + 1), total)
        return table

    before = played(base, 0)
    clusters = Clusters.in_table(before, ("point",))
    worths: dict[tuple[str, tuple[str, ...]], Worth] = {}
    for number, keys in enumerate(sets, 1):
        opened = without_holds(explanation.scenario, explanation.holds, {*explanation.waived, *keys})
        after = played(opened, number)

        def change(what: Quantity, after: pandas.DataFrame = after) -> Difference:
            return difference_of(what, what.values(before), what.values(after), clusters)

        ceasefire = change(quantity("ceasefire", base)) if base.belligerents else None
        settlement = change(quantity("settlement", base))
        for way in ways:
            if tuple(sorted(way.waives)) == keys:
                worths[way.goal.name, keys] = Worth(change(reached(way.goal, base)), ceasefire, settlement)
    return Played(runs, seed, runs_per_point, worths)


def reached(goal: Goal, scenario: Scenario) -> Quantity:
    """Whether a run gets to a goal: the step is ever taken, a formal track ever meets, a text is signed."""
    if goal.kind == "step":
        return quantity(f"step.{goal.name}", scenario)
    if goal.kind == "signature":
        return quantity("signed", scenario)
    met = [quantity(f"met.{name}", scenario) for name, track in scenario.tracks.items() if track.formal]
    columns = ("outcome", *(column for item in met for column in item.columns))

    def read(table: Columns) -> Floats:
        return (
            np.max([item.values(table) for item in met], axis=0) if met else np.zeros(len(table["outcome"].to_numpy()))
        )

    return Quantity("talks", goal.label, "share of runs", "share", columns, read)
