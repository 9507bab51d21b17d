"""Defaults that depend on the rest of the file, written out before the models are built.

Works on plain data that may still be wrong anywhere: whatever does not have the expected form is left as it
is, for the models to refuse.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from sim.scenario.conditions import Condition, split_condition
from sim.scenario.kinds import NumberFault

SECTIONS = ("relations", "steps", "tracks", "preconditions", "shocks", "mechanisms", "fallbacks")
LABELLED = ("actors", "issues", "steps", "tracks", "preconditions", "shocks")


def complete(raw: dict[str, Any]) -> dict[str, Any]:
    """The file's data with these defaults filled in; changes and returns `raw`."""
    if raw.get("tracks") is None:  # left out; `tracks: {}` says that nobody ever meets
        raw["tracks"] = {"talks": {"participants": sorted(_mapping(raw.get("actors")))}}
    _open_empty(raw)
    for section in LABELLED:
        for name, element in _elements(raw, section):
            if not element.get("label") and "label" not in element:
                words = name.replace("_", " ").strip()
                element["label"] = words[:1].upper() + words[1:]
    sides = belligerents(raw)
    for name, actor in _elements(raw, "actors"):
        if name not in sides:
            actor.setdefault("war_cost", 0.0)
            actor.setdefault("standoff_cost", 0.0)
    for _, step in _elements(raw, "steps"):
        step.setdefault("parties", list(sides or sorted(_mapping(raw.get("actors")))))
        if step.get("in_settlement") is None:
            step["in_settlement"] = step.get("stops_fighting") is True
    for _, track in _elements(raw, "tracks"):
        _seat_mediator(track)
    for _, issue in _elements(raw, "issues"):
        _complete_issue(issue)
    _name_options(raw)
    return raw


def belligerents(raw: dict[str, Any]) -> tuple[str, ...]:
    """(first, second) of the raw file if it declares a war, otherwise ()."""
    field = _mapping(raw.get("battlefield"))
    sides = field.get("first"), field.get("second")
    if field.get("war") == "none" or not all(isinstance(side, str) for side in sides):
        return ()
    return sides  # type: ignore[return-value]  # both are strings


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _elements(raw: dict[str, Any], section: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, element in _mapping(raw.get(section)).items():
        if isinstance(element, dict):
            yield name, element


def _open_empty(raw: dict[str, Any]) -> None:
    """An empty section or element (`russia:` with nothing after it) is an empty mapping."""
    for section in SECTIONS:
        if section in raw and raw[section] is None:
            raw[section] = {}
    for section in (*LABELLED, "relations"):
        entries = _mapping(raw.get(section))
        for name, element in entries.items():
            if element is None:
                entries[name] = {}
    for others in _mapping(raw.get("relations")).values():
        for name, relation in _mapping(others).items():
            if relation is None:
                others[name] = {}


def _seat_mediator(track: dict[str, Any]) -> None:
    mediator, seats = track.get("mediator"), track.get("participants")
    if isinstance(mediator, str) and isinstance(seats, list) and mediator not in seats:
        seats.append(mediator)


def _complete_issue(issue: dict[str, Any]) -> None:
    options = issue.get("options")
    if issue.get("kind") == "pie":
        issue.setdefault("status_quo", {})
        issue.setdefault("enforcement", 0.0)
    elif issue.get("divisible") is True:
        issue.setdefault("status_quo", 0.0)
        issue.setdefault("enforcement", 0.0)
    elif isinstance(options, list) and options and issue.get("status_quo") is None:
        issue["status_quo"] = _option(options[0])


def _option(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _name_options(raw: dict[str, Any]) -> None:
    """Options that look like numbers become names, and options of divisible issues numbers."""
    issues = dict(_elements(raw, "issues"))
    divisible = {name for name, issue in issues.items() if issue.get("divisible") is True}
    pies = {name for name, issue in issues.items() if issue.get("kind") == "pie"}
    shares = {f"{name}.{holder}" for name in pies for holder in _mapping(issues[name].get("stakes"))}
    for name, issue in issues.items():
        if name in divisible | pies:
            continue
        issue["status_quo"] = _option(issue.get("status_quo", ""))
        for _, stake in _elements(issue, "stakes"):
            if "position" in stake:
                stake["position"] = _option(stake["position"])
    for package in _packages(raw):
        for name, option in package.items():
            if name in issues and name not in divisible:
                package[name] = _option(option)
    for holder, key in _conditions(raw):
        condition = {name: wanted for name, wanted in holder[key].items() if key != "eased_by" or name != "by"}
        if len(condition) != 1:
            continue
        name, wanted = next(iter(condition.items()))
        if name in divisible | shares:
            _number_condition(holder, key, name, wanted)
        elif name in issues:
            holder[key][name] = _option(wanted)


def _packages(raw: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name, package in _mapping(raw.get("fallbacks")).items():
        if name != "claims":
            yield _mapping(package)
    for _, step in _elements(raw, "steps"):
        yield _mapping(step.get("floor"))
    yield _mapping(_mapping(raw.get("opening_text")).get("text"))


def _conditions(raw: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    for section, keys in (("preconditions", ("text", "gate", "eased_by")), ("steps", ("in_settlement",))):
        for _, element in _elements(raw, section):
            for key in keys:
                if isinstance(element.get(key), dict):
                    yield element, key


def _number_condition(holder: dict[str, Any], key: str, issue: str, wanted: object) -> None:
    """Read "at_least 0.5" on a divisible issue; what is no number is left for the checks to refuse."""
    if not isinstance(wanted, str):
        return
    try:
        sense, option = split_condition(wanted)
        number = float(option)
    except (NumberFault, ValueError):
        return
    if not math.isfinite(number):
        return
    if key == "eased_by":
        holder[key] = {
            issue: Condition(issue, sense, number),
            **{k: v for k, v in holder[key].items() if k == "by"},
        }
    else:
        holder[key] = Condition(issue, sense, number)
