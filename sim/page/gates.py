"""The gates of a scenario: what is within reach, what a change of a precondition did to that, and the graph."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sim.scenario import Scenario
from sim.scenario.claims import claims_in
from sim.structure import Explanation, explain
from sim.study.explaining.what_if import changes, state

SECONDS = 5.0
"""No search for deadlocks and ways out goes on for longer while somebody waits."""
SHOWN = 4
"""So many deadlocks, and ways out, are listed a goal."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal: whether it is within reach, how that is in words, why not, and what would open it."""

    label: str
    reachable: bool
    state: str
    deadlocks: tuple[str, ...]
    ways_out: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A precondition that can be dropped or taken up again: its path, who holds it, what it demands."""

    path: str
    name: str
    sentences: tuple[str, ...]
    dropped: bool


@lru_cache(maxsize=32)
def explained(scenario: Scenario) -> Explanation:
    """The explanation of a scenario, computed once."""
    return explain(scenario, seconds=SECONDS)


def goals(explanation: Explanation) -> tuple[Goal, ...]:
    """Every goal, those out of reach with their reasons."""
    found = []
    for answer in explanation.answers:
        ways = tuple(
            "; ".join(explanation.hold(key).sentence.rstrip(".") for key in way.waives) for way in answer.ways_out
        )
        stuck = tuple(deadlock.sentence for deadlock in answer.deadlocks)
        more = max(len(stuck) - SHOWN, 0) + max(len(ways) - SHOWN, 0)
        found.append(Goal(answer.goal.label, answer.reachable, state(answer), stuck[:SHOWN], ways[:SHOWN], more))
    return tuple(found)


def changed(before: Scenario, after: Scenario) -> list[str]:
    """What a change did to the answers, a line each."""
    return [] if before == after else changes(explained(before), explained(after))


def rules(base: Scenario, removed: tuple[str, ...]) -> tuple[Rule, ...]:
    """Every precondition of a scenario as it was opened, and whether it has been dropped."""
    holds = explained(base).holds
    return tuple(
        Rule(
            f"preconditions.{name}", name, tuple(hold.sentence for hold in holds if hold.precondition == name),
            f"preconditions.{name}" in removed,
        )
        for name in base.preconditions
    )  # fmt: skip


def claims_in_words(scenario: Scenario) -> dict[str, str]:
    """What the claims say on which a scenario rests, by id."""
    used = scenario.claims_used()
    return {key: claim.says for key, claim in claims_in(scenario).items() if key in used}
