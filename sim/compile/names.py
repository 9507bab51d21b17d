"""The order of everything in the arrays.

Elements are sorted by name, so that the order of a file cannot matter. A precondition with several holders becomes
one held precondition a holder, each with its own threshold, waiver and luck.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sim.arrays import MOST_BITS
from sim.errors import InputError
from sim.scenario import Condition, Distribution, Scenario


@dataclass(frozen=True)
class Names:
    """Names along each axis of the arrays. Issues are the terms of a text: of a pie, the share of each holder.

    ``preconditions`` are keys: the id, or ``id.holder`` where there are several holders; ``held`` are the pairs
    (id, holder) in the same order. ``nodes`` says how many nodes an issue has: its options, or on a divisible issue
    both ends, the ideal points, and what text conditions compare with.
    """

    actors: tuple[str, ...]
    issues: tuple[str, ...]
    steps: tuple[str, ...]
    tracks: tuple[str, ...]
    shocks: tuple[str, ...]
    preconditions: tuple[str, ...]
    held: tuple[tuple[str, str], ...]
    conditions: tuple[Condition, ...]
    nodes: dict[str, int]
    third_parties: tuple[str, ...]
    ratifiers: tuple[str, ...]

    @cached_property
    def index(self) -> dict[str, dict[str, int]]:
        """Position of each name, by axis."""
        return {
            axis: {name: place for place, name in enumerate(getattr(self, axis))}
            for axis in ("actors", "issues", "steps", "tracks", "shocks", "preconditions")
        }

    def actor(self, name: str) -> int:
        """Index of an actor."""
        return self.index["actors"][name]

    def issue(self, name: str) -> int:
        """Index of an issue."""
        return self.index["issues"][name]

    def step(self, name: str) -> int:
        """Index of a step."""
        return self.index["steps"][name]

    def bits(self, actors: tuple[str, ...] | list[str]) -> int:
        """Actors as a set of bits."""
        return sum(1 << self.actor(name) for name in set(actors))


def name_axes(scenario: Scenario) -> Names:
    """The axes of a scenario. Raises InputError where a set would not fit into its bits."""
    with_preconditions = scenario.mechanisms.preconditions
    preconditions = scenario.preconditions if with_preconditions else {}
    pairs = ((name, holder) for name, p in preconditions.items() for holder in set(p.holders))
    # those on signing stand last, so that drafters look through these alone
    held = sorted(pairs, key=lambda pair: (_on_signing(preconditions[pair[0]].gate), *pair))
    keys = tuple(name if len(set(preconditions[name].holders)) == 1 else f"{name}.{holder}" for name, holder in held)
    conditions = _conditions(scenario)
    for what, count in (("actors", len(scenario.actors)), ("held preconditions", len(held)),
                        ("text conditions", len(conditions)), ("steps", len(scenario.steps)),
                        ("tracks", len(scenario.tracks))):  # fmt: skip
        if count > MOST_BITS:
            raise InputError(f"{scenario.path_of_origin}: {count} {what}, and at most {MOST_BITS} are allowed")
    actors = tuple(sorted(scenario.actors))
    return Names(
        actors=actors,
        issues=tuple(sorted(scenario.terms)),
        steps=tuple(sorted(scenario.steps)),
        tracks=tuple(sorted(scenario.tracks)),
        shocks=tuple(sorted(scenario.shocks)),
        preconditions=keys,
        held=tuple(held),
        conditions=conditions,
        nodes={name: _nodes(name, scenario, conditions) for name in scenario.terms},
        third_parties=tuple(name for name in actors if name not in scenario.belligerents),
        ratifiers=tuple(name for name in actors if scenario.actors[name].ratification is not None),
    )


def _nodes(name: str, scenario: Scenario, conditions: tuple[Condition, ...]) -> int:
    """How many nodes an issue has; a private ideal point makes two, one where it is and one where others think it."""
    issue = scenario.terms[name]
    if not issue.divisible:
        return len(issue.options)
    ideals = [stake.position for stake in issue.stakes.values() if stake.position is not None]
    secret = sum(isinstance(ideal, Distribution) and ideal.private for ideal in ideals)
    if not scenario.mechanisms.private_information:
        secret = 0
    return 2 + len(ideals) + secret + sum(condition.issue == name for condition in conditions)


def _on_signing(gate: str | Condition) -> bool:
    """Whether a gate stands before signing: before any text, or before one with some option."""
    return gate == "signing" or isinstance(gate, Condition)


def _conditions(scenario: Scenario) -> tuple[Condition, ...]:
    """Every condition on a text that something in the scenario asks for, each once."""
    found: set[Condition] = set()
    for precondition in scenario.preconditions.values():
        if isinstance(precondition.gate, Condition):
            found.add(precondition.gate)
        if precondition.text is not None:
            found.add(precondition.text)
        if precondition.eased_by is not None:
            found.add(precondition.eased_by.condition)
    for step in scenario.steps.values():
        if isinstance(step.in_settlement, Condition):
            found.add(step.in_settlement)
    return tuple(sorted(found, key=lambda c: (c.issue, c.sense, str(c.option))))
