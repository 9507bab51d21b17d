"""The JSON Schema accepts what load accepts, and refuses what editors can know to be wrong."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from sim.scenario import schema, shipped
from sim.scenario.tree import plain
from sim.scenario.yaml_text import read_file, read_text

HERE = Path(__file__).parent
VALID = [
    *shipped().values(),
    HERE / "whole.yaml",
    HERE / "sound.yaml",
    HERE / "broken" / "parents" / "sound.yaml",
]


@pytest.fixture(scope="module")
def validator():
    Draft202012Validator.check_schema(schema())
    return Draft202012Validator(schema())


def data_of(path):
    return plain(read_file(path, str(path))[0])


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_valid_files_are_accepted(validator, path):
    assert [error.message for error in validator.iter_errors(data_of(path))] == []


@pytest.mark.parametrize(
    "name",
    [
        "unknown_key",
        "unknown_key_in_actor",
        "rounds_out_of_range",
        "probability_above_one",
        "review_zero",
        "tactic_unknown",
        "number_as_text",
        "distribution_unknown",
        "distribution_unknown_key",
        "uniform_three_numbers",
        "mechanism_unknown",
        "actor_name",
        "option_name",
        "salience_missing",
        "gate_missing",
        "rigidity_word",
        "rigidity_out_of_range",
        "fallback_unknown_case",
        "section_as_list",
        "name_missing",
        "inherited_unknown_key",
        "text_two_issues",
        "proposer_unknown",
        "a_list",
    ],
)
def test_what_an_editor_can_know_is_refused(validator, name):
    assert not validator.is_valid(data_of(HERE / "broken" / f"{name}.yaml"))


def test_children_need_not_repeat_what_is_required(validator):
    def accepts(text):
        return validator.is_valid(plain(read_text(text, "text")[0]))

    assert accepts("extends: flagship\npreconditions: {withdrawal_first: {rigidity: never}}\n")
    assert not accepts("preconditions: {withdrawal_first: {rigidity: never}}\n")


def test_every_field_is_described():
    definitions = schema()["$defs"]
    missing = [
        f"{name}.{field}"
        for name, definition in definitions.items()
        for field, content in definition.get("properties", {}).items()
        if "description" not in content
    ]
    assert missing == []


def test_it_is_plain_json():
    assert json.loads(json.dumps(schema())) == schema()
