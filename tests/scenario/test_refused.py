"""Files that can be read but that `sim check` refuses: preconditions on steps that nobody can ever take.

The first line of a file says what to expect: `# expect: LINE: part of the problem's text`.
"""

import re
from pathlib import Path

import pytest

from sim.scenario import check, load, loads
from tests.games import scenario, steps

HERE = Path(__file__).parent
REFUSED = sorted((HERE / "refused").glob("*.yaml"))


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.stem)
def test_check_refuses_with_line_and_reason(path):
    expected = re.match(r"# expect: (\d+): (.+)\n", path.read_text(encoding="utf-8"))
    assert expected is not None
    load(path)  # it can be read, and played
    report = check(path)
    assert not report.ok
    assert report.contents == ()
    assert any(problem.line == int(expected[1]) and expected[2] in problem.message for problem in report.problems)


def test_without_its_fault_it_passes():
    assert check(HERE / "sound.yaml").ok


def circle(rigidity):
    data = steps(first={}, second={})
    data["preconditions"] = {
        "one": {"holder": "east", "gate": "first", "after": "second", "rigidity": rigidity},
        "other": {"holder": "west", "gate": "second", "after": "first", "rigidity": "never"},
    }
    return data


def written(data, folder):
    path = folder / "scenario.yaml"
    path.write_text(str(scenario(data).resolved()).replace("True", "true").replace("False", "false"))
    loads(path.read_text())
    return check(path)


def test_a_circle_in_which_somebody_could_give_way_is_no_mistake(tmp_path):
    assert written(circle(0.9), tmp_path).ok
    assert {problem.path for problem in written(circle("never"), tmp_path).problems} == {
        "preconditions.one.gate",
        "preconditions.other.gate",
    }


def test_a_requirement_that_just_fits_into_the_rounds_is_none_either(tmp_path):
    data = steps(first={}, second={"requires": {"first": 70}})
    data["preconditions"] = {"one": {"holder": "east", "gate": "talks", "after": "second"}}
    assert written({**data, "rounds": 11}, tmp_path).ok
    (problem,) = written({**data, "rounds": 10}, tmp_path).problems
    assert problem.hint == "rounds: 11 or more"


def test_a_rule_that_no_table_keeps_is_a_warning(tmp_path):
    data = steps(first={})
    data["actors"]["north"] = {}
    data["issues"]["border"]["stakes"]["north"] = {"salience": 1, "position": "old"}
    data["tracks"] = {"all": {"participants": ["east", "west", "north"]}, "two": {"participants": ["north", "west"]}}
    data["preconditions"] = {"apart": {"holder": "east", "gate": "talks", "without": ["west"]}}
    (warning,) = written(data, tmp_path).warnings
    assert "preconditions.apart: no track of east's keeps this rule" in warning
    data["preconditions"]["apart"]["holder"] = "north"
    assert "no track of north's keeps this rule" in "".join(written(data, tmp_path).warnings)
    data["preconditions"]["apart"]["without"] = ["east"]
    assert written(data, tmp_path).warnings == ()
