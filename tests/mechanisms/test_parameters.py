"""No field of the scenario language is decoration: for each a small scenario in which changing it changes some run."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any, NamedTuple, get_args

import pandas as pd
import pytest
from pydantic import BaseModel

from sim.compile import compile_scenario
from sim.errors import ScenarioError
from sim.scenario import Distribution, Mechanisms, Scenario, load, shipped
from tests.mechanisms.paired import played, variant

# What says what something is and where it comes from, and is not played.
TOLD = {"name", "description", "date", "seeds", "claims", "label"}


class Row(NamedTuple):
    """A change of one field of a scenario, and what is changed before, to bring the field into play."""

    scenario: str
    change: dict[str, object]
    before: dict[str, object] = {}  # noqa: RUF012 - read only


# fmt: off
MONEY = "issues__money"
CEASEFIRE = "steps__ceasefire"
DUEL = {"actors__east__tactic": "fixed", "actors__west__tactic": "fixed"}  # nobody signs; the tables go on
HELD = {"holder": "east", "gate": "talks", "after": "miracle", "rigidity": 0.3}
TYPES = {"battlefield__walk": "forts", "battlefield__beliefs": "two_types"}
BETA = {"battlefield__walk": "forts", "battlefield__beliefs": "beta"}
OFFER = {"by": "patron", "text": {"border": "far"}}


def held(**changes: object) -> dict[str, object]:
    """One more precondition of the scenario `gates`, which is offered a text."""
    return {"preconditions__held": {**HELD, **changes}, "opening_text": OFFER}


def seated(**rule: object) -> dict[str, object]:
    """A precondition on who sits at a table."""
    return {"preconditions__held": {"holder": "east", "gate": "talks", "rigidity": "never", **rule}}


def follows(**changes: object) -> dict[str, object]:
    """East follows a strategy in the scenario `tactics`."""
    table = {"demand": [[0.95, 0.85]], "accept": [[0.8, 0.7]], "at": [0, 1], "type": 0.5, **changes}
    return {"actors__east__tactic": "table", "actors__east__strategy": table}


BOTH = {name: {"salience": 1} for name in ("east", "west")}
SHARED = {"issues": {"pie": {"kind": "pie", "stakes": BOTH}}}  # a pie, and nothing else
SOLVED = {**SHARED, "actors": {name: {"tactic": "equilibrium", "discount": 0.9} for name in BOTH}}


ROWS = {
    "Scenario.rounds": Row("shocks", {"rounds": 12}),
    "Scenario.round_days": Row("shocks", {"round_days": 14}),
    "Scenario.follow_up": Row("kept_deal", {"follow_up": 10}),
    "Scenario.proposer": Row("drafters", {"proposer": "random"}),
    "Scenario.breakdown": Row("discounting", {"breakdown": 0.2}),
    "Scenario.signatories": Row("leverage", {"signatories": ["client", "enemy", "patron"]}),
    "Fixed.fixed": Row("drafters", {"proposer": {"fixed": "west"}}, {"proposer": {"fixed": "east"}}),

    "Actor.war_cost": Row("learning", {"actors__east__war_cost": 0.3}),
    "Actor.standoff_cost": Row("collapse", {"actors__west__standoff_cost": 0.5}),
    "Actor.patience": Row("learning", {"actors__east__patience": 10}),
    "Actor.discount": Row("discounting", {"actors__east__discount": 0.7}),
    "Actor.outside_option": Row("discounting", {"actors__east__outside_option": 0.6}, SHARED),
    "Departure.ask": Row("discounting", {"actors__east__departure": {"ask": 0.1}}, SOLVED),
    "Departure.accept": Row("discounting", {"actors__east__departure": {"accept": 0.1}}, SOLVED),
    "Issue.kind": Row("discounting", {"issues__deal": {"kind": "pie", "stakes": BOTH}}),
    "Actor.recognition": Row("drafters", {"actors__east__recognition": 5}, {"proposer": "random"}),
    "Strategy.by": Row("tactics", follows(by="war_cost"), follows()),
    "Strategy.type": Row("tactics", follows(type=1), follows()),
    "Strategy.at": Row("tactics", follows(at=[0, 0.6]), follows()),
    "Strategy.demand": Row("tactics", follows(demand=[0.8]), follows()),
    "Strategy.accept": Row("tactics", follows(accept=[0.6]), follows()),
    "Strategy.concede": Row("tactics", follows(concede=[0.2]), follows()),
    "Actor.tactic": Row("tactics", {"actors__east__tactic": "reservation"}),
    "Actor.deadline": Row("tactics", {"actors__east__deadline": 10}),
    "Actor.concession": Row("tactics", {"actors__east__concession": 0.5}),
    "Actor.aspiration": Row("log_rolling", {"actors__east__aspiration": 0.9}),
    "Actor.audience_cost": Row("audience_costs", {"actors__east__audience_cost": 0.2}),
    "Actor.ratification": Row("ratification", {"actors__west__ratification": 0.2}),
    "Actor.harden": Row("hardening", {"actors__west__harden": 0.1}),
    "Actor.exit": Row("exit", {"actors__mediator__exit": 30}),
    "Actor.sincerity": Row("stalling", {"actors__west__sincerity": 0.5}),
    "Actor.stall_value": Row("stalling", {"actors__east__stall_value": 0}),
    "Actor.credit": Row("credit", {"actors__east__credit": 0.05}),
    "Actor.review": Row("credit", {"actors__east__review": 0.05}),
    "Actor.response_noise": Row("response_noise", {"actors__east__response_noise": 0.1}),
    "Optimism.favourable": Row("learning", {"actors__east__optimism__favourable": 0.8}, TYPES),
    "Optimism.mean": Row("learning", {"actors__east__optimism__mean": 0.8}, BETA),
    "Optimism.strength": Row("learning", {"actors__east__optimism__strength": 4}, BETA),
    "Optimism.bias": Row("optimism", {"actors__east__optimism__bias": 0.05}),
    "Optimism.spread": Row("learning", {"actors__east__optimism__spread": 0.05}),

    "Relation.leverage": Row("leverage", {"relations__patron__client__leverage": 0.05}),
    "Relation.influence": Row("influence", {"relations__east__patron__influence": 0.05}),
    "Relation.framing": Row("framing", {"relations__east__west__framing": -0.1}),
    "Relation.credence": Row("credence", {"relations__west__east__credence": 0.9}),

    "Issue.options": Row("gates", {"issues__recognition__options": ["none", "de_jure", "de_facto"]}),
    "Issue.divisible": Row("tactics", {"issues__border": {"options": ["wests", "easts"], "stakes": {
        "east": {"salience": 0.5, "position": "easts"}, "west": {"salience": 0.5, "position": "wests"}}}}),
    "Issue.status_quo": Row("shocks", {"issues__border__status_quo": "west"}),
    "Issue.promised_by": Row("credence", {"issues__assurance__promised_by": None}),
    "Issue.delivered_by": Row("delivery", {f"{MONEY}__delivered_by": []}),
    "Issue.enforcement": Row("kept_deal", {"issues__guarantee__enforcement": {"backstop": 0.05}}),
    "Stake.salience": Row("influence", {"issues__trade__stakes__east__salience": 0.6}),
    "Stake.position": Row("tactics", {"issues__border__stakes__east__position": 0.7}),
    "Stake.values": Row("shocks", {"issues__border__stakes__east__values":
        {"disputed": 0.3, "far_west": 0.8, "west": 0.7, "east": 0.4, "far_east": 0.2}}),

    "Battlefield.war": Row("war", {"battlefield__war": "lottery"}),
    "Battlefield.first": Row("optimism", {"battlefield__first": "west", "battlefield__second": "east"},
        {"actors__east__optimism__bias": 0.05}),
    "Battlefield.second": Row("war", {"battlefield__second": "north"},
        {"actors__north": {}, "issues__land__stakes__north": {"salience": 1, "position": 0.2},
         "steps__truce": {"stops_fighting": True, "parties": ["east", "north"]}}),
    "Battlefield.walk": Row("war", {"battlefield__walk": "forts"}),
    "Battlefield.forts": Row("war", {"battlefield__forts": 20}, {"battlefield__walk": "forts"}),
    "Battlefield.advance": Row("war", {"battlefield__advance": 0.6}, {"battlefield__walk": "forts"}),
    "Battlefield.beliefs": Row("learning", {"battlefield__beliefs": "beta"}, {"battlefield__walk": "forts"}),
    "Types.low": Row("learning", {"battlefield__types__low": 0.3}, TYPES),
    "Types.high": Row("learning", {"battlefield__types__high": 0.7}, TYPES),
    "Battlefield.start": Row("war", {"battlefield__start": 0.4}),
    "Battlefield.drift": Row("war", {"battlefield__drift": 0.01}),
    "Battlefield.drift_volatility": Row("war", {"battlefield__drift_volatility": 0.01}),
    "Battlefield.volatility": Row("war", {"battlefield__volatility": 0.02}),
    "Battlefield.peace_volatility": Row("kept_deal", {"battlefield__peace_volatility": 0.02}),

    "Fallbacks.first_wins": Row("optimism", {"fallbacks__first_wins": {"land": 0.6}}),
    "Fallbacks.second_wins": Row("optimism", {"fallbacks__second_wins": {"land": 0.4}}),
    "Fallbacks.frozen": Row("collapse", {"fallbacks__frozen": {"land": 0.9}}),
    "Fallbacks.no_deal": Row("shocks", {"fallbacks__no_deal": {"border": "far_west"}}),

    "Signing.quota": Row("leverage", {"signing__quota": 1}, {"signing": {"quota": 2}}),
    "Signing.veto": Row("leverage", {"signing__veto": ["enemy"]}, {"signing": {"quota": 1}}),

    "Step.parties": Row("moving_front", {"steps__withdrawal__parties": ["east", "west"]}),
    "Step.value": Row("step_values", {f"{CEASEFIRE}__value__east": -0.05}),
    "Step.stops_fighting": Row("step_values", {f"{CEASEFIRE}__stops_fighting": False}),
    "Step.moves_front": Row("moving_front", {"steps__withdrawal__moves_front": 0.1}),
    "Step.floor": Row("floors", {"steps__settlements__floor": {"border": "east"}}),
    "Step.requires": Row("truce", {"steps__referendum__requires__ceasefire": 10}),
    "Step.in_settlement": Row("learning", {"steps__visit__in_settlement": True},
        {"steps__visit": {"value": {"east": -1}, "in_settlement": False}}),
    "Collapse.base": Row("collapse", {f"{CEASEFIRE}__collapse__base": 0.01}),
    "Collapse.slope": Row("collapse", {f"{CEASEFIRE}__collapse__slope": 2}),

    "Track.participants": Row("influence", {"tracks__direct__participants": ["east", "west", "patron"]}),
    "Track.formal": Row("influence", {"tracks__direct__formal": False}),
    "Track.protocol": Row("tactics", {"tracks__talks__protocol": "sealed"},
        {"tracks__talks": {"participants": ["east", "west"]}}),
    "Track.every": Row("shocks", {"tracks__talks__every": 5}, {"tracks__talks": {"participants": ["east", "west"]}}),
    "Track.start": Row("exit", {"tracks__mediated__start": 2}),
    "Track.mediator": Row("mediation", {"tracks__talks": {"participants": ["east", "west"]}}),
    "Track.mediator_share": Row("mediation", {"tracks__talks__mediator_share": 0.1}),
    "Track.mediator_knows": Row("counsel", {"tracks__talks__mediator_knows": None}),
    "Track.mediator_line": Row("counsel", {"tracks__talks__mediator_line": 0.4}),

    "Precondition.holders": Row("gates", held(holder="west"), held()),
    "Precondition.gate": Row("gates", held(gate="signing"), held()),
    "Precondition.after": Row("gates", held(rigidity="never", after="visit"), held(rigidity="never")),
    "Precondition.only_with": Row("gates", seated(only_with=["west"]), seated(only_with=["patron"])),
    "Precondition.with_": Row("gates", seated(**{"with": ["west"]}), seated(**{"with": ["europe"]})),
    "Precondition.without": Row("gates", seated(without=["europe"]), seated(without=["west"])),
    "Precondition.text": Row("gates", seated(text={"recognition": "none"}), seated(text={"recognition": "de_jure"})),
    "Precondition.rigidity": Row("gates", held(rigidity=0.9), held()),
    "Precondition.public": Row("audience_costs", {"preconditions__apology_first__public": False}),
    "Precondition.eased_by": Row("easing", {"preconditions__apology_first__eased_by": None}),
    "Hazard.hazard": Row("gates", held(rigidity={"hazard": 0.5}), held(rigidity={"hazard": 0.1})),
    "Easing.condition": Row("easing", {"preconditions__apology_first__eased_by": {"border": "disputed", "by": 0.2}}),
    "Easing.by": Row("easing", {"preconditions__apology_first__eased_by__by": 0.1}),
    "Condition.issue": Row("gates", seated(text={"border": "far"}), seated(text={"recognition": "de_jure"})),
    "Condition.sense": Row("gates", seated(text={"recognition": "at_most de_facto"}),
        seated(text={"recognition": "at_least de_facto"})),
    "Condition.option": Row("gates", seated(text={"recognition": "at_least none"}),
        seated(text={"recognition": "at_least de_facto"})),

    "OpeningText.by": Row("audience_costs", {"opening_text__by": "east"}),
    "OpeningText.text": Row("audience_costs", {"opening_text__text": {}}),

    "Shock.hazard": Row("shocks", {"shocks__incident__hazard": 0.3}),
    "Shock.pause": Row("shocks", {"shocks__incident__pause": 10}),
    "Shock.ends_run": Row("shocks", {"shocks__incident__ends_run": 0.5}),
}
# fmt: on


# Steps that do not stop the fighting are never undone, and a step that has a hazard of collapse cannot be permanent.
CHECKED_ONLY = {"Step.permanent": "it says that a step has no hazard of collapse, and is refused next to one"}

BOTH_RESERVED = {"actors__east__tactic": "reservation", "actors__west__tactic": "reservation"}
# Secrets that others would have to know to judge what an actor accepts: where, the path, the range.
SECRETS = [
    ("kept_deal", "actors__west__war_cost", [0, 0.4], {}),
    ("kept_deal", "actors__west__patience", [5, 200], {"actors__east__war_cost": 0.05}),
    ("truce", "actors__west__standoff_cost", [0, 0.4], BOTH_RESERVED),
    ("tactics", "issues__border__stakes__west__salience", [0.1, 0.9], {}),
    ("tactics", "issues__border__stakes__west__position", [0, 0.6], {**BOTH_RESERVED, "issues__border__status_quo": 0}),
    ("shocks", "issues__border__stakes__west__values__west", [0.2, 0.6], {}),
]  # fmt: skip


def parts(annotation: Any) -> Iterator[type]:
    """The models and records of the language that a field's type speaks of."""
    for inner in get_args(annotation):
        yield from parts(inner)
    if isinstance(annotation, type):
        record = dataclasses.is_dataclass(annotation) and annotation is not Distribution
        if record or issubclass(annotation, BaseModel):
            yield annotation


def fields(model: type, seen: set[type]) -> Iterator[str]:
    """Every field that is played of a model and of what it contains, as `Model.field`."""
    if model in seen or model is Mechanisms:
        return
    seen.add(model)
    if issubclass(model, BaseModel):
        annotations = {name: field.annotation for name, field in model.model_fields.items()}
    else:
        annotations = {field.name: field.type for field in dataclasses.fields(model)}
    for name, annotation in annotations.items():
        below = [part for part in parts(annotation) if issubclass(part, BaseModel)]
        if name not in TOLD and not below:
            yield f"{model.__name__}.{name}"
        for part in parts(annotation):
            yield from fields(part, seen)


def differing_runs(one: pd.DataFrame, other: pd.DataFrame) -> int:
    """In how many runs the two tables say different things, where they speak of the same."""
    names = [name for name in one.columns if name in other.columns]
    rows = [zip(*([str(value) for value in table[name]] for name in names), strict=True) for table in (one, other)]
    return sum(first != second for first, second in zip(*rows, strict=True))


def test_the_same_runs_do_not_differ() -> None:
    one, same = variant("gates"), variant("gates", description="The same")
    assert differing_runs(played(one, 300, 1), played(same, 300, 1)) == 0


@pytest.mark.parametrize("field", sorted(ROWS))
def test_changing_a_field_changes_some_run(field: str) -> None:
    row = ROWS[field]
    before = variant(row.scenario, **row.before)
    after = variant(row.scenario, **{**row.before, **row.change})
    assert before.digest != after.digest
    assert differing_runs(played(before, 300, 1), played(after, 300, 1)) > 0


@pytest.mark.parametrize("name, path, bounds, before", SECRETS, ids=[path for _, path, _, _ in SECRETS])
def test_a_secret_changes_what_others_do_and_is_none_without_the_mechanism(name, path, bounds, before) -> None:
    known = variant(name, **before, **{path: {"uniform": bounds}})
    secret = {path: {"uniform": bounds, "private": True}}
    assert differing_runs(played(known, 300, 1), played(variant(name, **before, **secret), 300, 1)) > 0
    told = variant(name, **before, **secret, mechanisms__private_information=False)
    assert differing_runs(played(known, 300, 1), played(told, 300, 1)) == 0


def test_every_field_of_the_language_has_its_row() -> None:
    assert set(ROWS) | set(CHECKED_ONLY) == set(fields(Scenario, set()))


def test_what_is_permanent_has_no_hazard_of_collapse() -> None:
    with pytest.raises(ScenarioError, match="permanent"):
        variant("collapse", steps__ceasefire__permanent=True)


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_distribution_of_a_shipped_scenario_is_drawn(name: str) -> None:
    scenario = load(name)
    assert set(compile_scenario(scenario).dimensions) == set(scenario.dimensions())
