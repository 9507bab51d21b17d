"""The language as JSON Schema (draft 2020-12), for editors and for other programs.

The schema knows forms, names and ranges of plain numbers; that what is referred to exists, and that
distributions stay in range, only `load` knows. A file that extends another may leave out whatever the other
has: for such files nothing is required.
"""

from __future__ import annotations

import copy
from typing import Any

from sim.scenario.kinds import KINDS
from sim.scenario.models import Scenario
from sim.scenario.numbers import SHARED

_NAMED = ("actors", "issues", "steps", "tracks", "preconditions", "shocks", "relations")
_CLAIMS = {"type": "array", "items": {"type": "string"}, "description": "Ids of the claims it rests on."}
_WHY = {"type": "string", "description": "Why the number is what it is."}


def schema() -> dict[str, Any]:
    """The JSON Schema of scenario files."""
    whole = Scenario.model_json_schema(by_alias=True, mode="validation")
    whole = names_checked(whole)
    definitions: dict[str, Any] = whole.pop("$defs")
    _allow_empty(whole)
    for definition in definitions.values():
        definition.pop("title", None)
    partial = copy.deepcopy({"Scenario": whole, **definitions})
    for definition in partial.values():
        definition.pop("required", None)
    partial = {f"{name}Part": _renamed(definition) for name, definition in partial.items()}
    inheriting = partial.pop("ScenarioPart")
    inheriting["properties"].update(_inheritance())
    whole["properties"].update(_inheritance())
    complete: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Scenario",
        **{key: value for key, value in inheriting.items() if key != "title"},
        "if": {"not": {"required": ["extends"]}},
        "then": {"$ref": "#/$defs/Scenario"},
        "$defs": {
            "Distribution": distribution_schema(),
            "ReasonedNumber": reasoned_number_schema(),
            "Scenario": whole,
            **definitions,
            **partial,
        },
    }
    written_out: dict[str, Any] = shared_written_out(complete)
    return written_out


def names_checked(value: Any) -> Any:
    """The same schema, with all keys of a mapping held to the pattern of its names."""
    if isinstance(value, list):
        return [names_checked(item) for item in value]
    if not isinstance(value, dict):
        return value
    checked = {key: names_checked(below) for key, below in value.items()}
    if isinstance(checked.get("patternProperties"), dict) and checked.get("type") == "object":
        ((pattern, below),) = checked.pop("patternProperties").items()
        checked |= {"propertyNames": {"pattern": pattern}, "additionalProperties": below}
    return checked


def _renamed(value: Any) -> Any:
    """The same schema, its references leading to the definitions in which nothing is required."""
    if isinstance(value, list):
        return [_renamed(item) for item in value]
    if not isinstance(value, dict):
        return value
    renamed = {key: _renamed(below) for key, below in value.items()}
    if isinstance(renamed.get("$ref"), str):
        renamed["$ref"] = f"{renamed['$ref']}Part"
    return renamed


def shared_written_out(value: Any) -> Any:
    """The same schema, with references to the definitions that no model stands for."""
    if isinstance(value, list):
        return [shared_written_out(item) for item in value]
    if not isinstance(value, dict):
        return value
    if SHARED in value:
        return {"$ref": f"#/$defs/{value[SHARED]}"}
    return {key: shared_written_out(below) for key, below in value.items()}


def _allow_empty(whole: dict[str, Any]) -> None:
    """Sections may be empty, and so may elements that have defaults for everything (`russia:`)."""
    for name, section in whole["properties"].items():
        if name in _NAMED:
            _or_null(section, "additionalProperties")
            if name == "relations":
                _or_null(section["additionalProperties"]["anyOf"][0], "additionalProperties")
            if name not in ("actors", "issues"):
                whole["properties"][name] = _nullable(section)
    for name in ("mechanisms", "fallbacks"):
        whole["properties"][name] = _nullable(whole["properties"][name])


def _or_null(schema_of: dict[str, Any], key: str) -> None:
    schema_of[key] = {"anyOf": [schema_of[key], {"type": "null"}]}


def _nullable(section: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {key: section[key] for key in ("title", "description", "default") if key in section}
    inner = {key: value for key, value in section.items() if key not in kept}
    return {**kept, "anyOf": [inner, {"type": "null"}]}


def _inheritance() -> dict[str, Any]:
    return {
        "extends": {
            "title": "Extends",
            "description": "Another scenario, by name or relative path, over which this file is laid.",
            "type": ["string", "null"],
        },
        "remove": {
            "title": "Remove",
            "description": "With extends: paths dropped from the parent, such as steps.ceasefire.",
            "type": ["array", "null"],
            "items": {"type": "string"},
        },
    }


def distribution_schema() -> dict[str, Any]:
    """That of an uncertain number."""
    pair = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
    weights: dict[str, Any] = {"type": "array", "items": {"type": "number", "minimum": 0}}
    kinds: dict[str, Any] = {kind: {**pair, "description": f"{kind}: {form}"} for kind, form in KINDS.items()}
    kinds["triangular"] = {**kinds["triangular"], "minItems": 3, "maxItems": 3}
    kinds["choice"] = {key: value for key, value in kinds["choice"].items() if key != "maxItems"}
    return {
        "type": "object",
        "description": "An uncertain number: one kind, and what is known about it.",
        "properties": {
            **kinds,
            "weights": {**weights, "description": "Weights of the values of a choice, 0 or more."},
            "within": {**pair, "description": "Truncation: [lo, hi]."},
            "private": {"type": "boolean", "description": "Only the actor itself knows the draw."},
            "why": _WHY,
            "claims": _CLAIMS,
        },
        "oneOf": [{"required": [kind]} for kind in KINDS],
        "additionalProperties": False,
    }


def reasoned_number_schema() -> dict[str, Any]:
    """That of a fixed number with reasons."""
    return {
        "type": "object",
        "description": "A fixed number with reasons.",
        "properties": {
            "fixed": {"type": "number", "description": "The number."},
            "why": _WHY,
            "claims": _CLAIMS,
        },
        "required": ["fixed"],
        "additionalProperties": False,
    }
