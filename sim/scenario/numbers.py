"""NUMBER: a plain number or one distribution, checked against the range of the field in which it stands."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from sim.scenario.distribution import Distribution
from sim.scenario.kinds import KINDS, NumberFault
from sim.scenario.suggest import allowed_or_meant, suggest

Number: TypeAlias = float | Distribution

REASONS = ("why", "claims")
SHARED = "$shared"  # stands for a reference that pydantic does not know; schema.py writes it out
MODIFIERS = ("within", "weights", "private", *REASONS)
_FORMS = "a number, or a distribution such as {uniform: [lo, hi]}"


class ReasonedNumber(float):
    """A float that says why it is what it is: `{fixed: 0.2, why: ..., claims: [...]}`."""

    why: str
    claims: tuple[str, ...]

    def __new__(cls, value: float, why: str = "", claims: tuple[str, ...] = ()) -> ReasonedNumber:
        """A float with reasons."""
        number = super().__new__(cls, value)
        number.why, number.claims = why, claims
        return number

    def to_yaml(self) -> dict[str, object]:
        """The mapping that stands for it in a file."""
        mapping: dict[str, object] = {"fixed": float(self)}
        if self.why:
            mapping["why"] = self.why
        if self.claims:
            mapping["claims"] = list(self.claims)
        return mapping


def is_distribution(value: object) -> bool:
    """Whether a mapping names a kind of distribution, rather than options or actors that carry numbers."""
    return isinstance(value, Mapping) and any(isinstance(value.get(kind), list | tuple) for kind in KINDS)


def is_number(value: object) -> bool:
    """Whether a value has the form of a NUMBER."""
    if isinstance(value, Mapping):
        return is_distribution(value) or "fixed" in value
    return isinstance(value, int | float | Distribution) and not isinstance(value, bool)


def to_yaml(value: object) -> object:
    """The value that stands in a file for a number, for what knows its own form, or a mapping of them."""
    if isinstance(value, Mapping):
        return {key: to_yaml(below) for key, below in value.items()}
    as_yaml = getattr(value, "to_yaml", None)
    return as_yaml() if callable(as_yaml) else value


def parse_number(value: object) -> Number:
    """A number or distribution from its YAML value. Raises NumberFault for anything else."""
    if isinstance(value, Distribution | ReasonedNumber):
        return value
    if isinstance(value, Mapping):
        return _parse_mapping({str(key): below for key, below in value.items()})
    return _finite(value)


def _finite(value: object, at: str | None = None) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NumberFault(f"{_quoted(value)} is not a number", "" if at else f"allowed: {_FORMS}", at)
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise NumberFault(f"{value} is not a finite number", at=at)
    return number


def _quoted(value: object) -> str:
    if isinstance(value, str):
        return f"'{value}'"
    return {True: "true", False: "false", None: "null"}[value] if value is None or isinstance(value, bool) else "a list"


def _parse_mapping(mapping: dict[str, object]) -> Number:
    kinds = [key for key in mapping if key in KINDS or key == "fixed"]
    if not kinds:
        wrong = next((key for key in mapping if key not in MODIFIERS), None)
        meant = suggest(wrong, [*KINDS, "fixed"]) if wrong else ""
        message = f"'{wrong}' is no distribution" if wrong else "no distribution is named"
        raise NumberFault(message, "; ".join(filter(None, (f"allowed: {', '.join([*KINDS, 'fixed'])}", meant))), wrong)
    if len(kinds) > 1:
        raise NumberFault(f"only one of {' and '.join(kinds)} can stand here", at=kinds[1])
    kind = kinds[0]
    allowed = REASONS if kind == "fixed" else MODIFIERS
    for key in mapping:
        if key != kind and key not in allowed:
            raise NumberFault(f"unknown key '{key}'", allowed_or_meant(key, [kind, *allowed]), key)
    why = mapping.get("why") or ""
    if not isinstance(why, str):
        raise NumberFault("why must be a text", at="why")
    claims = _names(mapping.get("claims"), "claims")
    if kind == "fixed":
        return ReasonedNumber(_finite(mapping[kind], kind), why, claims)
    private = mapping.get("private", False)
    if not isinstance(private, bool):
        raise NumberFault("private must be true or false", at="private")
    return Distribution(
        kind,
        _floats(mapping[kind], kind),
        _floats(mapping["weights"], "weights") if mapping.get("weights") is not None else None,
        _window(mapping["within"]) if mapping.get("within") is not None else None,
        private,
        why,
        claims,
    )


def _floats(value: object, at: str) -> tuple[float, ...]:
    if not isinstance(value, list | tuple):
        hint = f"form: {{{at}: {KINDS[at]}}}" if at in KINDS else ""
        raise NumberFault(f"{at} takes a list of numbers", hint, at)
    return tuple(_finite(item, at) for item in value)


def _window(value: object) -> tuple[float, float]:
    ends = _floats(value, "within")
    if len(ends) != 2:
        raise NumberFault("within takes two numbers", "form: within: [lo, hi]", "within")
    return ends[0], ends[1]


def _names(value: object, at: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise NumberFault(f"{at} takes a list of names", at=at)
    return tuple(value)


@dataclass(frozen=True)
class InRange:
    """Annotation of a NUMBER field: its range, closed or open at either end."""

    lo: float = -math.inf
    hi: float = math.inf
    lo_open: bool = False
    hi_open: bool = False
    optional: bool = False

    def __str__(self) -> str:
        """The range as it is written in messages: "[0, 1]", "(0, 1]", "above 0"."""
        if math.isinf(self.hi):
            return f"above {self.lo:g}" if self.lo_open else f"{self.lo:g} or more"
        return f"{'(' if self.lo_open else '['}{self.lo:g}, {self.hi:g}{')' if self.hi_open else ']'}"

    def check(self, value: Number) -> None:
        """Raise NumberFault if the number, or any value its distribution can take, is out of range."""
        if isinstance(value, Distribution):
            low, high = value.support
            low_free, high_free = value.support_is_open
        else:
            low = high = value
            low_free = high_free = False
        low_bad = low < self.lo or (low == self.lo and self.lo_open and not low_free)
        high_bad = high > self.hi or (high == self.hi and self.hi_open and not high_free)
        if not (low_bad or high_bad):
            return
        if not isinstance(value, Distribution):
            raise NumberFault(f"{value:g} is out of range", f"allowed: {self}")
        hint = f"allowed: {self}"
        if value.kind in ("normal", "lognormal") and value.within is None:
            hint += "; add within: [lo, hi]"
        raise NumberFault(f"its values can leave the range: they go from {low:g} to {high:g}", hint, value.kind)

    def parse(self, value: object) -> Number | None:
        """A NUMBER in this range, for pydantic."""
        if value is None and self.optional:
            return None
        try:
            number = parse_number(value)
            self.check(number)
        except NumberFault as fault:
            raise custom_error(fault) from None
        return number

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Parse with `parse`, write as YAML would."""
        return core_schema.no_info_plain_validator_function(
            self.parse, serialization=core_schema.plain_serializer_function_ser_schema(to_yaml)
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """A number in the range, or a distribution (whose values editors do not check)."""
        return self.json_schema()

    def json_schema(self) -> dict[str, Any]:
        """What an editor can check: plain numbers in the range, distributions by form."""
        number: dict[str, Any] = {"type": "number"}
        if not math.isinf(self.lo):
            number["exclusiveMinimum" if self.lo_open else "minimum"] = self.lo
        if not math.isinf(self.hi):
            number["exclusiveMaximum" if self.hi_open else "maximum"] = self.hi
        alternatives = [number, {SHARED: "Distribution"}, {SHARED: "ReasonedNumber"}]
        return {"anyOf": [*alternatives, {"type": "null"}] if self.optional else alternatives}


def custom_error(fault: NumberFault) -> PydanticCustomError:
    """A fault as an error that pydantic collects; `problems.py` unpacks it again."""
    context = {"message": fault.message, "hint": fault.hint, "at": fault.at or ""}
    return PydanticCustomError("fault", "{message}", context)


Share: TypeAlias = Annotated[Number, InRange(0, 1)]
Positive: TypeAlias = Annotated[Number, InRange(0, lo_open=True)]
NotNegative: TypeAlias = Annotated[Number, InRange(0)]
Balance: TypeAlias = Annotated[Number, InRange(-1, 1)]
