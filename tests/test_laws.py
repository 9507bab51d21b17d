"""The laws of the model, each held against theory or against itself, through the ordinary engine.

Games with closed forms (the gambler's ruin, offers of Fearon's, circles and chains of hazards) are those of `sim
verify`, whose short form tests/verify plays; here stands what those do not cover.
"""

import copy
import itertools
import json
import math
import random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numba.core import config

from sim import arrays as on
from sim.compile import compile_scenario
from sim.ensemble import play
from sim.round import begin_run, play_round
from sim.verify.closed_forms import fearon
from sim.verify.closed_forms.walk import first_passage
from tests.games import changed, crowded, pie, scenario, steps, table, walk

pytestmark = pytest.mark.skipif(config.DISABLE_JIT, reason="hours without the compiler")
STANDARD_ERRORS = 4.0


def assert_share(found: pd.Series, expected: float) -> None:
    """A share of runs agrees with a probability within four standard errors."""
    error = math.sqrt(expected * (1 - expected) / found.size)
    assert found.mean() == pytest.approx(expected, abs=STANDARD_ERRORS * error + 1e-12)


def assert_mean(found: pd.Series, expected: float) -> None:
    """A mean over runs agrees with an expectation within four standard errors."""
    values = found.astype(float)
    assert values.mean() == pytest.approx(expected, abs=STANDARD_ERRORS * values.std() / math.sqrt(values.size))


def assert_same_distribution(one: pd.Series, other: pd.Series) -> None:
    """Means of two independent samples agree within four standard errors of their difference."""
    a, b = one.astype(float), other.astype(float)
    error = math.sqrt(a.var() / a.size + b.var() / b.size)
    assert a.mean() == pytest.approx(b.mean(), abs=STANDARD_ERRORS * error + 1e-9), one.name


# Nobody signs below its disagreement value -----------------------------------------------------------------------

UNIT = st.floats(0, 1).map(lambda u: round(u, 3))


@given(data=st.data())
@settings(max_examples=40)
def test_nobody_signs_below_its_disagreement_value_whatever_it_is_told(data):
    actors = ["first", "second", "third"]
    tactic = st.sampled_from(["reservation", "time", "reciprocal", "screening", "fixed"])
    saliences = st.floats(0.1, 1).map(lambda u: round(u, 3))
    options = ["none", "some", "all"]
    game = {
        "name": "Random", "rounds": 12, "follow_up": 0, "proposer": data.draw(st.sampled_from(["rotating", "random"])),
        "signatories": actors,
        "actors": {
            a: {"tactic": data.draw(tactic), "war_cost": data.draw(UNIT), "deadline": 8,
                "patience": data.draw(st.floats(1, 300)), "sincerity": data.draw(st.sampled_from([0.5, 1])),
                "aspiration": data.draw(UNIT)}
            for a in actors
        },
        "relations": {
            a: {b: {"framing": data.draw(st.floats(-1, 1)), "leverage": data.draw(st.floats(0, 0.2))}
                for b in actors if b != a}
            for a in actors
        },
        "issues": {
            "pie": {"divisible": True, "stakes": {
                a: {"salience": data.draw(saliences), "position": data.draw(UNIT)} for a in actors}},
            "rule": {"options": options, "stakes": {
                a: {"salience": data.draw(saliences), "values": {option: data.draw(UNIT) for option in options}}
                for a in actors}},
        },
        "battlefield": {"war": data.draw(st.sampled_from(["front", "lottery"])), "first": "first", "second": "second",
                        "start": 0.5},
        "fallbacks": {"first_wins": {"pie": data.draw(UNIT)}, "second_wins": {"pie": data.draw(UNIT), "rule": "all"}},
    }  # fmt: skip
    signed = table(game, 100).query("outcome == 'settlement'")
    for a in actors:
        assert (signed[f"utility.{a}"] >= signed[f"disagreement.{a}"] - 1e-6).all()


def optimists(**changes: object) -> dict:
    """Each side is sure to win, and war teaches neither anything: what both would take is more than there is."""
    game = pie(rounds=25, mechanisms__learning=False)
    game["battlefield"] = {"war": "front", "first": "first", "second": "second", "start": 0.5, "volatility": 0.005}
    game["actors"] = {
        a: {"war_cost": 0.1, "optimism": {"bias": 0.05}, "patience": 500, "tactic": "time", "deadline": 10}
        for a in ("first", "second")
    }
    return changed(game, **changes)


@pytest.mark.parametrize("proposer", ["rotating", "random", "alternate", {"fixed": "first"}])
def test_without_overlap_nothing_is_ever_signed(proposer):
    played = table(optimists(proposer=proposer), 500)
    assert (played["disagreement.first"] + played["disagreement.second"] > 1.0).all()
    assert played["signed"].isna().all()
    assert (played["meetings.talks"] > 0).all()


def test_the_same_war_ends_at_the_table_once_there_is_overlap():
    game = optimists(
        actors__first__optimism={"bias": 0.0, "spread": 0}, actors__second__optimism={"bias": 0.0, "spread": 0}
    )
    assert (table(game, 500)["outcome"] == "settlement").mean() > 0.95


def test_without_overlap_flattery_sells_nothing():
    flattered = optimists(relations={"first": {"second": {"framing": 1}}, "second": {"first": {"framing": 1}}})
    assert table(flattered, 500)["signed"].isna().all()


def test_who_initials_a_text_that_others_still_have_to_sign_does_not_initial_below_its_disagreement_value():
    game = crowded()
    game["signatories"] = ["russia", "ukraine", "us"]
    compiled = compile_scenario(scenario(game))
    names = compiled.names.actors
    seen = 0
    for run in range(150):
        work = compiled.work(log_events=2000)
        begin_run(compiled.layout, work.own, work.seen, work.state, 1, run)
        going = True
        while going:
            before = int(work.state.now[on.LOGGED])
            going = play_round(compiled.layout, work.own, work.seen, work.state, 1, run, None)
            for event in work.state.log[before : int(work.state.now[on.LOGGED])]:
                if event[on.EVENT] != on.INITIALLED:
                    continue
                b = int(event[on.SUBJECT])
                for a in range(len(names)):
                    present = compiled.layout.track[b, on.PARTICIPANTS] >> a & 1
                    if present and work.state.track[b, on.TEXT_SIGNERS] >> a & 1:
                        seen += 1
                        surplus = work.state.text_value[b, a] - work.state.actor[a, on.DISAGREEMENT]
                        assert surplus >= -1e-8
    assert seen > 20


# Preconditions ---------------------------------------------------------------------------------------------------


def waiting_for_each_other(rigidity_east: object, rigidity_west: object) -> dict:
    game = steps(opening={}, recognition={}, visit={"requires": {"opening": 0}})
    game["tracks"] = {"talks": {"participants": ["east", "west"]}}
    game["preconditions"] = {
        "one": {"holder": "east", "gate": "opening", "after": "recognition", "rigidity": rigidity_east},
        "two": {"holder": "west", "gate": "recognition", "after": "opening", "rigidity": rigidity_west},
        "three": {"holder": "west", "gate": "talks", "after": "opening", "rigidity": "never"},
    }
    return game


def test_behind_a_cycle_of_never_nothing_ever_happens():
    played = table(changed(waiting_for_each_other("never", "never"), rounds=200), 500)
    for column in ("step.opening", "step.recognition", "step.visit", "met.talks", "signed"):
        assert played[column].isna().all()
    assert (played["blocked.one"] == 200).all()
    assert (played["blocked.two"] == 200).all()


def test_a_holder_who_gains_nothing_holds_to_the_end():
    game = crowded()
    # whatever is tabled, Europe has at most what it has now
    game["actors"]["europe"] = {"war_cost": 0, "response_noise": 0.5}
    del game["relations"]["europe"]
    for issue in game["issues"].values():
        issue["stakes"].pop("europe", None)
    game["issues"]["guarantee"]["stakes"]["europe"] = {
        "salience": 1, "values": {"none": 1, "backstop": 0, "troops": 0},
    }  # fmt: skip
    game["preconditions"]["hopeless"] = {
        "holder": "europe", "gate": "talks", "text": {"guarantee": "at_least troops"}, "rigidity": -1,
    }  # fmt: skip
    played = table(game, 1000)
    assert (played["blocked.hopeless"] > 0).mean() > 0.9
    assert played["waived.hopeless"].isna().all()


def blocked_now(compiled, work, before: int) -> set[tuple[str, str]]:
    """Tracks and steps that preconditions kept shut in the round that has just been played."""
    blocked = set()
    for event in work.state.log[before : int(work.state.now[on.LOGGED])]:
        if event[on.EVENT] == on.TRACK_BLOCKED:
            blocked.add(("track", compiled.names.tracks[int(event[on.SUBJECT])]))
        elif event[on.EVENT] == on.STEP_BLOCKED:
            blocked.add(("step", compiled.names.steps[int(event[on.SUBJECT])]))
    return blocked


def snapshot(work) -> tuple:
    """What the two runs must share for their next rounds to begin in the same state."""
    s = work.state
    return (s.front.tobytes(), s.text.tobytes(), s.step.tobytes(), s.track.tobytes(), s.actor.tobytes(),
            s.person.tobytes(), s.now[on.FIGHTING], s.now[on.STANDING])  # fmt: skip


@pytest.mark.parametrize("removed", sorted(crowded()["preconditions"]))
def test_in_the_same_state_removing_a_precondition_never_shuts_a_gate(removed):
    data = crowded()
    # whether a track meets depends on a shock and on who is still there, not only on gates: leave these out
    data["shocks"] = {}
    full = scenario(data)
    pair = [compile_scenario(full), compile_scenario(full.with_({}, remove=[f"preconditions.{removed}"]))]
    compared = 0
    for run in range(40):
        works = [compiled.work(log_events=3000) for compiled in pair]
        for compiled, work in zip(pair, works, strict=True):
            begin_run(compiled.layout, work.own, work.seen, work.state, 1, run)
        going = True
        while going and snapshot(works[0]) == snapshot(works[1]):
            gone = [int(work.state.now[on.LOGGED]) for work in works]
            playing = [
                play_round(compiled.layout, work.own, work.seen, work.state, 1, run, None)
                for compiled, work in zip(pair, works, strict=True)
            ]
            here, there = (blocked_now(c, w, n) for c, w, n in zip(pair, works, gone, strict=True))
            assert there <= here
            compared += 1
            going = all(playing)
    assert compared >= 40


# War without talks -----------------------------------------------------------------------------------------------


def test_rounds_of_another_length_are_the_same_war():
    # a fortnight a round: twice the drift, root of two the volatility, half the rounds
    longer = table(changed(walk(start=0.4, drift=0.003, volatility=0.06), round_days=14), 40_000)
    won, duration = first_passage(0.4, 0.006, 0.06 * math.sqrt(2))
    assert_share(longer["outcome"] == "military_first", won)
    assert_mean(longer["ended"], duration)


# Fearon's war ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "start, own_cost, lowest, highest",
    [(0.4, 0.1, 0.0, 0.6), (0.5, 0.1, 0.2, 0.4), (0.2, 0.5, 0.1, 0.3)],
)
def test_fearons_offer_is_the_same_when_the_second_makes_it(start, own_cost, lowest, highest):
    # of the first: sim verify fearon
    game = pie(
        proposer={"fixed": "second"},
        actors__second={"war_cost": own_cost, "tactic": "screening"},
        actors__first={"war_cost": {"uniform": [lowest, highest], "private": True}, "tactic": "reservation"},
        battlefield__start=1 - start,
    )
    played = table(game, 20_000, runs_per_point=1)
    expected = 1 - start - fearon.best_demand(own_cost, lowest, highest)
    assert played["text.pie"].to_numpy() == pytest.approx(expected, abs=1e-6)
    wars = played["outcome"].isin(["military_first", "military_second"])
    assert_share(wars, fearon.chance_of_war(own_cost, lowest, highest))
    assert wars.sum() + (played["outcome"] == "settlement").sum() == played.shape[0]


def test_without_a_secret_there_is_no_war_for_it():
    game = pie(
        proposer={"fixed": "first"},
        actors__first={"war_cost": 0.1, "tactic": "screening"},
        actors__second={"war_cost": {"uniform": [0, 0.5]}, "tactic": "reservation"},
    )
    played = table(game, 2000)
    assert (played["outcome"] == "settlement").all()
    # the whole surplus goes to the one who makes the offer
    assert played["utility.second"].to_numpy() == pytest.approx(played["disagreement.second"].to_numpy(), abs=1e-6)


# A file is a set of names ----------------------------------------------------------------------------------------

SETS = {"participants", "parties", "holder", "with", "without", "only_with", "delivered_by", "signatories"}


def shuffled(node: object, chance: random.Random, key: str = "") -> object:
    """The same scenario with its mappings, and the lists that are sets, in another order."""
    if isinstance(node, dict):
        items = list(node.items())
        chance.shuffle(items)
        return {name: shuffled(value, chance, name) for name, value in items}
    if isinstance(node, list) and key in SETS:
        return chance.sample(node, len(node))
    return node


@pytest.mark.parametrize("order", range(4))
def test_the_order_of_the_file_leaves_every_run_as_it_was(order):
    pd.testing.assert_frame_equal(
        table(shuffled(crowded(), random.Random(order)), 1000), table(crowded(), 1000), check_exact=True
    )


NEW_NAMES = {
    "russia": "aa", "us": "b_first", "withdrawal": "a_step", "exchange": "zz", "direct": "z_table", "territory": "x",
    "guarantee": "a_promise", "withdrawal_first": "zuerst", "secured": "a_bar", "working": "a_group", "all": "m",
}  # fmt: skip


def renamed(node: object) -> object:
    """The same scenario under names that sort in another order."""
    if isinstance(node, dict):
        return {NEW_NAMES.get(key, key): renamed(value) for key, value in node.items()}
    if isinstance(node, list):
        return [renamed(value) for value in node]
    return NEW_NAMES.get(node, node) if isinstance(node, str) else node


def test_names_leave_distributions_as_they_were():
    before = table(crowded(), 10_000, runs_per_point=1)
    after = table(renamed(crowded()), 10_000, runs_per_point=1)
    for outcome in before["outcome"].cat.categories:
        assert_same_distribution(before["outcome"] == outcome, after["outcome"] == outcome)
    compared = 0
    for name in before.columns[3:]:
        kind, _, subject = name.partition(".")
        first, _, rest = subject.partition(".")
        new = ".".join(part for part in (kind, NEW_NAMES.get(first, first), NEW_NAMES.get(rest, rest)) if part)
        one, other = before[name], after[new]
        if isinstance(one.dtype, pd.CategoricalDtype):
            for option in one.cat.categories:
                assert_same_distribution(one == option, other == option)
            continue
        assert_same_distribution(one.isna(), other.isna())
        if one.notna().sum() > 30 and other.notna().sum() > 30:
            assert_same_distribution(one.dropna(), other.dropna())
            compared += 1
    assert compared > 40


@pytest.mark.parametrize("earlier, later", [("arrival", "departure"), ("zenith", "nadir")])
def test_a_step_opens_the_way_for_another_whatever_they_are_called(earlier, later):
    game = changed(steps(**{earlier: {}, later: {}}), rounds=10)
    game["preconditions"] = {"order": {"holder": "east", "gate": later, "after": earlier, "rigidity": "never"}}
    played = table(game, 20)
    assert (played[f"step.{earlier}"] == 1).all()
    assert (played[f"step.{later}"] == 2).all()


def mirrored(data: dict) -> dict:
    """The same game with the roles of the two sides exchanged: everything that counts from the first, turned."""
    result = copy.deepcopy(data)
    field = result["battlefield"]
    field["first"], field["second"] = field["second"], field["first"]
    field["start"] = 1 - field["start"]
    field["drift"] = -field["drift"]
    fallbacks = result["fallbacks"]
    fallbacks["first_wins"], fallbacks["second_wins"] = fallbacks["second_wins"], fallbacks["first_wins"]
    return result


def test_who_is_called_first_does_not_matter():
    game = pie(rounds=40, follow_up=20, signatories=["first", "second"])
    game["battlefield"] = {
        "first": "first", "second": "second", "start": 0.4, "drift": 0.004, "volatility": 0.05,
        "peace_volatility": 0.03,
    }  # fmt: skip
    for name in game["actors"]:
        game["actors"][name] = {
            "optimism": {"bias": 0.005, "spread": 0.005}, "war_cost": 0.2, "patience": 60, "deadline": 20,
        }  # fmt: skip
    one, other = table(game, 20_000), table(mirrored(game), 20_000, seed=2)
    assert (one["outcome"] == "settlement").any()
    for outcome in one["outcome"].cat.categories:
        swapped = {"military_first": "military_second", "military_second": "military_first"}.get(outcome, outcome)
        assert_same_distribution(one["outcome"] == outcome, other["outcome"] == swapped)
    assert_same_distribution(one["front"], 1 - other["front"])
    for name in ("text.pie", "utility.first", "utility.second", "ended"):
        assert_same_distribution(one[name], other[name])


# Patience --------------------------------------------------------------------------------------------------------


def test_patience_makes_a_side_that_is_winning_slowly_hold_out_for_more():
    game = pie(rounds=30)
    game["battlefield"] = {
        "first": "first", "second": "second", "start": 0.6, "drift": 0.004, "volatility": 0.01,
    }  # fmt: skip
    game["fallbacks"]["frozen"] = {"pie": 0.3}
    for name in game["actors"]:
        game["actors"][name] = {"optimism": {"bias": 0, "spread": 0}, "war_cost": 0.1, "patience": 60}
    levels, demands = [], []
    for patience in (15, 60, 240, 960):
        played = table(changed(game, actors__first__patience=patience), 1000)
        levels.append(table(changed(game, actors__first__patience=patience, tracks={}), 1000)["disagreement.first"])
        demands.append(played["text.pie"])
    for less, more in itertools.pairwise(levels):
        assert (less < more).all()  # run by run: the front moves alike
    means = [demand.mean() for demand in demands]
    assert means == sorted(means)
    assert means[-1] > means[0] + 0.1


# Runs are numbered, and chance is a function of the number -------------------------------------------------------


def test_more_runs_change_no_earlier_one():
    few, many = table(crowded(), 1500), table(crowded(), 3000)
    pd.testing.assert_frame_equal(many.head(1500), few, check_exact=True)


@pytest.mark.parametrize("first_run, runs", [(0, 700), (701, 650), (1024, 1976)])
def test_runs_may_be_played_in_pieces(first_run, runs):
    whole = table(crowded(), 3000)
    piece = play(scenario(crowded()), first_run, runs, 1)
    expected = whole.iloc[first_run : first_run + runs].reset_index(drop=True)
    pd.testing.assert_frame_equal(piece, expected, check_exact=True)


@pytest.mark.parametrize("workers, block", [(1, 1024), (2, 100), (3, 333), (2, 5000)])
def test_neither_workers_nor_blocks_change_a_run(workers, block, monkeypatch):
    expected = table(crowded(), 2500, workers=2)
    monkeypatch.setattr("sim.ensemble.BLOCK", block)
    pd.testing.assert_frame_equal(table(crowded(), 2500, workers=workers), expected, check_exact=True)


def test_zero_is_a_seed():
    zero, again, one = (table(crowded(), 500, seed=seed) for seed in (0, 0, 1))
    pd.testing.assert_frame_equal(zero, again, check_exact=True)
    assert not zero.equals(one)
    assert zero["front"].nunique() > 400


IDLE = {
    "a shock that never strikes": ("shocks.a_idle", {"hazard": 0, "pause": 5}),
    "a track that never meets": ("tracks.a_idle", {"participants": ["us", "europe"], "start": 1e6}),
    "a step that waits for itself": ("steps.a_idle", {"parties": ["us"], "requires": {"referendum": 1e6}}),
    "a precondition that is always met": (
        "preconditions.a_idle", {"holder": "us", "gate": "any_track", "without": ["china"], "rigidity": 0.01},
    ),
}  # fmt: skip


@pytest.mark.parametrize("element", IDLE)
def test_an_element_that_does_nothing_leaves_everyone_elses_luck(element):
    path, value = IDLE[element]
    kind, name = path.split(".")
    base = crowded()
    base["actors"]["china"] = {}
    base["issues"]["territory"]["stakes"]["china"] = {"salience": 1, "position": "line"}
    with_it = copy.deepcopy(base)
    with_it[kind][name] = value
    one, other = table(base, 1000), table(with_it, 1000)
    pd.testing.assert_frame_equal(other[one.columns], one, check_exact=True)


@pytest.mark.parametrize("kind", ["tracks", "steps", "preconditions", "shocks", "issues"])
def test_dropping_an_element_keeps_the_purposes_of_the_others(kind):
    data = crowded()
    whole = compile_scenario(scenario(data))
    for name in data[kind]:
        # what refers to the element has to go with it
        smaller = {key: value for key, value in copy.deepcopy(data).items()}
        del smaller[kind][name]
        text = json.dumps(name)
        for other in ("preconditions", "steps"):
            smaller[other] = {k: v for k, v in smaller[other].items() if text not in json.dumps(v)}
        for step in list(smaller["steps"]):
            if any(needed not in smaller["steps"] for needed in smaller["steps"][step].get("requires", {})):
                del smaller["steps"][step]
        for held in list(smaller["preconditions"]):
            place = smaller["preconditions"][held]
            if place.get("after", "ceasefire") not in smaller["steps"] or (
                isinstance(place["gate"], str)
                and place["gate"] not in {*smaller["steps"], "talks", "any_track", "signing"}
            ):
                del smaller["preconditions"][held]
        for package in (*smaller["fallbacks"].values(), smaller["opening_text"]["text"]):
            if kind == "issues":
                package.pop(name, None)
        part = compile_scenario(scenario(smaller))
        assert set(part.layout.luck) <= set(whole.layout.luck)
        assert set(part.layout.gate[:, on.THRESHOLD_PURPOSE]) <= set(whole.layout.gate[:, on.THRESHOLD_PURPOSE])
        assert set(part.layout.decision_purpose.ravel()) <= set(whole.layout.decision_purpose.ravel())
        assert set(part.purposes) <= set(whole.purposes)


def test_a_dropped_precondition_leaves_the_war_as_it_was():
    data = changed(crowded(), tracks={})
    data["steps"] = {"ceasefire": data["steps"]["ceasefire"], "withdrawal": data["steps"]["withdrawal"]}
    held = {"holder": "russia", "gate": "ceasefire", "after": "withdrawal", "rigidity": "never"}
    for step in data["steps"].values():
        step["value"] = {"ukraine": -1}  # so that it is never taken
    data["preconditions"] = {"kept": {**held, "holder": "ukraine"}, "dropped": held}
    one = table(data, 1000)
    del data["preconditions"]["dropped"]
    other = table(data, 1000)
    assert np.array_equal(one["front"], other["front"])
    assert one["outcome"].equals(other["outcome"])
