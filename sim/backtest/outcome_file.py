"""The form of NAME.outcome.yaml: how a case ended, by which sources, and what else could be defended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args

from pydantic import Field, ValidationError

from sim.errors import Problem
from sim.scenario.base import DateField, Model, Name, Parsed, Whole
from sim.scenario.kinds import NumberFault
from sim.scenario.problems import pydantic_problems
from sim.scenario.suggest import allowed_or_meant, closest
from sim.scenario.tree import Node, plain

Kind = Literal["settlement", "relapse", "frozen", "military_first", "military_second", "no_agreement"]
KINDS: tuple[str, ...] = get_args(Kind)
FORMS = "a kind of end, or `gave_way NAME`, or `gave_way none`, with details after a comma; or a remark"
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
    """What another coding says: a kind of end, or, with `first`, which precondition gave way first (None: none did).

    With neither it is a remark, which is kept and not scored.
    """

    text: str
    ended: str | None = None
    first: bool = False
    gave_way: str | None = None


def _reading(value: object) -> Reading:
    """From `settlement, round 108` or `gave_way NAME, waived, round 5` or `gave_way none`; all else is a remark."""
    if not isinstance(value, str) or not value.strip():
        raise NumberFault("what another coding says is a text", f"allowed: {FORMS}")
    head = value.split(",")[0].strip()
    words = head.split()
    if head in KINDS:
        return Reading(value, ended=head)
    if words[0] == "gave_way":
        names = [word for word in words[1:] if word != "and"]
        if not names:
            raise NumberFault("gave_way names no precondition", f"allowed: {FORMS}")
        if len(names) > 1:
            return Reading(value)
        return Reading(value, first=True, gave_way=None if names == ["none"] else names[0])
    meant = closest(head, KINDS) if len(words) == 1 else None
    if meant is not None:
        raise NumberFault(f"'{head}' is no kind of end", allowed_or_meant(head, KINDS))
    return Reading(value)


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
