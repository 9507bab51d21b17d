"""What a round does at its edges, each once found wrong or fragile."""

import math

import numpy as np
import pytest
from numba.core import config

from tests.games import changed, crowded, pie, steps, table, walk

pytestmark = pytest.mark.skipif(config.DISABLE_JIT, reason="minutes without the compiler")


def peace(**changes: object) -> dict:
    """Two actors at peace who split a pie; half of it each without a deal would be worse for both."""
    game = {
        "name": "Peace",
        "rounds": 10,
        "actors": {"east": {"tactic": "reservation"}, "west": {"tactic": "reservation"}},
        "issues": {
            "pie": {"divisible": True, "stakes": {"east": {"salience": 1, "position": 0.2},
                                                  "west": {"salience": 1, "position": 0.8}}},
        },
        "fallbacks": {"no_deal": {"pie": 0}},
        "preconditions": {},
    }  # fmt: skip
    return changed(game, **changes)


# Divisible issues and text conditions ----------------------------------------------------------------------------


def test_drafters_find_the_texts_that_just_meet_a_demand():
    # the east accepts up to 0.4, where it has what no deal gives it; the west signs nothing below 0.33
    demand = {"holder": "west", "gate": "signing", "text": {"pie": "at_least 0.33"}, "rigidity": "never"}
    free = table(peace(), 50)
    assert free["text.pie"].to_numpy() == pytest.approx(0.2, abs=1e-6)
    played = table(peace(preconditions__demand=demand), 50)
    assert (played["outcome"] == "settlement").all()
    assert played["text.pie"].to_numpy() == pytest.approx(0.33, abs=1e-6)


@pytest.mark.parametrize("sense, expected", [("at_most", 0.35), ("at_least", 0.65)])
def test_conditions_hold_at_their_own_threshold_also_where_ideals_coincide_with_it(sense, expected):
    game = peace(
        issues__pie__stakes={a: {"salience": 1, "position": expected} for a in ("east", "west")},
        preconditions__demand={"holder": "west", "gate": "signing", "text": {"pie": f"{sense} {expected}"},
                               "rigidity": "never"},
    )  # fmt: skip
    played = table(game, 20)
    assert (played["outcome"] == "settlement").all()
    assert played["text.pie"].to_numpy() == pytest.approx(expected, abs=1e-6)
    assert (played["blocked.demand"] == 0).all()


def test_an_issue_on_which_all_agree_is_settled_where_they_agree():
    same = {a: {"salience": 1, "position": 0.4} for a in ("east", "west")}
    played = table(peace(issues__pie__stakes=same), 50)
    assert (played["outcome"] == "settlement").all()
    assert played["text.pie"].to_numpy() == pytest.approx(0.4, abs=1e-6)


def test_a_table_kept_shut_counts_as_refused_in_the_round_of_a_settlement_wherever_the_lot_puts_it():
    # by lot every other run would call the direct track first, sign there, and never ask about the other
    game = peace(
        actors__mediator={"tactic": "reservation"},
        issues__pie__stakes__mediator={"salience": 1, "position": 0.5},
        tracks={"direct": {"participants": ["east", "west"]}, "three": {"participants": ["east", "west", "mediator"]}},
        preconditions__alone={"holder": "east", "gate": "talks", "without": ["mediator"], "rigidity": "never"},
        signatories=["east", "west"],
    )
    played = table(game, 50)
    assert (played["outcome"] == "settlement").all()
    assert (played["signed"] == 1).all()
    assert (played["refused.three"] == 1).all()
    assert (played["blocked.alone"] == 1).all()


# Steps, floors and settlements -----------------------------------------------------------------------------------


def settled_war(**changes: object) -> dict:
    """A war that both sides are glad to end at the first meeting."""
    game = pie(rounds=5, battlefield={"first": "first", "second": "second", "start": 0.5, "volatility": 0.01})
    for name in game["actors"]:
        game["actors"][name] = {"tactic": "reservation", "war_cost": 0.5, "optimism": {"spread": 0}}
    return changed(game, **changes)


def test_a_settlement_is_what_was_signed_whatever_its_steps_would_have_forbidden():
    game = settled_war(steps__ceasefire={"stops_fighting": True, "value": {"first": -1}, "floor": {"pie": 0.95}})
    played = table(game, 50)
    assert (played["outcome"] == "settlement").all()
    assert (played["step.ceasefire"] == 1).all()
    assert (played["text.pie"] < 0.9).all()
    assert played["utility.first"].to_numpy() == pytest.approx(played["text.pie"].to_numpy(), abs=1e-6)
    assert (played["utility.second"] >= played["disagreement.second"] - 1e-6).all()


def test_a_floor_on_a_divisible_issue_binds_later_texts():
    game = settled_war(
        rounds=12,
        tracks={"talks": {"participants": ["first", "second"], "start": 3}},
        steps={"withdrawal": {"parties": ["second"], "value": {"second": 1}, "floor": {"pie": 0.613}}},
        actors__second={"tactic": "reservation", "war_cost": 0.5, "review": 1, "response_noise": 0},
    )
    played = table(game, 200)
    assert (played["step.withdrawal"] == 1).all()
    assert (played["text.pie"] >= 0.613 - 1e-6).all()


def test_what_nobody_can_deliver_any_more_stays_above_the_floors_that_hold():
    game = crowded()
    game["issues"]["territory"]["delivered_by"] = ["us"]
    game["actors"]["us"]["exit"] = 1
    game["steps"]["withdrawal"]["value"] = {"ukraine": 1}
    game["preconditions"].pop("no_withdrawal")
    played = table(game, 1000)
    after = played["left.us"].notna() & (played["step.withdrawal"] < played["left.us"]).fillna(False)
    assert after.sum() > 100
    assert (played["text.territory"][after] != "line").all()


def test_keeping_a_deal_does_not_take_leverage_off_bystanders_every_round():
    game = settled_war(
        follow_up=50,
        actors__broker={},
        issues__pie__stakes__broker={"salience": 1, "position": 0.5},
        relations={"first": {"broker": {"leverage": 0.1}}, "broker": {"second": {"leverage": 0.05}}},
    )
    short, long = table(changed(game, follow_up=1), 100), table(game, 100)
    assert (long["outcome"] == "settlement").all()
    assert (long["disagreement.broker"] > -0.5).all()
    for name in ("first", "second", "broker"):
        assert long[f"disagreement.{name}"].equals(short[f"disagreement.{name}"])


def test_who_waited_for_a_step_does_not_waive_what_has_come_to_pass():
    game = steps(visit={})
    game["rounds"] = 30
    game["tracks"] = {"talks": {"participants": ["east", "west"]}}
    game["steps"]["visit"]["requires"] = {"opening": 14}
    game["steps"]["opening"] = dict(game["steps"]["visit"], requires={})
    # at the first meeting the visit has not yet been made; from the fourth round on it has
    game["preconditions"]["visit_first"] = {
        "holder": "east", "gate": "signing", "after": "visit", "rigidity": {"hazard": 0.2},
    }  # fmt: skip
    game["actors"]["west"] = dict(game["actors"]["west"], tactic="fixed")  # never agrees, so that talks go on
    game["issues"]["border"]["stakes"]["west"] = {"salience": 1, "values": {"old": 0, "new": 1}}
    played = table(game, 1000)
    waived = played["waived.visit_first"].dropna()
    assert (played["step.visit"] == 3).all()
    assert waived.size > 100
    assert waived.max() <= 3


def test_all_steps_of_a_round_are_decided_on_the_same_state():
    game = changed(steps(alpha={}, omega={}), rounds=5)
    game["preconditions"] = {
        "one": {"holder": "east", "gate": "alpha", "after": "omega", "rigidity": "never"},
    }
    played = table(game, 10)
    assert (played["step.omega"] == 1).all()
    assert (played["step.alpha"] == 2).all()


# Private information ---------------------------------------------------------------------------------------------


def test_a_screening_drafter_knows_the_mean_of_a_lopsided_secret():
    # war costs the second between 0 and 0.6, mostly little: its worth of war is known up to that cost, and an offer
    # that even the least costly type accepts is 1 - 0.4 = 0.6 of nothing: 0.4
    game = pie(
        proposer={"fixed": "first"},
        actors={
            "first": {"war_cost": 0.9, "tactic": "screening"},
            "second": {"war_cost": {"triangular": [0, 0.05, 0.6], "private": True}, "tactic": "reservation"},
        },
        battlefield__start=0.4,
    )
    played = table(game, 3000)
    # a proposer who fears war so much offers exactly what every type accepts
    assert played["text.pie"].to_numpy() == pytest.approx(0.4, abs=1e-6)
    assert (played["outcome"] == "settlement").all()


def test_a_war_for_forts_is_judged_by_its_battles_and_not_by_a_drift_that_it_does_not_have():
    game = walk(walk="forts", forts=10, start=0.5, advance=0.5)
    game["rounds"] = 1
    expected = table(game, 100)
    for drift in (0.3, {"uniform": [0.3, 0.4]}):
        assert table(changed(game, battlefield__drift=drift), 100).equals(expected)


# Extremes --------------------------------------------------------------------------------------------------------


def assert_sound(played) -> None:
    """Every run has a fate, and every number is one."""
    assert played["outcome"].notna().all()
    for name in played.columns:
        if played[name].dtype == np.float32:
            assert np.isfinite(played[name]).all(), name
    assert played["front"].between(0, 1).all()


EXTREMES = {
    "a volatility that squares to nothing": {"battlefield__volatility": 1e-170},
    "a tiny volatility against a drift": {"battlefield__volatility": 1e-7, "battlefield__drift": 0.01},
    "the largest drift": {"battlefield__drift": 1, "battlefield__volatility": 1},
    "a drift against the first": {"battlefield__drift": -1},
    "endless patience": {"actors__russia__patience": 1e300, "actors__ukraine__patience": 1e12},
    "no patience": {"actors__russia__patience": 1e-300, "actors__us__patience": 1e-9},
    "a deadline at once": {"actors__russia__deadline": 1e-12},
    "stubbornness": {"actors__russia__concession": 1e-12, "actors__russia__deadline": 1e9},
    "a pushover": {"actors__russia__concession": 1e12},
    "pauses without end": {"shocks__summit_off__pause": 1e300, "shocks__summit_off__hazard": 1},
    "a shock that always ends the run": {"shocks__summit_off__ends_run": 1, "shocks__summit_off__hazard": 1},
    "tracks that never meet again": {"tracks__all__every": 1e300, "tracks__direct__start": 1e300},
    "noise without measure": {"actors__russia__response_noise": 1, "actors__ukraine__response_noise": 1},
    "everything costs all": {"actors__russia__war_cost": 1, "actors__ukraine__war_cost": 1, "actors__us__war_cost": 1},
    "an audience without mercy": {"actors__ukraine__ratification": 1, "actors__ukraine__audience_cost": 1},
    "an audience that needs almost nothing": {"actors__ukraine__ratification": 1e-300},
    "all leverage": {"relations__us__ukraine__leverage": 1, "relations__us__russia__leverage": 1},
    "an envoy who reads everything upside down": {"relations__ukraine__us__framing": -1},
    "no credence": {"relations__europe__russia__credence": 0},
    "a day a round": {"round_days": 1},
    "a year a round": {"round_days": 365},
    "one round": {"rounds": 1},
    "the shortest follow-up": {"follow_up": 0},
    "a long follow-up": {"follow_up": 500},
    "a front at its end": {"battlefield__start": 1e-12},
    "shifting power": {"battlefield__peace_volatility": 1},
    "a ceasefire that cannot hold": {"steps__ceasefire__collapse": {"base": 1, "slope": 1e6}},
    "one track": {"tracks": {"talks": {"participants": ["russia", "ukraine"]}}},
    "no learning from a wild drift": {"battlefield__drift_volatility": 1, "mechanisms__learning": False},
    "certainty": {"actors__russia__optimism": {"bias": 1, "spread": 0}, "battlefield__drift_volatility": 0},
}  # fmt: skip


@pytest.mark.parametrize("extreme", EXTREMES)
def test_numbers_stay_numbers(extreme):
    assert_sound(table(changed(crowded(), **EXTREMES[extreme]), 200))


def test_a_shock_that_always_strikes_and_ends_the_run_ends_it_in_the_first_round():
    played = table(changed(crowded(), **EXTREMES["a shock that always ends the run"]), 200)
    assert (played["ended"] == 1).all()


@pytest.mark.parametrize("pause", [1e9, 1e17, 1e300])
def test_a_pause_without_end_stops_all_talks(pause):
    game = changed(peace(), shocks={"rift": {"hazard": 1, "pause": pause}})
    assert (table(game, 100)["meetings.talks"] == 0).all()


@pytest.mark.parametrize("every", [1e9, 1e18, 1e300])
def test_a_track_that_meets_once_in_a_lifetime_meets_once(every):
    game = peace(tracks={"talks": {"participants": ["east", "west"], "every": every}})
    game["fallbacks"]["no_deal"] = {"pie": 0.5}
    game["actors"]["west"]["tactic"] = "fixed"
    game["issues"]["pie"]["stakes"]["east"]["position"] = 0.5
    assert (table(game, 100)["meetings.talks"] == 1).all()


def test_pauses_last_as_long_as_they_say_on_average():
    game = walk(start=0.5, volatility=1e-9)
    game["tracks"] = {"talks": {"participants": ["first", "second"], "formal": False}}
    game["rounds"] = 600
    game["shocks"] = {"rift": {"hazard": 0.01, "pause": 5}}
    # Each round is free of pauses if none of the shocks so far still lasts: 1 - share = product over ages of
    # (1 - h S(age)), with S the chance that a pause lasts longer than its age.
    free = math.prod(1 - 0.01 * (1 - 1 / 5) ** age for age in range(600))
    share = table(game, 2000)["meetings.talks"] / 600
    assert share.mean() == pytest.approx(free, abs=4 * share.std() / math.sqrt(2000) + 2e-3)


def big(actors: int, issues: int) -> dict:
    names = [f"actor_{n:02d}" for n in range(actors)]
    return {
        "name": "Big", "rounds": 6, "signatories": names[:4],
        "actors": {name: {"tactic": "time", "deadline": 3} for name in names},
        "relations": {name: {names[(n + 1) % actors]: {"influence": 0.1, "leverage": 0.01}}
                      for n, name in enumerate(names)},
        "issues": {
            f"issue_{i:02d}": (
                {"divisible": True, "stakes": {
                    name: {"salience": round(0.1 + (i * 7 + n * 3) % 11 / 20, 3), "position": (i + n) % 5 / 4}
                    for n, name in enumerate(names)}}
                if i % 4 == 3 else
                {"options": ["a", "b", "c", "d"], "stakes": {
                    name: {"salience": round(0.1 + (i * 5 + n * 3) % 13 / 20, 3), "position": "abcd"[(i + n) % 4]}
                    for n, name in enumerate(names)}}
            ) for i in range(issues)
        },
        "battlefield": {"first": names[0], "second": names[1], "start": 0.5},
    }  # fmt: skip


@pytest.mark.parametrize("actors, issues", [(2, 64), (32, 8), (32, 64), (60, 1)])
def test_many_actors_and_many_issues_are_played_alike(actors, issues):
    played = table(big(actors, issues), 6)
    assert_sound(played)
    assert played["met.all" if "met.all" in played else "met.talks"].notna().all()
