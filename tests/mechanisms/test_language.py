"""What each element of the scenario language does, seen in the outcome table of a small scenario."""

from __future__ import annotations

import numpy as np
import pytest

from tests.mechanisms.paired import assert_moves, mean, share, table, variant, when

FAR = {"border": "at_least far"}
DE_JURE = {"recognition": "at_least de_jure"}
OFFERED = {"by": "patron", "text": {"border": "far", "recognition": "de_jure"}}
NOT_OFFERED = {"by": "patron", "text": {"border": "far"}}
DIRECT = {"direct": {"participants": ["east", "west"]}}
BILATERAL = {"bilateral": {"participants": ["east", "patron"]}}


def gated(precondition, runs=300, **changes):
    """Runs of the scenario `gates` with one more precondition, called `held`."""
    held = {"holder": "east", "rigidity": "never", **precondition}
    return table("gates", runs, preconditions__held=held, **changes)


# Preconditions: kind and gate -------------------------------------------------------------------------------------


def test_without_a_precondition_everything_in_the_scenario_happens_at_once():
    rows = table("gates", 300, preconditions__doubt__rigidity={"hazard": 1})
    assert (rows["signed"] <= 2).all()
    assert (rows["step.visit"] == 1).all()
    assert (rows["text.border"] == "far").all()
    assert (rows["met.envoys"] == 1).mean() > 0.2  # a text can be signed before it is their turn in the first week


def test_a_step_after_another():
    rows = gated({"gate": "visit", "after": "apology"}, tracks={})
    came = rows[rows["step.apology"].notna()]
    assert len(came) > 250
    # what a step opens is taken in the next round
    assert (came["step.visit"] == came["step.apology"] + 1).all()
    assert (came["blocked.held"] == came["step.apology"]).all()
    assert (came["satisfied.held"] == came["step.apology"]).all()
    assert rows["waived.held"].isna().all()


def test_formal_talks_after_a_step_while_informal_ones_go_on():
    rows = gated({"gate": "talks", "after": "apology"})
    came = rows[rows["step.apology"].notna()]
    firsts = came[["met.direct", "met.bilateral", "met.everyone"]].min(axis=1)
    assert (firsts == came["step.apology"]).all()
    later = rows[rows["step.apology"].fillna(99) > 1]
    assert (later["met.envoys"] == 1).all()
    assert (later["refused.direct"] == later["step.apology"].fillna(61) - 1).all()


def test_any_track_after_a_step():
    rows = gated({"gate": "any_track", "after": "apology"})
    came = rows[rows["step.apology"].notna()]
    firsts = came[["met.direct", "met.bilateral", "met.everyone", "met.envoys"]].min(axis=1)
    assert (firsts == came["step.apology"]).all()
    assert (rows["refused.envoys"] >= 1)[rows["step.apology"].fillna(99) > 1].all()


def test_signing_after_a_step_while_talks_go_on():
    rows = gated({"gate": "signing", "after": "apology"})
    came = rows[rows["step.apology"].notna()]
    assert (came["signed"] >= came["step.apology"]).all()
    assert (came["signed"] <= came["step.apology"] + 1).all()
    assert (rows["met.direct"] == 1)[rows["step.apology"].fillna(99) > 1].all()


def test_an_option_after_a_step_while_other_texts_can_be_signed():
    rows = gated({"gate": FAR, "after": "apology"})
    signed_far = rows[(rows["text.border"] == "far") & rows["signed"].notna()]
    assert (signed_far["step.apology"] <= signed_far["signed"]).all()
    assert rows["signed"].notna().all()
    assert (rows["text.border"] == "middle").mean() > 0.5


@pytest.mark.parametrize("gate", ["talks", "any_track"])
@pytest.mark.parametrize(
    "condition, refused, meets",
    [
        ({"only_with": ["patron"]}, {"direct", "everyone"}, {"bilateral"}),
        ({"with": ["west"]}, {"bilateral"}, {"direct", "everyone"}),
        ({"without": ["europe"]}, {"everyone"}, {"direct", "bilateral"}),
    ],
    ids=["only_with", "with", "without"],
)
def test_who_sits_at_the_table(gate, condition, refused, meets):
    # nobody signs anything, so that every table is called every week
    rows = gated({"gate": gate, **condition}, **{"actors__west__tactic": "fixed", "actors__east__tactic": "fixed"})
    rows = rows[rows["outcome"] == "no_agreement"]
    assert len(rows) == 300
    for track in ("direct", "bilateral", "everyone"):
        assert (rows[f"refused.{track}"] == (60 if track in refused else 0)).all()
        assert (rows[f"meetings.{track}"] == (60 if track in meets else 0)).all()
    # the envoys' table, with Europe and without west, breaks each of these rules; but it is not a formal one
    assert (rows["refused.envoys"] == (60 if gate == "any_track" else 0)).all()
    assert (rows["blocked.held"] == 60).all()
    assert (rows["satisfied.held"] == 1).all()


def test_a_signature_only_with_somebody():
    at_both = gated({"gate": "signing", "only_with": ["patron"]})
    # what the two initial, west takes a week later; at the table with west east signs nothing
    assert (at_both["signed"] == 2).all()
    direct = gated({"gate": "signing", "only_with": ["patron"]}, tracks=DIRECT)
    assert direct["signed"].isna().all()
    assert (direct["meetings.direct"] == 60).all()
    assert (direct["blocked.held"] == 60).all()


def test_nothing_is_signed_about_one_without_it():
    alone = {"holder": "west", "gate": "signing", "with": ["west"]}
    over_its_head = gated(alone, tracks=BILATERAL)
    assert over_its_head["signed"].isna().all()
    assert (over_its_head["blocked.held"] > 50).all()
    assert (gated(alone, tracks=DIRECT)["signed"] == 1).all()
    assert (table("gates", 300, tracks=BILATERAL)["signed"] == 2).all()


def test_a_signature_without_somebody_at_the_table():
    everyone = {"everyone": {"participants": ["east", "west", "patron", "europe"]}}
    held = {"gate": "signing", "without": ["europe"]}
    assert gated(held, tracks=everyone)["signed"].isna().all()
    assert (gated(held, tracks={**everyone, **DIRECT})["signed"] == 1).all()


def test_a_step_waits_for_what_the_text_says():
    held = {"gate": "visit", "text": DE_JURE}
    assert (gated(held, tracks={}, opening_text=OFFERED)["step.visit"] == 1).all()
    rows = gated(held, tracks={}, opening_text=NOT_OFFERED)
    assert rows["step.visit"].isna().all()
    assert (rows["blocked.held"] == 60).all()


@pytest.mark.parametrize("gate", ["talks", "any_track"])
def test_talks_wait_for_what_the_text_says(gate):
    held = {"gate": gate, "text": DE_JURE}
    assert (gated(held, tracks=DIRECT, opening_text=OFFERED)["met.direct"] == 1).all()
    rows = gated(held, tracks=DIRECT, opening_text=NOT_OFFERED)
    assert rows["met.direct"].isna().all()
    assert (rows["refused.direct"] == 60).all()


def test_no_signature_unless_the_text_says_so():
    free = table("gates", 300, tracks=DIRECT)
    assert (free["text.recognition"] != "de_jure").any()
    rows = gated({"gate": "signing", "text": DE_JURE}, tracks=DIRECT)
    assert (rows["text.recognition"] == "de_jure").all()
    assert rows["signed"].notna().all()


def test_no_option_unless_the_text_says_something_else_too():
    far_and_none = table("gates", 300, tracks=DIRECT)
    assert (far_and_none["text.border"] == "far").all()
    assert (far_and_none["text.recognition"] == "none").all()
    met = gated({"gate": FAR, "text": {"recognition": "none"}}, tracks=DIRECT)
    assert (met["text.border"] == "far").all()
    broken = gated({"gate": FAR, "text": DE_JURE}, tracks=DIRECT)
    assert broken["signed"].notna().all()
    assert (broken["text.border"] == "middle").all()


# Rigidity ---------------------------------------------------------------------------------------------------------


def offered(rigidity, **more):
    """East's precondition on talks while a text worth 0.8 above what it has lies on the table."""
    held = {"gate": "talks", "after": "miracle", "rigidity": rigidity, **more}
    return gated(held, tracks=DIRECT, opening_text=NOT_OFFERED)


def test_rigidity_is_what_has_to_be_gained():
    assert (offered(0.79)["waived.held"] == 1).all()
    assert offered(0.81)["waived.held"].isna().all()
    assert offered("never")["waived.held"].isna().all()


def test_a_hazard_strikes_by_itself():
    rows = offered({"hazard": 0.2}, public=False)
    error = np.sqrt(0.8) / 0.2 / np.sqrt(len(rows))
    assert rows["waived.held"].mean() == pytest.approx(5, abs=4 * error)
    assert (rows["met.direct"] == rows["waived.held"]).all()
    assert (rows["blocked.held"] == rows["waived.held"] - 1).all()


@pytest.mark.parametrize("noise", [0, 0.02, 0.5])
@pytest.mark.parametrize("rigidity", [-1, 0, 0.3])
def test_a_holder_with_nothing_to_gain_still_holds_in_the_last_round(rigidity, noise):
    nothing = {"by": "patron", "text": {"recognition": "none"}}
    held = {"gate": "talks", "after": "miracle", "rigidity": rigidity}
    rows = gated(held, tracks=DIRECT, opening_text=nothing, actors__east__response_noise=noise)
    assert rows["waived.held"].isna().mean() >= 0.95
    assert (rows["blocked.held"] == 60).mean() >= 0.95


def test_at_most_one_precondition_a_holder_is_waived_in_a_week():
    held = {"holder": "east", "gate": "talks", "after": "miracle", "rigidity": 0.1}
    both = {f"preconditions__{name}": held for name in ("one", "two")}
    rows = table("gates", 100, tracks=DIRECT, opening_text=NOT_OFFERED, **both)
    assert (rows[["waived.one", "waived.two"]].min(axis=1) == 1).all()
    assert (rows[["waived.one", "waived.two"]].max(axis=1) == 2).all()


def test_every_holder_waives_for_itself():
    held = {"holder": ["east", "west"], "gate": "talks", "after": "miracle", "rigidity": {"hazard": 0.1}}
    rows = gated(held, tracks=DIRECT)
    last = rows[["waived.held.east", "waived.held.west"]].max(axis=1)
    assert (rows["waived.held.east"] != rows["waived.held.west"]).any()
    assert (rows["met.direct"] == last)[rows["met.direct"].notna()].all()


# Tactics ----------------------------------------------------------------------------------------------------------


def tactic(runs=500, **east):
    return table("tactics", runs, **{f"actors__east__{field}": value for field, value in east.items()})


def test_the_later_a_side_gives_way_the_later_the_deal_and_the_more_it_gets():
    boulware, linear, conceder = (tactic(concession=exponent) for exponent in (0.2, 1, 5))
    for slow, fast in ((boulware, linear), (linear, conceder)):
        assert_moves(slow, fast, when("signed", 41), +1)
        assert_moves(slow, fast, mean("utility.east"), +1)


def test_reservation_takes_the_first_text_above_nothing_and_gets_less_for_it():
    rows = tactic(tactic="reservation")
    assert (rows["signed"] <= 2).all()
    assert_moves(rows, tactic(), mean("utility.east"), -1)


def test_fixed_insists():
    rows = tactic(tactic="fixed", aspiration=0.7)
    assert rows["signed"].notna().mean() > 0.9
    assert (rows["utility.east"] >= 0.7 - 1e-6)[rows["signed"].notna()].all()
    assert_moves(rows, tactic(tactic="fixed", aspiration=0.6), mean("utility.east"), +1)
    both = table("tactics", 200, actors__east__tactic="fixed", actors__east__aspiration=0.8,
                 actors__west__tactic="fixed", actors__west__aspiration=0.8)  # fmt: skip
    assert both["signed"].isna().all()


def test_tit_for_tat_gives_what_it_is_given():
    against_steady = tactic(tactic="reciprocal")
    assert against_steady["signed"].notna().mean() > 0.9
    stubborn = {"actors__west__tactic": "fixed", "actors__west__aspiration": 0.9}
    assert table("tactics", 200, actors__east__tactic="reciprocal", **stubborn)["signed"].isna().all()
    # who comes down by the calendar ends with the stubborn all the same
    assert table("tactics", 200, **stubborn)["signed"].notna().all()


def test_screening_asks_the_most_first_and_gives_more_to_those_who_refuse():
    rows = table("refusal_learning", 2000)
    signed = rows[rows["signed"].notna()]
    shares_left = 1 - signed.groupby("signed")["text.land"].mean()
    assert len(shares_left) >= 3
    assert shares_left.is_monotonic_increasing
    known = table("refusal_learning", 500, actors__west__war_cost=0.2)
    # a known cost is met by an offer that just compensates for war: 1 - (0.5 + 0.2)
    assert (known["signed"] == 1).all()
    assert np.allclose(known["text.land"], 0.7, atol=1e-6)


# Who drafts -------------------------------------------------------------------------------------------------------


def drafters(weeks, proposer, runs=400):
    return table("drafters", runs, rounds=weeks, proposer=proposer)["text.capital"].astype(str)


def test_rotating_drafters_take_turns_in_an_order_drawn_by_lot():
    first, second, third, fourth = (drafters(weeks, "rotating") for weeks in (1, 2, 3, 4))
    assert ((first != second) & (second != third) & (first != third)).all()
    assert (first == fourth).all()
    assert first.value_counts(normalize=True).to_numpy() == pytest.approx(1 / 3, abs=0.1)


def test_alternating_drafters_are_the_signatories():
    first, second, third = (drafters(weeks, "alternate") for weeks in (1, 2, 3))
    assert set(first) == {"easts", "wests"}
    assert (first != second).all()
    assert (first == third).all()


def test_random_drafters_are_drawn_anew_each_time():
    first, second = drafters(1, "random"), drafters(2, "random")
    assert set(first) == {"easts", "wests", "patrons"}
    assert (first == second).mean() == pytest.approx(1 / 3, abs=4 * np.sqrt(2 / 9 / 400))


def test_a_fixed_drafter_always_drafts():
    assert all((drafters(weeks, {"fixed": "west"}) == "wests").all() for weeks in (1, 2, 3))


# Promises, deliveries, enforcement --------------------------------------------------------------------------------


def test_a_promise_is_worth_what_is_believed_of_it_to_others_and_all_of_it_to_its_maker():
    change = {"rounds": 1, "actors__east__tactic": "reservation", "actors__west__tactic": "reservation"}
    for credence in (0, 0.25, 1):
        rows = table("credence", 200, relations__west__east__credence=credence, **change)
        written, paid = rows["text.assurance"] == "written", rows["text.payment"].cat.codes / 2
        signed = rows["outcome"] == "settlement"
        west = (0.6 * credence * written + 0.4 * (1 - paid))[signed]
        east = (0.1 * ~written + 0.9 * paid)[signed]
        assert np.allclose(rows["utility.west"][signed], west, atol=1e-6)
        assert np.allclose(rows["utility.east"][signed], east, atol=1e-6)


def test_what_only_one_can_deliver_needs_its_signature():
    willing = table("delivery", 500, rounds=10, actors__bank__war_cost=0.6)
    unwilling = table("delivery", 500, rounds=10)
    signed = willing[willing["signed"].notna()]
    assert (signed["text.money"] != "none").mean() > 0.9
    signed = unwilling[unwilling["signed"].notna()]
    assert (signed["text.money"] == "none").all()
    signed = table("delivery", 500, rounds=10, issues__money__delivered_by=[]).query("signed.notna()")
    assert (signed["text.money"] == "much").all()


def test_who_leaves_takes_along_what_only_it_could_deliver():
    rows = table("delivery", 1000, actors__bank__war_cost=0.6)
    gone = rows[rows["left.bank"].notna()]
    assert (gone["left.bank"] == 13).all()
    later = gone[gone["signed"] > 13]
    assert len(later) > 100
    assert (later["text.money"] == "none").all()
    before = rows[rows["signed"] <= 13]
    assert (before["text.money"] != "none").mean() > 0.9
    late = {"actors__bank__war_cost": 0.6, "actors__east__tactic": "fixed", "tracks__donors__start": 20}
    assert table("delivery", 100, **late)["met.donors"].isna().all()
    stays = table("delivery", 100, mechanisms__exit=False, **late)
    assert (stays["met.donors"] == 21)[stays["outcome"] == "no_agreement"].all()
    assert (stays["met.donors"] == 21).any()


def test_enforcement_of_a_divisible_issue_grows_with_what_is_agreed():
    stakes = {"east": {"salience": 0.1, "position": 1}, "west": {"salience": 0.1, "position": 1}}
    relapses = []
    for cost in (0, 0.1, 0.3):
        issue = {"divisible": True, "stakes": stakes, "enforcement": cost}
        relapses.append(table("kept_deal", 1000, issues__guarantee=issue))
    assert_moves(relapses[1], relapses[0], share("relapse"), -1)
    assert_moves(relapses[2], relapses[1], share("relapse"), -1)


# Wars -------------------------------------------------------------------------------------------------------------


def test_without_war_nothing_is_decided_by_arms():
    rows = table("war", 200, battlefield__war="none")
    assert (rows["outcome"] == "no_agreement").all()
    assert (rows["ended"] == 60).all()


def test_a_gaussian_front_ends_where_it_is_decided():
    rows = table("war", 2000)
    assert {"military_first", "military_second", "no_agreement"} == set(rows["outcome"].astype(str))
    assert (rows["front"][rows["outcome"] == "military_first"] == 1).all()
    assert (rows["front"][rows["outcome"] == "military_second"] == 0).all()
    assert rows["front"][rows["outcome"] == "no_agreement"].between(0, 1, inclusive="neither").all()
    assert_moves(rows, table("war", 2000, battlefield__drift=-0.005), share("military_first"), +1)


def test_forts_change_hands_one_at_a_time():
    forts = {"battlefield__walk": "forts", "battlefield__forts": 20, "battlefield__advance": 0.5}
    rows = table("war", 2000, **forts)
    held = rows["front"].astype(float) * 20
    assert np.allclose(held, held.round(), atol=1e-5)
    assert (rows["ended"][rows["outcome"] == "military_first"] >= 10).all()
    stronger = table("war", 2000, **{**forts, "battlefield__advance": 0.6})
    assert_moves(stronger, rows, share("military_first"), +1)


def test_a_lottery_is_drawn_once_in_the_last_round():
    rows = table("war", 2000, battlefield__war="lottery", battlefield__start=0.3)
    assert (rows["ended"] == 60).all()
    first = (rows["outcome"] == "military_first").mean()
    assert first == pytest.approx(0.3, abs=4 * np.sqrt(0.21 / 2000))
    assert (rows["outcome"] == "military_second").mean() == pytest.approx(1 - first)


# Time -------------------------------------------------------------------------------------------------------------

SAME_IN_WEEKS = {
    "war": [share("military_first"), share("military_second")],
    "collapse": [share("frozen"), share("military_first")],
    "exit": [share("settlement")],
    "shocks": [share("settlement")],
    "anticipation": [share("frozen")],
    "kept_deal": [share("relapse")],
    "learning": [share("settlement")],
    "preconditions": [share("settlement")],
    "hardening": [share("settlement")],
}


@pytest.mark.parametrize("name", sorted(SAME_IN_WEEKS))
def test_two_weeks_a_round_and_half_the_rounds_give_about_the_same_shares(name):
    scenario = variant(name)
    weekly = table(name, 4000)
    fortnightly = table(name, 4000, round_days=14, rounds=scenario.rounds // 2, follow_up=scenario.follow_up // 2)
    for statistic in SAME_IN_WEEKS[name]:
        assert statistic(fortnightly).mean() == pytest.approx(statistic(weekly).mean(), abs=0.06)


def test_a_step_needs_another_to_have_been_in_force_for_so_many_days():
    lasting = table("truce", 200, mechanisms__collapse=False)
    assert (lasting["step.referendum"] == lasting["step.ceasefire"] + 9).all()  # 60 days are nine weeks
    at_once = table("truce", 200, mechanisms__collapse=False, steps__referendum__requires={"ceasefire": 0})
    assert (at_once["step.referendum"] == at_once["step.ceasefire"] + 1).all()
    fortnights = table("truce", 200, mechanisms__collapse=False, round_days=14)
    assert (fortnights["step.referendum"] == fortnights["step.ceasefire"] + 5).all()


def test_a_gate_shuts_again_when_the_ceasefire_breaks():
    breaking, lasting = table("truce", 500), table("truce", 500, mechanisms__collapse=False)
    assert (lasting["refused.talks"] == lasting["ceasefire"] - 1).all()
    assert (lasting["meetings.talks"] == 60 - lasting["refused.talks"]).all()
    assert (breaking["refused.talks"] > breaking["ceasefire"] - 1).mean() > 0.5
    assert (breaking["blocked.ceasefire_first"] == breaking["refused.talks"]).all()
    # a broken ceasefire starts the count of days anew
    late = breaking[breaking["step.referendum"].notna()]
    assert (late["step.referendum"] > late["step.ceasefire"] + 9).any()
    assert breaking["step.referendum"].isna().any()


# Shocks -----------------------------------------------------------------------------------------------------------


def test_a_shock_can_end_the_run():
    rows = table("war", 1000, shocks__coup={"hazard": 0.1, "ends_run": 1}, battlefield__volatility=0.001,
                 battlefield__drift=0, battlefield__drift_volatility=0)  # fmt: skip
    assert (rows["outcome"] == "no_agreement").all()
    assert rows["ended"].mean() == pytest.approx(10, abs=4 * np.sqrt(90 / 1000) + 0.2)
    milder = table("war", 1000, shocks__coup={"hazard": 0.1, "ends_run": 0.2}, battlefield__volatility=0.001,
                   battlefield__drift=0, battlefield__drift_volatility=0)  # fmt: skip
    assert_moves(milder, rows, when("ended", 60), +1)
    frozen = table("truce", 500, shocks__coup={"hazard": 0.1, "ends_run": 1}, mechanisms__collapse=False)
    assert (frozen["outcome"] == "frozen").mean() > 0.8


def test_a_pause_lasts_its_mean_on_average():
    quiet = {"actors__east__tactic": "fixed", "actors__west__tactic": "fixed"}
    for pause in (1, 4):
        rows = table("shocks", 1000, shocks__incident__pause=pause, **quiet)
        # 1 in 10 weeks a pause begins; where it lasts p weeks about 0.1 p / (1 + 0.1 p) of all weeks are lost
        lost = 1 - rows["meetings.talks"].mean() / 30
        assert lost == pytest.approx(0.1 * pause / (1 + 0.1 * pause), abs=0.05)
