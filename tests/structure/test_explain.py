"""What `explain` says: goals, deadlocks in words, ways out in order, roadmaps, conflicts, swaps, limits."""

import json

import pytest

from sim.errors import InputError
from sim.scenario import load, loads
from sim.structure import explain, possible_order
from tests.games import changed, steps

FLAGSHIP = load("flagship")
# the constitutional circle of the article, on the flagship: what is handed over is title, and title needs the vote
CIRCLE = """
name: The circle
extends: flagship
steps:
  withdrawal: {label: Handover of title, floor: {territory: ceded}}
preconditions:
  handover_by_referendum:
    {holder: ukraine, gate: withdrawal, after: referendum, rigidity: never, claims: [law-territory-referendum]}
"""
PULLBACK = CIRCLE.replace(
    "steps:",
    "steps:\n  pullback: {label: Pull-back without ceding title, parties: [ukraine], floor: {territory: buffer}}",
)


def circle(*holds, **named):
    """East and west with steps a, b, ... and (holder, gate, after) for each hold, named by its gate and wait."""
    data = steps(**named)
    for holder, gate, after, *rigidity in holds:
        rule = {"holder": holder, "gate": gate, "after": after, "rigidity": (rigidity or [0.1])[0]}
        data["preconditions"][f"{gate}_after_{after}"] = rule
    return data


def answers(data, **options):
    return explain(loads(json.dumps(data)), **options)


def test_the_flagship_is_open_up_to_the_signature():
    found = explain(FLAGSHIP)
    assert [answer.goal.name for answer in found.answers] == [
        "ceasefire", "guarantee", "referendum", "withdrawal", "talks", "signature",
    ]  # fmt: skip
    assert [answer.goal.name for answer in found.answers if not answer.reachable] == ["signature"]
    signature = found.answer("signature")
    assert [one.holds for one in signature.deadlocks] == [
        ("nothing_without_ukraine", "signature_washington_only"),
        ("nothing_without_ukraine", "washington_only"),
    ]
    assert [one.waives for one in signature.ways_out] == [
        ("nothing_without_ukraine",),
        ("signature_washington_only", "washington_only"),
    ]
    assert [one.givers for one in signature.ways_out] == [("ukraine",), ("russia",)]
    assert not signature.cut


def test_the_constitutional_circle_comes_out_by_itself():
    found = explain(loads(CIRCLE), goals=["ceasefire"])
    (deadlock,) = found.answer("ceasefire").deadlocks
    assert deadlock.holds == ("handover_by_referendum", "withdrawal_first")
    assert deadlock.requirements == ("referendum requires ceasefire",)
    assert "law-territory-referendum" in deadlock.claims
    assert "russia-withdrawal-first" in deadlock.claims
    assert deadlock.sentence == (
        "Moscow will accept no ceasefire before the handover of title; Kyiv may accept no handover of title without "
        "the referendum on territory; the referendum on territory needs 60 to 90 days of ceasefire."
    )
    assert found.cycles == (("ceasefire", "withdrawal", "referendum"),)
    in_circle = {(edge.gate, edge.after, edge.kind) for edge in found.edges if edge.in_cycle}
    assert in_circle == {
        ("ceasefire", "withdrawal", "hold"), ("withdrawal", "referendum", "hold"),
        ("referendum", "ceasefire", "requirement"),
    }  # fmt: skip
    assert [one.waives for one in found.answer("ceasefire").ways_out] == [("withdrawal_first",)]


def test_a_pull_back_without_title_is_a_way_out_where_it_is_offered():
    assert explain(loads(CIRCLE)).substitutes == ()
    offered = loads(PULLBACK)
    (found,) = explain(offered).substitutes
    assert (found.holds, found.asked, found.step) == (("withdrawal_first",), "withdrawal", "pullback")
    assert "ceasefire" in [goal.name for goal in found.opens]
    assert found.sentence.startswith(
        "If Moscow took the pull-back without ceding title for the handover of title, this"
    )
    content = offered.with_(set={"preconditions.withdrawal_first.after": "pullback"})
    answer = explain(content, goals=["ceasefire"]).answer("ceasefire")
    assert [(entry.round, entry.name) for entry in answer.roadmap.entries] == [(1, "pullback"), (2, "ceasefire")]


def test_a_substitute_is_of_the_same_parties_and_kind():
    data = circle(("east", "arms", "ballot"), ("west", "ballot", "arms"), arms={}, ballot={}, census={})
    assert {(one.asked, one.step) for one in answers(data).substitutes} == {("ballot", "census"), ("arms", "census")}
    assert answers(changed(data, steps__census={"parties": ["east"]})).substitutes == ()
    assert answers(changed(data, steps__census__floor={"border": "new"})).substitutes == ()
    assert answers(changed(data, preconditions__arms_after_ballot__rigidity="never")).substitutes[0].asked == "arms"


def test_of_equal_size_the_softer_way_out_comes_first():
    data = circle(("east", "arms", "ballot", 0.4), ("west", "ballot", "arms", 0.2), arms={}, ballot={})
    found = answers(data).answer("arms")
    assert [(one.waives, one.rigidity) for one in found.ways_out] == [
        (("ballot_after_arms",), 0.2),
        (("arms_after_ballot",), 0.4),
    ]
    assert [one.givers for one in found.ways_out] == [("west",), ("east",)]


def test_fewer_waivers_come_before_softer_ones():
    data = circle(
        ("east", "arms", "ballot", 0.9),
        ("west", "ballot", "census", -0.5),
        ("west", "ballot", "dam", -0.5),
        ("east", "census", "arms", "never"),
        ("east", "dam", "arms", "never"),
        **{name: {} for name in ("arms", "ballot", "census", "dam")},
    )
    found = answers(data).answer("arms")
    assert [one.waives for one in found.ways_out] == [
        ("arms_after_ballot",),
        ("ballot_after_census", "ballot_after_dam"),
    ]


def test_what_the_law_alone_shuts_has_no_way_out():
    data = circle(
        ("east", "arms", "ballot", "never"),
        ("west", "ballot", "arms", "never"),
        ("west", "arms", "census"),
        arms={},
        ballot={},
        census={},
    )
    found = answers(data).answer("arms")
    assert not found.reachable
    assert found.ways_out == ()
    assert [one.holds for one in found.deadlocks] == [("arms_after_ballot", "ballot_after_arms")]
    assert not found.cut


def test_a_waiver_of_the_law_can_be_asked_about_too():
    data = circle(("east", "arms", "ballot", "never"), ("west", "ballot", "arms"), arms={}, ballot={})
    assert [one.waives for one in answers(data).answer("arms").ways_out] == [("ballot_after_arms",)]
    found = answers(data, waive=["arms_after_ballot"])
    assert found.answer("arms").reachable
    assert found.waived == ("arms_after_ballot",)
    assert {edge.key for edge in found.edges if edge.kind == "hold"} == {"ballot_after_arms"}


def test_a_precondition_of_several_holders_can_be_waived_by_all_or_by_one():
    data = circle(("east", "arms", "ballot"), ("west", "ballot", "arms"), arms={}, ballot={})
    data["preconditions"]["arms_after_ballot"]["holder"] = ["east", "west"]
    found = answers(data)
    assert {hold.key for hold in found.holds} == {
        "arms_after_ballot.east",
        "arms_after_ballot.west",
        "ballot_after_arms",
    }
    assert [one.waives for one in found.answer("arms").ways_out] == [
        ("ballot_after_arms",),
        ("arms_after_ballot.east", "arms_after_ballot.west"),
    ]
    assert answers(data, waive=["arms_after_ballot"]).answer("arms").reachable
    assert not answers(data, waive=["arms_after_ballot.west"]).answer("arms").reachable
    same = answers(data).answer("arms").deadlocks[0]
    assert same.sentence == "East will accept no arms before the ballot; West will accept no ballot before the arms."


def test_each_precondition_alone_leaves_it_open_and_the_two_are_a_conflict():
    data = circle(
        ("east", "arms", "ballot"),
        ("west", "ballot", "arms"),
        ("west", "arms", "census"),
        arms={},
        ballot={},
        census={},
    )
    (conflict,) = answers(data).conflicts
    assert conflict.holds == ("arms_after_ballot", "ballot_after_arms")
    for key in conflict.holds:
        assert answers(data, waive=[key]).answer("arms").reachable


def test_steps_side_by_side_cut_a_circle_of_demands_but_not_of_law():
    data = circle(
        ("east", "arms", "ballot"),
        ("west", "ballot", "arms"),
        ("east", "census", "arms"),
        arms={},
        ballot={},
        census={},
    )
    (swap,) = answers(data).swaps
    assert swap.holds == ("arms_after_ballot", "ballot_after_arms")
    assert swap.steps == ("arms", "ballot")
    assert [goal.name for goal in swap.opens] == ["arms", "ballot", "census"]
    data["preconditions"]["ballot_after_arms"]["rigidity"] = "never"
    assert answers(data).swaps == ()


def test_redundant_is_what_others_keep_anyway_and_who_sits_nowhere():
    data = circle(
        ("east", "arms", "ballot"),
        ("east", "ballot", "census"),
        ("east", "arms", "census"),
        arms={},
        ballot={},
        census={},
    )
    data["preconditions"]["nowhere"] = {"holder": "west", "gate": "talks", "after": "arms"}
    found = {one.key: one for one in answers(data).redundant}
    assert found["arms_after_census"].given == ("arms_after_ballot", "ballot_after_census")
    assert found["nowhere"].given == ()
    assert "sits at no table" in found["nowhere"].reason
    assert set(found) == {"arms_after_census", "nowhere"}


def test_a_deadlock_makes_nothing_redundant():
    data = circle(
        ("east", "arms", "ballot"),
        ("west", "ballot", "arms"),
        ("west", "arms", "census"),
        arms={},
        ballot={},
        census={},
    )
    assert answers(data).redundant == ()


def test_a_roadmap_waits_for_as_many_rounds_as_the_world_requires():
    data = circle(("east", "census", "ballot"), arms={}, ballot={"requires": {"arms": 60}}, census={})
    roadmap = answers(data).answer("census").roadmap
    assert [(entry.round, entry.name) for entry in roadmap.entries] == [(1, "arms"), (10, "ballot"), (11, "census")]
    assert roadmap.rounds == 11
    assert "needs the arms 60 days before" in roadmap.entries[1].why
    fortnights = answers({**data, "round_days": 14}).answer("census").roadmap
    assert fortnights.rounds == 1 + 5 + 1


def test_a_roadmap_can_be_longer_than_the_scenario_is_played():
    data = {
        **circle(("east", "ballot", "arms"), arms={}, ballot={}, census={"requires": {"ballot": 700}}),
        "rounds": 20,
    }
    assert answers(data, goals=["census"]).answer("census").roadmap.rounds == 102


def test_a_way_out_lists_its_waivers_before_the_first_round():
    data = circle(("east", "arms", "ballot"), ("west", "ballot", "arms"), arms={}, ballot={})
    first = answers(data).answer("arms").ways_out[0].roadmap.entries
    assert [(entry.round, entry.kind, entry.name) for entry in first] == [
        (0, "waiver", "arms_after_ballot"),
        (1, "step", "arms"),
    ]


def test_who_must_sign_but_is_absent_signs_the_initialled_text_a_round_later():
    data = changed(steps(arms={}), signatories=["east", "west", "north"])
    data["actors"]["north"] = {}
    data["issues"]["border"]["stakes"]["north"] = {"salience": 1, "position": "new"}
    data["tracks"] = {"two": {"participants": ["east", "west"]}}
    roadmap = answers(data).answer("signature").roadmap
    assert [(entry.round, entry.kind) for entry in roadmap.entries] == [(1, "meeting"), (2, "signature")]
    assert "north must sign the initialled text" in roadmap.entries[-1].why.lower()
    assert not answers(changed(data, mechanisms__initialling=False)).answer("signature").reachable


def test_a_floor_that_a_signatory_rules_out_can_come_after_the_signature_only():
    data = circle(("east", "arms", "ballot"), arms={"floor": {"border": "new"}}, ballot={})
    data["tracks"] = {"both": {"participants": ["east", "west"]}}
    data["preconditions"]["keep"] = {"holder": "west", "gate": "signing", "text": {"border": "old"}}
    scenario = loads(json.dumps(data))
    assert possible_order(scenario, ["ballot", "signature"])
    assert not possible_order(scenario, ["arms", "signature"])
    assert possible_order(scenario, ["arms", "signature"], waive=["keep"])
    assert not possible_order(scenario, ["arms", "ballot"])


def test_limits_are_kept_and_told():
    names = "abcdefgh"
    holds = [("east", one, other) for one in names for other in names if one < other]
    holds += [("west", other, one) for one in names for other in names if one < other]
    data = circle(*holds, **{name: {} for name in names})
    few = answers(data, goals=["a"], most=3).answer("a")
    assert (len(few.deadlocks), len(few.ways_out), few.cut) == (3, 3, True)
    assert [len(one.holds) for one in few.deadlocks] == [2, 2, 2]
    late = answers(data, goals=["a"], seconds=0).answer("a")
    assert (late.reachable, late.deadlocks, late.cut) == (False, (), True)


def test_preconditions_that_are_switched_off_hold_nothing():
    data = circle(("east", "arms", "ballot"), ("west", "ballot", "arms"), arms={}, ballot={})
    found = answers({**data, "mechanisms": {"preconditions": False}})
    assert found.holds == ()
    assert all(answer.reachable for answer in found.answers if answer.goal.kind == "step")


def test_nobody_ever_meets_without_tracks():
    found = answers(circle(arms={}))
    assert [(answer.goal.name, answer.reachable) for answer in found.answers] == [
        ("talks", False),
        ("signature", False),
    ]
    assert found.answer("talks").deadlocks[0].holds == ()
    assert found.answer("talks").ways_out == ()


def test_names_that_do_not_exist_are_told_with_those_that_do():
    with pytest.raises(InputError, match=r"no goal 'peace' \(allowed: arms, talks, signature\)"):
        answers(circle(arms={}), goals=["peace"])
    with pytest.raises(InputError, match="no precondition 'x' to waive"):
        answers(circle(arms={}), waive=["x"])
    with pytest.raises(InputError, match="no event 'x'"):
        possible_order(loads(json.dumps(circle(arms={}))), ["x"])


def test_the_order_of_the_file_does_not_matter():
    data = circle(
        ("east", "arms", "ballot"),
        ("west", "ballot", "arms"),
        ("west", "arms", "census"),
        ("east", "census", "ballot"),
        arms={},
        ballot={},
        census={},
    )
    turned = {**data, "preconditions": dict(reversed(data["preconditions"].items()))}
    one, other = answers(data), answers(turned)
    assert one.answers == other.answers
    assert (one.conflicts, one.redundant, one.swaps, one.cycles) == (
        other.conflicts, other.redundant, other.swaps, other.cycles,
    )  # fmt: skip


def three():
    """East, west and north, who is at no table; a formal track of east and west that meets every twenty weeks."""
    data = steps(arms={}, ballot={"requires": {"arms": 7}})
    data["actors"]["north"] = {}
    data["issues"]["border"]["stakes"]["north"] = {"salience": 1, "position": "new"}
    data["tracks"] = {"two": {"participants": ["east", "west"], "every": 20}}
    return {**data, "signatories": ["east", "west", "north"]}


def test_the_absent_answer_with_what_is_in_force_when_the_text_reaches_them():
    data = three()
    data["preconditions"]["vote_first"] = {"holder": "north", "gate": "signing", "after": "ballot"}
    roadmap = answers(data).answer("signature").roadmap
    assert {(entry.round, entry.kind, entry.name) for entry in roadmap.entries} == {
        (1, "step", "arms"), (1, "meeting", "two"), (2, "step", "ballot"), (2, "signature", "two"),
    }  # fmt: skip
    data["preconditions"]["vote_first"]["holder"] = "west"
    assert answers(data).answer("signature").roadmap.rounds == 3


def test_a_step_that_lifts_the_text_opens_a_meeting_in_the_same_round():
    data = changed(steps(arms={"floor": {"border": "new"}}), opening_text={"text": {"border": "old"}})
    data["tracks"] = {"two": {"participants": ["east", "west"]}}
    data["preconditions"]["new_first"] = {"holder": "west", "gate": "talks", "text": {"border": "new"}}
    roadmap = answers(data).answer("talks").roadmap
    assert [(entry.round, entry.kind) for entry in roadmap.entries] == [(1, "step"), (1, "meeting")]


def test_after_formal_talks_no_other_text_lies_on_the_table():
    data = changed(steps(arms={}, ballot={}), opening_text={"text": {"border": "old"}})
    data["tracks"] = {"talks": {"participants": ["east", "west"]}}
    data["tracks"]["side"] = {"participants": ["east", "west"], "formal": False}
    data["preconditions"] = {
        "talks_old": {"holder": "west", "gate": "talks", "text": {"border": "old"}},
        "arms_new": {"holder": "west", "gate": "arms", "text": {"border": "new"}},
        "ballot_old": {"holder": "west", "gate": "ballot", "text": {"border": "old"}},
    }
    scenario = loads(json.dumps(data))
    assert possible_order(scenario, ["arms", "ballot"])
    assert possible_order(scenario, ["arms", "talks", "ballot"])
    assert possible_order(scenario, ["talks", "arms"])
    assert not possible_order(scenario, ["talks", "arms", "ballot"])  # the side talks can no longer table the old text
