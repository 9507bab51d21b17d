"""The form of NAME.outcome.yaml: how a case ended, by which sources, and what else could be defended."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args

from pydantic import Field, ValidationError

from sim.errors import Problem
from sim.scenario.base import DateField, Model, Name, Parsed, Whole
from sim.scenario.kinds import NumberFault
from sim.scenario.problems import pydantic_problems
from sim.scenario.tree import Node, plain

Kind = Literal["settlement", "relapse", "frozen", "military_first", "military_second", "no_agreement"]
KINDS: tuple[str, ...] = get_args(Kind)
WAYS = ("waived", "satisfied")
FORMS = (
    "a kind of end, or `gave_way NAME`, or `gave_way none`; then, if known, `, waived` or `, satisfied`, `, round N`"
)
_ROUND = re.compile(r"round [1-9][0-9]{0,4}")
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


@dataclass(frozen=True)
class Reading:
    """What another coding says: a kind of end, or which precondition gave way first (None with `first`: none did)."""

    ended: str | None
    first: bool
    gave_way: str | None


def _reading(value: object) -> Reading:
    """From `settlement, round 108` or `gave_way NAME, waived, round 5` or `gave_way none`."""
    head, *rest = [part.strip() for part in value.split(",")] if isinstance(value, str) else [""]
    words = head.split()
    details = [part for part in rest if part in WAYS or _ROUND.fullmatch(part)]
    if len(details) < len(rest):
        odd = next(part for part in rest if part not in details)
        raise NumberFault(f"'{odd}' cannot stand here", f"allowed: {FORMS}")
    if head in KINDS:
        return Reading(head, False, None)
    if len(words) == 2 and words[0] == "gave_way":
        return Reading(None, True, None if words[1] == "none" else words[1])
    raise NumberFault(f"{value!r} is no other coding", f"allowed: {FORMS}")


class Also(Model):
    """Another defensible coding of the same facts."""

    what: Annotated[Reading, Parsed(_reading, {"type": "string"})] = Field(description=f"What it says: {FORMS}.")
    because: str = Field(min_length=1, description="Why it can be defended, and why it was not taken.")


class OutcomeForm(Model):
    """The whole file."""

    case: Name = Field(description="The name of the scenario file next to it, without .yaml.")
    ended: Kind = Field(description="How it ended.")
    because: str = Field(min_length=1, description="By which part of the coding rule.")
    round: Annotated[Whole, Field(ge=1)] | None = Field(description=ROUND)
    signed: Annotated[Whole, Field(ge=1)] | None = Field(description=ROUND)
    ceasefire: Annotated[Whole, Field(ge=1)] | None = Field(description=ROUND)
    gave_way: GaveWay | None = Field(description="The first precondition that fell; null if none did.")
    also: tuple[Also, ...] = Field(default=(), description="Other defensible codings: what they say, and why.")
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
