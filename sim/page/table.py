"""What passes between a chair and the run that is played: orders, questions, answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from sim.errors import InputError
from sim.model import NegotiationModel, Text

Kind: TypeAlias = Literal["attends", "proposes", "accepts", "takes", "waives"]
Order: TypeAlias = Literal["yes", "no", "ask", "advisers"]
Answer: TypeAlias = bool | Text

USUAL: Mapping[Kind, Order] = {
    "attends": "yes", "proposes": "ask", "accepts": "ask", "takes": "ask", "waives": "no",
}  # fmt: skip
"""What holds where no order was given: come to every meeting, give nothing up, be asked the rest."""


@dataclass(frozen=True)
class Orders:
    """What to do without being asked, by (kind, name of a track, step or precondition).

    Where the order on drafts is yes, `text` is tabled, as far as it is still on the table. `ask_again`: texts that were
    turned down before are put to the chair once more; otherwise they are turned down again.
    """

    given: Mapping[tuple[Kind, str], Order] = field(default_factory=dict)
    text: Text | None = None
    ask_again: bool = False

    def of(self, kind: Kind, name: str) -> Order:
        """The order on something."""
        return self.given.get((kind, name), USUAL[kind])

    def give(self, kind: Kind, name: str, order: Order) -> Orders:
        """With an order given."""
        return replace(self, given={**self.given, (kind, name): order})


@dataclass(frozen=True)
class Question:
    """Something to be decided within a round: what of, and the model's own answer.

    `text` is the draft to be changed or the text to be signed; `options` are what a draft may say, by issue, empty for
    a share in [0, 1].
    """

    kind: Kind
    name: str
    would: bool
    text: Text | None = None
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """A decision of the chair as it fell: in which round, what the model would have done, and what was done."""

    round: int
    kind: Kind
    name: str
    would: bool
    done: bool


def options_on_table(model: NegotiationModel) -> dict[str, tuple[str, ...]]:
    """What a text may say at this moment, by issue; empty for a share."""
    found: dict[str, tuple[str, ...]] = {}
    for name, issue in model.case.terms.items():
        found[name] = tuple(option for option in issue.options if _on_table(model, {name: option}))
    return found


def mended(model: NegotiationModel, wanted: Text, drafted: Text) -> Text:
    """A text with what is off the table, or does not exist, taken from the draft instead.

    The draft instead of all of it, if it gives away more of a pie than there is.
    """
    text = {name: wanted[name] if name in wanted and _on_table(model, _alone(drafted, name, wanted[name])) else option
            for name, option in drafted.items()}  # fmt: skip
    return text if _on_table(model, text) else drafted


def _alone(drafted: Text, name: str, option: str | float) -> Text:
    """A text of one option; of a pie, nobody else has a share in it."""
    pie, _, holder = name.partition(".")
    others: Text = {other: 0.0 for other in drafted if holder and other.startswith(f"{pie}.")}
    return {**others, name: option}


def _on_table(model: NegotiationModel, text: Text) -> bool:
    try:
        model.as_levels(text)
    except (InputError, ValueError, TypeError):
        return False
    return True
