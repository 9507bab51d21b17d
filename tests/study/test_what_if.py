"""Suppositions: what is waived, added, set and removed, and what that changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import InputError, ScenarioError
from sim.scenario import load
from sim.structure import explain
from sim.study.explaining.what_if import Supposition, changes, keys_of, state

CIRCLE = load("constitutional_circle")


def answered(supposed: Supposition, *goals: str):
    return explain(supposed.scenario, waive=supposed.waived, goals=goals or None)


def test_a_name_means_all_holders_and_a_key_one() -> None:
    assert keys_of(CIRCLE, "ceasefire_first") == ("ceasefire_first.ukraine", "ceasefire_first.europe")
    assert keys_of(CIRCLE, "ceasefire_first.europe") == ("ceasefire_first.europe",)
    assert keys_of(CIRCLE, "ceasefire_first:europe") == ("ceasefire_first.europe",)
    assert keys_of(CIRCLE, "withdrawal_first") == keys_of(CIRCLE, "withdrawal_first:russia") == ("withdrawal_first",)


def test_a_misspelt_demand_is_told_what_may_be_meant() -> None:
    with pytest.raises(InputError, match="did you mean 'withdrawal_first'"):
        Supposition(CIRCLE).waive(["withdrawl_first"])


def test_what_is_waived_can_be_held_again() -> None:
    waived = Supposition(CIRCLE).waive(["ceasefire_first", "withdrawal_first"])
    assert waived.waived == ("ceasefire_first.ukraine", "ceasefire_first.europe", "withdrawal_first")
    assert waived.hold(["ceasefire_first"]).waived == ("withdrawal_first",)
    with pytest.raises(InputError, match="is not waived"):
        Supposition(CIRCLE).hold(["withdrawal_first"])


def test_a_step_can_be_added_and_the_demand_turned_to_it() -> None:
    supposed = Supposition(CIRCLE).add("steps: {pull_back: {parties: [ukraine]}}")
    assert supposed.scenario.steps["pull_back"].parties == ("ukraine",)
    assert set(CIRCLE.steps) < set(supposed.scenario.steps)
    opened = supposed.set(["preconditions.withdrawal_first.after=pull_back"])
    assert not answered(supposed, "ceasefire").answers[0].reachable
    assert answered(opened, "ceasefire").answers[0].reachable


def test_elements_can_be_added_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "more.yaml"
    path.write_text("preconditions:\n  x: {holder: us, gate: signing, after: ceasefire}\n")
    assert "x" in Supposition(CIRCLE).add(str(path)).scenario.preconditions
    with pytest.raises(InputError, match=r"missing\.yaml: cannot be read"):
        Supposition(CIRCLE).add("missing.yaml")


def test_what_is_there_is_not_added_over() -> None:
    with pytest.raises(InputError, match=r"steps\.ceasefire is there already; change it with set"):
        Supposition(CIRCLE).add("steps: {ceasefire: {parties: [us]}}")


@pytest.mark.parametrize("text", ["{", "[1, 2]", "word", "steps: {x: {parties: [nobody]}}", "tempo: 3", "name: [x"])
def test_what_cannot_be_added_is_an_error_of_add(text: str) -> None:
    with pytest.raises(InputError, match="--add") as caught:
        Supposition(CIRCLE).add(text)
    assert len(str(caught.value)) < 400  # not the whole section that was set


def test_removing_a_waived_demand_forgets_the_waiver() -> None:
    supposed = Supposition(CIRCLE).waive(["withdrawal_first"]).remove(["preconditions.withdrawal_first"])
    assert supposed.waived == ()
    with pytest.raises(ScenarioError):
        supposed.remove(["preconditions.withdrawal_first"])


def test_a_goal_that_opens_is_told_with_the_pair_no_longer_at_odds() -> None:
    supposed = Supposition(CIRCLE)
    before, after = answered(supposed, "ceasefire"), answered(supposed.waive(["withdrawal_first"]), "ceasefire")
    assert changes(before, after) == [
        "Ceasefire opens: within reach, in round 1 at the earliest",
        "No longer at odds: handover_by_referendum and withdrawal_first",
    ]
    back = changes(after, before)
    assert back[0] == "Ceasefire shuts: out of reach, 1 deadlock, 1 way out"
    assert back[1].startswith("  because Moscow will accept no ceasefire before")


def test_a_goal_that_stays_shut_is_told_with_what_differs() -> None:
    supposed = Supposition(CIRCLE)
    lines = changes(answered(supposed, "talks"), answered(supposed.waive(["washington_only"]), "talks"))
    assert lines[0].startswith("Formal talks stays shut: out of reach, 1 deadlock")
    assert any(line.startswith("  a deadlock less: ") and "washington_only" in line for line in lines)
    assert any(line == "  a new way out: ceasefire_first.ukraine" for line in lines)


def test_nothing_is_told_where_nothing_changes() -> None:
    supposed = Supposition(CIRCLE)
    assert changes(answered(supposed), answered(supposed)) == []


def test_a_later_round_is_a_change() -> None:
    later = Supposition(load("no_deadlock")).set(["steps.inspection.requires.quiet=70"])
    lines = changes(answered(Supposition(load("no_deadlock")), "signature"), answered(later, "signature"))
    assert lines == [
        "Signature: within reach, in round 12 at the earliest, before: within reach, in round 4 at the earliest"
    ]


def test_other_goals_are_told() -> None:
    supposed = Supposition(CIRCLE)
    lines = changes(answered(supposed, "ceasefire"), answered(supposed, "guarantee"))
    assert "no longer in question" in lines[-1]
    assert "(not asked before)" in lines[0]


def test_a_shut_goal_that_no_waiver_opens_is_called_so() -> None:
    law = CIRCLE.with_(set={"preconditions.withdrawal_first.rigidity": "never"})
    assert state(explain(law, goals=["ceasefire"]).answers[0]) == "out of reach, 1 deadlock, and no waiver opens it"
