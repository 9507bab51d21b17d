"""`sim drivers` as a user meets it."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.cli import main
from sim.study import load_study
from sim.study.sweeping.sweep import sweep

Command = Callable[..., tuple[int, str, str]]

STUDY = """\
name: Deadlines
question: Whose deadline matters?
scenario: flagship
uncertainties: [actors.russia.deadline, actors.ukraine.deadline]
design: {uncertainties: {saltelli: 32}}
runs: 20
outcomes: [settlement, ceasefire]
"""


@pytest.fixture(autouse=True)
def _folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.yaml").write_text(STUDY)


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["sim", "drivers", *arguments])
        with pytest.raises(SystemExit) as stop:
            main()
        out, err = capsys.readouterr()
        return int(stop.value.code or 0), out, err

    return run


def test_a_scenario_is_explained_by_its_own_numbers(command: Command) -> None:
    code, out, err = command("flagship", "--points", "600", "--runs", "2", "--quantity", "ceasefire")
    assert (code, err) == (0, "")
    assert "1,200 runs: 161 uncertain numbers at 600 points (latin hypercube), seed 0" in " ".join(out.split())
    assert "Where the variance between single runs comes from" in " ".join(out.split())
    assert "Front: drift" in out
    assert "Not a forecast" in out
    assert max(len(line.rstrip()) for line in out.splitlines()) <= 80


def test_a_study_and_the_folder_of_its_sweep_say_the_same(command: Command) -> None:
    sweep(load_study("mine.yaml"), out="swept", threads=1)
    code, out, _ = command("mine.yaml")
    assert code == 0
    assert "Whose deadline matters?" in out
    assert "first order" in out or "cannot be told from chance" in out
    again = command("swept")
    assert again[:2] == (0, out)


def test_what_was_played_cannot_be_changed(command: Command) -> None:
    sweep(load_study("mine.yaml"), out="swept", threads=1)
    for arguments in (("--runs", "5"), ("--set", "runs=5")):
        code, out, err = command("swept", *arguments)
        assert (code, out) == (2, "")
        assert "has been played" in err


def test_a_quantity_that_a_study_does_not_report_is_reported_for_this(command: Command) -> None:
    code, out, _ = command("mine.yaml", "--quantity", "frozen", "--runs", "10")
    assert code == 0
    assert "Ceasefire without settlement" in out
    assert "Settlement: uncertain numbers" not in out


def test_everything_is_written_and_named(command: Command) -> None:
    code, out, _ = command(
        "flagship", "--points", "300", "--runs", "2", "--quantity", "ceasefire", "--trees", "--out", "found",
        "--ema", "runs.tar.gz",
    )  # fmt: skip
    assert code == 0
    written = {line.strip() for line in out.split("Written:")[1].splitlines() if line.strip()}
    assert written == {*(str(path) for path in Path("found").rglob("*") if path.is_file()), "runs.tar.gz"}
    assert "scores by trees" in " ".join(out.split())
    assert "sim drivers flagship --points 300 --runs 2" in Path("found/manifest.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["mine.yaml", "--points", "5"], "for scenarios"),
        (["mine.yaml", "--design", "sobol"], "for scenarios"),
        (["flagship", "--design", "grid"], "latin_hypercube"),
        (["flagship", "--design", "sobol", "--points", "100"], "power of two"),
        (["flagship", "--points", "60", "--quantity", "setlement"], "settlement"),
        (["gamblers_ruin"], "no uncertain number"),
        (["flagshp"], "flagship"),
        (["flagship", "--ema", "runs.csv"], ".tar.gz"),
        (["flagship", "--out", "."], "name a folder"),
    ],
)
def test_mistakes_are_told_before_anything_is_printed(command: Command, arguments: list[str], message: str) -> None:
    code, out, err = command(*arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert "Traceback" not in err
