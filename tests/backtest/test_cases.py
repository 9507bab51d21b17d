"""Cases from anyone's folder, and what is said of a file that has to be mended."""

from datetime import date
from pathlib import Path

import pytest

from sim.backtest import load_cases
from sim.errors import InputError, ScenarioError
from tests.backtest_cases import DAM, DAM_END, WAR, WAR_END, write_case


def test_a_folder_is_read_whole(tmp_path: Path) -> None:
    write_case(tmp_path)
    write_case(tmp_path, "dam", DAM, DAM_END)
    (tmp_path / "no_case.yaml").write_text(DAM)
    dam, war = load_cases([tmp_path])
    assert (dam.name, war.name) == ("dam", "war")
    assert (dam.end.ended, dam.end.round, dam.end.ceasefire) == ("settlement", 12, None)
    assert war.end.gave_way is not None
    assert war.end.gave_way.precondition == "truce_first"
    assert [(other.ended, other.round, other.says("gave_way")) for other in war.also] == [
        ("military_second", 9, False), (None, None, True)
    ]  # fmt: skip
    assert war.war_began == date(2000, 1, 2)
    assert war.war_days == 365
    assert dam.war_days == 0


@pytest.mark.parametrize("named", ["war.yaml", "war.outcome.yaml"])
def test_a_file_is_one_case(tmp_path: Path, named: str) -> None:
    write_case(tmp_path)
    write_case(tmp_path, "dam", DAM, DAM_END)
    assert [case.name for case in load_cases([tmp_path / named])] == ["war"]


def test_what_fell_second_is_a_remark_and_is_not_scored(tmp_path: Path) -> None:
    second = "next_gave_way: {precondition: truce_first, how: waived, round: 9}"
    write_case(tmp_path, end=WAR_END.replace("gave_way: null", second))
    (case,) = load_cases([tmp_path])
    assert case.also[1].next_gave_way is not None
    assert not case.also[1].says("gave_way")


def test_files_of_one_conflict_hang_together(tmp_path: Path) -> None:
    for name in ("war", "war_prisoners", "warlike"):
        write_case(tmp_path, name, WAR, WAR_END.replace("case: war", f"case: {name}"))
    write_case(tmp_path, "other", WAR, WAR_END.replace("case: war", "case: other\nconflict: war"))
    conflicts = {case.name: case.conflict for case in load_cases([tmp_path])}
    assert conflicts == {"other": "war", "war": "war", "war_prisoners": "war", "warlike": "warlike"}


MISTAKES = [
    ("ended: frozen", "ended: frozn", 2, "allowed: settlement, relapse, frozen"),
    ("ended: frozen", "ended: frozen\nvictor: blue", 3, "unknown key 'victor'"),
    ("round: null", "round: 41", 4, "allowed: 1 to 40, or null"),
    ("ceasefire: 7", "ceasefire: soon", 6, "takes a whole number"),
    ("ceasefire: 7", "ceasefire: null", 6, "frozen needs a round in which the fighting stopped"),
    ("ended: frozen", "ended: settlement", 2, "settlement needs a round in which it was signed"),
    ("ended: frozen", "ended: military_first", 2, "allowed with round: null: frozen, no_agreement"),
    ("{precondition: truce_first", "{precondition: truce_frist", 7, "did you mean 'truce_first'?"),
    ("how: satisfied", "how: forgotten", 7, "allowed: waived, satisfied"),
    ("gave_way: null", "gave_way: {precondition: truce_frist, how: waived}", 11, "did you mean 'truce_first'?"),
    ("gave_way: null", "next_gave_way: {precondition: truce_frist, how: waived}", 11, "did you mean 'truce_first'?"),
    ("gave_way: null, ", "", 11, "says nothing that differs"),
    ("gave_way: null", "what: no truce", 11, "unknown key 'what'"),
    ("ended: military_second", "ended: militry_second", 10, "did you mean 'military_second'?"),
    ("round: 9", "round: 99", 10, "allowed: 1 to 40, or null"),
    ("case: war", "case: peace", 1, "allowed: war"),
    ("war_began: 2000-01-02", "war_began: 2002-01-02", 8, "allowed: up to 2001-01-01"),
    ("war_began: 2000-01-02", "war_began: long ago", 8, "form: 2025-11-27"),
    ("sources: [a newspaper]", "sources: []", 12, "at least one entry"),
    ("sources: [a newspaper]", "", 1, "'sources' is missing"),
    ("round: null\n", "", 1, "'round' is missing"),
]


@pytest.mark.parametrize("right, wrong, line, words", MISTAKES)
def test_a_mistake_is_told_with_file_line_and_what_is_allowed(
    tmp_path: Path, right: str, wrong: str, line: int, words: str
) -> None:
    assert right in WAR_END
    write_case(tmp_path, end=WAR_END.replace(right, wrong, 1))
    with pytest.raises(ScenarioError) as failure:
        load_cases([tmp_path])
    told = str(failure.value)
    assert f"war.outcome.yaml:{line}:" in told
    assert words in told


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    write_case(tmp_path, end=WAR_END.replace("round: null", "round: 99"))
    write_case(tmp_path, "dam", DAM.replace("rounds: 20", "rounds: many"), DAM_END.replace("settlement", "setlement"))
    with pytest.raises(ScenarioError) as failure:
        load_cases([tmp_path])
    files = [Path(problem.file).name for problem in failure.value.problems]
    assert sorted(files) == ["dam.outcome.yaml", "dam.yaml", "war.outcome.yaml"]


def test_an_end_by_arms_needs_a_war(tmp_path: Path) -> None:
    write_case(tmp_path, "dam", DAM, DAM_END.replace("ended: settlement", "ended: military_first"))
    with pytest.raises(ScenarioError, match=r"the scenario has no war \(allowed: settlement, no_agreement\)"):
        load_cases([tmp_path])


@pytest.mark.parametrize("content", ["", "- a list", "case: [", "case: war\ncase: war"])
def test_what_is_no_outcome_is_told_without_a_traceback(tmp_path: Path, content: str) -> None:
    write_case(tmp_path, end=content)
    with pytest.raises(ScenarioError, match=r"war\.outcome\.yaml"):
        load_cases([tmp_path])


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no case; a case is NAME\.yaml"):
        load_cases([tmp_path])
    with pytest.raises(InputError, match="there is no case 'atlantis'"):
        load_cases(["atlantis"])
    file = write_case(tmp_path)
    with pytest.raises(InputError, match="'war' is named twice"):
        load_cases([tmp_path, file])
    (tmp_path / "war.outcome.yaml").unlink()
    with pytest.raises(ScenarioError, match=r"war\.outcome\.yaml: cannot be read"):
        load_cases([file])
