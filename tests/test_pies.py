"""Pies through the ordinary engine: who holds how much, who divides it, and that there is never more than all."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numba.core import config

from sim.compile import compile_scenario
from sim.errors import InputError, ScenarioError
from sim.model import NegotiationModel
from sim.page.table import mended
from sim.scenario import Scenario, loads
from sim.structure.world import World
from tests.games import changed, scenario, table

compiled_only = pytest.mark.skipif(config.DISABLE_JIT, reason="minutes without the compiler")
ACTORS = ("anna", "bert", "cleo")
UNIT = st.floats(0, 1).map(lambda u: round(u, 3))


def cake(**changes):
    """Three who would share a cake, each in earnest and content with what beats having nothing."""
    return changed(
        {
            "name": "Cake",
            "rounds": 4,
            "actors": {name: {"tactic": "reservation"} for name in ACTORS},
            "issues": {"cake": {"kind": "pie", "stakes": {name: {"salience": 1} for name in ACTORS}}},
        },
        **changes,
    )


def shares(rows):
    return rows[[f"text.cake.{name}" for name in ACTORS]].to_numpy()


# What a file can say ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes, said",
    [
        ({"issues__cake__options": ["all", "none"]}, "a pie has shares, and no options"),
        ({"issues__cake__divisible": True}, "a pie has shares"),
        ({"issues__cake__stakes__anna__position": 1}, "it has a salience only"),
        ({"issues__cake__stakes__anna__values": {0: 0, 1: 1}}, "it has a salience only"),
        ({"issues__cake__status_quo": 0.5}, "who gets how much"),
        ({"issues__cake__status_quo": {"anna": 0.6, "bert": 0.5}}, "the shares of cake sum to 1.1"),
        ({"issues__cake__status_quo": {"anna": {"uniform": [0, 0.5]}}}, "plain numbers only"),
        ({"issues__cake__status_quo": {"anna": 1.5}}, "1.5"),
        ({"issues__cake__enforcement": {"anna": 0.1}}, "enforcement of a pie is one number"),
        ({"fallbacks": {"no_deal": {"cake": {"dora": 0.5}}}}, "there is no holder of cake called 'dora'"),
        ({"fallbacks": {"no_deal": {"cake.anna": 0.5}}}, "there is no issue 'cake.anna'"),
        (
            {"fallbacks": {"no_deal": {"cake": {"anna": {"uniform": [0, 0.6]}, "bert": 0.5}}}},
            "the shares of cake can sum to 1.1",
        ),
        ({"opening_text": {"text": {"cake": {"anna": {"uniform": [0, 0.6]}}}}}, "plain numbers only"),
        ({"steps": {"gift": {"floor": {"cake": {"anna": 0.2}}}}}, "does not say whose share would give way"),
        ({"preconditions": {"mine": {"holder": "anna", "gate": "signing", "text": {"cake": "at_least 0.5"},
                                     "rigidity": "never"}}}, "cake.anna: at_least 0.5"),
        ({"preconditions": {"mine": {"holder": "anna", "gate": "signing", "text": {"cake.dora": "at_least 0.5"},
                                     "rigidity": "never"}}}, "there is no issue 'cake.dora'"),
        ({"preconditions": {"mine": {"holder": "anna", "gate": "signing", "text": {"cake.anna": "at_least 2"},
                                     "rigidity": "never"}}}, "allowed: a number in [0, 1]"),
    ],
)  # fmt: skip
def test_what_is_no_pie_is_refused_with_a_reason(changes, said):
    with pytest.raises(ScenarioError) as caught:
        scenario(cake(**changes))
    assert said in str(caught.value)


def test_a_pie_says_the_same_when_it_is_written_and_read_again():
    played = scenario(cake(issues__cake__status_quo={"anna": 0.25}, fallbacks={"no_deal": {"cake": {"bert": 0.5}}}))
    assert loads(json.dumps(played.resolved())) == played
    assert list(played.terms) == [f"cake.{name}" for name in ACTORS]


def test_a_pie_replaces_the_options_of_the_issue_that_it_is_laid_over():
    stake = {"salience": 1, "values": {"none": 0, "all": 1}}
    other = cake(issues__cake={"options": ["none", "all"], "stakes": dict.fromkeys(ACTORS, stake)})
    replaced = scenario(other).with_(
        {"issues.cake.kind": "pie"}, remove=[f"issues.cake.stakes.{name}.values" for name in ACTORS]
    )
    assert replaced.issues["cake"].kind == "pie"
    assert replaced.issues["cake"].options == ()


def test_an_uncertain_share_of_a_fallback_is_drawn_for_each_point():
    played = scenario(cake(fallbacks={"no_deal": {"cake": {"anna": {"uniform": [0.2, 0.4]}}}}))
    assert list(played.dimensions()) == ["fallbacks.no_deal.cake.anna"]
    drawn = compile_scenario(played).point(3, 1)[0, 0]
    model = NegotiationModel(played, seed=1, run=3, runs_per_point=1)
    assert 0.2 <= drawn <= 0.4
    assert model.run_model().record()["disagreement.anna"] == pytest.approx(drawn)


def test_conditions_on_shares_that_no_text_can_meet_are_found_by_none_but_each_alone():
    text = {name: {"holder": name, "gate": "signing", "text": {f"cake.{name}": "at_least 0.4"}, "rigidity": "never"}
            for name in ACTORS}  # fmt: skip
    world = World(scenario(cake(preconditions=text)))
    assert set(world.scales) == {f"cake.{name}" for name in ACTORS}


# How it is divided -----------------------------------------------------------------------------------------------


def test_three_who_all_must_sign_share_the_gain_evenly():
    rows = table(cake(), 20)
    assert shares(rows) == pytest.approx(np.full((20, 3), 1 / 3), abs=1e-6)


def test_what_each_has_without_a_deal_comes_first():
    rows = table(cake(fallbacks={"no_deal": {"cake": {"anna": 0.5, "bert": 0.1}}}), 20)
    assert shares(rows) == pytest.approx(np.tile([0.5 + 0.4 / 3, 0.1 + 0.4 / 3, 0.4 / 3], (20, 1)), abs=1e-6)


def test_who_cares_less_gets_more():
    # what the cake is worth to bert is half of what is worth anything to him
    both = {"options": ["a", "b"], "stakes": {"bert": {"salience": 1, "values": {"a": 1, "b": 1}}}}
    rows = table(cake(issues__other=both), 10)
    assert shares(rows) == pytest.approx(np.tile([0.25, 0.5, 0.25], (10, 1)), abs=1e-6)


@compiled_only
def test_a_quota_leaves_out_who_is_not_needed_and_the_lot_says_who():
    rows = shares(table(cake(signing={"quota": 2}, proposer="random"), 4000))
    assert sorted(map(tuple, np.unique(rows.round(6), axis=0))) == [(0, 0.5, 0.5), (0.5, 0, 0.5), (0.5, 0.5, 0)]
    error = np.sqrt(2 / 9 / 4000)
    assert (rows > 0).mean(axis=0) == pytest.approx(np.full(3, 2 / 3), abs=4 * error)


def test_the_cheapest_are_asked_and_whoever_has_a_veto():
    without = {"no_deal": {"cake": {"bert": 0.4}}}
    rows = table(cake(signing={"quota": 2}, proposer={"fixed": "anna"}, fallbacks=without), 20)
    assert shares(rows) == pytest.approx(np.tile([0.5, 0, 0.5], (20, 1)), abs=1e-6)
    rows = table(cake(signing={"quota": 2, "veto": ["bert"]}, proposer={"fixed": "anna"}, fallbacks=without), 20)
    assert shares(rows) == pytest.approx(np.tile([0.3, 0.7, 0], (20, 1)), abs=1e-6)


def test_one_who_screens_leaves_the_others_what_they_have():
    without = {"no_deal": {"cake": {"bert": 0.2, "cleo": 0.1}}}
    game = cake(proposer={"fixed": "anna"}, fallbacks=without, actors__anna__tactic="screening")
    assert shares(table(game, 5)) == pytest.approx(np.tile([0.7, 0.2, 0.1], (5, 1)), abs=1e-6)


def test_a_share_that_somebody_demands_is_found_on_the_way():
    mine = {"holder": "anna", "gate": "signing", "text": {"cake.anna": "at_least 0.6"}, "rigidity": "never"}
    rows = table(cake(preconditions={"mine": mine}, proposer={"fixed": "anna"}), 5)
    assert shares(rows) == pytest.approx(np.tile([0.6, 0.2, 0.2], (5, 1)), abs=1e-6)


def test_who_has_no_share_divides_it_among_those_who_must_sign():
    game = cake(proposer={"fixed": "dora"}, signatories=list(ACTORS), actors__dora={"tactic": "reservation"})
    game["issues"]["rule"] = {"options": ["a", "b"], "stakes": {"dora": {"salience": 1, "position": "a"}}}
    assert shares(table(game, 5)) == pytest.approx(np.full((5, 3), 1 / 3), abs=1e-6)


def test_a_pie_is_traded_for_what_the_drafter_wants_more():
    stakes = {"anna": {"salience": 3, "position": "b"}, "bert": {"salience": 1, "position": "a"}}
    game = cake(issues__cake__stakes={name: {"salience": 1} for name in ("anna", "bert")}, rounds=1)
    game["actors"] = {name: {"tactic": "reservation"} for name in ("anna", "bert")}
    game["issues"]["rule"] = {"options": ["a", "b"], "stakes": {n: {**s, "salience": s["salience"] / 4}
                                                               for n, s in stakes.items()}}  # fmt: skip
    rows = table(game, 5)
    assert (rows["text.rule"] == "b").all()
    # without a deal the rule is a: anna has 0, bert a fifth; gains are even where 0.4286 + 0.5714 x = 0.8 (1 - x) - 0.2
    share = (0.6 - 3 / 7) / (4 / 7 + 0.8)
    assert rows["text.cake.anna"].to_numpy() == pytest.approx(share, abs=1e-6)
    assert rows["text.cake.bert"].to_numpy() == pytest.approx(1 - share, abs=1e-6)


def test_a_text_of_ones_own_may_not_give_away_more_than_there_is():
    model = NegotiationModel(scenario(cake()), seed=1, run=0)
    assert model.evaluate("anna", {"cake.anna": 0.5, "cake.bert": 0.5}) == pytest.approx(0.5)
    with pytest.raises(InputError, match="the shares sum to"):
        model.as_levels({"cake.anna": 0.6, "cake.bert": 0.6})


# Never more than there is ----------------------------------------------------------------------------------------


@st.composite
def games(draw) -> Scenario:
    """Two pies and an issue with options, among three who may mean anything by them."""
    tactic = st.sampled_from(["reservation", "time", "reciprocal", "screening", "fixed"])
    holders = draw(st.lists(st.sampled_from(ACTORS), min_size=1, unique=True))
    salience = st.floats(0.1, 1).map(lambda u: round(u, 3))
    quota = draw(st.sampled_from([None, 1, 2, 3]))
    parts = [draw(UNIT) / 3 for _ in ACTORS]
    condition = {"holder": draw(st.sampled_from(ACTORS)), "gate": "signing", "rigidity": draw(UNIT),
                 "text": {f"cake.{draw(st.sampled_from(ACTORS))}": f"{draw(st.sampled_from(['at_least', 'at_most']))} "
                                                                 f"{draw(UNIT)}"}}  # fmt: skip
    data = cake(
        rounds=6,
        proposer=draw(st.sampled_from(["rotating", "random", {"fixed": "bert"}])),
        issues__cake__status_quo=dict(zip(ACTORS, parts, strict=True)),
        fallbacks={"no_deal": {"cake": {"anna": draw(UNIT) / 2, "cleo": draw(UNIT) / 2}}},
        preconditions={"asks": condition} if draw(st.booleans()) else {},
        relations={"anna": {"bert": {"influence": draw(UNIT), "credence": draw(UNIT)}},
                   "cleo": {"anna": {"leverage": draw(UNIT) / 4, "framing": draw(UNIT)}}},
    )  # fmt: skip
    if quota is not None:
        data["signing"] = {"quota": quota}
    for name in ACTORS:
        data["actors"][name] = {"tactic": draw(tactic), "deadline": 5, "aspiration": draw(UNIT),
                                "sincerity": draw(st.sampled_from([0.5, 1]))}  # fmt: skip
        data["issues"]["cake"]["stakes"][name] = {"salience": draw(salience)}
    data["issues"]["tart"] = {"kind": "pie", "stakes": {name: {"salience": draw(salience)} for name in holders}}
    if draw(st.booleans()):
        data["issues"]["tart"]["delivered_by"] = ["cleo"]
        data["actors"]["cleo"]["exit"] = 2
    data["issues"]["rule"] = {"options": ["a", "b", "c"], "stakes": {
        name: {"salience": draw(salience), "position": draw(st.sampled_from("abc"))} for name in ACTORS}}  # fmt: skip
    if draw(st.booleans()):
        data["tracks"] = {"all": {"participants": list(ACTORS), "protocol": "sealed"}}
    return scenario(data)


def assert_no_more_than_all(text) -> None:
    for pie in ("cake", "tart"):
        given_away = [share for name, share in text.items() if name.partition(".")[0] == pie]
        assert all(-1e-9 <= share <= 1 + 1e-9 for share in given_away)
        assert sum(given_away) <= 1 + 1e-9


@given(games(), st.integers(0, 50))
@settings(max_examples=60)
def test_no_text_on_the_table_or_signed_gives_away_more_than_there_is(played, run):
    model = NegotiationModel(played, seed=1, run=run)
    while model.running:
        model.step()
        for row in model.state.text:
            assert_no_more_than_all(model.as_text(row))
    signed = {name[5:]: value for name, value in model.record().items() if name.startswith("text.c") or "tart" in name}
    assert_no_more_than_all(signed)
    for name in ACTORS:
        a = model.compiled.names.actor(name)
        assert model.state.text_value[:, a].max() <= 1 + 1e-9


def test_there_may_be_more_actors_than_shares():
    game = cake(signatories=["anna", "bert"], issues__cake__stakes={n: {"salience": 1} for n in ("anna", "bert")})
    for name in ("cleo", "dora", "emil", "fritz"):
        game["actors"][name] = {"tactic": "reservation"}
    wishes = {name: {"salience": 1, "position": "a"} for name in game["actors"]}
    game["issues"]["rule"] = {"options": ["a", "b"], "stakes": wishes}
    rows = table(game, 5)
    assert rows[["text.cake.anna", "text.cake.bert"]].to_numpy() == pytest.approx(np.full((5, 2), 0.5), abs=1e-6)


def test_a_chair_who_gives_away_too_much_tables_the_draft_instead():
    model = NegotiationModel(scenario(cake(issues__cake__status_quo={"cleo": 0.7})), seed=1, run=0)
    drafted = {f"cake.{name}": 0.2 for name in ACTORS}
    assert mended(model, {"cake.anna": 0.5}, drafted) == {**drafted, "cake.anna": 0.5}
    assert mended(model, {"cake.anna": 0.5, "cake.bert": 0.5}, drafted) == drafted
