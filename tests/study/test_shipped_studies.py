"""The shipped studies: each can be read, asks one question, and comes to a finding of its own numbers."""

import pytest

from sim.scenario import load
from sim.study import load_study, new_study, shipped_studies
from sim.study.comparing.finding import finding
from sim.study.sweeping.sweep import sweep


def test_there_are_at_least_eight():
    assert len(shipped_studies()) >= 8


@pytest.mark.parametrize("name", shipped_studies())
def test_each_asks_a_question_and_names_the_quantity_that_answers_it(name):
    study = load_study(name)
    assert study.question.endswith("?")
    assert study.finding in study.outcomes
    assert len(study.plan()) >= 4
    assert all(lever.label for lever in study.levers.values())


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in shipped_studies() if name != "what_matters"])
def test_each_comes_to_a_finding_that_names_all_its_levers(name):
    study = load_study(name, set={"runs": 40})
    text = finding(sweep(study))
    assert text.startswith(("Settlement. ", "Ceasefire. "))
    for lever in study.levers.values():
        assert lever.label.lower() in text.lower()


def test_a_lever_is_the_change_that_it_says():
    """At a lever's value the runs are those of the scenario in which that value stands, draw by draw."""
    from sim.ensemble import play

    study = new_study(
        name="t", scenario=load("flagship"), runs=60,
        levers={
            "leverage": {"path": "relations.us.russia.leverage", "values": [0, 0.2]},
            "demand": {"settings": {"held": {}, "dropped": {"remove": ["preconditions.withdrawal_first"]}}},
        },
        outcomes=["settlement", "ceasefire", "front"],
    )  # fmt: skip
    results = sweep(study)
    fixed = load("flagship").with_(set={"relations.us.russia.leverage": 0.2}, remove=["preconditions.withdrawal_first"])
    expected = play(fixed, 0, 60, 0)
    found = results.runs(points=[3])
    for column in ("ended", "signed", "ceasefire", "front"):
        assert found[column].equals(expected[column])
    assert (found["outcome"].astype(str) == expected["outcome"].astype(str)).all()


def test_what_is_left_as_it_is_is_drawn_as_in_a_plain_run():
    from sim.ensemble import play

    study = new_study(
        name="t", scenario=load("flagship"), runs=60, design={"levers": "one_at_a_time"},
        levers={"leverage": {"path": "relations.us.russia.leverage", "values": [0, 0.2]}},
    )  # fmt: skip
    found, expected = sweep(study).runs(points=[0]), play(load("flagship"), 0, 60, 0)
    for column in ("ended", "signed", "front"):
        assert found[column].equals(expected[column])
