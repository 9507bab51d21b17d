"""What pydantic found, as problems with a place, what is allowed and what was probably meant."""

from __future__ import annotations

import types
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sim.errors import Problem
from sim.scenario.suggest import allowed_or_meant
from sim.scenario.tree import Node, Path, locate

_WANTED = {
    "string_type": "a text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "dict_type": "a mapping",
    "mapping_type": "a mapping",
    "tuple_type": "a list",
    "list_type": "a list",
}


def pydantic_problems(error: ValidationError, model: type[BaseModel], tree: Node) -> list[Problem]:
    """One problem for each error, located in the tree."""
    return [_problem(details, model, tree) for details in error.errors(include_url=False)]


def error_path(details: ErrorDetails) -> Path:
    """The path that an error blames, down to the key inside a number."""
    path = tuple(part for part in details["loc"] if part != "[key]")
    at = details.get("ctx", {}).get("at") if details["type"] == "fault" else None
    return (*path, *str(at).split(".")) if at else path


def _problem(details: ErrorDetails, model: type[BaseModel], tree: Node) -> Problem:
    path = error_path(details)
    kind = details["type"]
    at_key = kind in ("extra_forbidden", "missing") or details["loc"][-1:] == ("[key]",)
    message, hint = _words(details, model)
    element = tuple(part for part in details["loc"] if part != "[key]")
    return locate(tree, path, at_key).problem(element, message, hint)


def _words(details: ErrorDetails, model: type[BaseModel]) -> tuple[str, str]:
    """Message and hint."""
    kind, path, given = details["type"], details["loc"], details["input"]
    context: dict[str, Any] = details.get("ctx", {})
    if kind == "fault":
        return context["message"], context["hint"]
    if kind == "missing":
        return f"'{path[-1]}' is missing", _description(model, path)
    if kind == "extra_forbidden":
        names = _keys(_annotation(model, path[:-1]))
        return f"unknown key '{path[-1]}'", allowed_or_meant(str(path[-1]), names)
    if kind == "literal_error":
        words = [str(word) for word in get_args(_bare(_annotation(model, path)))]
        return f"{_shown(given)} cannot stand here", allowed_or_meant(str(given), words)
    if kind in ("greater_than_equal", "less_than_equal"):
        return f"{_shown(given)} is out of range", _description(model, path)
    if kind in ("string_too_short", "too_short"):
        return "must not be empty", ""
    if kind in _WANTED and given is None:
        return f"must not be empty: it takes {_WANTED[kind]}", _description(model, path)
    if kind in _WANTED:
        return f"{_shown(given)} cannot stand here: it takes {_WANTED[kind]}", _description(model, path)
    return details["msg"], ""


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    if value is None or isinstance(value, bool):
        return {None: "nothing", True: "true", False: "false"}[value]
    text = f"'{value}'" if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:56] + "...'"


def _bare(annotation: Any) -> Any:
    """An annotation without Annotated and without None."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        elif get_origin(annotation) in (Union, types.UnionType):
            present = [choice for choice in get_args(annotation) if choice is not type(None)]
            if len(present) != 1:
                return annotation
            annotation = present[0]
        else:
            return annotation


def _field(annotation: Any, part: str | int) -> Any:
    bare = _bare(annotation)
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        for name, field in bare.model_fields.items():
            if part in (name, field.alias):
                return field
    return None


def _annotation(annotation: Any, path: tuple[str | int, ...]) -> Any:
    """The annotation of what stands at a path below a model."""
    for part in path:
        bare = _bare(annotation)
        field = _field(annotation, part)
        if field is not None:
            annotation = field.annotation
        elif get_origin(bare) is Literal or not get_args(bare):
            return None
        else:
            annotation = (
                get_args(bare)[1] if get_origin(bare) is not tuple and len(get_args(bare)) > 1 else get_args(bare)[0]
            )
    return annotation


def _keys(annotation: Any) -> list[str]:
    bare = _bare(annotation)
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        return [field.alias or name for name, field in bare.model_fields.items()]
    return []


def _description(model: type[BaseModel], path: tuple[str | int, ...]) -> str:
    """What the field's description says is wanted."""
    field = _field(_annotation(model, path[:-1]), path[-1]) if path else None
    return field.description or "" if field is not None else ""
