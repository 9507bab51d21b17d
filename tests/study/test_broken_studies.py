"""One fault a file: the problem that each gives, and where.

The first line of a file says what to expect: `# expect: LINE: part of the problem's text`.
"""

import re
from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.study import load_study

HERE = Path(__file__).parent
BROKEN = sorted((HERE / "broken").glob("*.yaml"))


def test_there_are_enough_of_them():
    assert len(BROKEN) >= 60


def test_without_their_faults_they_would_load():
    assert set(load_study(HERE / "sound.yaml").levers) == {"truce_first", "leverage", "salience"}


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_fault_is_reported_once_at_its_place(path):
    expected = re.match(r"# expect: (\d+): (.+)\n", path.read_text(encoding="utf-8"))
    assert expected is not None
    with pytest.raises(ScenarioError) as caught:
        load_study(path)
    (problem,) = caught.value.problems
    assert problem.line == int(expected[1])
    assert expected[2] in str(problem)
    assert problem.column >= 1
    assert Path(problem.file).name == path.name
    assert str(caught.value).startswith(f"{problem.file}:{problem.line}:{problem.column}: ")
