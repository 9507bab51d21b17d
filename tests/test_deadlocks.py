"""What `explain` finds in the shipped scenarios, as their descriptions say."""

from __future__ import annotations

import pytest

from sim.scenario import load, shipped
from sim.structure import Explanation, explain
from tests.test_flagship import paired_z, table

CIRCLE = {"withdrawal_first", "handover_by_referendum"}


def explained(name: str) -> Explanation:
    return explain(load(name))


def deadlocks(answer: Explanation, goal: str) -> set[frozenset[str]]:
    return {frozenset(deadlock.holds) for deadlock in answer.answer(goal).deadlocks}


def ways_out(answer: Explanation, goal: str) -> set[frozenset[str]]:
    return {frozenset(way.waives) for way in answer.answer(goal).ways_out}


def test_the_flagship_itself_is_not_stuck_on_the_way_to_a_ceasefire() -> None:
    road = explained("flagship").answer("ceasefire").roadmap
    assert road is not None
    assert [entry.name for entry in road.entries] == ["guarantee", "withdrawal", "ceasefire"]


@pytest.mark.parametrize("goal", ["ceasefire", "referendum", "withdrawal"])
def test_the_constitutional_circle_comes_out_by_itself(goal: str) -> None:
    answer = explained("constitutional_circle")
    assert deadlocks(answer, goal) == {frozenset(CIRCLE)}
    (deadlock,) = answer.answer(goal).deadlocks
    assert deadlock.requirements == ("referendum requires ceasefire",)
    assert {"russia-withdrawal-first", "law-territory-referendum"} <= set(deadlock.claims)
    assert ways_out(answer, goal) == {frozenset({"withdrawal_first"})}
    assert {frozenset(cycle) for cycle in answer.cycles} == {frozenset({"ceasefire", "withdrawal", "referendum"})}


def test_its_sentence_could_be_printed() -> None:
    (deadlock,) = explained("constitutional_circle").answer("ceasefire").deadlocks
    assert deadlock.sentence == (
        "Moscow will accept no ceasefire before the handover of Donetsk with title; Kyiv may accept no handover of "
        "Donetsk with title without the referendum on territory; the referendum on territory needs 60 to 90 days of "
        "ceasefire."
    )


def test_after_the_circle_is_cut_title_takes_the_sixty_days_of_the_law() -> None:
    (way,) = explained("constitutional_circle").answer("withdrawal").ways_out
    assert way.roadmap is not None
    when = {entry.name: entry.round for entry in way.roadmap.entries}
    assert (when["ceasefire"], when["referendum"], when["withdrawal"]) == (1, 10, 11)  # 60 days: nine weeks


def test_a_pull_back_without_title_is_the_way_out_where_it_is_on_offer() -> None:
    answer = explained("pullback_offered")
    assert deadlocks(answer, "ceasefire") == {frozenset(CIRCLE)}
    (way,) = answer.answer("ceasefire").ways_out
    assert way.waives == ("withdrawal_first",)
    assert way.roadmap is not None
    steps = [entry.name for entry in way.roadmap.entries if entry.kind == "step"]
    assert steps == ["guarantee", "pull_back", "ceasefire"]
    # it costs Moscow less to let the title wait than it costs to let go of the whole demand
    (dear,) = explained("constitutional_circle").answer("ceasefire").ways_out
    assert way.rigidity < dear.rigidity


def test_arms_and_seat_wait_for_each_other_in_two_versions() -> None:
    answer = explained("arms_first")
    each = {frozenset({"seat_before_arms", f"arms_before_seat.{who}"}) for who in ("london", "unionists")}
    assert deadlocks(answer, "seat") == deadlocks(answer, "first_arms") == each
    both = frozenset({"arms_before_seat.london", "arms_before_seat.unionists"})
    assert ways_out(answer, "seat") == {frozenset({"seat_before_arms"}), both}
    assert answer.answer("ceasefire").reachable


def test_what_was_done_about_arms_comes_out_as_a_swap() -> None:
    (swap,) = explained("arms_first").swaps
    assert set(swap.steps) == {"seat", "first_arms"}
    assert {goal.name for goal in swap.opens} >= {"seat", "first_arms", "talks", "signature"}


@pytest.mark.parametrize(
    "goal, pair",
    [
        ("signature", {"nobody_by_force", "all_prisoners_back"}),
        ("ceasefire", {"no_armistice_by_force", "no_armistice_without_all"}),
    ],
)
def test_no_text_on_the_prisoners_suits_both(goal: str, pair: set[str]) -> None:
    answer = explained("pow_deadlock")
    assert deadlocks(answer, goal) == {frozenset(pair)}
    assert ways_out(answer, goal) == {frozenset({name}) for name in pair}
    assert frozenset(pair) in {frozenset(conflict.holds) for conflict in answer.conflicts}
    assert answer.answer("talks").reachable


def test_custody_by_neutrals_would_suit_both() -> None:
    moved = {"preconditions.all_prisoners_back.text": {"prisoners": "at_least neutral_custody"}}
    assert explain(load("pow_deadlock", set=moved)).answer("signature").reachable


def test_two_sides_read_one_text_in_opposite_orders() -> None:
    answer = explained("contradictory_order")
    border = frozenset({"border_before_vote", "vote_before_border"})
    forces = frozenset({"forces_before_status", "status_before_forces_leave"})
    assert deadlocks(answer, "vote") == deadlocks(answer, "border_watch") == {border}
    assert forces in deadlocks(answer, "forces_out")
    assert deadlocks(answer, "status_in_force") == {forces, border | {"vote_before_status"}}
    assert {frozenset(cycle) for cycle in answer.cycles} == {
        frozenset({"border_watch", "vote"}),
        frozenset({"forces_out", "status_in_force"}),
    }
    assert {frozenset(pair.holds) for pair in answer.conflicts} >= {border, forces}
    assert frozenset({"border_watch", "vote"}) in {frozenset(swap.steps) for swap in answer.swaps}
    assert deadlocks(answer, "signature") == {frozenset({"with_the_districts", "not_with_the_districts"})}
    assert "truce_before_vote" in {item.key for item in answer.redundant}


def test_without_a_deadlock_everything_is_within_reach_in_order() -> None:
    answer = explained("no_deadlock")
    assert all(item.reachable for item in answer.answers)
    assert (answer.conflicts, answer.swaps, answer.cycles) == ((), (), ())
    road = answer.answer("signature").roadmap
    assert road is not None
    assert [entry.name for entry in road.entries if entry.kind == "step"] == ["release", "quiet", "inspection"]


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_shipped_scenario_can_be_explained(name: str) -> None:
    answer = explained(name)
    for item in answer.answers:
        assert item.reachable == (item.roadmap is not None)
        assert item.reachable != bool(item.deadlocks)
        assert not item.cut


@pytest.mark.parametrize(
    "variant, parent, what, sign",
    [
        ("constitutional_circle", "flagship", "step.withdrawal", -1),
        ("constitutional_circle", "flagship", "step.ceasefire", -1),
        ("constitutional_circle", "flagship", "military_first", -1),
        ("constitutional_circle", "flagship", "no_agreement", 1),
        ("pullback_offered", "constitutional_circle", "military_first", 1),
    ],
)
def test_in_play_the_circle_moves_as_its_files_say(variant: str, parent: str, what: str, sign: int) -> None:
    assert sign * paired_z(table(variant), table(parent), what) > 4


def test_no_run_hands_title_over_before_a_ceasefire_and_some_pull_back() -> None:
    for name in ("constitutional_circle", "pullback_offered"):
        runs = table(name)
        early = runs["step.withdrawal"] < runs["step.ceasefire"].fillna(10_000)
        settled = runs["step.withdrawal"] >= runs["signed"].fillna(10_000)
        assert not (early & ~settled).any()
    assert table("pullback_offered")["step.pull_back"].notna().mean() > 0.05
