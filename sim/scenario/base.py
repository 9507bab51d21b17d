"""What all models share: frozen, no unknown keys, names that are identifiers, values parsed by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StrictBool,
    StrictInt,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, core_schema

from sim.scenario.kinds import NumberFault
from sim.scenario.numbers import InRange, Number, custom_error, is_number, parse_number, to_yaml

NAME_PATTERN = r"^[a-z][a-z0-9_]*$"
OPTION_PATTERN = r"^[a-z0-9][a-z0-9_]*$"
CLAIM_PATTERN = r"^[a-z0-9][a-z0-9_-]*$"


class Model(BaseModel):
    """Base of all models of the scenario language. Attributes are named as in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


@dataclass(frozen=True, eq=False)
class Parsed:
    """Annotation of a field: parsed by a function that raises NumberFault, described by a JSON Schema."""

    parse: Callable[[Any], object]
    schema: Mapping[str, Any]

    def _parse(self, value: object) -> object:
        try:
            return self.parse(value)
        except NumberFault as fault:
            raise custom_error(fault) from None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Parse with `parse`, write as YAML would."""
        return core_schema.no_info_plain_validator_function(
            self._parse, serialization=core_schema.plain_serializer_function_ser_schema(to_yaml)
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The schema given, as it is."""
        return dict(self.schema)


def _matching(pattern: str, form: str) -> AfterValidator:
    compiled = re.compile(pattern.rstrip("$") + r"\Z")

    def check(text: str) -> str:
        if not compiled.match(text):
            raise custom_error(NumberFault(f"'{text}' is not a name", f"a name is {form}"))
        return text

    return AfterValidator(check)


def _word(value: object) -> object:
    """An option such as 600000 is a name although YAML reads a number."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _option_value(value: object) -> str | float | Mapping[str, Number]:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping) and not is_number(value):
        return {str(actor): _share(str(actor), share) for actor, share in value.items()}
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NumberFault(
            "an option's name must stand here, a number in [0, 1] for a divisible issue, or for a pie who gets how much"
        )
    return parse_number(value)  # type: ignore[return-value]  # a plain number gives a plain number


def _share(actor: str, value: object) -> Number:
    try:
        share = parse_number(value)
        InRange(0, 1).check(share)
    except NumberFault as fault:
        raise NumberFault(fault.message, fault.hint, f"{actor}.{fault.at}" if fault.at else actor) from None
    return share


def _position(value: object) -> str | Number:
    if isinstance(value, str):
        return value
    number = parse_number(value)
    InRange(0, 1).check(number)
    return number


_NAME_FORM = "small letters, digits and _, beginning with a letter"
Name: TypeAlias = Annotated[
    str, _matching(NAME_PATTERN, _NAME_FORM), WithJsonSchema({"type": "string", "pattern": NAME_PATTERN})
]
OptionName: TypeAlias = Annotated[
    str,
    BeforeValidator(_word),
    _matching(OPTION_PATTERN, "small letters, digits and _, beginning with a letter or a digit"),
    WithJsonSchema({"anyOf": [{"type": "string", "pattern": OPTION_PATTERN}, {"type": "integer"}]}),
]
ClaimId: TypeAlias = Annotated[
    str,
    _matching(CLAIM_PATTERN, "small letters, digits, - and _, beginning with a letter or a digit"),
    WithJsonSchema({"type": "string", "pattern": CLAIM_PATTERN}),
]
Flag: TypeAlias = StrictBool
Whole: TypeAlias = StrictInt
Label: TypeAlias = Annotated[str, Field(description="How reports call it. Default: its name, spelt out.")]
Claims: TypeAlias = Annotated[
    tuple[ClaimId, ...],
    Field(description="Ids of the claims it rests on, from the seeds that the scenario names."),
]

_OPTION_WORDS = [{"type": "string"}, {"type": "integer"}]
_SHARES_SCHEMA = {"type": "object", "additionalProperties": InRange(0, 1).json_schema()}
_OPTION_SCHEMA = {"anyOf": [{"type": "string"}, {"type": "number"}, _SHARES_SCHEMA]}
OptionValue: TypeAlias = Annotated[str | float | Mapping[str, Number], Parsed(_option_value, _OPTION_SCHEMA)]
Package: TypeAlias = Mapping[str, OptionValue]
Position: TypeAlias = Annotated[
    str | Number, Parsed(_position, {"anyOf": [*_OPTION_WORDS, *InRange(0, 1).json_schema()["anyOf"]]})
]


def _date(value: object) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value if isinstance(value, str) and len(value) == 10 else "")
    except ValueError:
        raise NumberFault(f"{value!r} is no date", "form: 2025-11-27") from None


DateField: TypeAlias = Annotated[
    date | None, Parsed(_date, {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]})
]
