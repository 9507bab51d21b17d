"""The form of a study file: its keys, what may stand under each, and their descriptions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from sim.errors import Problem
from sim.scenario.base import Label, Model, Name, Parsed, Whole
from sim.scenario.kinds import NumberFault
from sim.scenario.numbers import SHARED
from sim.scenario.problems import pydantic_problems
from sim.scenario.suggest import allowed_or_meant
from sim.scenario.tree import Node, plain
from sim.study.design.designs import SAMPLED, Sampling, size_fault

LEVER_DESIGNS = ("grid", "one_at_a_time", "zipped", "list", *SAMPLED)
UNCERTAINTY_DESIGNS = ("drawn", "one_at_a_time", "grid", *SAMPLED)
_WORDS = {"levers": ("grid", "one_at_a_time", "zipped"), "uncertainties": ("drawn", "one_at_a_time")}

SettingName = Annotated[str, Field(min_length=1, max_length=80)]
Rows = tuple[Mapping[str, object], ...]


def _scenario(value: object) -> object:
    if isinstance(value, str) or (isinstance(value, Mapping) and value):
        return value
    raise NumberFault("a scenario's name, a path, or a scenario written out must stand here")


def _scenarios(value: object) -> dict[str, object] | tuple[object, ...]:
    if isinstance(value, Mapping) and value:
        for name, below in value.items():
            if not isinstance(below, str) and not (isinstance(below, Mapping) and below):
                raise NumberFault("a scenario's name, a path, or a scenario written out must stand here", at=str(name))
        return {str(name): below for name, below in value.items()}
    if isinstance(value, list | tuple) and value and all(isinstance(item, str) for item in value):
        if len(set(value)) < len(value):
            raise NumberFault("a scenario is named twice")
        return tuple(value)
    raise NumberFault("a list of scenarios, or a mapping of names to scenarios, must stand here")


def _uncertainties(value: object) -> object:
    if value == "all":
        return value
    if isinstance(value, list | tuple) and all(isinstance(item, str) and item for item in value):
        return tuple(value)
    if isinstance(value, Mapping):
        return {str(path): below for path, below in value.items()}
    raise NumberFault("`all`, a list of paths, or a mapping of paths to distributions must stand here")


def _ends(value: object) -> tuple[float, float]:
    ends = value if isinstance(value, list | tuple) else ()
    numbers = [float(end) for end in ends if isinstance(end, int | float) and not isinstance(end, bool)]
    if len(numbers) != 2 or len(ends) != 2:
        raise NumberFault("between takes two numbers", "form: between: [lo, hi]")
    if not numbers[0] < numbers[1]:
        raise NumberFault(f"the lower end {numbers[0]:g} is not below the upper end {numbers[1]:g}")
    return numbers[0], numbers[1]


def _paths(value: object) -> tuple[str, ...]:
    paths = (value,) if isinstance(value, str) else value
    if isinstance(paths, list | tuple) and paths and all(isinstance(item, str) and item for item in paths):
        return tuple(paths)
    raise NumberFault("a path such as actors.russia.patience, or a list of them, must stand here")


def _sampling(value: object, allowed: tuple[str, ...], words: tuple[str, ...]) -> Sampling:
    if isinstance(value, str):
        if value in words:
            return Sampling(value)  # type: ignore[arg-type]  # one of the words
        hint = f"form: {{{value}: N}}" if value in allowed else allowed_or_meant(value, allowed)
        raise NumberFault(f"'{value}' cannot stand here", hint)
    if not isinstance(value, Mapping) or len(value) != 1:
        raise NumberFault("one design must stand here", f"allowed: {', '.join(allowed)}")
    ((kind, size),) = value.items()
    if kind not in allowed:
        raise NumberFault(f"'{kind}' is no design of these", allowed_or_meant(str(kind), allowed), str(kind))
    if kind in words:
        raise NumberFault(f"{kind} takes no size", f"form: {kind}", str(kind))
    fault = size_fault(kind, size)
    if fault:
        raise NumberFault(fault, at=str(kind))
    return Sampling(kind, size)


def _lever_design(value: object) -> tuple[Sampling, Rows]:
    if isinstance(value, Mapping) and set(value) == {"list"}:
        rows = value["list"]
        if not isinstance(rows, list | tuple) or not rows or not all(isinstance(row, Mapping) for row in rows):
            raise NumberFault("list takes rows such as {bilateral_only: dropped, leverage: 0.1}", at="list")
        return Sampling("list"), tuple({str(key): below for key, below in row.items()} for row in rows)
    return _sampling(value, LEVER_DESIGNS, _WORDS["levers"]), ()


def _uncertainty_design(value: object) -> Sampling:
    return _sampling(value, UNCERTAINTY_DESIGNS, _WORDS["uncertainties"])


_SCENARIO: dict[str, Any] = {"anyOf": [{"type": "string"}, {"type": "object", "minProperties": 1}]}
_NUMBER: dict[str, Any] = {
    "anyOf": [{"type": "number"}, {"type": "null"}, {SHARED: "Distribution"}, {SHARED: "ReasonedNumber"}]
}
_STRINGS: dict[str, Any] = {"type": "array", "items": {"type": "string", "minLength": 1}}
_ENDS: dict[str, Any] = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
_SIZE = {"type": "integer", "minimum": 1}


def _design_schema(words: tuple[str, ...], kinds: tuple[str, ...], *more: dict[str, Any]) -> dict[str, Any]:
    sizes = {kind: _SIZE for kind in kinds if kind not in words and kind != "list"}
    sized = {"type": "object", "properties": sizes, "additionalProperties": False, "minProperties": 1,
             "maxProperties": 1}  # fmt: skip
    return {"anyOf": [{"enum": list(words)}, sized, *more]}


_LISTED: dict[str, Any] = {
    "type": "object",
    "properties": {"list": {"type": "array", "items": {"type": "object"}, "minItems": 1}},
    "required": ["list"],
    "additionalProperties": False,
}


class SettingForm(Model):
    """One setting of a lever: a change of the scenario; left empty: the scenario as it is."""

    label: Label = ""
    set: Mapping[str, Any] = Field(default={}, description="Path -> the value that is put there.")
    remove: tuple[str, ...] = Field(default=(), description="Paths that are removed, such as preconditions.x.")


class LeverForm(Model):
    """What somebody could decide: named settings, or a number at a path."""

    label: Label = ""
    settings: Mapping[SettingName, SettingForm | None] | None = Field(
        default=None, min_length=1, description="Name -> a change of the scenario. The first is the base."
    )
    path: Annotated[tuple[str, ...] | None, Parsed(_paths, {"anyOf": [{"type": "string"}, _STRINGS]})] = Field(
        default=None, description="Where the value stands: a path, or several that take the same value."
    )
    unit: str = Field(default="", description="With path: what its numbers are counted in, for reports: weeks.")
    values: tuple[str | int | float | bool, ...] | None = Field(
        default=None, min_length=1, description="With path: the values. The first is the base."
    )
    between: Annotated[tuple[float, float] | None, Parsed(_ends, _ENDS)] = Field(
        default=None, description="With path: instead of values, two ends."
    )
    levels: Whole | None = Field(
        default=None, ge=2, le=10_000, description="With between: how many values a grid takes, 2 to 10000."
    )


class DesignForm(Model):
    """How levers and uncertainties are sampled, and how they meet."""

    levers: Annotated[Any, Parsed(_lever_design, _design_schema(_WORDS["levers"], LEVER_DESIGNS, _LISTED))] = Field(
        default=(Sampling("grid"), ()),
        description="grid, one_at_a_time, zipped, {list: [...]}, or {latin_hypercube | sobol | morris | saltelli: N}.",
    )
    uncertainties: Annotated[
        Sampling, Parsed(_uncertainty_design, _design_schema(_WORDS["uncertainties"], UNCERTAINTY_DESIGNS))
    ] = Field(
        default=Sampling("drawn"),
        description="drawn, one_at_a_time, or {latin_hypercube | sobol | morris | saltelli | grid: N}.",
    )
    crossing: Literal["full", "zipped"] = Field(
        default="full", description="How scenarios, levers and uncertainties meet: all with all, or row by row."
    )


class StudyForm(Model):
    """A study as its file declares it."""

    name: str = Field(min_length=1, description="Title of the study.")
    question: str = Field(default="", description="What it asks.")
    scenario: Annotated[Any, Parsed(_scenario, _SCENARIO)] = Field(
        default=None, description="A shipped scenario, a path relative to this file, or a scenario written out."
    )
    scenarios: Annotated[
        Any, Parsed(_scenarios, {"anyOf": [{**_STRINGS, "minItems": 1},
                                           {"type": "object", "additionalProperties": _SCENARIO, "minProperties": 1}]})
    ] = Field(default=None, description="Several of them: a list, or name -> scenario.")  # fmt: skip
    levers: Mapping[Name, LeverForm] = Field(default={}, description="Name -> what somebody could decide.")
    uncertainties: Annotated[
        Any, Parsed(_uncertainties, {"anyOf": [{"enum": ["all"]}, _STRINGS,
                                               {"type": "object", "additionalProperties": _NUMBER}]})
    ] = Field(
        default="all",
        description="What the design varies among what is uncertain: all, a list of paths (* for any part), or a "
        "mapping of paths to distributions that replace the scenario's.",
    )  # fmt: skip
    design: DesignForm = Field(default=DesignForm(), description="Which points are played.")
    runs: Whole = Field(default=1000, ge=1, le=1_000_000_000, description="Runs at each design point.")
    runs_per_draw: Whole = Field(
        default=2, ge=1, le=1_000_000, description="How many of them share a draw of what the design leaves uncertain."
    )
    seed: Whole = Field(default=0, ge=0, lt=2**63, description="Seed of all chance, 0 or more.")
    outcomes: tuple[str, ...] | None = Field(
        default=None, description="Quantities to report. Default: how runs end, and ceasefire."
    )
    finding: str | None = Field(default=None, description="The quantity that the question is about.")


def read_form(tree: Node) -> tuple[StudyForm | None, list[Problem]]:
    """The form of a file's tree, or all that keeps it from having one."""
    data = plain(tree)
    if isinstance(data, dict):
        for section in ("levers", "design"):
            if section in data and data[section] is None:
                del data[section]
    try:
        return StudyForm.model_validate(data), []
    except ValidationError as error:
        return None, pydantic_problems(error, StudyForm, tree)
