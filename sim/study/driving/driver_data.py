"""Results of a study laid out as the analyses of drivers need them: arrays by setting, place, draw and run.

A *setting* is a combination of levers (and a scenario); a *place* a point of the design of uncertain numbers; a *draw*
a set of values of all numbers that the design leaves open, the same wherever luck is; *repeats* are the runs of a draw.
What is explained is what lies along places, or where the design leaves all numbers to the draw, along draws; settings
are averaged over, as every place was played with all of them, on the same luck.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.analysis.quantities import Quantity
from sim.analysis.variance import Floats
from sim.compile import Compiled, compile_scenario
from sim.errors import InputError
from sim.study.design.designs import SAMPLED

if TYPE_CHECKING:
    from sim.study.plan import Plan
    from sim.study.sweeping.study_results import StudyResults

Places = NDArray[np.int64]


@dataclass(frozen=True)
class Laid:
    """Runs laid out.

    `outcomes` has for each quantity its values (settings, places, draws, repeats). `settings` has one row a setting;
    `values` one row a place, or a draw if `by_draw`, and one column an uncertain number or sampled lever. `design` is
    how those were sampled ("drawn" by draw), `levers` how settings were ("" without). `drawn` says whether any number
    was left to the draw; without, every run counts as a draw of its own. `notes` tell what had to be left out.
    """

    outcomes: Mapping[str, Floats]
    settings: pd.DataFrame
    values: pd.DataFrame
    design: str
    levers: str
    drawn: bool
    by_draw: bool
    notes: tuple[str, ...] = ()

    def along_values(self, quantity: str) -> Floats:
        """Outcomes (rows of `values`, lucks), the mean over settings; columns independent of one another."""
        over = self.outcomes[quantity].mean(axis=0)
        if self.by_draw:
            return np.asarray(over.mean(axis=0))
        return np.asarray(over.mean(axis=2) if self.drawn else over.reshape(len(over), -1))

    def cases(self, quantity: str) -> Floats:
        """All values of all runs (rows of `values`, runs)."""
        values = self.outcomes[quantity]
        rows = values.transpose(2, 0, 1, 3) if self.by_draw else values.transpose(1, 0, 2, 3)
        return np.asarray(rows.reshape(len(rows), -1))

    def along_settings(self, quantity: str) -> Floats:
        """Outcomes (settings, draws), the mean over places and the runs of a draw."""
        return np.asarray(self.outcomes[quantity].mean(axis=(1, 3)))


def lay_out(results: StudyResults, quantities: Iterable[Quantity]) -> Laid:
    """Lay out the results of a study for some of its quantities.

    Points with different numbers of runs are cut to what all have. A point that failed takes with it whatever the
    analysis cannot do without: its block of a Saltelli or Morris design, or its place or setting. Raises InputError if
    nothing is left.
    """
    plan, wanted = results.plan, tuple(quantities)
    setting_of, place_of, settings, values, design, levers = _axes(plan)
    compiled = [compile_scenario(variant.scenario) for variant in plan.variants]
    open_numbers = _open(plan, compiled)
    per_draw = plan.study.runs_per_draw if open_numbers else 1
    table, runs, complete = _complete(results, wanted, per_draw)
    notes = []
    if len(set(results.points["runs"])) > 1:
        notes.append(f"points were played differently often; the first {runs:,} runs of each are compared")
    kept_settings, kept_places = _kept(complete, setting_of, place_of, design, values.shape[1])
    if not kept_settings.size or not kept_places.size:
        raise InputError("too many design points failed: what is left is not enough to tell what drives the outcome")
    lost = (len(settings) - kept_settings.size, setting_of.size and int(place_of.max()) + 1 - kept_places.size)
    if any(lost):
        notes.append(
            f"{(~complete).sum():,} design points failed; {lost[0]} settings and {lost[1]} places are left out"
        )
    order = np.lexsort((place_of, setting_of))
    grid = order.reshape(len(settings), -1)[np.ix_(kept_settings, kept_places)]
    outcomes = {}
    row_of = np.full(len(plan), -1)
    row_of[np.flatnonzero(complete)] = np.arange(int(complete.sum()))
    for quantity in wanted:
        numbers = quantity.values(table).reshape(-1, runs)
        outcomes[quantity.name] = numbers[row_of[grid]].reshape(*grid.shape, runs // per_draw, per_draw)
    by_draw = values.shape[1] == 0 and bool(open_numbers)
    if by_draw:
        values = _drawn_values(plan, compiled, open_numbers, runs // per_draw)
        design = "drawn"
    else:
        values = values.iloc[kept_places].reset_index(drop=True)
    settings = settings.iloc[kept_settings].reset_index(drop=True)
    return Laid(outcomes, settings, values, design, levers, bool(open_numbers), by_draw, tuple(notes))


def _axes(plan: Plan) -> tuple[Places, Places, pd.DataFrame, pd.DataFrame, str, str]:
    """Setting and place of each point, both as tables, and how places and settings were designed."""
    study, table = plan.study, plan.table
    uncertain = list(study.uncertainties)
    labels = [name for name in table.columns if name not in ("point", *uncertain)]
    design, levers = study.design.uncertainties.kind, study.design.levers.kind
    places, rows = int(plan.cube_of.max()) + 1, len(plan.rows)
    if study.design.crossing == "zipped" and places > 1 and (rows > 1 or len(study.scenarios) > 1):
        nothing = np.zeros(len(plan), dtype=np.int64)
        kind = design if levers in SAMPLED and design in ("latin_hypercube", "sobol") else "zipped"
        return nothing, np.arange(len(plan)), pd.DataFrame(index=[0]), _varying(table, [*labels, *uncertain]), kind, ""
    if places > 1:
        setting_of = plan.scenario_of * rows + plan.row_of
        settings, values = _rows(table, labels, setting_of), _rows(table, uncertain, plan.cube_of)
        return _dense(setting_of), plan.cube_of, settings, values, design, levers if len(settings) > 1 else ""
    if levers in SAMPLED and rows > 1:
        settings = _rows(table, ["scenario"], plan.scenario_of)
        values = _rows(table, [name for name in labels if name != "scenario"], plan.row_of)
        return plan.scenario_of, plan.row_of, settings, values, levers, "grid" if len(settings) > 1 else ""
    setting_of = plan.scenario_of * rows + plan.row_of
    settings = _rows(table, labels, setting_of)
    nothing = np.zeros(len(plan), dtype=np.int64)
    none = pd.DataFrame(index=[0])
    return _dense(setting_of), nothing, settings, none, "drawn", levers if len(settings) > 1 else ""


def _dense(numbers: Places) -> Places:
    return np.unique(numbers, return_inverse=True)[1].astype(np.int64)


def _rows(table: pd.DataFrame, columns: list[str], number: Places) -> pd.DataFrame:
    """One row of the table for each number, in their order."""
    _, first = np.unique(number, return_index=True)
    return table.iloc[first][columns].reset_index(drop=True)


def _varying(table: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    return table[[name for name in columns if table[name].nunique(dropna=False) > 1]].reset_index(drop=True)


def _open(plan: Plan, compiled: list[Compiled]) -> set[str]:
    """Numbers that are drawn at some point."""
    found: set[str] = set()
    for number, made in enumerate(compiled):
        set_there = ~np.isnan(plan.values[plan.variant_of == number]).any(axis=0)
        found |= set(made.dimensions) - {path for path, is_set in zip(plan.paths, set_there, strict=True) if is_set}
    return found


def _complete(
    results: StudyResults, quantities: tuple[Quantity, ...], per_draw: int
) -> tuple[pd.DataFrame, int, NDArray[np.bool_]]:
    """Runs of the points that have all of the first so many, how many those are, and which points have them."""
    points = len(results.plan)
    columns = list(dict.fromkeys(column for quantity in quantities for column in quantity.columns))
    table = results.runs(columns)
    failed = {failure.point for failure in results.failed}
    played = np.bincount(table["point"], minlength=points)
    sound = played[[point for point in range(points) if point not in failed]]
    runs = int(sound.min()) // per_draw * per_draw if sound.size else 0
    if runs == 0:
        raise InputError("there are no runs that all design points have")
    table = table[table["run"] < runs]
    complete = np.bincount(table["point"], minlength=points) == runs
    return table[complete[table["point"].to_numpy()]], runs, complete


def _kept(
    complete: NDArray[np.bool_], setting_of: Places, place_of: Places, design: str, dimensions: int
) -> tuple[Places, Places]:
    """Settings and places of which all points are there, in whole blocks where the design has any."""
    settings, places = int(setting_of.max()) + 1, int(place_of.max()) + 1
    there = np.zeros((settings, places), dtype=bool)
    there[setting_of, place_of] = complete
    if places == 1:
        return np.flatnonzero(there[:, 0]), np.zeros(1, dtype=np.int64)
    whole = there.all(axis=0)
    block = {"saltelli": dimensions + 2, "morris": dimensions + 1}.get(design)
    if block is not None:
        whole = np.repeat(whole.reshape(-1, block).all(axis=1), block)
    return np.arange(settings), np.flatnonzero(whole)


def _drawn_values(plan: Plan, compiled: list[Compiled], names: set[str], draws: int) -> pd.DataFrame:
    """What the draws were (draws, numbers): those numbers that all variants draw alike."""
    first = compiled[0]
    alike = [
        path
        for path, distribution in first.dimensions.items()
        if path in names and all(made.dimensions.get(path) == distribution for made in compiled)
    ]
    columns = [list(first.dimensions).index(path) for path in alike]
    values = first.draws(first.cube(0, draws, plan.study.seed))[:, columns]
    return pd.DataFrame(values, columns=alike)
