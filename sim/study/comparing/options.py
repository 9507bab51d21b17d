"""Options: what a study's levers can be set to, each with the design points that play it and the states they are in.

A design point is an option (a scenario with its levers at some levels) in a *state* (values of the designed uncertain
numbers). Options are compared state by state and run by run; where nothing is designed there is a single state, and
every run draws its numbers as ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.errors import InputError

if TYPE_CHECKING:
    from sim.scenario import Scenario
    from sim.study.plan import Plan
    from sim.study.sweeping.study_results import StudyResults

MOST_OPTIONS = 60
"""More options than this make no comparison that anybody reads; sensitivity is the question then."""

Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class Option:
    """A scenario with its levers at some levels.

    `levels` are the scenario's name and the levels by lever, as the plan's table shows them; `points` the design
    points that play it and `states` the number of the state of each.
    """

    name: str
    levels: tuple[object, ...]
    scenario: Scenario
    points: Ints
    states: Ints

    @property
    def single(self) -> bool:
        """Whether nothing is designed but the levers, so that one point plays it."""
        return len(self.points) == 1


def options_of(plan: Plan) -> tuple[Option, ...]:
    """The options of a plan, in its order; the first is the base.

    Raises InputError if there are more than `MOST_OPTIONS`, and if the options are not played in the same states.
    """
    levers = ["scenario", *plan.study.levers]
    groups = plan.table.groupby(levers, sort=False, dropna=False).ngroup().to_numpy()
    count = int(groups.max()) + 1
    if count > MOST_OPTIONS:
        raise InputError(
            f"'{plan.study.name}' has {count:,} settings of its levers, more than the {MOST_OPTIONS} that can be "
            "compared with one another; sim drivers says which lever matters"
        )
    state = _states(plan)
    shown = _shown(plan)
    found = []
    for number in range(count):
        points = np.flatnonzero(groups == number)
        points = points[np.argsort(state[points], kind="stable")]
        row = plan.table.iloc[int(points[0])]
        scenario = plan.variants[int(plan.variant_of[points[0]])].scenario
        levels = tuple(row[name] for name in levers)
        found.append(Option(_name(row, shown), levels, scenario, points, state[points]))
    if any(not np.array_equal(option.states, found[0].states) for option in found):
        raise InputError(
            f"'{plan.study.name}' does not play all settings of its levers at the same uncertain numbers, so that they "
            "cannot be compared run by run; with crossing: full it would"
        )
    return tuple(found)


def _states(plan: Plan) -> Ints:
    """The number of the state of each point."""
    if not plan.study.uncertainties:
        return np.zeros(len(plan), dtype=np.int64)
    by = plan.table[list(plan.study.uncertainties)]
    numbers = by.groupby(list(by.columns), sort=False, dropna=False).ngroup()
    return np.asarray(numbers, dtype=np.int64)


def _shown(plan: Plan) -> list[str]:
    """Columns that tell options apart: what never varies need not be said."""
    columns = ["scenario", *plan.study.levers]
    return [name for name in columns if plan.table[name].nunique(dropna=False) > 1] or columns[:1]


def _name(row: pd.Series, shown: Sequence[str]) -> str:
    words = [str(row[name]) if name == "scenario" else f"{name} {_level(row[name])}" for name in shown]
    return ", ".join(words)


def _level(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def runs_of(results: StudyResults, option: Option, columns: Sequence[str]) -> pd.DataFrame:
    """The runs of an option in the order of states and runs: state, run, draw, then `columns`."""
    table = results.runs(columns=columns, points=option.points.tolist())
    state = pd.Series(option.states, index=option.points).loc[table["point"]].to_numpy()
    table = table.assign(state=state).sort_values(["state", "run"], kind="stable", ignore_index=True)
    return table[["state", "run", "draw", *columns]]


def common_runs(tables: Sequence[pd.DataFrame]) -> list[pd.DataFrame]:
    """The rows of tables (state, run) that all of them have: a precision may have stopped some points earlier.

    Raises InputError if there are none.
    """
    if all(_same_rows(tables[0], table) for table in tables[1:]):
        return list(tables)
    keys = [pd.MultiIndex.from_frame(table[["state", "run"]]) for table in tables]
    common = keys[0]
    for key in keys[1:]:
        common = common.intersection(key)
    if not len(common):
        raise InputError("there is no run that all settings of the levers have in common")
    return [table[key.isin(common)].reset_index(drop=True) for table, key in zip(tables, keys, strict=True)]


def _same_rows(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    return all(np.array_equal(one[name], other[name]) for name in ("state", "run"))
