"""Variants: a scenario with settings of levers made, and with numeric levers as dimensions of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.scenario import Scenario
from sim.study.design.levers import Lever, Setting

Ends = tuple[float, float]


def with_settings(scenario: Scenario, settings: Sequence[Setting]) -> Scenario:
    """A scenario with several settings made at once.

    What one of them removes the others cannot change: their values below it are left out. Raises ScenarioError if the
    result is no scenario.
    """
    made = [setting for setting in settings if setting.changes]
    if not made:
        return scenario
    removed = {path for setting in made for path in setting.remove}
    values: dict[str, object] = {}
    for setting in made:
        gone = removed.difference(setting.remove)
        values |= {path: value for path, value in setting.set.items() if not within_any(path, gone)}
    outermost = [path for path in sorted(removed) if not within_any(path, removed - {path})]
    return scenario.with_(set=values, remove=outermost)


def with_numbers(scenario: Scenario, numbers: Mapping[str, Ends], removed: Sequence[str] = ()) -> Scenario:
    """A scenario in which each path is a dimension that can take all values between its two ends.

    One that is uncertain already and can take them is left as it is, so that what the others believe of a private
    number does not change. Paths in what was `removed` are left out. Raises ScenarioError where no number can stand.
    """
    stated = scenario.dimensions()
    values: dict[str, object] = {}
    for path, (low, high) in numbers.items():
        if within_any(path, removed):
            continue
        known = stated.get(path)
        if known is not None and known.support[0] <= low and high <= known.support[1]:
            continue
        private = {"private": True} if known is not None and known.private else {}
        values[path] = {"uniform": [low, high], **private}
    return scenario.with_(set=values) if values else scenario


def variant(scenario: Scenario, levers: Mapping[str, Lever], row: Mapping[str, object]) -> Scenario:
    """A scenario for a row of lever levels; levers at None leave it as it is. Raises ScenarioError."""
    settings = [lever.settings[str(row[name])] for name, lever in levers.items() if lever.settings and row.get(name)]
    numbers = {
        path: lever.ends
        for name, lever in levers.items()
        if lever.is_number and row.get(name) is not None
        for path in lever.paths
    }
    removed = [path for setting in settings for path in setting.remove]
    return with_numbers(with_settings(scenario, settings), numbers, removed)


def within(path: str, other: str) -> bool:
    """Whether a path is another one or lies below it."""
    return path == other or path.startswith(f"{other}.")


def within_any(path: str, others: Sequence[str] | set[str]) -> bool:
    """Whether a path is one of others or lies below one."""
    return any(within(path, other) for other in others)
