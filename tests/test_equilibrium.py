"""Equilibrium play of dividing a pie: what can be solved, the solution itself, and the engine that plays it."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numba.core import config

from sim.compile import compile_scenario
from sim.compile.equilibrium import Division, division_of, solve
from sim.errors import ScenarioError
from sim.model import NegotiationModel
from sim.verify.closed_forms import pies
from tests.games import changed, scenario, table

compiled_only = pytest.mark.skipif(config.DISABLE_JIT, reason="minutes without the compiler")
ACTORS = ("anna", "bert", "cleo", "dora", "emil")


def pie(members: int = 3, **changes):
    """Members who divide a pie in equilibrium, the proposer drawn anew in each of 100 rounds."""
    names = ACTORS[:members]
    return changed(
        {
            "name": "Pie",
            "rounds": 100,
            "proposer": "random",
            "actors": {name: {"tactic": "equilibrium", "discount": 0.9} for name in names},
            "issues": {"pie": {"kind": "pie", "stakes": {name: {"salience": 1} for name in names}}},
        },
        **changes,
    )


def shares(rows, members: int = 3):
    return rows[[f"text.pie.{name}" for name in ACTORS[:members]]].to_numpy()


# What cannot be solved -------------------------------------------------------------------------------------------

OTHER = {"options": ["a", "b"], "stakes": {"anna": {"salience": 1, "position": "a"}}}
GATE = {"holder": "anna", "gate": "signing", "with": ["bert"], "rigidity": "never"}


@pytest.mark.parametrize(
    "changes, said",
    [
        ({"issues__rule": OTHER}, "there are 2 issues"),
        ({"issues": {"rule": {**OTHER, "stakes": {n: OTHER["stakes"]["anna"] for n in ACTORS[:3]}}}}, "'rule' is none"),
        ({"issues__pie__promised_by": "anna"}, "nobody has to promise"),
        ({"battlefield": {"war": "lottery", "first": "anna", "second": "bert"}}, "not a war beside it"),
        ({"relations": {"anna": {"bert": {"leverage": 0.1}}}}, "does not reckon with relations"),
        ({"preconditions": {"late": GATE}}, "does not reckon with preconditions"),
        ({"opening_text": {"text": {"pie": {"anna": 1}}}}, "does not reckon with opening text"),
        ({"shocks": {"rain": {"hazard": 0.1}}}, "does not reckon with shocks"),
        ({"signatories": ["anna", "bert"]}, "not all actors do"),
        ({"tracks": {"pair": {"participants": ["anna", "bert"]}}}, "where all actors sit"),
        ({"tracks": {"all": {"participants": list(ACTORS[:3]), "every": 2}}}, "meets in each round"),
        ({"tracks": {"all": {"participants": list(ACTORS[:3]), "protocol": "sealed"}}}, "at which somebody drafts"),
        ({"rounds": 5200, "proposer": "rotating", **{f"actors__{n}": {} for n in ACTORS[3:]},
          **{f"issues__pie__stakes__{n}": {"salience": 1} for n in ACTORS[3:]}}, "too many to solve"),
        ({"actors__anna__ratification": 0.1}, "nobody has to ratify"),
        ({"actors__anna__sincerity": 0.9}, "in earnest"),
        ({"actors__anna__discount": {"uniform": [0.8, 0.9]}}, "cannot be uncertain"),
        ({"breakdown": {"uniform": [0, 0.1]}}, "cannot be uncertain"),
        ({"fallbacks": {"no_deal": {"pie": {"anna": {"uniform": [0, 0.1]}}}}}, "cannot be uncertain"),
        ({"actors__anna__outside_option": 0.2}, "two who both must sign"),
        ({"actors__anna": {"departure": {"ask": 0.1}}}, "an equilibrium that it does not play"),
    ],
)  # fmt: skip
def test_what_cannot_be_solved_is_refused_with_the_reason(changes, said):
    with pytest.raises(ScenarioError) as caught:
        scenario(pie(**changes))
    assert said in str(caught.value)


def test_outside_options_must_leave_something():
    options = {f"actors__{name}__outside_option": 0.6 for name in ACTORS[:2]}
    with pytest.raises(ScenarioError, match="leave nothing to divide"):
        scenario(pie(2, **options))


# The solution ----------------------------------------------------------------------------------------------------

UNIT = st.floats(0, 1).map(lambda u: round(u, 3))


@st.composite
def divisions(draw) -> Division:
    members = draw(st.integers(2, 4))
    without = np.array([draw(UNIT) for _ in range(members)]) / members
    return Division(
        rounds=draw(st.integers(1, 12)),
        kept=np.array([draw(UNIT) for _ in range(members)]),
        without=without,
        outside=np.full(members, -1.0),
        signatures=draw(st.integers(1, members)),
        veto=np.zeros(members, dtype=bool),
        turns=np.array(list(itertools.permutations(range(members)))) if draw(st.booleans()) else None,
        proposes=np.full(members, 1 / members),
    )


@given(divisions())
def test_nobody_signs_for_less_than_no_deal_nor_for_more_than_there_is(game):
    signs_for = solve(game)
    orders = 1 if game.turns is None else len(game.turns)
    assert signs_for.shape == (orders * game.rounds, game.kept.size)
    assert (signs_for >= game.without - 1e-12).all()
    assert (signs_for <= 1 + 1e-9).all()
    # in the last round nothing is left to wait for
    assert signs_for.reshape(orders, game.rounds, -1)[:, -1] == pytest.approx(np.tile(game.without, (orders, 1)))


@given(divisions(), st.floats(0.01, 0.2))
@settings(max_examples=30)
def test_where_all_must_sign_what_each_has_without_a_deal_only_moves_the_scale(game, less):
    """A gain over no deal is divided as a whole pie would be (the scale of utilities does not matter)."""
    everyone = game.kept.size
    plain = Division(**{**vars(game), "without": np.zeros(everyone), "signatures": everyone})
    moved = Division(**{**vars(plain), "without": np.full(everyone, less / everyone)})
    assert solve(moved) == pytest.approx(less / everyone + (1 - less) * solve(plain), abs=1e-9)


def test_two_in_turn_come_to_the_division_of_the_endless_game():
    data = pie(2, proposer="alternate", rounds=300, actors__anna__discount=0.95)
    anna_begins = solve(division_of(scenario(data)))[:2]
    table_of_two = pies.in_turn((0.95, 0.9))
    assert anna_begins[0, 1] == pytest.approx(table_of_two[0, 1])  # bert answers first, anna in the second round
    assert anna_begins[1, 0] == pytest.approx(table_of_two[1, 0])


def test_a_delay_is_chosen_where_signatures_cost_more_than_there_is_to_keep():
    # both have more than half of what there is: nobody has anything to offer
    game = division_of(
        scenario(pie(2, proposer="alternate", fallbacks={"no_deal": {"pie": {"anna": 0.6, "bert": 0.4}}}))
    )
    assert solve(game) == pytest.approx(np.tile([0.6, 0.4], (200, 1)))


# The engine that plays it ----------------------------------------------------------------------------------------


@compiled_only
@pytest.mark.parametrize(
    "changes",
    [
        {"signing": {"quota": 2}, "actors__anna__discount": 0.7, "actors__bert__recognition": 3},
        {"signing": {"quota": 2, "veto": ["cleo"]}, "breakdown": 0.1, "rounds": 4},
        {"proposer": "rotating", "actors__bert__discount": 0.6, "fallbacks": {"no_deal": {"pie": {"anna": 0.2}}}},
        {"proposer": {"fixed": "bert"}, "rounds": 3},
        {"signing": {"quota": 1}, "rounds": 2},
        {"signing": {"quota": 1, "veto": ["anna", "cleo"]}, "actors__bert__discount": 0.5, "rounds": 5},
        {"proposer": "alternate", "signing": {"quota": 2}, "actors__cleo__discount": 0.5, "rounds": 6},
    ],
)
def test_what_each_gets_on_average_is_what_the_solution_expects(changes):
    played = scenario(pie(**changes))
    game = division_of(played)
    longer = Division(**{**vars(game), "rounds": game.rounds + 1})
    orders = 1 if game.turns is None else len(game.turns)
    # what each signs for in the round before the first is what it expects, discounted by once more
    before = solve(longer).reshape(orders, longer.rounds, -1)
    if game.turns is not None:
        # one round more shifts whose turn it is; the lot draws every order alike, so that the mean does not care
        assert orders == 6
    kept = game.kept
    expected = game.without + (before[:, 0].mean(axis=0) - game.without) / kept
    rows = table(pie(**changes), 8000, runs_per_point=1)
    found = rows[[f"utility.{name}" for name in ACTORS[:3]]].astype(float)
    error = found.std().to_numpy() / np.sqrt(len(rows))
    assert (rows["signed"] == 1).all()
    assert found.mean().to_numpy() == pytest.approx(expected, abs=float(4 * error.max() + 1e-6))


@compiled_only
def test_equally_cheap_partners_are_drawn_by_lot():
    found = shares(table(pie(5, signing={"quota": 3}), 10_000, runs_per_point=1), 5)
    by_emil = found[found.argmax(axis=1) == 4]
    bought = (by_emil[:, :4] > 0).astype(float)
    assert (bought.sum(axis=1) == 2).all()
    assert bought.mean(axis=0) == pytest.approx(np.full(4, 0.5), abs=4 * np.sqrt(0.25 / len(by_emil)))


def test_without_discount_and_breakdown_switches_nothing_is_lost_by_waiting():
    data = pie(2, proposer="alternate", rounds=3, breakdown=0.5)
    data["mechanisms"] = {"discounting": False, "breakdown": False}
    # three rounds: who begins also ends, and takes all
    assert shares(table(data, 20), 2).max(axis=1) == pytest.approx(1)


def test_a_round_of_two_weeks_costs_what_two_weeks_cost():
    slow = division_of(scenario(pie(2, round_days=14, breakdown=0.1)))
    assert slow.kept == pytest.approx((0.9 * 0.9) ** 2)


@pytest.mark.parametrize("ask, refused", [(0.1, True), (-0.1, False)])
def test_who_asks_for_more_than_its_equilibrium_is_refused_and_who_asks_for_less_gets_less(ask, refused):
    data = pie(2, proposer={"fixed": "anna"}, rounds=1, actors__anna__departure={"ask": ask})
    data["fallbacks"] = {"no_deal": {"pie": {"bert": 0.3}}}
    rows = table(data, 10)
    assert rows["signed"].isna().all() == refused
    if not refused:
        assert shares(rows, 2) == pytest.approx(np.tile([0.6, 0.4], (10, 1)))


def test_others_do_not_know_of_a_departure():
    rows = table(pie(2, proposer={"fixed": "anna"}, rounds=2, actors__bert__departure={"accept": 0.5}), 10)
    assert rows["signed"].isna().all()  # anna offers what it would sign for, and bert wants half
    uncertain = pie(2, proposer={"fixed": "anna"}, rounds=1, actors__bert__departure={"accept": {"choice": [0, 0.5]}})
    signed = table(uncertain, 200, runs_per_point=1)["signed"].notna()
    assert 0.3 < signed.mean() < 0.7


def test_strategies_as_tables_can_play_against_it():
    data = pie(2, proposer="alternate", rounds=100)
    data["actors"]["bert"] = {"tactic": "table", "discount": 0.9, "strategy": {"demand": [1], "accept": [0]}}
    rows = table(data, 40)
    anna = shares(rows, 2)[:, 0]
    assert (anna > 0.45).all()  # bert asks for all when it is its turn, is refused, and signs what it is offered


# Outside options -------------------------------------------------------------------------------------------------


def test_who_is_offered_too_little_walks_out_and_ends_it():
    data = pie(2, proposer={"fixed": "anna"}, rounds=50, actors__bert__outside_option=0.4)
    assert shares(table(data, 10), 2) == pytest.approx(np.tile([0.6, 0.4], (10, 1)))
    greedy = changed(data, actors__anna__departure={"ask": 0.1})
    rows = table(greedy, 10)
    assert rows["signed"].isna().all()
    assert (rows["outcome"] == "no_agreement").all()
    assert (rows["ended"] == 1).all()
    assert rows["utility.bert"].to_numpy() == pytest.approx(0.4)
    assert rows["utility.anna"].to_numpy() == pytest.approx(0)
    model = NegotiationModel(scenario(greedy), seed=1, run=0).run_model()
    assert any(event.what == "walked_out" for event in model.events)


def test_ordinary_actors_have_outside_options_too():
    game = pie(2, proposer={"fixed": "anna"}, rounds=10)
    game["actors"] = {"anna": {"tactic": "fixed", "aspiration": 0.7},
                      "bert": {"tactic": "reservation", "outside_option": 0.4, "discount": 0.9}}  # fmt: skip
    rows = table(game, 10)
    assert (rows["ended"] == 1).all()
    assert rows["utility.bert"].to_numpy() == pytest.approx(0.4)
    # who hopes for more than it could walk out for goes on talking
    patient = changed(game, actors__bert={"tactic": "fixed", "aspiration": 0.5, "outside_option": 0.4})
    rows = table(patient, 10)
    assert (rows["ended"] == 10).all()
    assert rows["utility.bert"].to_numpy() == pytest.approx(0)
    content = changed(game, actors__anna={"tactic": "fixed", "aspiration": 0.6})
    assert shares(table(content, 10), 2) == pytest.approx(np.tile([0.6, 0.4], (10, 1)), abs=1e-6)


@compiled_only
@pytest.mark.parametrize(
    "changes", [{"signing": {"quota": 2}}, {"proposer": "alternate", "actors__bert__departure": {"accept": 0.01}}]
)
def test_the_model_steps_through_the_run_that_was_counted(changes):
    played = scenario(pie(**changes))
    rows = table(pie(**changes), 12, runs_per_point=1)
    for run in range(12):
        record = NegotiationModel(played, seed=1, run=run, runs_per_point=1).run_model().record()
        for name in ACTORS[:3]:
            assert np.float32(record[f"text.pie.{name}"]) == rows[f"text.pie.{name}"][run]
        assert record["signed"] == rows["signed"][run]


def test_the_solution_is_written_once_for_all_points():
    compiled = compile_scenario(scenario(pie(proposer="alternate")))
    assert compiled.shapes["solution"] == (600, 3)
    assert compiled.dimensions == {}
    assert compile_scenario(scenario(pie(actors={n: {} for n in ACTORS[:3]}))).shapes["solution"] == (0, 3)


@compiled_only
@pytest.mark.parametrize("what, by", [("ask", -0.1), ("ask", 0.03), ("ask", 0.2), ("accept", -0.2), ("accept", 0.1)])
@pytest.mark.parametrize(
    "changes",
    [
        {"proposer": "alternate", "signing": {"quota": 2}, "actors__cleo__discount": 0.5, "rounds": 6},
        {
            "actors__bert__discount": 0.6,
            "breakdown": 0.1,
            "fallbacks": {"no_deal": {"pie": {"anna": 0.2, "cleo": 0.1}}},
        },
    ],
)
def test_no_departure_pays_where_costs_of_waiting_differ(changes, what, by):
    faithful = table(pie(**changes), 1500, runs_per_point=1)
    for name in ACTORS[:3]:
        departing = table(pie(**changes, **{f"actors__{name}__departure": {what: by}}), 1500, runs_per_point=1)
        gain = (departing[f"utility.{name}"] - faithful[f"utility.{name}"]).astype(float)
        assert gain.mean() <= 4 * gain.std() / np.sqrt(len(gain)) + 1e-6
