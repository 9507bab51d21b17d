"""Numbers of a scenario by names that people read: `actors.russia.war_cost` is "Moscow: war cost"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sim.scenario import Scenario

_PLACES = ("actors", "issues", "preconditions", "steps", "tracks", "shocks")
_SILENT = ("stakes", "values")
"""Parts of a path that say nothing that the rest does not."""
_OF_ALL = {"breakdown": "Talks: breakdown"}


def path_names(paths: Iterable[str], scenario: Scenario) -> dict[str, str]:
    """Path -> name; a path of which nothing is known in the scenario is its own name."""
    return {path: path_name(path, scenario) for path in paths}


def path_name(path: str, scenario: Scenario) -> str:
    """One number's name, made of the labels that the scenario gives to what its path goes through."""
    first, *rest = path.split(".")
    if first == "relations" and len(rest) == 3:
        return f"{_label(scenario.actors, rest[0])} on {_label(scenario.actors, rest[1])}: {_plain(rest[2])}"
    named: Mapping[str, Any] = getattr(scenario, first, {}) if first in _PLACES else {}
    if rest and rest[0] in named:
        words = [
            _label(scenario.actors, word) if word in scenario.actors else _plain(word)
            for word in rest[1:]
            if word not in _SILENT
        ]
        return f"{_label(named, rest[0])}: {' '.join(words)}"
    if first == "battlefield" and rest:
        return f"Front: {' '.join(map(_plain, rest))}"
    if not rest and first in _OF_ALL:
        return _OF_ALL[first]
    return path


def _label(named: Mapping[str, Any], name: str) -> str:
    label = getattr(named.get(name), "label", None)
    return label or _plain(name)


def _plain(word: str) -> str:
    return word.replace("_", " ")
