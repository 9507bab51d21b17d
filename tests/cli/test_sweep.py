"""`sim sweep` as a user meets it."""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.cli import main
from sim.study import load_study
from sim.study.sweeping.study_results import open_results
from tests.study.sweeps import Playing, no_figures

Command = Callable[..., tuple[int, str, str]]

STUDY = """\
name: Leverage and a demand
question: Does leverage matter more than a demand?
scenario: flagship
levers:
  leverage: {label: Leverage on Moscow, path: relations.us.russia.leverage, values: [0, 0.1, 0.3]}
  withdrawal: {settings: {held: {}, dropped: {remove: [preconditions.withdrawal_first]}}}
runs: 50
outcomes: [settlement, ceasefire, rounds_to.ceasefire]
"""


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    no_figures(monkeypatch)
    monkeypatch.chdir(tmp_path)
    Path("mine.yaml").write_text(STUDY)
    return tmp_path


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["sim", "sweep", *arguments])
        with pytest.raises(SystemExit) as stop:
            main()
        out, err = capsys.readouterr()
        return int(stop.value.code or 0), out, err

    return run


def test_every_point_is_shown_with_its_intervals(command: Command) -> None:
    code, out, _ = command("mine.yaml", "--threads", "1")
    assert code == 0
    assert "Does leverage matter more than a demand?" in out
    assert "6 design points, 300 runs" in out
    for heading in ("Settlement ", "Ceasefire ", "Rounds to: Ceasefire (rounds, 78 if never)"):
        assert re.search(rf"^{re.escape(heading)}", out, re.MULTILINE)
    assert len(re.findall(r"^ +\d +0(?:\.[13])? +(?:held|dropped) .* 50$", out, re.MULTILINE)) == 18
    assert "Not a forecast" in out
    assert "To keep the runs: sim sweep mine.yaml --out DIR" in out


def test_a_folder_is_written_refused_and_resumed(command: Command) -> None:
    code, out, _ = command("mine.yaml", "--out", "result", "--threads", "2")
    assert code == 0
    assert "result/points.parquet" in out
    assert "result/parts: 1 files with 150 runs" not in out
    assert re.search(r"result/parts: \d+ files? with 300 runs", out)
    code, _, err = command("mine.yaml", "--out", "result")
    assert code == 2
    assert "holds a finished sweep of this study; say --resume" in err
    assert command("mine.yaml", "--out", "result", "--resume")[0] == 0
    assert open_results("result").command == "sim sweep mine.yaml"


def test_the_command_in_the_manifest_makes_the_same_results(command: Command) -> None:
    command("mine.yaml", "--set", "runs=30", "--precision", "0.2", "--out", "result", "--threads", "1")
    made = open_results("result")
    assert made.command == "sim sweep mine.yaml --set runs=30 --precision 0.2"
    assert made.study.digest == load_study("mine.yaml", set={"runs": 30}).digest


def test_a_large_study_shows_the_lowest_and_the_highest_points(command: Command) -> None:
    text = STUDY.replace("values: [0, 0.1, 0.3]", "between: [0, 0.3], levels: 20").replace("runs: 50", "runs: 4")
    Path("many.yaml").write_text(text)
    code, out, _ = command("many.yaml")
    assert code == 0
    assert len(re.findall(r"^ +\d+ +0.* 4$", out, re.MULTILINE)) == 16
    assert "The 8 lowest and the 8 highest of 40 points" in " ".join(out.split())


def test_points_that_fail_are_named_with_their_parameters(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    Playing(monkeypatch).faulty = {2}
    code, out, err = command("mine.yaml", "--threads", "1")
    assert code == 1
    assert "1 design points cannot be played:" in err
    assert (
        "point 2 (scenario: flagship, leverage: 0.1, withdrawal: held), runs 0 to 49: ArithmeticError: the front left "
        "the map" in err
    )
    assert re.search(r"^ +2 +0\.1 +held +\N{EN DASH} +\N{EN DASH} +0$", out, re.MULTILINE)


def test_who_interrupts_is_told_how_to_go_on(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    playing = Playing(monkeypatch)
    playing.stop, playing.after = KeyboardInterrupt(), 0
    code, _, err = command("mine.yaml", "--threads", "1", "--out", "result")
    assert code == 130
    assert "Stopped. What was played is kept: sim sweep mine.yaml --out result --resume" in err


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["nothing"], "there is no study 'nothing'"),
        (["flagship"], "is a scenario, not a study"),
        (["mine.yaml", "--resume"], "resume: say in which folder"),
        (["mine.yaml", "--workers", "2", "--cluster", "tcp://x:1"], "ask for one of them"),
        (["mine.yaml", "--precision", "2"], "precision: 2.0 is not between"),
        (["mine.yaml", "--set", "runs=none"], "runs"),
    ],
)
def test_what_cannot_be_done_is_said_without_a_traceback(arguments: list[str], message: str, command: Command) -> None:
    code, _, err = command(*arguments)
    assert code == 2
    assert message in err
    assert "Traceback" not in err
