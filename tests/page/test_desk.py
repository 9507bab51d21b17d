import pytest

from sim.page.collection import collection
from sim.page.desk import numbered, open_desk, read_desk
from sim.scenario import load

RIGIDITY = "preconditions.withdrawal_first.rigidity"


@pytest.fixture
def desk():
    return open_desk(collection(), "flagship")


def test_a_scenario_is_opened_as_it_is(desk):
    assert desk.scenario == load("flagship")
    assert desk.problems == ()
    assert not desk.changed


def test_a_move_is_the_value_at_its_path_and_is_undone(desk):
    moved = desk.move(RIGIDITY, 0.05)
    assert moved.scenario == load("flagship", set={RIGIDITY: 0.05})
    assert moved.changed
    assert moved.put_back(RIGIDITY).scenario == desk.scenario
    assert desk.scenario == load("flagship"), "the desk before is as it was"


def test_a_dropped_precondition_takes_its_lever_along_and_comes_back_as_it_was(desk):
    dropped = desk.move(RIGIDITY, 0.05).move("battlefield.drift", 0.0).drop("preconditions.withdrawal_first")
    assert "withdrawal_first" not in dropped.scenario.preconditions
    assert dict(dropped.values) == {"battlefield.drift": 0.0}
    again = dropped.take_up("preconditions.withdrawal_first")
    assert again.scenario.preconditions["withdrawal_first"] == load("flagship").preconditions["withdrawal_first"]
    assert again.reset().scenario == desk.scenario


def test_a_change_that_the_scenario_does_not_bear_is_not_made(desk):
    refused = desk.move(RIGIDITY, 0.05).move("battlefield.volatility", 7.0)
    assert dict(refused.values) == {RIGIDITY: 0.05}
    assert "out of range" in str(refused.refused[0])
    assert refused.move(RIGIDITY, 0.1).refused == ()


def test_a_step_that_others_wait_for_cannot_be_dropped_and_that_is_said(desk):
    refused = desk.drop("steps.ceasefire")
    assert refused.scenario == desk.scenario
    assert any("ceasefire" in problem.message for problem in refused.refused)


def test_what_is_wrong_with_a_text_lies_on_the_desk_with_its_lines():
    text = "name: x\nextends: flagship\nactors:\n  us: {patience: -3}\n  russia: {tactic: bluff}\n"
    desk = read_desk(collection(), "flagship", text)
    assert desk.scenario is None
    assert [problem.line for problem in desk.problems] == [4, 5]
    shown = numbered(text, desk.problems, "flagship")
    assert [(number, wrong) for number, _, wrong in shown] == [(3, False), (4, True), (5, True)]
    assert shown[1][1] == "  us: {patience: -3}"


def test_a_text_that_is_not_yaml_is_a_problem_at_its_line():
    desk = read_desk(collection(), "flagship", "name: x\nactors: [\n")
    assert desk.scenario is None
    assert desk.problems[0].line >= 2


def test_a_name_that_is_not_offered_is_told_on_the_desk():
    assert "no scenario" in open_desk(collection(), "../../etc/passwd").problems[0].message


def test_a_text_is_data_and_nothing_else():
    desk = read_desk(collection(), "flagship", "name: !!python/object/apply:os.system ['true']\nextends: flagship\n")
    assert desk.scenario is None
    assert any("tags" in problem.message for problem in desk.problems)
