"""`set` and `with_`: values put at paths."""

from pathlib import Path

import numpy as np
import pytest

from sim.errors import ScenarioError
from sim.scenario import Distribution, ReasonedNumber, load, loads, parse_assignments

WHOLE = Path(__file__).parent / "whole.yaml"


def test_values_from_the_command_line_are_read_as_yaml():
    assert parse_assignments(["a.b=3", "c=1e-3", "d=no", "e={uniform: [0, 1]}", "f=", "g=x=y", " h =[1, 2]"]) == {
        "a.b": 3,
        "c": 0.001,
        "d": "no",
        "e": {"uniform": [0, 1]},
        "f": None,
        "g": "x=y",
        "h": [1, 2],
    }


def test_all_assignments_that_cannot_be_read_are_reported():
    with pytest.raises(ScenarioError) as caught:
        parse_assignments(["rounds", "=3", "a=[1", "b=.nan", "c=!!python/name:os", "d=1"])
    files = [problem.file for problem in caught.value.problems]
    assert files == ["--set rounds", "--set =3", "--set a=[1", "--set b=.nan", "--set c=!!python/name:os"]
    assert str(caught.value).splitlines()[0].startswith("--set rounds: an override has the form path=value")


def test_values_are_set_by_path():
    scenario = load(
        WHOLE,
        set={
            "rounds": 10,
            "actors.russia.credit": 0.2,
            "actors.russia.patience": {"uniform": [1, 2]},
            "relations.us.russia.leverage": 0.3,
            "relations.us.russia.framing": 0.1,
            "mechanisms.shocks": False,
            "preconditions.alone.rigidity": 0.1,
            "issues.territory.stakes.us.position": "buffer",
            "issues.cap.stakes.us": {"salience": 0.1, "position": "800k"},
            "actors.us.harden": np.float64(0.5),
            "round_days": np.int64(14),
        },
    )
    assert scenario.rounds == 10
    assert scenario.round_days == 14
    assert scenario.actors["russia"].credit == 0.2
    assert scenario.actors["russia"].patience == Distribution("uniform", (1.0, 2.0))
    assert scenario.relations["us"]["russia"].leverage == 0.3
    assert scenario.relations["us"]["ukraine"].leverage == 0.1
    assert not scenario.mechanisms.shocks
    assert scenario.issues["territory"].stakes["us"].values is None
    assert scenario.issues["cap"].stakes["us"].salience == 0.1
    assert scenario.actors["us"].harden == 0.5


def test_parts_of_numbers_can_be_set():
    scenario = load(WHOLE, set={"actors.russia.war_cost.private": False, "battlefield.start.uniform": [0.1, 0.2]})
    assert not scenario.dimensions()["actors.russia.war_cost"].private
    assert scenario.battlefield.start.support == (0.1, 0.2)


def test_numbers_with_reasons_can_be_set_as_objects():
    number = ReasonedNumber(0.3, "told")
    assert load(WHOLE, set={"actors.us.credit": number}).actors["us"].credit.why == "told"


def test_the_track_of_default_can_be_set():
    scenario = loads("""
name: Two
actors: {a: , b: }
issues:
  x: {divisible: true, stakes: {a: {salience: 1, position: 0}, b: {salience: 1, position: 1}}}
""")
    slower = scenario.with_({"tracks.talks.every": 3})
    assert slower.tracks["talks"].every == 3
    assert slower.tracks["talks"].participants == ("a", "b")


@pytest.mark.parametrize(
    "path, value, expected",
    [
        ("actors.rusia.patience", 3, "did you mean 'russia'?"),
        ("actors.atlantis", {}, "there is no 'atlantis' in actors"),
        ("preconditions.alon.rigidity", "never", "did you mean 'alone'?"),
        ("actor.russia.patience", 3, "did you mean 'actors'?"),
        ("actors.russia.patiense", 3, "did you mean 'patience'?"),
        ("actors.russia.patience", -3, "-3 is out of range"),
        ("actors.russia.patience", "long", "'long' is not a number"),
        ("actors.russia.patience", float("nan"), "nan is not a finite number"),
        ("actors.russia.patience", float("inf"), "inf is not a finite number"),
        ("actors.russia.patience", 10**400, "whole numbers have at most 18 digits"),
        ("actors.russia.patience", object(), "a object cannot stand in a scenario"),
        ("actors.russia.patience", b"3", "a bytes cannot stand in a scenario"),
        ("actors.russia.patience.years", 3, "no distribution"),
        ("rounds.number", 3, "it takes a whole number"),
        ("relations.us.atlantis.leverage", 0.1, "there is no actor 'atlantis'"),
        ("relations.us.russia.levrage", 0.1, "did you mean 'leverage'?"),
        ("mechanisms.learn", False, "did you mean 'learning'?"),
        ("issues.territory.stakes.us.position", "bufer", "did you mean 'buffer'?"),
        ("extends", "flagship", "unknown key 'extends'"),
        ("actors..patience", 3, "this is no path"),
        ("", 3, "this is no path"),
        ("signatories.0", "us", "it takes a list"),
    ],
)
def test_what_cannot_be_set_is_reported_at_the_override(path, value, expected):
    with pytest.raises(ScenarioError) as caught:
        load(WHOLE, set={path: value})
    assert all(problem.file.startswith(f"--set {path}=") for problem in caught.value.problems)
    assert all(problem.line == 0 for problem in caught.value.problems)
    assert expected in str(caught.value)


def test_an_endless_value_is_refused():
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(ScenarioError, match="nested more than"):
        load(WHOLE, set={"rounds": endless})


def test_a_copy_can_be_changed_again():
    scenario = load(WHOLE).with_({"rounds": 9}).with_({"round_days": 3}, remove=["preconditions.alone"])
    assert (scenario.rounds, scenario.round_days) == (9, 3)
    assert "alone" not in scenario.preconditions
    with pytest.raises(ScenarioError, match="there is no 'alone' in preconditions"):
        scenario.with_(remove=["preconditions.alone"])
    assert "alone" in load(WHOLE).preconditions


def test_overrides_and_the_file_are_reported_together():
    text = WHOLE.read_text().replace("rounds: 52", "rounds: 0")
    with pytest.raises(ScenarioError) as caught:
        loads(text, set={"actors.us.credit": 2}, name="text")
    assert [problem.file for problem in caught.value.problems] == ["text", "--set actors.us.credit=2"]
