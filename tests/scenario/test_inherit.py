"""`extends` and `remove`: what a file takes from its parent, and where problems are then reported."""

import pytest

from sim.errors import ScenarioError
from sim.scenario import Distribution, Hazard, load

PARENT = """
name: Parent
description: How it was.
seeds: [facts.yaml]
actors:
  a: {patience: {triangular: [10, 20, 30], private: true, why: seen, claims: [one]}, credit: 0.1}
  b: {war_cost: 0.3}
issues:
  x:
    options: [low, middle, high]
    stakes:
      a: {salience: 1, position: high}
      b: {salience: 0.5, values: {low: 1, middle: 0.5, high: 0}}
battlefield: {first: a, second: b, start: 0.4}
steps:
  truce: {stops_fighting: true}
preconditions:
  first: {holder: a, gate: truce, text: {x: high}, rigidity: {uniform: [0, 0.1]}, eased_by: {x: low, by: 0.1}}
  second: {holder: b, gate: talks, after: truce}
shocks:
  storm: {hazard: 0.1}
"""
SEED = """
title: Facts
claims:
  one: {speaker: a, kind: report, says: Something.}
"""


@pytest.fixture
def child(tmp_path):
    """Load a child of PARENT, which stands in a folder of its own."""
    folder = tmp_path / "parents"
    folder.mkdir()
    (folder / "parent.yaml").write_text(PARENT)
    (folder / "facts.yaml").write_text(SEED)

    def loaded(text, **options):
        path = tmp_path / "child.yaml"
        path.write_text("extends: parents/parent.yaml\n" + text)
        return load(path, **options)

    return loaded


def test_a_child_differs_by_what_it_says(child, tmp_path):
    scenario = child("name: Child\nactors:\n  b: {credit: 0.2}\n")
    parent = load(tmp_path / "parents" / "parent.yaml")
    assert scenario.name == "Child"
    assert scenario.actors["b"].credit == 0.2
    assert scenario.actors["b"].war_cost == 0.3
    assert scenario.actors["a"] == parent.actors["a"]
    assert scenario.description == "How it was."
    assert scenario.ancestors == (str(tmp_path / "parents" / "parent.yaml"),)
    assert parent.ancestors == ()


def test_nothing_changed_is_the_same_scenario(child, tmp_path):
    assert child("").digest == load(tmp_path / "parents" / "parent.yaml").digest


def test_seeds_are_found_from_the_file_that_names_them(child):
    assert child("").claims_used() == {"one"}


def test_removed_elements_are_gone(child):
    scenario = child("remove: [preconditions.first, shocks, actors.a.credit]\n")
    assert list(scenario.preconditions) == ["second"]
    assert scenario.shocks == {}
    assert scenario.actors["a"].credit == 0


def test_what_is_removed_can_be_written_anew(child):
    scenario = child("remove: [shocks.storm]\nshocks: {storm: {pause: 3}}\n")
    assert scenario.shocks["storm"].hazard == 0
    assert scenario.shocks["storm"].pause == 3


def test_a_number_is_replaced_as_a_whole(child):
    assert child("actors: {a: {patience: {uniform: [1, 2]}}}").actors["a"].patience == Distribution(
        "uniform", (1.0, 2.0)
    )
    assert child("actors: {a: {patience: 7}}").actors["a"].patience == 7
    assert child("actors: {a: {patience: {fixed: 7, why: told}}}").actors["a"].patience == 7


def test_the_trimmings_of_a_number_can_be_changed_alone(child):
    patience = child("actors: {a: {patience: {within: [15, 25]}}}").actors["a"].patience
    assert patience.support == (15, 25)
    assert patience.why == "seen"


def test_one_of_several_forms_replaces_the_other(child):
    scenario = child(
        "issues: {x: {stakes: {a: {values: {low: 0, middle: 0, high: 1}}, b: {position: low}}}}\n"
        "preconditions:\n  first: {after: retreat}\n  second: {rigidity: {hazard: 0.2}}\n"
        "steps: {retreat: {}}\n"
    )
    assert scenario.issues["x"].stakes["a"].position is None
    assert scenario.issues["x"].stakes["b"].values is None
    assert scenario.preconditions["first"].after == "retreat"
    assert scenario.preconditions["first"].text is None
    assert scenario.preconditions["second"].rigidity == Hazard(0.2)
    assert child("preconditions: {first: {rigidity: {hazard: 0.2}}}").preconditions["first"].rigidity == Hazard(0.2)


def test_a_condition_on_one_issue_replaces_that_on_another(child):
    scenario = child(
        "issues: {y: {divisible: true, stakes: {a: {salience: 1, position: 1}}}}\n"
        "preconditions: {first: {text: {y: at_least 0.5}, eased_by: {y: at_most 0.2}}}\n"
    )
    assert scenario.preconditions["first"].text.issue == "y"
    assert scenario.preconditions["first"].eased_by.condition.option == 0.2
    assert scenario.preconditions["first"].eased_by.by == 0.1


def test_problems_are_reported_in_the_file_that_has_them(child, tmp_path):
    (tmp_path / "parents" / "parent.yaml").write_text(PARENT.replace("credit: 0.1", "credit: 7"))
    with pytest.raises(ScenarioError) as caught:
        child("actors:\n  b: {credit: 8}\n")
    own, inherited = caught.value.problems
    assert (own.file, own.line, own.path) == (str(tmp_path / "child.yaml"), 3, "actors.b.credit")
    assert (inherited.line, inherited.path) == (6, "actors.a.credit")
    assert inherited.file == str(tmp_path / "parents" / "parent.yaml")


def test_what_a_child_breaks_in_its_parent_is_located_where_it_was_written(child):
    with pytest.raises(ScenarioError, match=r"parent\.yaml:.*actors\.a|no option 'high'"):
        child("issues: {x: {options: [low, middle]}}\n")


def test_children_of_children_work_and_circles_do_not(tmp_path):
    (tmp_path / "parent.yaml").write_text(PARENT.replace("seeds: [facts.yaml]", "").replace(", claims: [one]", ""))
    (tmp_path / "child.yaml").write_text("extends: parent\nrounds: 3\n")
    (tmp_path / "grandchild.yaml").write_text("extends: child.yaml\nround_days: 3\n")
    scenario = load(tmp_path / "grandchild.yaml")
    assert (scenario.rounds, scenario.round_days) == (3, 3)
    assert len(scenario.ancestors) == 2
    (tmp_path / "parent.yaml").write_text("extends: grandchild\n")
    with pytest.raises(ScenarioError, match=r"parent\.yaml:1:10: extends: 'grandchild' extends this file in turn"):
        load(tmp_path / "grandchild.yaml")


def test_a_long_line_of_ancestors_is_refused(tmp_path):
    for number in range(40):
        (tmp_path / f"s{number}.yaml").write_text(f"extends: s{number + 1}.yaml\n")
    with pytest.raises(ScenarioError, match="more than 16 files extend each other"):
        load(tmp_path / "s0.yaml")


def test_a_parent_that_holds_nothing_is_refused(tmp_path):
    (tmp_path / "parent.yaml").write_text("")
    (tmp_path / "child.yaml").write_text("extends: parent.yaml\n")
    with pytest.raises(ScenarioError, match="holds no scenario"):
        load(tmp_path / "child.yaml")


def test_a_copy_made_elsewhere_still_finds_its_seeds(child, tmp_path, monkeypatch):
    scenario = child("")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert scenario.with_({"rounds": 3}).claims_used() == {"one"}
