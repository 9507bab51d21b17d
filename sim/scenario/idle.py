"""Fields that a scenario states although nothing in it reads them: most often, something else was meant."""

from __future__ import annotations

from collections.abc import Iterator

from sim.scenario.actors import Actor, Optimism
from sim.scenario.counsel import idle_counsel
from sim.scenario.models import Scenario
from sim.scenario.tree import find

NO_WAR = "there is no war"
OF_WARS = ("war_cost", "standoff_cost", "optimism", "patience", "exit")
"""Fields of actors that only a war gives a meaning."""
OF_TACTICS = {"deadline": "time", "concession": "time", "aspiration": "fixed", "strategy": "table"}
"""Field of an actor -> the tactic that reads it."""
OF_WALKS = {"forts": "forts", "advance": "forts", "volatility": "gaussian", "drift_volatility": "gaussian"}
"""Field of the battlefield -> the walk that reads it."""

OF_BELIEFS = {
    "bias": "normal", "spread": "normal", "favourable": "two_types", "mean": "beta", "strength": "beta",
}  # fmt: skip
"""Field of an actor's optimism -> the kind of beliefs that reads it."""


def idle_fields(scenario: Scenario) -> Iterator[str]:
    """What the scenario's own file states without effect, a sentence each.

    A parent may have had a use for it, and whoever states a default may only undo what a parent states.
    """
    for name, actor in scenario.actors.items():
        for field, why in _idle_of_actor(scenario, actor):
            meant = getattr(actor, field) not in (Actor.model_fields[field].default, 0)
            if meant and _stated(scenario, "actors", name, field):
                yield f"actors.{name}.{field} has no effect: {why}"
    for name, track in scenario.tracks.items():
        if track.protocol == "sealed" and track.mediator_share != 0:
            yield f"tracks.{name}.mediator_share has no effect: offers are sealed, and nobody drafts"
        yield from idle_counsel(scenario, name, track)
    battlefield = scenario.battlefield
    if battlefield is not None and battlefield.war == "front":
        for field, walk in OF_WALKS.items():
            if battlefield.walk != walk and _stated(scenario, "battlefield", field):
                yield f"battlefield.{field} has no effect: the walk is {battlefield.walk}"
        yield from _idle_of_beliefs(scenario, battlefield.beliefs)


def _idle_of_actor(scenario: Scenario, actor: Actor) -> Iterator[tuple[str, str]]:
    """Field and why it does nothing, whether the file states it or not."""
    if not scenario.belligerents:
        yield from ((field, NO_WAR) for field in OF_WARS)
    for field, tactic in OF_TACTICS.items():
        if actor.tactic != tactic:
            yield field, f"its tactic is {actor.tactic}"
    if scenario.proposer != "random":
        yield "recognition", "who drafts is not drawn by lot"
    if actor.ratification is None:
        yield "harden", "nobody at home ratifies"
    if actor.sincerity == 1:
        yield "stall_value", "it always negotiates in earnest"


def _idle_of_beliefs(scenario: Scenario, kind: str) -> Iterator[str]:
    """What only another kind of beliefs would read."""
    if kind != "two_types" and _stated(scenario, "battlefield", "types"):
        yield f"battlefield.types has no effect: beliefs are {kind}"
    for name, actor in scenario.actors.items():
        for field, its in OF_BELIEFS.items():
            meant = getattr(actor.optimism, field) not in (Optimism.model_fields[field].default, 0)
            if kind != its and meant and _stated(scenario, "actors", name, "optimism", field):
                yield f"actors.{name}.optimism.{field} has no effect: beliefs are {kind}"


def _stated(scenario: Scenario, *path: str) -> bool:
    node = find(scenario._source, path)
    return node is not None and node.place.file == scenario.path_of_origin
