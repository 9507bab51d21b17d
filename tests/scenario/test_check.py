"""`check`: what scenarios contain and leave as assumptions, and what looks like a mistake."""

import json
from pathlib import Path

import pytest

from sim.scenario import check, shipped

HERE = Path(__file__).parent
WITH_CLAIMS = """
name: Two
seeds: [first.yaml]
actors:
  a: {claims: [one], patience: 30, credit: {uniform: [0, 0.1], why: a guess}}
  b: {patience: {uniform: [10, 20], claims: [one]}, tactic: fixed, deadline: 8}
  c:
issues:
  x:
    divisible: true
    stakes:
      a: {salience: 1, position: 0, claims: [one]}
      b: {salience: 1, position: 1}
      c: {salience: 1, position: 1}
tracks: {table: {participants: [a, b], formal: false}}
preconditions:
  p: {holder: c, gate: any_track, without: [a]}
"""
SEED = """
title: First
claims:
  one: {speaker: a, kind: report, says: Something.}
  two: {speaker: a, kind: report, says: Something else.}
"""


def report(folder, text=WITH_CLAIMS):
    (folder / "first.yaml").write_text(SEED)
    (folder / "scenario.yaml").write_text(text)
    return check(folder / "scenario.yaml")


def test_contents_are_counted_and_named():
    found = check([HERE / "whole.yaml"])
    assert found.ok
    (contents,) = found.contents
    assert contents.counts["actors"] == 4
    assert contents.counts["preconditions"] == 4
    assert contents.counts["uncertain numbers"] == 5
    text = found.to_text()
    assert "withdrawal_first: russia keeps the step ceasefire shut until withdrawal is in force" in text
    assert "ceasefire_first: ukraine and us keep every formal track shut" in text
    assert "alone: russia keeps every track shut unless only us sits at the table; never waived" in text
    assert "actors.russia.war_cost: uniform 0.05 to 0.2, private: x" in text
    assert "switched off: learning" in text


def test_assumptions_are_what_cites_no_claim(tmp_path):
    (contents,) = report(tmp_path).contents
    assert "actors.a.credit" in contents.assumed_numbers
    assert "actors.a.patience" not in contents.assumed_numbers
    assert "actors.b.patience" not in contents.assumed_numbers
    assert "actors.c.patience" not in contents.assumed_numbers  # a default, not given by the file
    assert "actors.c" in contents.assumed_elements
    assert "preconditions.p" in contents.assumed_elements
    assert "issues.x" not in contents.assumed_elements
    assert "issues.x.stakes.b" in contents.assumed_elements


def test_what_cannot_have_been_meant_is_a_warning(tmp_path):
    warnings = "\n".join(report(tmp_path).warnings)
    assert "no track is formal" in warnings
    assert "preconditions.p: c sits at none of the tracks" in warnings
    assert "actors.b.deadline has no effect" in warnings
    assert "first.yaml: the claim 'two' is used by none of the scenarios checked" in warnings
    assert "'one'" not in warnings


SMALL = {
    "name": "Small",
    "actors": {"a": {}, "b": {}, "c": {}},
    "issues": {"x": {"options": ["l", "h"], "stakes": {name: {"salience": 1, "position": "l"} for name in "abc"}}},
}
WAR = {"battlefield": {"first": "a", "second": "b"}}


@pytest.mark.parametrize(
    "actor, others, why",
    [
        ({"war_cost": 0.3}, {}, "there is no war"),
        ({"optimism": {"bias": 0.1}}, {}, "there is no war"),
        ({"aspiration": 0.8}, {}, "its tactic is time"),
        ({"recognition": 2}, {}, "who drafts is not drawn by lot"),
        ({"harden": 0.1}, {}, "nobody at home ratifies"),
        ({"stall_value": 0.1}, {}, "it always negotiates in earnest"),
    ],
)
def test_a_field_that_nothing_reads_is_a_warning(tmp_path, actor, others, why):
    data = {**SMALL, **others, "actors": SMALL["actors"] | {"a": actor}}
    file = tmp_path / "small.yaml"
    file.write_text(json.dumps(data))
    (field,) = actor
    assert f"actors.a.{field} has no effect: {why}" in "\n".join(check(file).warnings)
    # whoever inherits it did not write it
    (tmp_path / "child.yaml").write_text("extends: small.yaml\nname: Child\n")
    assert not check(tmp_path / "child.yaml").warnings


@pytest.mark.parametrize(
    "actor, others",
    [
        ({"war_cost": 0.3, "optimism": {"bias": 0.1}}, WAR),
        ({"aspiration": 0.8, "tactic": "fixed"}, {}),
        ({"recognition": 2}, {"proposer": "random"}),
        ({"harden": 0.1, "ratification": 0.2}, {}),
        ({"stall_value": 0.1, "sincerity": 0.5}, {}),
    ],
)
def test_a_field_that_is_read_is_none(tmp_path, actor, others):
    (tmp_path / "small.yaml").write_text(json.dumps({**SMALL, **others, "actors": SMALL["actors"] | {"a": actor}}))
    assert not check(tmp_path / "small.yaml").warnings


@pytest.mark.parametrize(
    "battlefield, optimism, warning",
    [
        ({"beliefs": "two_types"}, {"bias": 0.1}, "actors.a.optimism.bias has no effect: beliefs are two_types"),
        ({"beliefs": "beta"}, {"favourable": 0.7}, "actors.a.optimism.favourable has no effect: beliefs are beta"),
        ({}, {"strength": 5}, "actors.a.optimism.strength has no effect: beliefs are normal"),
        ({"types": {"low": 0.3}}, {}, "battlefield.types has no effect: beliefs are normal"),
        ({"beliefs": "two_types"}, {"favourable": 0.7}, ""),
        ({"beliefs": "beta"}, {"mean": 0.7, "strength": 5}, ""),
    ],
)
def test_what_another_kind_of_beliefs_would_read_is_a_warning(tmp_path, battlefield, optimism, warning):
    actors = SMALL["actors"] | {"a": {"optimism": optimism}}
    data = {**SMALL, "actors": actors, "battlefield": {**WAR["battlefield"], "walk": "forts", **battlefield}}
    (tmp_path / "small.yaml").write_text(json.dumps(data))
    found = check(tmp_path / "small.yaml").warnings
    assert [text.split(": ", 1)[1] for text in found] == ([warning] if warning else [])


def test_a_file_that_cannot_be_read_does_not_hide_the_others(tmp_path):
    (tmp_path / "bad.yaml").write_text("name: x\nrounds: 0\n")
    found = check([tmp_path / "bad.yaml", HERE / "whole.yaml", "no_such_scenario"])
    assert not found.ok
    assert len(found.contents) == 1
    assert "error: no_such_scenario: there is no scenario" in found.to_text()
    assert any(problem.path == "rounds" for problem in found.problems)


def test_shipped_scenarios_check():
    found = check(sorted(shipped()))
    assert found.ok, found.to_text()
    assert not found.unused_claims
