"""Actors, and what they have toward each other."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from sim.scenario.base import Claims, Label, Model
from sim.scenario.numbers import Balance, InRange, Number, Positive, Share
from sim.scenario.strategy import Strategy

Tactic: TypeAlias = Literal["reservation", "time", "reciprocal", "screening", "fixed", "table", "equilibrium"]
OptionalPositive: TypeAlias = Annotated[Number | None, InRange(0, lo_open=True, optional=True)]
OptionalScale: TypeAlias = Annotated[Number | None, InRange(0, 1, lo_open=True, optional=True)]
OptionalShare: TypeAlias = Annotated[Number | None, InRange(0, 1, optional=True)]
Chance: TypeAlias = Annotated[Number, InRange(0, 1, lo_open=True)]
Doubted: TypeAlias = Annotated[Number, InRange(0, 1, lo_open=True, hi_open=True)]


class Optimism(Model):
    """What an actor believes of the war at the start: a prior of the kind that the battlefield's `beliefs` say."""

    bias: Balance = Field(
        default=0.0,
        description="Bias of its prior on the weekly drift, in [-1, 1]: in its own favour, or the first's.",
    )
    spread: Share = Field(
        default=0.005, description="Standard deviation of the prior on the drift, per week, in [0, 1]."
    )
    favourable: Doubted = Field(
        default=0.5,
        description="Beliefs: two_types. Prior chance, in (0, 1), of the type in its own favour, or in the first's.",
    )
    mean: OptionalShare = Field(
        default=None,
        description="Beliefs: beta. Prior mean of its chance to win a battle, or the first's; null: the true one.",
    )
    strength: Positive = Field(
        default=16.0, description="Beliefs: beta. How many battles the prior counts for, above 0."
    )


class Departure(Model):
    """By how much an actor departs from its equilibrium; the others do not know."""

    ask: Balance = Field(
        default=0.0, description="Share in [-1, 1] of the pie that it keeps in addition where it proposes."
    )
    accept: Balance = Field(default=0.0, description="Utility in [-1, 1] that it wants in addition before it signs.")
    claims: Claims = ()


class Actor(Model):
    """A belligerent or a third party. Utilities are flows on [0, 1]."""

    label: Label = ""
    war_cost: Share = Field(
        default=0.1,
        description="Flow lost while at war, in [0, 1]. Default 0.1; third parties, or no war: 0.",
    )
    standoff_cost: Share = Field(
        default=0.02,
        description="Flow lost under a ceasefire, in [0, 1]. Default 0.02; third parties, or no war: 0.",
    )
    optimism: Optimism = Field(
        default=Optimism(),
        description="Its prior on the war: bias and spread of the drift, or what other beliefs need.",
    )
    patience: Positive = Field(default=104.0, description="Weeks over which it discounts, above 0.")
    discount: Chance = Field(
        default=1.0,
        description="Share in (0, 1] of what a deal brings that is left if it comes a week later.",
    )
    tactic: Tactic = Field(
        default="time", description="How its aspiration moves between the best feasible package and its D."
    )
    deadline: Positive = Field(default=52.0, description="Weeks until the time tactic has come down to D, above 0.")
    concession: Positive = Field(
        default=1.0, description="Faratin's exponent, above 0: below 1 Boulware, above 1 conceder."
    )
    aspiration: Share = Field(default=1.0, description="Utility in [0, 1] that the fixed tactic insists on.")
    strategy: Strategy | None = Field(
        default=None, description="What it demands, accepts and when it gives in, for the table tactic."
    )
    departure: Departure | None = Field(
        default=None, description="How the equilibrium tactic departs from what the others expect of it; null: not."
    )
    outside_option: OptionalShare = Field(
        default=None,
        description="Utility in [0, 1] for which it can walk out of the talks once it has refused a text; null: none.",
    )
    audience_cost: Share = Field(
        default=0.0, description="Utility in [0, 1] lost for each public precondition that it waives."
    )
    recognition: Positive = Field(
        default=1.0, description="With proposer: random, its weight in the lot that says who drafts, above 0."
    )
    ratification: OptionalScale = Field(
        default=None, description="Scale in (0, 1] of its domestic threshold; null: none."
    )
    harden: Share = Field(
        default=0.02, description="Utility in [0, 1] that it demands in addition after its audience's veto."
    )
    exit: OptionalPositive = Field(
        default=None, description="Weeks of fatigue after which a third party leaves; null: never."
    )
    sincerity: Share = Field(default=1.0, description="Probability that it negotiates in earnest.")
    stall_value: Share = Field(
        default=0.0, description="Flow in [0, 1] that it gains while meetings go on, if it stalls."
    )
    credit: Share = Field(
        default=0.0, description="Utility in [0, 1] credited for each concession of the others toward it."
    )
    review: Chance = Field(default=0.25, description="Weekly probability in (0, 1] that it reviews its decisions.")
    response_noise: Share = Field(
        default=0.02, description="Scale in [0, 1] of its logistic thresholds (quantal response)."
    )
    claims: Claims = ()


class Relation(Model):
    """What one actor has toward another."""

    leverage: Share = Field(default=0.0, description="How far it can lower the other's disagreement value, in [0, 1].")
    influence: Share = Field(
        default=0.0,
        description="Weight in [0, 1] of the other's evaluation in its own; over all others at most 1.",
    )
    framing: Balance = Field(default=0.0, description="Bias in [-1, 1] in how it reads what the other tables.")
    credence: Share = Field(default=1.0, description="How far it believes the other's written promises, in [0, 1].")
    claims: Claims = ()
