"""The plan of a study: its design points, and the few scenarios that have to be compiled for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim import html
from sim.errors import InputError, ScenarioError
from sim.scenario import Distribution, Scenario
from sim.study.design.designs import unit_cube
from sim.study.design.levers import Lever, Row, lever_rows
from sim.study.design.variants import variant

if TYPE_CHECKING:
    import pandas

    from sim.study.study import Study

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
MOST_VARIANTS = 4096
MOST_RUNS = 10_000_000
"""More runs than this are not played at a point."""
SHOWN = 12
"""Points shown of a plan in a notebook."""


@dataclass(frozen=True)
class Variant:
    """What is compiled: a scenario of the study with the settings of its levers made."""

    name: str
    scenario: Scenario


@dataclass(frozen=True)
class Plan:
    """The design points of a study.

    `table` has one row a point: `point` (0 onwards), `scenario`, one column a lever, one column a designed uncertainty
    by its path. `variant_of` (points,) is the place in `variants` of the scenario that is played there. `paths` are
    the numbers that the design sets, by scenario path, and `values` (points, paths) what they are set to, as a
    scenario states them; NaN leaves a number as the variant has it (drawn for the run, if it is uncertain). A variant
    that has no such dimension has NaN there.

    Each point is a scenario, a row of lever levels and a point of the uncertainties' design: `scenario_of` (points,) is
    the place of the first in `study.scenarios`, `row_of` (points,) that of the second in `rows`, and `cube_of`
    (points,) the number of the third. Rows have None where a lever is left as the scenario has it.

    Points of the same `luck_of` (points,) have the same luck, run by run: all scenarios and rows of levers at a point
    of the uncertainties' design (`Sampling.luck_groups`).
    """

    study: Study
    variants: tuple[Variant, ...]
    table: pandas.DataFrame
    variant_of: Integers
    paths: tuple[str, ...]
    values: Floats
    rows: tuple[Row, ...]
    scenario_of: Integers
    row_of: Integers
    cube_of: Integers
    luck_of: Integers

    def __len__(self) -> int:
        """The number of design points."""
        return len(self.table)

    def _repr_html_(self) -> str:
        shown = self.table.head(SHOWN)
        cells = (
            (f"{cell:g}" if isinstance(cell, float) else cell for cell in row) for row in shown.itertuples(index=False)
        )
        scenarios = f"{len(self.variants)} scenario{'s' if len(self.variants) > 1 else ''} to compile"
        more = "" if len(self) <= SHOWN else f", of which the first {SHOWN} are shown"
        caption = f"{self.study.name}: {len(self):,} points{more}, {self.runs:,} runs, {scenarios}"
        return html.table(caption, [str(name) for name in shown.columns], (tuple(row) for row in cells))

    @property
    def runs(self) -> int:
        """The number of runs of all points together, if none stops early."""
        return len(self.table) * self.study.runs

    @property
    def first_run(self) -> Integers:
        """The number of the run from which run 0 of each point has its luck and its draw (points,).

        Run k of a point is that of the number `first_run + k` of its scenario, which `sim trace --run` replays.
        """
        return self.luck_of * (MOST_RUNS * self.study.runs_per_draw)


def make_plan(study: Study) -> Plan:
    """The plan of a study: scenarios, then rows of levers, then points of uncertainties, the last the fastest.

    Raises InputError where levers together make no scenario.
    """
    design = study.design
    lever_seed, cube_seed = (int(seed) for seed in np.random.SeedSequence(study.seed).generate_state(2))
    rows = lever_rows(study.levers, design.levers, design.rows, lever_seed)
    cube = unit_cube(design.uncertainties, len(study.uncertainties), cube_seed)
    scenario_of, row_of, cube_of = _crossed(len(study.scenarios), len(rows), len(cube), design.crossing == "zipped")
    variants, variant_of = _variants(study, rows, scenario_of, row_of)
    settled = _numeric_paths(study.levers)
    paths = (*settled, *study.uncertainties)
    values = np.full((len(scenario_of), len(paths)), np.nan)
    for number, made in enumerate(variants):
        points = np.flatnonzero(variant_of == number)
        known = made.scenario.dimensions()
        for column, path in enumerate(paths):
            if path not in known:
                continue
            if path in settled:
                name = settled[path]
                levels = np.array([_number(row[name]) for row in rows])
                values[points, column] = levels[row_of[points]]
            else:
                values[points, column] = quantiles(known[path], cube[cube_of[points], column - len(settled)])
    table = _table(study, rows, scenario_of, row_of, values[:, len(settled) :])
    luck_of = design.uncertainties.luck_groups(len(cube), len(study.uncertainties))[cube_of]
    return Plan(study, variants, table, variant_of, paths, values, tuple(rows), scenario_of, row_of, cube_of, luck_of)


def quantiles(distribution: Distribution, shares: Floats) -> Floats:
    """Values (shape as `shares`) below which the shares lie; NaN where the share is NaN."""
    values = np.full(shares.shape, np.nan)
    given = ~np.isnan(shares)
    values[given] = distribution.quantile(shares[given])
    return values


def _crossed(scenarios: int, rows: int, points: int, zipped: bool) -> tuple[Integers, Integers, Integers]:
    """Places of the scenario, the row of levers and the point of uncertainties, for each design point."""
    if zipped:
        longest = max(scenarios, rows, points)
        steps = np.arange(longest)
        one, two, three = (steps if size > 1 else 0 * steps for size in (scenarios, rows, points))
        return one, two, three
    grid = np.indices((scenarios, rows, points)).reshape(3, -1)
    return grid[0], grid[1], grid[2]


def _variants(
    study: Study, rows: Sequence[Row], scenario_of: Integers, row_of: Integers
) -> tuple[tuple[Variant, ...], Integers]:
    """The scenarios to compile, and which of them each point plays; points that differ in numbers alone share one."""
    names = list(study.scenarios)
    known: dict[tuple[object, ...], int] = {}
    made: list[Variant] = []
    number_of: dict[tuple[int, int], int] = {}
    variant_of = np.empty(len(scenario_of), dtype=np.int64)
    shapes = [_shape(study.levers, row) for row in rows]
    for point, at in enumerate(zip(scenario_of.tolist(), row_of.tolist(), strict=True)):
        if at not in number_of:
            key = (at[0], shapes[at[1]])
            if key not in known:
                if len(made) >= MOST_VARIANTS:
                    raise InputError(f"the levers' settings make more than {MOST_VARIANTS:,} scenarios")
                known[key] = len(made)
                made.append(_variant(study, names[at[0]], rows[at[1]]))
            number_of[at] = known[key]
        variant_of[point] = number_of[at]
    return tuple(made), variant_of


def _shape(levers: Mapping[str, Lever], row: Row) -> tuple[object, ...]:
    """What of a row decides which scenario is compiled: its settings, and which numbers it sets at all."""
    found: list[object] = []
    for name, lever in levers.items():
        level = row[name]
        if lever.is_number:
            found.append(level is not None)
        else:
            found.append(level if level is not None and lever.settings[str(level)].changes else None)
    return tuple(found)


def _variant(study: Study, scenario: str, row: Row) -> Variant:
    made = {name: level for name, level in row.items() if level is not None and not study.levers[name].is_number}
    words = [scenario, *(f"{name}={level}" for name, level in made.items())]
    try:
        return Variant(", ".join(words), variant(study.scenarios[scenario], study.levers, row))
    except ScenarioError as error:
        raise InputError(f"{study.origin}: {', '.join(words)} is no scenario: {error}") from None


def _numeric_paths(levers: Mapping[str, Lever]) -> dict[str, str]:
    """Path -> numeric lever that sets it."""
    return {path: name for name, lever in levers.items() if lever.is_number for path in lever.paths}


def _number(level: object) -> float:
    return float(level) if isinstance(level, int | float) else float("nan")


def _table(
    study: Study, rows: Sequence[Row], scenario_of: Integers, row_of: Integers, drawn: Floats
) -> pandas.DataFrame:
    import pandas

    names = list(study.scenarios)
    columns: dict[str, object] = {
        "point": np.arange(len(scenario_of), dtype=np.int64),
        "scenario": pandas.array([names[place] for place in scenario_of.tolist()], dtype=object),
    }
    for name, lever in study.levers.items():
        bare = [lever.shown(None, study.scenarios[scenario]) for scenario in names]
        given = [row[name] for row in rows]
        levels = [
            bare[place] if given[row] is None else given[row]
            for place, row in zip(scenario_of.tolist(), row_of.tolist(), strict=True)
        ]
        columns[name] = np.array(levels, dtype=np.float64) if lever.is_number else np.array(levels, dtype=object)
    labelled = pandas.DataFrame(columns)
    if not study.uncertainties:
        return labelled
    return pandas.concat([labelled, pandas.DataFrame(drawn, columns=list(study.uncertainties))], axis=1)
