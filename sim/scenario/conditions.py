"""Conditions on the text, and what is built from them: easing, gates, rigidities, proposers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias, cast

from sim.scenario.base import Parsed
from sim.scenario.kinds import NumberFault
from sim.scenario.numbers import InRange, Number, is_distribution, parse_number, to_yaml
from sim.scenario.suggest import allowed_or_meant

Sense: TypeAlias = Literal["at_least", "at_most", "exactly"]
_FORM = "form: {issue: at_least OPTION}, {issue: at_most OPTION} or {issue: OPTION}"
PROPOSERS = ("rotating", "alternate", "random")


@dataclass(frozen=True)
class Condition:
    """What the text must say on one issue: at least, at most or exactly an option (divisible: a number)."""

    issue: str
    sense: Sense
    option: str | float

    def to_yaml(self) -> dict[str, object]:
        """The mapping that stands for it in a file."""
        return {self.issue: self.option if self.sense == "exactly" else f"{self.sense} {self.option}"}

    def __str__(self) -> str:
        """The condition in words."""
        return f"{self.issue} {self.sense.replace('_', ' ')} {self.option}"


def holds(condition: Condition, option: str | float, options: Sequence[str]) -> bool:
    """Whether a text that says `option` on the condition's issue meets it; `options` is empty for a divisible issue."""
    level, wanted = (
        (options.index(str(option)), options.index(str(condition.option)))
        if options
        else (float(option), float(condition.option))
    )
    if condition.sense == "at_least":
        return level >= wanted
    return level <= wanted if condition.sense == "at_most" else level == wanted


@dataclass(frozen=True)
class Easing:
    """While the text meets `condition`, the rigidity is lower by `by`, in [0, 1]."""

    condition: Condition
    by: Number

    def to_yaml(self) -> dict[str, object]:
        """The mapping that stands for it in a file."""
        return {**self.condition.to_yaml(), "by": to_yaml(self.by)}


@dataclass(frozen=True)
class Hazard:
    """A precondition that is dropped by chance: `hazard` in [0, 1] a week."""

    hazard: Number

    def to_yaml(self) -> dict[str, object]:
        """The mapping that stands for it in a file."""
        return {"hazard": to_yaml(self.hazard)}


@dataclass(frozen=True)
class Fixed:
    """The same actor always proposes."""

    fixed: str

    def to_yaml(self) -> dict[str, object]:
        """The mapping that stands for it in a file."""
        return {"fixed": self.fixed}


Rigidity: TypeAlias = Number | Literal["never"] | Hazard


def split_condition(text: str) -> tuple[Sense, str]:
    """The sense and the option of a condition's text, such as "at_least buffer"."""
    words = text.split()
    if len(words) == 1:
        return "exactly", words[0]
    if len(words) == 2 and words[0] in ("at_least", "at_most", "exactly"):
        return cast(Sense, words[0]), words[1]
    hint = _FORM
    if len(words) == 2:
        hint = allowed_or_meant(words[0], ["at_least", "at_most"])
    raise NumberFault(f"'{text}' is no condition", hint)


def parse_condition(value: object) -> Condition:
    """A condition from `{issue: text}`. Raises NumberFault for any other form."""
    if isinstance(value, Condition):
        return value
    if not isinstance(value, Mapping) or not value:
        raise NumberFault("a condition on one issue must stand here", _FORM)
    if len(value) > 1:
        raise NumberFault(f"a condition is on exactly one issue, not on {len(value)}", _FORM, str(list(value)[1]))
    issue, wanted = next(iter(value.items()))
    if isinstance(wanted, Condition):
        return wanted
    if isinstance(wanted, bool) or not isinstance(wanted, str | int | float):
        raise NumberFault("a condition is a text such as 'at_least OPTION'", _FORM, str(issue))
    if not isinstance(wanted, str):
        return Condition(str(issue), "exactly", float(wanted))
    try:
        sense, option = split_condition(wanted)
    except NumberFault as fault:
        raise NumberFault(fault.message, fault.hint, str(issue)) from None
    return Condition(str(issue), sense, option)


def _optional_condition(value: object) -> Condition | None:
    return None if value is None else parse_condition(value)


def _easing(value: object) -> Easing | None:
    if value is None or isinstance(value, Easing):
        return value
    form = "form: {issue: at_least OPTION, by: NUMBER}"
    if not isinstance(value, Mapping):
        raise NumberFault("easing is a condition and `by` how much it lowers the rigidity", form)
    rest = {key: wanted for key, wanted in value.items() if key != "by"}
    if "by" not in value:
        raise NumberFault("`by` is missing: how much the rigidity is lowered", form)
    condition = parse_condition(rest)
    return Easing(condition, _below(value["by"], "by", InRange(0, 1)))


def _below(value: object, key: str, allowed: InRange) -> Number:
    """A number under a key; what is wrong with it is reported at the key."""
    try:
        number = parse_number(value)
        allowed.check(number)
    except NumberFault as fault:
        raise NumberFault(fault.message, fault.hint, f"{key}.{fault.at}" if fault.at else key) from None
    return number


def _gate(value: object) -> str | Condition:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping | Condition):
        return parse_condition(value)
    raise NumberFault("a gate is a step, talks, any_track, signing, or a condition on one issue", _FORM)


def _rigidity(value: object) -> Rigidity:
    if isinstance(value, Hazard):
        return value
    if isinstance(value, str):
        if value == "never":
            return "never"
        raise NumberFault(f"'{value}' is no rigidity", "allowed: a NUMBER in [-1, 1], never, {hazard: NUMBER}")
    if isinstance(value, Mapping) and "hazard" in value and not is_distribution(value):
        for key in value:
            if key != "hazard":
                raise NumberFault(f"unknown key '{key}'", allowed_or_meant(str(key), ["hazard"]), str(key))
        return Hazard(_below(value["hazard"], "hazard", InRange(0, 1)))
    number = parse_number(value)
    InRange(-1, 1).check(number)
    return number


def _in_settlement(value: object) -> bool | Condition | None:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        raise NumberFault(f"'{value}' cannot stand here", "allowed: true, false, {issue: at_least OPTION}")
    return parse_condition(value)


def _proposer(value: object) -> str | Fixed:
    if isinstance(value, Fixed):
        return value
    if isinstance(value, str) and value in PROPOSERS:
        return value
    if isinstance(value, Mapping) and list(value) == ["fixed"] and isinstance(value["fixed"], str):
        return Fixed(value["fixed"])
    if isinstance(value, str):
        raise NumberFault(
            f"'{value}' is no way to choose a proposer",
            allowed_or_meant(value, [*PROPOSERS, "{fixed: actor}"]),
        )
    raise NumberFault("no way to choose a proposer", f"allowed: {', '.join(PROPOSERS)}, {{fixed: actor}}")


_TEXT: dict[str, Any] = {"anyOf": [{"type": "string"}, {"type": "number"}]}
CONDITION_SCHEMA: dict[str, Any] = {
    "type": "object",
    "minProperties": 1,
    "maxProperties": 1,
    "additionalProperties": _TEXT,
    "description": "On the text: {issue: at_least OPTION}, {issue: at_most OPTION} or {issue: OPTION}.",
}
_NULL: dict[str, Any] = {"type": "null"}
_EASING_SCHEMA: dict[str, Any] = {
    "type": "object",
    "minProperties": 1,
    "maxProperties": 2,
    "properties": {"by": InRange(0, 1).json_schema()},
    "additionalProperties": _TEXT,
}
_HAZARD_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"hazard": InRange(0, 1).json_schema()},
    "required": ["hazard"],
    "additionalProperties": False,
}
_FIXED_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"fixed": {"type": "string"}},
    "required": ["fixed"],
    "additionalProperties": False,
}

TextCondition: TypeAlias = Annotated[
    Condition | None, Parsed(_optional_condition, {"anyOf": [CONDITION_SCHEMA, _NULL]})
]
EasingField: TypeAlias = Annotated[Easing | None, Parsed(_easing, {"anyOf": [_EASING_SCHEMA, _NULL]})]
Gate: TypeAlias = Annotated[str | Condition, Parsed(_gate, {"anyOf": [{"type": "string"}, CONDITION_SCHEMA]})]
RigidityField: TypeAlias = Annotated[
    Rigidity,
    Parsed(_rigidity, {"anyOf": [*InRange(-1, 1).json_schema()["anyOf"], {"const": "never"}, _HAZARD_SCHEMA]}),
]
InSettlement: TypeAlias = Annotated[
    bool | Condition | None, Parsed(_in_settlement, {"anyOf": [{"type": "boolean"}, CONDITION_SCHEMA, _NULL]})
]
Proposer: TypeAlias = Annotated[str | Fixed, Parsed(_proposer, {"anyOf": [{"enum": list(PROPOSERS)}, _FIXED_SCHEMA]})]
