"""Seeds: what is claimed, where it is found, and what is wrong with it."""

import pytest

from sim.errors import ScenarioError
from sim.scenario import load, load_seed, shipped_seeds

SCENARIO = """
name: Two
seeds: {seeds}
actors: {{a: {{claims: [one]}}, b: }}
issues:
  x: {{divisible: true, stakes: {{a: {{salience: 1, position: 0}}, b: {{salience: 1, position: 1}}}}}}
"""
ONE = "title: First\nclaims:\n  one: {speaker: a, date: 2025-01-02, kind: demand, says: More.}\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "first.yaml").write_text(ONE)
    return tmp_path


def loaded(folder, seeds="[first.yaml]"):
    path = folder / "scenario.yaml"
    path.write_text(SCENARIO.format(seeds=seeds))
    return load(path)


@pytest.mark.parametrize("name", sorted(shipped_seeds()))
def test_shipped_seeds_are_sound(name):
    seed = load_seed(name)
    assert seed.claims
    assert all(claim.says and claim.speaker for claim in seed.claims.values())


def test_seeds_are_found_beside_the_scenario(folder):
    assert loaded(folder).claims_used() == {"one"}
    assert loaded(folder, "[first]").claims_used() == {"one"}


def test_a_seed_that_changes_is_read_again(folder):
    assert loaded(folder)
    (folder / "first.yaml").write_text(ONE.replace("one:", "another:"))
    with pytest.raises(ScenarioError, match="there is no claim 'one'"):
        loaded(folder)


def test_an_id_that_two_seeds_have_is_reported_in_the_second(folder):
    (folder / "second.yaml").write_text(
        ONE.replace("claims:\n", "claims:\n  two: {speaker: b, kind: offer, says: Less.}\n")
    )
    with pytest.raises(ScenarioError) as caught:
        loaded(folder, "[first.yaml, second.yaml]")
    (problem,) = caught.value.problems
    assert problem.message == "the claim 'one' stands in 'first.yaml' too"
    assert (problem.file, problem.line) == (str(folder / "second.yaml"), 4)


def test_problems_of_a_seed_have_its_place(folder):
    (folder / "first.yaml").write_text(ONE.replace("kind: demand", "kind: wish").replace("2025-01-02", "2025-13-02"))
    with pytest.raises(ScenarioError) as caught:
        loaded(folder)
    assert [(problem.line, problem.path) for problem in caught.value.problems] == [
        (3, "claims.one.date"),
        (3, "claims.one.kind"),
    ]
    assert "allowed: demand, refusal, offer, report" in str(caught.value)


@pytest.mark.parametrize(
    "content, expected",
    [
        (b"", "a seed is a mapping"),
        (b"\xff\xff", "not UTF-8"),
        (b"title: x\nclaims: {One: {speaker: a, kind: offer, says: b}}\n", "'One' is not a name"),
        (b"title: x\nclaims: {one: {speaker: a, kind: offer, says: ''}}\n", "must not be empty"),
        (b"title: x\nclaims: {one: {speaker: a, kind: offer, says: b, whence: c}}\n", "unknown key 'whence'"),
        (b"title: x\ntitle: y\nclaims: {one: {speaker: a, kind: offer, says: b}}\n", "duplicate key 'title'"),
    ],
)
def test_unsound_seeds_are_refused(folder, content, expected):
    (folder / "first.yaml").write_bytes(content)
    with pytest.raises(ScenarioError, match=expected):
        loaded(folder)
    with pytest.raises(ScenarioError, match=expected):
        load_seed(folder / "first.yaml")
