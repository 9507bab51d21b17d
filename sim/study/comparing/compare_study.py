"""Comparing what a study's levers can be set to, run by run, and two studies setting by setting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from sim.analysis.paired import compare_tables
from sim.analysis.quantities import quantity, quantity_names
from sim.errors import InputError
from sim.scenario import Scenario, load
from sim.study.comparing.alternatives import Alternative, word_of
from sim.study.comparing.compare import Compared, Pair
from sim.study.comparing.options import Option, common_runs, options_of, runs_of

if TYPE_CHECKING:
    from sim.study.plan import Plan
    from sim.study.study import Study
    from sim.study.sweeping.study_results import StudyResults


def compare_study(
    results: StudyResults, quantities: Sequence[str] | None = None, command: str | None = None
) -> Compared:
    """Compare all settings of a study's levers with the first, on what the study reports or on `quantities` of it.

    Raises InputError for a study without levers, with more settings than can be compared, or whose settings were not
    played at the same uncertain numbers.
    """
    options = comparable_options(results.plan, quantities)
    pairs = [(options[0], other) for other in options[1:]]
    return _compared(
        results.study.name, [(results, base, results, other) for base, other in pairs], quantities, command
    )


def comparable_options(plan: Plan, quantities: Sequence[str] | None) -> tuple[Option, ...]:
    """The settings of a study that `compare_study` compares, without any run; raises what that would raise."""
    options = options_of(plan)
    if len(options) < 2:
        raise InputError(f"'{plan.study.name}' has no levers and a single scenario: there is nothing to compare in it")
    _check_quantities(quantities, plan.study.outcomes, options[0].scenario)
    return options


def compare_studies(
    first: StudyResults, second: StudyResults, quantities: Sequence[str] | None = None, command: str | None = None
) -> Compared:
    """Compare two studies setting by setting: those of their levers that both have.

    Raises InputError if they share none, or if luck and draws of their runs are not the same.
    """
    one, two = first.study, second.study
    if (one.seed, one.runs_per_draw, one.uncertainties) != (two.seed, two.runs_per_draw, two.uncertainties):
        raise InputError(
            f"'{one.name}' and '{two.name}' cannot be compared in pairs: they need the same seed, runs_per_draw and "
            "designed uncertainties"
        )
    others = {_key(option, two): option for option in options_of(second.plan)}
    met = [(option, others[_key(option, one)]) for option in options_of(first.plan) if _key(option, one) in others]
    if not met:
        raise InputError(f"'{one.name}' and '{two.name}' have no setting of their levers in common")
    title = f"{one.name} {chr(0x2013)} {two.name}"
    return _compared(title, [(first, base, second, other) for base, other in met], quantities, command)


def _key(option: Option, study: Study) -> tuple[object, ...]:
    """What makes two options the same setting: levers and levels, and the scenario where a study has several."""
    levels = dict(zip(study.levers, option.levels[1:], strict=True))
    scenario = option.levels[0] if len(study.scenarios) > 1 else None
    return (scenario, *sorted((name, str(level)) for name, level in levels.items()))


def _compared(
    title: str,
    wanted: Sequence[tuple[StudyResults, Option, StudyResults, Option]],
    quantities: Sequence[str] | None,
    command: str | None,
) -> Compared:
    pairs, known = [], {}
    for one, base, two, other in wanted:
        for results, option in ((one, base), (two, other)):
            key = (id(results), option.name)
            if key not in known:
                label = option.name if one is two else f"{results.study.name}: {option.name}"
                known[key] = Alternative(_word(results, option), label, option.scenario)
        sides = known[id(one), base.name], known[id(two), other.name]
        pairs.append(_pair(one, base, two, other, quantities, sides))
    study = wanted[0][0].study
    return Compared(title, tuple(pairs), pairs[0].comparison.runs, study.runs_per_draw, study.seed, command)


def _pair(
    one: StudyResults, base: Option, two: StudyResults, other: Option, quantities: Sequence[str] | None,
    sides: tuple[Alternative, Alternative],
) -> Pair:  # fmt: skip
    names = _quantities(quantities, one, base, two, other)
    tables = [
        runs_of(results, option, _columns(names, option.scenario)) for results, option in ((one, base), (two, other))
    ]
    before, after = (_numbered(table, one.study.runs) for table in common_runs(tables))
    comparison = compare_tables(
        before, after, base.scenario, other.scenario, names,
        names=(sides[0].name, sides[1].name), groups=("draw",) if base.single else ("state", "draw"),
    )  # fmt: skip
    return Pair(*sides, comparison)


def _quantities(
    wanted: Sequence[str] | None, one: StudyResults, base: Option, two: StudyResults, other: Option
) -> tuple[str, ...]:
    """What to compare: what is wanted, by default what both studies report and both scenarios have."""
    kept = [name for name in one.study.outcomes if name in two.study.outcomes]
    _check_quantities(wanted, kept, base.scenario)
    if wanted:
        return tuple(wanted)
    known = set(quantity_names(base.scenario)) & set(quantity_names(other.scenario))
    return tuple(name for name in kept if name in known)


def _check_quantities(wanted: Sequence[str] | None, kept: Sequence[str], scenario: Scenario) -> None:
    for name in wanted or ():
        if name not in kept:
            quantity(name, scenario)  # an error that says what may be meant, if there is no such quantity at all
            raise InputError(f"'{name}' is not among the outcomes that the study keeps (allowed: {', '.join(kept)})")


def _columns(names: Sequence[str], scenario: Scenario) -> list[str]:
    read = [column for name in names for column in quantity(name, scenario).columns]
    return list(dict.fromkeys(["outcome", *read]))


def _numbered(table: pd.DataFrame, runs: int) -> pd.DataFrame:
    """With several states runs are counted through them: number = state * runs + run."""
    return table.assign(run=table["state"] * runs + table["run"])


def _word(results: StudyResults, option: Option) -> str | None:
    """What names an option's scenario to other commands, so that its runs can be read; None if nothing does.

    The study's scenario must be one that the same name loads, and nothing else may be designed. A private number is
    left out too: fixed in a scenario, the others would know it.
    """
    study, point = results.study, int(option.points[0])
    name = str(option.levels[0])
    row = results.plan.table.iloc[point]
    if not option.single or study.uncertainties or not _loads_as(name, study.scenarios[name]):
        return None
    values: dict[str, object] = {}
    removed: list[str] = []
    for lever_name, lever in study.levers.items():
        level = row[lever_name]
        if lever.settings:
            setting = lever.settings.get(str(level))
            values |= dict(setting.set) if setting is not None else {}
            removed += list(setting.remove) if setting is not None else []
    for path, value in zip(results.plan.paths, results.plan.values[point], strict=True):
        if value == value:  # not NaN: set by the design
            dimension = option.scenario.dimensions().get(path)
            if dimension is None or dimension.private:
                return None
            values[path] = float(value)
    return word_of(name, values, removed)


def _loads_as(name: str, scenario: Scenario) -> bool:
    try:
        return load(name) == scenario
    except InputError:
        return False
