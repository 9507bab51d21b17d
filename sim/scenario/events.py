"""The course of things: battlefield, steps, tracks, preconditions, the opening text, shocks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from sim.scenario.base import Claims, Flag, Label, Model, Name, Package, Parsed, Whole
from sim.scenario.conditions import Condition, EasingField, Gate, InSettlement, RigidityField, TextCondition
from sim.scenario.kinds import NumberFault
from sim.scenario.numbers import Balance, InRange, NotNegative, Number, Share


def _holders(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list | tuple) or not value or not all(isinstance(item, str) for item in value):
        raise NumberFault("a holder is an actor, or a list of actors")
    return tuple(value)


Holders: TypeAlias = Annotated[
    tuple[str, ...],
    Parsed(
        _holders,
        {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]},
    ),
]
Volatility: TypeAlias = Annotated[Number, InRange(0, 1, lo_open=True)]
Undecided: TypeAlias = Annotated[Number, InRange(0, 1, lo_open=True, hi_open=True)]
AtLeastOne: TypeAlias = Annotated[Number, InRange(1)]
Inside: TypeAlias = Annotated[Number, InRange(0, 1, lo_open=True, hi_open=True)]


class Types(Model):
    """The two chances between which actors with `beliefs: two_types` are in doubt; the true one is `advance`."""

    low: Undecided = Field(default=0.4, description="The lower chance that the first wins a battle, in (0, 1).")
    high: Undecided = Field(default=0.6, description="The higher chance that the first wins a battle, in (0, 1).")


class Battlefield(Model):
    """The front between the objectives: at 1 the first has what it would take by force, at 0 the second."""

    war: Literal["front", "lottery", "none"] = Field(
        default="front", description="A moving front, a single costly lottery, or no war."
    )
    first: str | None = Field(default=None, description="The belligerent that gains when the front moves toward 1.")
    second: str | None = Field(default=None, description="The belligerent that gains when the front moves toward 0.")
    walk: Literal["gaussian", "forts"] = Field(
        default="gaussian", description="Gaussian steps, or steps of 1/forts up or down."
    )
    forts: Whole = Field(default=10, ge=2, le=10_000, description="Number of forts, 2 or more; for walk: forts.")
    advance: Share = Field(
        default=0.5, description="Probability that the first wins a round's battle; for walk: forts."
    )
    start: Share = Field(
        default=0.5,
        description="Where the front stands at first, in (0, 1); lottery: the first's chance, in [0, 1].",
    )
    drift: Balance = Field(default=0.0, description="Mean movement of the front per week, in [-1, 1].")
    drift_volatility: Share = Field(
        default=0.0, description="How the drift wanders, in [0, 1] per square root of a week."
    )
    volatility: Volatility = Field(
        default=0.02, description="How the front moves, in (0, 1] per square root of a week."
    )
    peace_volatility: Share = Field(
        default=0.0, description="How power shifts under a settlement, per square root of a week."
    )
    beliefs: Literal["normal", "two_types", "beta"] = Field(
        default="normal",
        description="A normal prior on its drift; for walk: forts also two types of war, or a beta prior on a battle.",
    )
    types: Types = Field(default=Types(), description="The two chances to win a battle, for beliefs: two_types.")
    claims: Claims = ()


class Collapse(Model):
    """The weekly hazard that a ceasefire breaks."""

    base: Share = Field(default=0.0, description="Weekly hazard in [0, 1] whatever the sides could gain.")
    slope: NotNegative = Field(
        default=0.0, description="Added weekly hazard per unit of a side's gain from war, 0 or more."
    )


class Step(Model):
    """Something that its parties can do on the way, such as a ceasefire or a withdrawal."""

    label: Label = ""
    parties: tuple[str, ...] = Field(default=(), description="Actors who must all agree. Default: the belligerents.")
    value: Mapping[Name, Balance] = Field(default={}, description="Party -> declared extra value in [-1, 1].")
    stops_fighting: Flag = Field(default=False, description="The war stops while it is in force.")
    moves_front: Balance = Field(default=0.0, description="How far the front jumps when it is taken, in [-1, 1].")
    floor: Package = Field(default={}, description="Issue -> option below which the issue can no longer be settled.")
    permanent: Flag = Field(default=False, description="It cannot be undone.")
    collapse: Collapse = Field(
        default=Collapse(), description="Hazard that it breaks; steps that stop the fighting only."
    )
    requires: Mapping[Name, NotNegative] = Field(
        default={}, description="Step -> days that it must have been in force (0: in force)."
    )
    in_settlement: InSettlement = Field(
        default=None,
        description="Whether, or when, a settlement carries it out. Default: true if it stops fighting.",
    )
    claims: Claims = ()


class Track(Model):
    """A table at which some actors meet."""

    label: Label = ""
    participants: tuple[str, ...] = Field(description="Two or more actors; a mediator joins them.")
    formal: Flag = Field(default=True, description="Only at a formal track can a text be signed.")
    protocol: Literal["drafts", "sealed"] = Field(
        default="drafts",
        description="Somebody drafts, or all hand in sealed offers: what lies in their middle is signed if they meet.",
    )
    every: AtLeastOne = Field(default=1.0, description="Weeks between meetings, 1 or more.")
    start: NotNegative = Field(default=0.0, description="Week of the first meeting, 0 or more.")
    mediator: str | None = Field(default=None, description="The actor that mediates; it sits at the table.")
    mediator_share: Share = Field(default=0.0, description="Probability that the mediator drafts, in [0, 1].")
    mediator_knows: str | None = Field(
        default=None,
        description="The actor of whose private war_cost the mediator has learnt whether it is high; it says so there.",
    )
    mediator_line: Inside = Field(
        default=0.5, description="Where high begins, in (0, 1): a share of the range that is still thought possible."
    )
    claims: Claims = ()


class Precondition(Model):
    """A gate that stays shut for its holders until one condition is met, or until they waive it."""

    label: Annotated[str, Field(description="A phrase, such as 'no ceasefire before withdrawal'.")] = ""
    holders: Holders = Field(alias="holder", description="The actor, or actors, that hold it.")
    gate: Gate = Field(description="What stays shut: a step, talks, any_track, signing, or {issue: condition}.")
    after: str | None = Field(default=None, description="Condition: this step is in force.")
    only_with: tuple[str, ...] | None = Field(
        default=None, description="Condition: everyone else at the table is one of these."
    )
    with_: tuple[str, ...] | None = Field(
        default=None, alias="with", description="Condition: all of these are at the table."
    )
    without: tuple[str, ...] | None = Field(default=None, description="Condition: none of these is at the table.")
    text: TextCondition = Field(default=None, description="Condition: the text says this on one issue.")
    rigidity: RigidityField = Field(
        default=0.1,
        description="Utility in [-1, 1] it must gain before it gives way, never, or {hazard: weekly}.",
    )
    public: Flag = Field(default=True, description="Waiving it costs the holder its audience_cost.")
    eased_by: EasingField = Field(
        default=None, description="A condition on the text that lowers the rigidity `by` [0, 1]."
    )
    claims: Claims = ()

    @property
    def condition(self) -> str | tuple[str, ...] | Condition | None:
        """The one condition that is given, whichever it is."""
        return next((getattr(self, name) for name in CONDITION_FIELDS if getattr(self, name) is not None), None)

    def breaks_format(self, holder: str, seated: Collection[str]) -> bool:
        """Whether a table at which `seated` sit breaks this rule of `holder` on who may sit there, if it is one."""
        others = set(seated) - {holder}
        if self.only_with is not None:
            return not others <= set(self.only_with)
        if self.with_ is not None:
            return not set(self.with_) <= set(seated)
        return self.without is not None and bool(others & set(self.without))


CONDITION_FIELDS = ("after", "only_with", "with_", "without", "text")


class Signing(Model):
    """How many of the signatories must sign. Left out: all."""

    quota: Whole = Field(ge=1, description="How many of the signatories must sign, 1 or more.")
    veto: tuple[str, ...] = Field(default=(), description="Signatories without whom nothing is signed.")
    claims: Claims = ()


class OpeningText(Model):
    """A draft that is on the table at the start. Issues left out stay at their status quo."""

    label: Label = ""
    by: str | None = Field(default=None, description="The actor that tabled it, if one did.")
    text: Package = Field(default={}, description="Issue -> option, or a number.")
    claims: Claims = ()


class Shock(Model):
    """Something from outside that pauses all tracks, and may end the run."""

    label: Label = ""
    hazard: Share = Field(default=0.0, description="Weekly probability in [0, 1].")
    pause: NotNegative = Field(default=0.0, description="Mean weeks for which all tracks pause, 0 or more.")
    ends_run: Share = Field(default=0.0, description="Probability in [0, 1] that it ends the run.")
    claims: Claims = ()
