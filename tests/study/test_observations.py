"""Files of observations: what can be said, and what is said back where something is wrong."""

from pathlib import Path

import pytest

from sim.errors import InputError, ScenarioError
from sim.scenario import load
from sim.study.updating.observations import Observation, load_observations, read_observations
from tests.games import pie, scenario

FLAGSHIP = load("flagship")


def read(line: str) -> Observation:
    (found,) = read_observations([line], FLAGSHIP)
    return found


def test_the_examples_of_the_issue() -> None:
    found = read_observations(
        ["by round 8: no ceasefire", "round 9: trilateral track met", "front at round 12: 0.47 +- 0.02"], FLAGSHIP
    )
    one, two, three = found
    assert (one.kind, one.sighting.columns, one.last, one.happened) == ("by", ("ceasefire",), 8, False)
    assert (two.kind, two.sighting.counted, two.first, two.last) == ("within", ("meetings.trilateral",), 9, 9)
    assert two.happened
    assert (three.kind, three.sighting.columns, three.last) == ("number", ("front",), 12)
    assert (three.low, three.error) == (0.47, 0.02)


@pytest.mark.parametrize(
    "line, column, happened",
    [
        ("by round 8: ceasefire", "ceasefire", True),
        ("by round 8: prisoner exchange taken", "step.prisoner_exchange", True),
        ("by round 8: prisoner_exchange", "step.prisoner_exchange", True),
        ("by round 8: Large exchange of prisoners", "step.prisoner_exchange", True),
        ("by round 8: no settlement signed", "signed", False),
        ("by round 8: withdrawal_first not waived", "waived.withdrawal_first", False),
        ("by round 8: washington_only satisfied", "satisfied.washington_only", True),
        ("by round 8: europe has not left", "left.europe", False),
        ("by round 8: not decided", "ended", False),
        ("by round 8: Three presidents met", "met.trilateral", True),
        ("- by round 8: step.withdrawal   # as a list of YAML has it", "step.withdrawal", True),
    ],
)
def test_events_by_name_label_or_column(line: str, column: str, happened: bool) -> None:
    found = read(line)
    assert found.sighting.columns == (column,)
    assert found.happened is happened
    assert (found.kind, found.first, found.last) == ("by", 1, 8)


def test_a_precondition_of_several_holders_counts_with_the_first_of_them() -> None:
    found = read("by round 30: ceasefire_first waived")
    assert found.sighting.columns == ("waived.ceasefire_first.europe", "waived.ceasefire_first.ukraine")
    assert read("by round 30: ceasefire_first.ukraine waived").sighting.columns == ("waived.ceasefire_first.ukraine",)


def test_times_are_rounds_rounds_with_room_and_dates() -> None:
    assert (read("round 9 +- 2: trilateral met").first, read("round 9 +- 2: trilateral met").last) == (7, 11)
    assert read("round 1 ± 3: trilateral met").first == 1
    # the flagship begins on 27 November 2025 and a round is a week
    assert read("by 2025-11-27: no ceasefire").last == 1
    assert read("by 2025-12-03: no ceasefire").last == 1
    assert read("by 2025-12-04: no ceasefire").last == 2


def test_numbers_are_measured_or_between() -> None:
    found = read("front at round 12: 0.45 to 0.49")
    assert (found.low, found.high, found.error) == (0.45, 0.49, None)
    assert read("meetings of trilateral at round 20: 3").low == 3
    assert read("refused.direct at 2026-02-12: 2 +- 1").error == 1


def test_states_hold_at_a_round() -> None:
    assert read("round 12: no fighting").kind == "state"
    assert read("round 12: no fighting").happened is False


@pytest.mark.parametrize(
    "line, message",
    [
        ("by round 79: ceasefire", "round 79 is not between 1 and 78"),
        ("by round 0: ceasefire", "round 0 is not between"),
        ("by round 8: ceasfire", "did you mean 'ceasefire'"),
        ("by round 8: no trilatral met", "did you mean 'trilateral met'"),
        ("frnt at round 3: 0.4 +- 0.1", "did you mean 'front'"),
        ("front at round 12: 0.47", "no run agrees with an exact number"),
        ("front at round 12: 0.49 to 0.45", "0.49 is above 0.45"),
        ("front at round 12: 0.47 +- 0", "the error of a number is above 0"),
        ("front at round 12: 1.2 +- 0.1", "front is between 0 and 1"),
        ("front at round 12: half", "'half' is no number"),
        ("front at round 12 +- 1: 0.5 +- 0.1", "seen at one round"),
        ("by 2025-11-01: ceasefire", "before the scenario begins"),
        ("by 2025-13-01: ceasefire", "no day of the calendar"),
        ("by then: ceasefire", "'then' says no time"),
        ("ceasefire", "form 'when: what'"),
        ("by round 8:", "form 'when: what'"),
        ("by round 8: fighting", "holds at a round, not by one"),
        ("by round 8 +- 2: ceasefire", "'by' needs one round"),
        ("by round 8: russia left", "there is no event"),
    ],
)
def test_what_is_wrong_is_said(line: str, message: str) -> None:
    with pytest.raises(ScenarioError) as error:
        read(line)
    assert message in str(error.value)


def test_every_problem_of_a_file_is_reported_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "seen.txt"
    file.write_text("# seen\nby round 8: no ceasefire\n\n  round 99: trilateral met\nnothing\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as error:
        load_observations(file, FLAGSHIP)
    assert [(problem.line, problem.column) for problem in error.value.problems] == [(4, 3), (5, 1)]
    assert str(error.value).startswith(f"{file}:4:3: ")


def test_files_that_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load_observations(tmp_path / "none.txt", FLAGSHIP)
    (tmp_path / "empty.txt").write_text("# nothing yet\n", encoding="utf-8")
    with pytest.raises(InputError, match="holds no observation"):
        load_observations(tmp_path / "empty.txt", FLAGSHIP)
    (tmp_path / "latin.txt").write_bytes(b"by round 8: caf\xe9")
    with pytest.raises(InputError, match="not UTF-8"):
        load_observations(tmp_path / "latin.txt", FLAGSHIP)


def test_a_scenario_without_war_or_date_says_so() -> None:
    peace = scenario({**pie(), "battlefield": {"war": "none"}})
    with pytest.raises(ScenarioError, match="there is no number 'front'"):
        read_observations(["front at round 1: 0.5 +- 0.1"], peace)
    with pytest.raises(ScenarioError, match="no date to count from"):
        read_observations(["by 2026-01-01: signed"], peace)
