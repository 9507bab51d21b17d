"""The form of NAME.outcome.yaml: how a case ended, by which sources, and what else could be defended."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import Field, ValidationError

from sim.errors import Problem
from sim.scenario.base import DateField, Model, Name, Parsed, Whole
from sim.scenario.kinds import NumberFault
from sim.scenario.problems import pydantic_problems
from sim.scenario.tree import Node, plain

Kind = Literal["settlement", "relapse", "frozen", "military_first", "military_second", "no_agreement"]
KINDS: tuple[str, ...] = get_args(Kind)
ROUND = "A round from the case's start, 1 or more; null if not within its horizon."


def _sources(value: object) -> tuple[object, ...]:
    """Texts, or mappings with whatever says where it can be read."""
    if isinstance(value, list | tuple) and value and all(isinstance(item, str | dict) and item for item in value):
        return tuple(value)
    raise NumberFault("sources is a list with at least one entry: where the end can be read")


_SOURCES: dict[str, Any] = {"type": "array", "items": {"type": ["string", "object"]}, "minItems": 1}


class GaveWay(Model):
    """The first precondition that fell."""

    precondition: Name = Field(description="A precondition of the scenario.")
    how: Literal["waived", "satisfied"] = Field(description="waived or satisfied.")
    round: Annotated[Whole, Field(ge=1)] | None = Field(default=None, description=ROUND)


class Also(Model):
    """Another defensible coding of the same facts: it says what differs, and leaves out what does not."""

    ended: Kind | None = Field(default=None, description="How it ended.")
    round: Annotated[Whole, Field(ge=1)] | None = Field(default=None, description=ROUND)
    signed: Annotated[Whole, Field(ge=1)] | None = Field(default=None, description=ROUND)
    ceasefire: Annotated[Whole, Field(ge=1)] | None = Field(default=None, description=ROUND)
    gave_way: GaveWay | None = Field(default=None, description="The first precondition that fell; null if none did.")
    next_gave_way: GaveWay | None = Field(default=None, description="The second that fell: kept, not scored.")
    because: str = Field(min_length=1, description="Why it can be defended, and why it was not taken.")

    def says(self, name: str) -> bool:
        """Whether it says something on this."""
        return name in self.model_fields_set


class OutcomeForm(Model):
    """The whole file."""

    case: Name = Field(description="The name of the scenario file next to it, without .yaml.")
    ended: Kind = Field(description="How it ended.")
    because: str = Field(min_length=1, description="By which part of the coding rule.")
    round: Annotated[Whole, Field(ge=1)] | None = Field(description=ROUND)
    signed: Annotated[Whole, Field(ge=1)] | None = Field(description=ROUND)
    ceasefire: Annotated[Whole, Field(ge=1)] | None = Field(description=ROUND)
    gave_way: GaveWay | None = Field(description="The first precondition that fell; null if none did.")
    also: tuple[Also, ...] = Field(default=(), description="Other defensible codings: what differs, and why.")
    sources: Annotated[tuple[object, ...], Parsed(_sources, _SOURCES)] = Field(description="Where it can be read.")
    conflict: Name | None = Field(
        default=None, description="A name that all files of the same conflict share. Default: from the files' names."
    )
    war_began: DateField = Field(default=None, description="The day on which the war began: 1950-06-25.")


def read_form(tree: Node) -> tuple[OutcomeForm | None, list[Problem]]:
    """The form of a file's tree, or all that keeps it from having one."""
    try:
        return OutcomeForm.model_validate(plain(tree)), []
    except ValidationError as error:
        return None, pydantic_problems(error, OutcomeForm, tree)
