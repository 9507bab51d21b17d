"""The cases that come with sim: found, read, and fit to be scored."""

import re
import shutil
from pathlib import Path

import pytest

from sim.backtest import Case, load_cases, shipped_cases
from sim.backtest.cases import outcome_file
from sim.scenario import shipped_in
from sim.scenario.distribution import Distribution

ROOT = Path(__file__).resolve().parent.parent.parent
NAMES = sorted(name.removeprefix("history/") for name in shipped_in("history"))


@pytest.fixture(scope="module")
def cases() -> dict[str, Case]:
    return {case.name: case for case in load_cases()}


def test_every_case_says_how_it_ended(cases: dict[str, Case]) -> None:
    assert sorted(cases) == sorted(shipped_cases()) == NAMES
    assert len({case.conflict for case in cases.values()}) == 8


@pytest.mark.parametrize("name", NAMES)
def test_a_case_is_found_by_name(name: str) -> None:
    assert load_cases([name])[0].name == load_cases([f"history/{name}"])[0].name == name
    assert outcome_file(shipped_cases()[name]).is_file()


@pytest.mark.parametrize("name", NAMES)
def test_a_case_is_dated_and_its_war_has_an_age(cases: dict[str, Case], name: str) -> None:
    """The baseline of interstate wars needs it, unless a truce held on the date."""
    case = cases[name]
    assert case.scenario.date is not None
    assert case.truce_held or case.war_days > 0
    assert case.sources


@pytest.mark.parametrize("name", NAMES)
def test_a_case_is_coded_in_ranges(cases: dict[str, Case], name: str) -> None:
    values = [value for _, value in cases[name].scenario.values()]
    assert sum(isinstance(value, Distribution) for value in values) > 30


def test_the_example_of_the_page_is_a_case(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "backtest.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    for path in shipped_in("history").values():
        shutil.copy(path, tmp_path)
    (tmp_path / "korea_prisoners.outcome.yaml").write_text(example, encoding="utf-8")
    (case,) = load_cases([tmp_path])
    assert (case.end.ended, case.end.round, case.end.signed, case.end.ceasefire) == ("settlement", 85, 85, 85)
    assert [other.says("gave_way") for other in case.also] == [False, True, False]
    assert case.conflict == "korea"
