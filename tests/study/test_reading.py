"""Study files, texts and Python values become the same studies, and studies can be written down and read again."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from sim.errors import ScenarioError
from sim.scenario import load
from sim.scenario.tree import Node, Place, grow, plain
from sim.scenario.yaml_text import read_file, read_text
from sim.study import load_study, loads_study, new_study, shipped_studies, study_schema

HERE = Path(__file__).parent
SOUND = HERE / "sound.yaml"


def test_defaults_are_the_six_endings_and_a_ceasefire_of_a_thousand_runs():
    study = loads_study("{name: t, scenario: flagship}")
    assert study.runs == 1000
    assert study.outcomes == (
        "settlement", "relapse", "frozen", "military_first", "military_second", "no_agreement", "ceasefire",
    )  # fmt: skip
    assert study.levers == {}
    assert study.uncertainties == ()
    assert len(study.plan()) == 1


@pytest.mark.parametrize("path", [SOUND, *shipped_studies().values()], ids=lambda path: path.stem)
def test_a_study_written_down_is_the_same_study(path):
    study = load_study(path)
    again = loads_study(json.dumps(study.resolved()))
    assert again.resolved() == study.resolved()
    assert again.digest == study.digest
    assert again.plan().table.equals(study.plan().table)


def test_the_digest_is_that_of_the_content():
    one = load_study(SOUND)
    assert load_study(SOUND, set={"runs": 20}).digest == one.digest
    assert load_study(SOUND, set={"runs": 21}).digest != one.digest
    assert load_study(SOUND, set={"levers.leverage.values": [0, 0.2]}).digest != one.digest


def test_the_order_of_levers_and_settings_counts_for_it_is_that_of_the_points():
    one = "a: {settings: {held: {}, dropped: {remove: [preconditions.washington_only]}}}"
    other = "a: {settings: {dropped: {remove: [preconditions.washington_only]}, held: {}}}"
    more = "b: {path: relations.us.russia.leverage, values: [0, 0.1]}"
    digests = {
        loads_study(f"{{name: t, scenario: flagship, levers: {{{levers}}}}}").digest
        for levers in (f"{one}, {more}", f"{more}, {one}", f"{other}, {more}")
    }
    assert len(digests) == 3
    assert (
        loads_study("{name: t, scenario: flagship, seed: 1, runs: 2}").digest
        == loads_study("{runs: 2, seed: 1, scenario: flagship, name: t}").digest
    )


def test_claims_are_no_part_of_what_is_played():
    with_claims = loads_study("{name: t, scenario: flagship}").resolved()
    assert "claims" not in json.dumps(with_claims)
    assert "seeds" not in with_claims["scenarios"]["flagship"]


def test_values_can_be_set_as_in_scenarios():
    study = load_study(SOUND, set={"design.uncertainties": {"latin_hypercube": 3}, "seed": 9})
    assert study.design.uncertainties.size == 3
    assert study.seed == 9


def test_python_values_and_files_give_the_same_study():
    levers = {"leverage": {"path": "relations.us.russia.leverage", "values": [0, 0.1]}}
    made = new_study(name="t", scenarios={"flagship": load("flagship")}, levers=levers, runs=5)
    read = loads_study(
        "{name: t, scenario: flagship, levers: {leverage: {path: relations.us.russia.leverage, values: [0, 0.1]}},"
        " runs: 5}"
    )
    assert made.digest == read.digest


def test_a_scenario_can_be_written_out_in_the_study():
    study = loads_study("name: t\nscenario: {extends: flagship, remove: [preconditions.withdrawal_first], name: v}\n")
    assert study.scenarios["scenario"] == load("flagship").with_(
        set={"name": "v"}, remove=["preconditions.withdrawal_first"]
    )


def test_the_quantity_of_the_finding_is_reported_too():
    study = loads_study("{name: t, scenario: flagship, outcomes: [ceasefire], finding: gain.ukraine}")
    assert study.outcomes == ("ceasefire", "gain.ukraine")


def test_a_scenario_in_place_of_a_study_is_told():
    with pytest.raises(ScenarioError, match="'flagship' is a scenario, not a study"):
        load_study("flagship")


def test_a_study_that_does_not_exist_is_told_with_what_may_be_meant():
    with pytest.raises(ScenarioError, match="did you mean 'which_demand'"):
        load_study("which_demands")


def test_all_faults_are_told_at_once():
    with pytest.raises(ScenarioError) as caught:
        loads_study("name: t\nscenario: flagship\nruns: many\nseed: -1\ndesign: {levers: gird}\n")
    assert [problem.line for problem in caught.value.problems] == [3, 4, 5]


# The JSON Schema ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def validator():
    Draft202012Validator.check_schema(study_schema())
    return Draft202012Validator(study_schema())


def data_of(path):
    return plain(read_file(path, str(path))[0])


@pytest.mark.parametrize("path", [SOUND, *shipped_studies().values()], ids=lambda path: path.stem)
def test_the_schema_accepts_what_can_be_read(validator, path):
    assert [error.message for error in validator.iter_errors(data_of(path))] == []
    assert [error.message for error in validator.iter_errors(load_study(path).resolved())] == []


@pytest.mark.parametrize(
    "name",
    [
        "unknown_key", "name_missing", "scenario_missing", "scenario_and_scenarios", "scenario_as_number", "runs_zero",
        "runs_text", "lever_name", "lever_empty", "lever_with_both", "lever_values_and_between", "lever_no_values",
        "lever_between_three", "lever_levels_one", "setting_unknown_key", "settings_as_list", "settings_empty",
        "uncertainty_no_distribution", "uncertainties_as_number", "design_unknown_kind", "design_two_kinds",
        "design_size_text", "design_size_missing", "design_size_superfluous", "design_drawn_levers",
        "design_unknown_key", "crossing_unknown", "list_empty", "a_list",
    ],
)  # fmt: skip
def test_the_schema_refuses_what_an_editor_can_know(validator, name):
    assert not validator.is_valid(data_of(HERE / "broken" / f"{name}.yaml"))


def test_every_field_of_the_schema_is_described():
    schema = study_schema()
    missing = [
        f"{name}.{field}"
        for name, definition in [("Study", schema), *schema["$defs"].items()]
        for field, content in definition.get("properties", {}).items()
        if "description" not in content
    ]
    assert missing == []


# However a file is damaged: a study, or a ScenarioError; never anything else -----------------------------------

TREE, _ = read_text(SOUND.read_text(), "sound")
PLACE = Place("fuzz", 1, 1)


def paths_of(node, path=()):
    yield path
    for key, below in node.entries.items():
        yield from paths_of(below, (*path, key))


PATHS = [path for path in paths_of(TREE) if path]
WORDS = sorted({str(part) for path in PATHS for part in path} | {"all", "never", "list", "sobol", "morris", "zipped"})
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 10**17), st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(WORDS), st.text(max_size=8),
)  # fmt: skip
damage = st.recursive(
    scalars,
    lambda below: st.one_of(
        st.lists(below, max_size=4), st.dictionaries(st.one_of(st.sampled_from(WORDS), st.text(max_size=5)), below,
                                                     max_size=4)
    ),
    max_leaves=6,
)  # fmt: skip


def with_damage(node, path, value):
    if not path:
        return grow(value, PLACE)
    entries = dict(node.entries)
    entries[path[0]] = with_damage(entries.get(path[0], Node({}, PLACE)), path[1:], value).under_key(PLACE)
    return node.with_entries(entries)


def text_of(tree):
    return json.dumps(plain(tree)).replace("../scenario/", f"{HERE.parent}/scenario/")


@settings(max_examples=150, deadline=None)
@given(path=st.sampled_from(PATHS), value=damage)
def test_damage_is_told_as_problems(path, value):
    try:
        study = loads_study(text_of(with_damage(TREE, path, value)))
    except ScenarioError as found:
        problems = found.problems
    else:
        problems = study.outcomes
    assert problems


def test_the_file_that_is_damaged_is_sound():
    assert loads_study(text_of(TREE)).digest == load_study(SOUND).digest
