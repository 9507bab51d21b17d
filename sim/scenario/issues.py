"""Issues and what actors have at stake in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from sim.scenario.base import (
    Claims,
    Flag,
    Label,
    Model,
    Name,
    OptionName,
    OptionValue,
    Package,
    Parsed,
    Position,
)
from sim.scenario.kinds import NumberFault
from sim.scenario.numbers import InRange, Number, Share, is_number, parse_number


def _enforcement(value: object) -> Mapping[str, Number] | Number:
    """One number (divisible), or a number an option; null is none."""
    allowed = InRange(0, 1)
    if value is None:
        return {}
    if is_number(value):
        number = parse_number(value)
        allowed.check(number)
        return number
    if not isinstance(value, Mapping):
        raise NumberFault("enforcement is a number an option, or one number for a divisible issue")
    costs: dict[str, Number] = {}
    for option, cost in value.items():
        try:
            costs[str(option)] = parse_number(cost)
            allowed.check(costs[str(option)])
        except NumberFault as fault:
            raise NumberFault(fault.message, fault.hint, f"{option}.{fault.at}" if fault.at else str(option)) from None
    return costs


_NUMBER_SCHEMA = InRange(0, 1).json_schema()
Enforcement: TypeAlias = Annotated[
    Mapping[str, Number] | Number,
    Parsed(
        _enforcement,
        {
            "anyOf": [
                *_NUMBER_SCHEMA["anyOf"],
                {"type": "object", "additionalProperties": _NUMBER_SCHEMA},
                {"type": "null"},
            ]
        },
    ),
]


class Stake(Model):
    """What an issue is worth to an actor: a salience, and a preferred option or a value for each option."""

    salience: Share = Field(description="Weight of the issue in [0, 1]; an actor's saliences are scaled to sum to 1.")
    position: Position | None = Field(
        default=None,
        description="Its preferred option, with linear loss on either side; a NUMBER in [0, 1] if divisible.",
    )
    values: Mapping[str, Share] | None = Field(
        default=None,
        description="A value in [0, 1] for every option; for a divisible issue {0: v, 1: v}, linear between.",
    )
    claims: Claims = ()


class Issue(Model):
    """Something to be settled: an ordered list of named options, a number in [0, 1], or a pie of shares."""

    label: Label = ""
    kind: Literal["pie"] | None = Field(
        default=None,
        description="pie: who has a stake in it holds a share, and all shares together are at most 1.",
    )
    options: tuple[OptionName, ...] = Field(default=(), description="Two or more names, in order, each once.")
    divisible: Flag = Field(default=False, description="True: the issue is a number in [0, 1] and has no options.")
    status_quo: OptionValue = Field(
        default="", description="What holds without a deal. Default: the first option, or 0; of a pie nobody has any."
    )
    stakes: Mapping[Name, Stake] = Field(
        default={},
        description="Actor -> stake. Actors left out have salience 0; each needs a salience somewhere.",
    )
    promised_by: str | None = Field(
        default=None, description="The actor whose mere promise it is, worth what others believe."
    )
    delivered_by: tuple[str, ...] = Field(
        default=(), description="Actors without whose consent nothing but the status quo can happen."
    )
    enforcement: Enforcement = Field(
        default={},
        description="Option -> cost in [0, 1] of breaking the deal under it; divisible, pie: the cost at 1.",
    )
    claims: Claims = ()


class Fallbacks(Model):
    """Packages without a deal: issue -> option (or a number, or of a pie {actor: share}).

    Issues left out stay at their status quo.
    """

    first_wins: Package = Field(default={}, description="What holds once the first has won the war.")
    second_wins: Package = Field(default={}, description="What holds once the second has won the war.")
    frozen: Package = Field(default={}, description="What holds while the war goes on or is frozen.")
    no_deal: Package = Field(default={}, description="What holds without a deal where there is no war.")
    claims: Claims = ()
