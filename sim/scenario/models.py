"""Scenario: the whole of a file, complete and frozen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from pydantic import BaseModel, Field, PrivateAttr

from sim.scenario.actors import Actor, Relation
from sim.scenario.base import Claims, DateField, Model, Name, Whole
from sim.scenario.conditions import Easing, Hazard, Proposer
from sim.scenario.distribution import Distribution
from sim.scenario.events import Battlefield, OpeningText, Precondition, Shock, Signing, Step, Track
from sim.scenario.issues import Fallbacks, Issue
from sim.scenario.mechanisms import Mechanisms
from sim.scenario.numbers import ReasonedNumber, Share
from sim.scenario.terms import terms_of
from sim.scenario.tree import Node, Place


class Scenario(Model):
    """A negotiation under preconditions, as a scenario file declares it.

    Made by `load`, `loads` and `with_`.
    """

    name: str = Field(min_length=1, description="Title of the scenario.")
    description: str = Field(default="", description="What it is about, and what it leaves out.")
    date: DateField = Field(default=None, description="The day on which it starts: 2025-11-27.")
    seeds: tuple[str, ...] = Field(
        default=(), description="Claim files, by the name of a shipped one or by relative path."
    )
    claims: Claims = ()
    rounds: Whole = Field(default=52, ge=1, le=5200, description="Number of rounds, 1 to 5200.")
    round_days: Whole = Field(default=7, ge=1, le=365, description="Days in a round, 1 to 365.")
    follow_up: Whole = Field(default=52, ge=0, le=5200, description="Rounds watched after a settlement, 0 to 5200.")
    proposer: Proposer = Field(
        default="rotating",
        description="Who drafts at a meeting: rotating, alternate, random, or {fixed: actor}.",
    )
    breakdown: Share = Field(
        default=0.0,
        description="Weekly probability in [0, 1] that talks end for good after a formal meeting without a signature.",
    )
    signatories: tuple[str, ...] = Field(
        default=(),
        description="Actors who must sign. Default: the belligerents; without belligerents all actors.",
    )
    signing: Signing | None = Field(
        default=None, description="A quota of the signatories, and those with a veto. Left out: all sign."
    )
    mechanisms: Mechanisms = Field(default=Mechanisms(), description="Switches, all true by default.")
    actors: Mapping[Name, Actor] = Field(description="Name -> actor; an empty actor has all defaults.")
    relations: Mapping[Name, Mapping[Name, Relation]] = Field(
        default={}, description="Actor -> other actor -> what the first has toward the other."
    )
    issues: Mapping[Name, Issue] = Field(description="Name -> issue to be settled.")
    battlefield: Battlefield | None = Field(default=None, description="The war; left out: no war.")
    fallbacks: Fallbacks = Field(default=Fallbacks(), description="Packages that hold without a deal.")
    steps: Mapping[Name, Step] = Field(default={}, description="Name -> step.")
    tracks: Mapping[Name, Track] = Field(
        default={}, description="Name -> track. Left out: one formal track, talks, with all actors; {}: none."
    )
    preconditions: Mapping[Name, Precondition] = Field(default={}, description="Name -> precondition.")
    opening_text: OpeningText | None = Field(default=None, description="A draft that is on the table at the start.")
    shocks: Mapping[Name, Shock] = Field(default={}, description="Name -> shock from outside.")

    _source: Node = PrivateAttr(default=Node({}, Place("")))
    _origin: str = PrivateAttr(default="<string>")
    _folders: dict[str, str] = PrivateAttr(default={})

    @property
    def path_of_origin(self) -> str:
        """The file it was loaded from, or the name given to `loads`."""
        return self._origin

    @property
    def ancestors(self) -> tuple[str, ...]:
        """The files that it extends, nearest first."""
        return tuple(name for name in self._folders if name != self._origin)

    @property
    def belligerents(self) -> tuple[str, ...]:
        """(first, second) where there is a war, otherwise ()."""
        field = self.battlefield
        if field is None or field.war == "none" or field.first is None or field.second is None:
            return ()
        return field.first, field.second

    @property
    def signatory_names(self) -> tuple[str, ...]:
        """Actors who must sign: as declared, or the belligerents, or without any all actors, by name."""
        return self.signatories or self.belligerents or tuple(sorted(self.actors))

    @cached_property
    def terms(self) -> Mapping[str, Issue]:
        """What a text settles: issues by name, and of a pie its holders' shares, each a divisible issue PIE.HOLDER."""
        return terms_of(self.issues, {name: actor.label for name, actor in self.actors.items()})

    def dimensions(self) -> dict[str, Distribution]:
        """Every uncertain number by its path ("actors.russia.patience"), in the order of the paths."""
        found = {path: value for path, value in self.values() if isinstance(value, Distribution)}
        return dict(sorted(found.items()))

    def values(self) -> Iterator[tuple[str, object]]:
        """Every value of the scenario with its path, models and mappings opened."""
        return _leaves(self, ())

    def resolved(self) -> dict[str, Any]:
        """Plain JSON-able data of the whole, inheritance and defaults written out, as `loads` accepts it."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of `resolved()`, in hex: the same for the same scenario however its file is ordered."""
        text = json.dumps(self.resolved(), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def claims_used(self) -> set[str]:
        """Ids of all claims that the scenario, any of its elements or any of its numbers rests on."""
        used: set[str] = set()
        for path, value in self.values():
            if path == "claims" or path.endswith(".claims"):
                used.update(value if isinstance(value, tuple) else ())
            elif isinstance(value, Distribution | ReasonedNumber):
                used.update(value.claims)
        return used

    def with_(self, set: Mapping[str, object] | None = None, remove: Sequence[str] = ()) -> Scenario:
        """A copy with values replaced and elements removed, by path. Raises ScenarioError like `load`."""
        from sim.scenario.loading import build

        return build(self._source, [], self._origin, self._folders, set or {}, remove)

    def __eq__(self, other: object) -> bool:
        """Scenarios are equal if they say the same, wherever they come from."""
        return isinstance(other, Scenario) and self.digest == other.digest

    def __hash__(self) -> int:
        """Follows equality."""
        return hash(self.digest)

    def _repr_html_(self) -> str:
        from sim.scenario.describe import in_a_table

        return in_a_table(self)


def _leaves(value: object, path: tuple[str, ...]) -> Iterator[tuple[str, object]]:
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            yield from _leaves(getattr(value, name), (*path, field.alias or name))
    elif isinstance(value, Mapping):
        for key, below in value.items():
            yield from _leaves(below, (*path, key))
    elif isinstance(value, Easing):
        yield ".".join(path), value.condition
        yield from _leaves(value.by, (*path, "by"))
    elif isinstance(value, Hazard):
        yield from _leaves(value.hazard, (*path, "hazard"))
    else:
        yield ".".join(path), value
