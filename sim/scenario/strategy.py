"""A strategy as a table, solved elsewhere: what an actor demands, accepts and when it gives in, by round and type."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from sim.scenario.base import Claims, Model, Parsed
from sim.scenario.kinds import NumberFault
from sim.scenario.numbers import Balance

Rows: TypeAlias = tuple[tuple[float, ...], ...]
_FORM = "form: a row a round, each a number or a list with a number for each value in `at`"


def _plain(value: object, lowest: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not lowest <= value <= 1:
        raise NumberFault(f"{value!r} cannot stand in a strategy", f"allowed: numbers in [{lowest:g}, 1]")
    return float(value)


def _rows(value: object) -> Rows:
    """Rows of utilities or chances, a number in [0, 1] each."""
    if not isinstance(value, list | tuple) or not value:
        raise NumberFault("a strategy has a row a round", _FORM)
    return tuple(
        tuple(_plain(one, 0) for one in row) if isinstance(row, list | tuple) and row else (_plain(row, 0),)
        for row in value
    )


def _places(value: object) -> tuple[float, ...]:
    """Values of the type, ascending."""
    if not isinstance(value, list | tuple) or not value:
        raise NumberFault("the values at which the columns stand are a list of numbers")
    places = tuple(_plain(one, -1) for one in value)
    if any(later <= earlier for earlier, later in itertools.pairwise(places)):
        raise NumberFault("the values at which the columns stand must ascend")
    return places


def _row_schema(numbers: Mapping[str, Any]) -> dict[str, Any]:
    row = {"anyOf": [numbers, {"type": "array", "items": numbers, "minItems": 1}]}
    return {"type": "array", "items": row, "minItems": 1}


_SHARE = {"type": "number", "minimum": 0, "maximum": 1}
_PLACE = {"type": "number", "minimum": -1, "maximum": 1}
RowsField: TypeAlias = Annotated[Rows, Parsed(_rows, _row_schema(_SHARE))]
PlacesField: TypeAlias = Annotated[
    tuple[float, ...], Parsed(_places, {"type": "array", "items": _PLACE, "minItems": 1})
]


class Strategy(Model):
    """What an actor with `tactic: table` does: a row a round, of which the last one stays; a column a value in `at`."""

    by: Literal["type", "war_cost", "belief"] = Field(
        default="type",
        description="What the columns are for: its type, its war cost, or its belief on the weekly drift of the front.",
    )
    type: Balance = Field(default=0.0, description="Its type, a number of its own in [-1, 1] that nobody else uses.")
    at: PlacesField = Field(
        default=(0.0,), description="Values of that at which the columns stand, ascending; linear between."
    )
    demand: RowsField = Field(description="Utility in [0, 1] that it asks for in what it drafts or offers.")
    accept: RowsField = Field(description="Utility in [0, 1] from which it signs what others draft.")
    concede: RowsField = Field(
        default=((0.0,),), description="Chance in [0, 1] a round that it gives in to what it was offered last."
    )
    claims: Claims = ()
