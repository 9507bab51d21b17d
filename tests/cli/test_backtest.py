"""`sim backtest` as a user meets it."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.cli import main
from tests.backtest_cases import DAM, DAM_END, WAR_END, write_case

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["sim", *arguments])
        with pytest.raises(SystemExit) as stop:
            main()
        out, err = capsys.readouterr()
        return int(stop.value.code or 0), out, err

    return run


def test_a_folder_of_ones_own_is_scored(command: Command, tmp_path: Path) -> None:
    write_case(tmp_path)
    write_case(tmp_path, "dam", DAM, DAM_END)
    code, out, _ = command("backtest", str(tmp_path), "--runs", "50", "--out", str(tmp_path / "out"))
    assert code == 0
    assert "2 cases of 2 conflicts, 50 runs of each, seed 0." in out
    assert "Probability given to how it ended" in out
    assert "What is global." in out
    assert all(len(line) <= 80 for line in out.splitlines() if str(tmp_path) not in line)
    assert (tmp_path / "out" / "plots" / "calibration.svg").is_file()


def test_a_file_to_mend_is_told_in_a_line(command: Command, tmp_path: Path) -> None:
    write_case(tmp_path, end=WAR_END.replace("ended: frozen", "ended: frozn"))
    code, out, err = command("backtest", str(tmp_path), "--runs", "50")
    assert code == 2
    assert "war.outcome.yaml:2:" in err
    assert "did you mean 'frozen'?" in err
    assert "Traceback" not in err
    assert not out


def test_a_folder_with_other_things_is_refused_before_anything_is_played(command: Command, tmp_path: Path) -> None:
    write_case(tmp_path)
    code, _, err = command("backtest", str(tmp_path), "--out", str(tmp_path))
    assert code == 2
    assert "name another folder" in err
