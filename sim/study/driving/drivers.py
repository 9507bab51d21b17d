"""What drives an outcome: the analyses that fit how a study was designed, on its runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.analysis.discovery import FEWEST, find_box
from sim.analysis.driving import QuantityDrivers
from sim.analysis.factors import factor_effects
from sim.analysis.peeling import can_peel
from sim.analysis.quantities import Quantity
from sim.analysis.scoring import BINS, main_effects, tree_scores
from sim.analysis.scoring import FEWEST as FEWEST_IN_BIN
from sim.analysis.screening import morris_effects, swings
from sim.analysis.sensitivity import sobol_indices
from sim.analysis.variance import Floats, VarianceSplit, variance_split
from sim.errors import InputError
from sim.scenario import Scenario
from sim.scenario.suggest import allowed_or_meant
from sim.study.driving.driver_data import Laid, lay_out
from sim.summary.path_names import path_names

if TYPE_CHECKING:
    from sim.study.driving.driver_results import Drivers
    from sim.study.sweeping.study_results import StudyResults

HIGH = 0.75
"""A quantity that is no share is a case from this quantile on."""
LEAST_CASES = 20
"""Fewest runs in which something happens, and in which it does not, for looking what drives it."""


def drivers(
    results: StudyResults,
    quantities: Sequence[str] | None = None,
    *,
    trees: bool = False,
    boxes: bool | None = None,
    command: str | None = None,
) -> Drivers:
    """What drives the outcomes of a study, by whatever its design allows.

    - `saltelli`: Sobol indices; `morris`: screening; `one_at_a_time`: swings.
    - `latin_hypercube`, `sobol`, `saltelli` or numbers drawn for each run: main effects, and the region in which the
      quantity that the study is about (its `finding`, or else the first) is common; scores by trees on demand.
    - a grid of levers: their effects.

    Where a study has both, levers are explained with the uncertain numbers averaged over, and the other way round.
    `quantities` are by default those that the study reports. Without EMA workbench no region is looked for, unless
    `boxes` asks for it, which then raises InputError, as do quantities that the study does not report.
    """
    from sim.study.driving.driver_results import Drivers, origin_of

    known = {quantity.name: quantity for quantity in results.quantities}
    for name in quantities or ():
        if name not in known:
            raise InputError(f"the study does not report '{name}'; {allowed_or_meant(name, known)}")
    chosen = [known[name] for name in quantities or known]
    finding = results.study.finding if results.study.finding in {item.name for item in chosen} else chosen[0].name
    laid = lay_out(results, chosen)
    boxed, seed = finding if wanted(boxes) else None, results.study.seed
    found = [explain(laid, item, trees=trees, box=item.name == boxed, seed=seed) for item in chosen]
    scenario = next(iter(results.study.scenarios.values()))
    return Drivers(
        title=results.study.name,
        question=results.study.question,
        quantities=tuple(found),
        names=names_of(laid, scenario, {name: lever.label or name for name, lever in results.study.levers.items()}),
        laid=laid,
        origin=origin_of(results),
        about={"study": {"name": results.study.name, "sha256": results.study.digest}, "command": command},
    )


def wanted(boxes: bool | None) -> bool:
    """Whether a region is to be looked for: as asked, or if it can be."""
    return can_peel() if boxes is None else boxes


def names_of(laid: Laid, scenario: Scenario, levers: Mapping[str, str]) -> dict[str, str]:
    """What people call the uncertain numbers and levers."""
    columns = [*map(str, laid.values.columns), *map(str, laid.settings.columns)]
    return {**path_names(columns, scenario), **levers, "scenario": "scenario"}


def explain(laid: Laid, quantity: Quantity, *, trees: bool, box: bool, seed: int) -> QuantityDrivers:
    """Everything that can be said of one quantity from runs that are laid out; nothing of what hardly ever varies."""
    outcomes = laid.outcomes[quantity.name]
    if quantity.kind == "share" and min(outcomes.sum(), outcomes.size - outcomes.sum()) < LEAST_CASES:
        return QuantityDrivers(quantity, float(outcomes.mean()), None, "", same=outcomes.min() == outcomes.max())
    if outcomes.min() == outcomes.max():
        return QuantityDrivers(quantity, float(outcomes.mean()), None, "", same=True)
    split, varied = _split(laid, outcomes)
    found: dict[str, object] = {}
    along = laid.settings.shape[0] > 1 and laid.levers == "grid"
    if along and laid.along_settings(quantity.name).shape[1] > 1:
        found["levers"] = factor_effects(laid.settings, laid.along_settings(quantity.name))
    if laid.values.shape[1]:
        found |= _of_values(laid, quantity, trees=trees, box=box, seed=seed)
    return QuantityDrivers(quantity, float(outcomes.mean()), split, varied, **found)  # type: ignore[arg-type]


def _split(laid: Laid, outcomes: Floats) -> tuple[VarianceSplit | None, str]:
    """The split of variance, and what its part `design` is due to.

    None for designs whose points do not lie as the uncertain numbers do, so that shares of variance say nothing.
    """
    settings, places, draws, repeats = outcomes.shape
    if laid.design in ("morris", "one_at_a_time"):
        return None, ""
    if settings * places == 1:
        return variance_split(outcomes.reshape(1, draws, repeats, 1)), "uncertain numbers"
    words = ["levers"] if settings > 1 else []
    if places > 1:
        words.append("designed numbers" if laid.drawn else "uncertain numbers")
    return variance_split(outcomes[:, _spread(laid)]), " and ".join(words)


def _spread(laid: Laid) -> NDArray[np.int64]:
    """Rows of values that are independent of one another: of Saltelli's design the points A and B."""
    if laid.by_draw:
        return np.zeros(1, dtype=np.int64)
    rows = np.arange(len(laid.values))
    width = laid.values.shape[1] + 2
    return rows[(rows % width == 0) | (rows % width == width - 1)] if laid.design == "saltelli" else rows


def _of_values(laid: Laid, quantity: Quantity, *, trees: bool, box: bool, seed: int) -> dict[str, object]:
    outcomes, table = laid.along_values(quantity.name), laid.values
    names = [str(name) for name in table.columns]
    found: dict[str, object] = {}
    if laid.design == "morris":
        return {"screening": morris_effects(as_numbers(table), outcomes, names, seed=seed)}
    if laid.design == "one_at_a_time":
        return {"swings": swings(as_numbers(table), outcomes, names)}
    rows = np.arange(len(table)) if laid.by_draw else _spread(laid)
    if laid.design == "saltelli":
        found["sobol"] = sobol_indices(outcomes, names, seed=seed)
    table, outcomes = table.iloc[rows].reset_index(drop=True), outcomes[rows]
    if len(table) >= BINS * FEWEST_IN_BIN and not table.isna().any(axis=None):
        numbers = as_numbers(table)
        found["effects"] = main_effects(numbers, outcomes, names)
        if trees:
            found["trees"] = tree_scores(numbers, outcomes, names, seed=seed)
        if box and len(table) >= FEWEST:
            found |= _box(table, laid.cases(quantity.name)[rows], quantity, seed)
    return found


def _box(table: pd.DataFrame, values: Floats, quantity: Quantity, seed: int) -> dict[str, object]:
    if quantity.kind == "share":
        cases, case = values, quantity.label
    else:
        threshold = float(np.quantile(values, HIGH))
        cases, case = (values >= threshold).astype(np.float64), f"{quantity.label}: {threshold:.3g} or more"
        if cases.mean() > 0.5:  # such as rounds to what mostly never happens
            cases, case = 1 - cases, f"{quantity.label}: below {threshold:.3g}"
    if min(cases.sum(), cases.size - cases.sum()) < LEAST_CASES:
        return {}
    return {"box": find_box(table, cases, seed=seed), "case": case}


def as_numbers(table: pd.DataFrame) -> Floats:
    """Columns as numbers (rows, columns); labels by their order of appearance."""
    columns = [
        column.to_numpy(dtype=np.float64)
        if pd.api.types.is_numeric_dtype(column)
        else pd.factorize(column)[0].astype(np.float64)
        for _, column in table.items()
    ]
    return np.column_stack(columns) if columns else np.zeros((len(table), 0))
