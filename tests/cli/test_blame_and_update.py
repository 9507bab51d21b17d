"""`sim blame` and `sim update` as a user meets them."""

from __future__ import annotations

import json
import re
import shlex
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from sim.cli import main
from sim.scenario import load
from sim.study.updating.observations import read_observations

DOCS = Path(__file__).resolve().parents[2] / "docs"
AMONG = ("--among", "withdrawal_first", "--among", "washington_only")


@dataclass(frozen=True)
class Ran:
    """What a command printed and its exit code; `flat` is what it printed with single spaces."""

    code: int
    out: str
    err: str

    @property
    def flat(self) -> str:
        return " ".join(self.out.split())


Command = Callable[..., Ran]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    def run(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["sim", *arguments])
        with pytest.raises(SystemExit) as stop:
            main()
        out, err = capsys.readouterr()
        code = stop.value.code
        return Ran(0 if code is None else int(code), out, err)

    return run


@pytest.fixture
def seen(tmp_path: Path) -> str:
    file = tmp_path / "what was seen.txt"
    file.write_text("by round 8: no ceasefire  # quiet\nfront at round 6: 0.52 +- 0.02\n", encoding="utf-8")
    return str(file)


def test_blame_prints_a_table_a_quantity_and_the_best_to_drop(command: Command) -> None:
    ran = command("blame", "flagship", "--runs", "40", *AMONG)
    assert ran.code == 0
    assert "Moscow: talks with Washington only" in ran.flat
    assert "One to drop:" in ran.flat
    assert "Two to drop:" in ran.flat
    assert "All together" in ran.flat
    assert "Not a forecast" in ran.flat
    assert len(ran.out.splitlines()[0]) <= 80


def test_blame_s_recorded_command_makes_the_same_folder(command: Command, tmp_path: Path) -> None:
    first, again = tmp_path / "first", tmp_path / "again"
    assert command("blame", "flagship", "--runs", "20", "--outcome", "front", *AMONG, "--out", str(first)).code == 0
    line = json.loads((first / "manifest.json").read_text(encoding="utf-8"))["command"]
    assert command(*shlex.split(line)[1:], "--out", str(again)).code == 0
    for name in ("blame.json", "blame.csv", "coalitions.csv", "manifest.json"):
        assert (first / name).read_bytes() == (again / name).read_bytes()


def test_update_prints_before_and_after(command: Command, seen: str) -> None:
    ran = command("update", "flagship", "--observed", seen, "--runs", "1500")
    assert ran.code == 0
    assert "by round 8: no ceasefire" in ran.flat
    assert "What follows" in ran.flat
    assert "battlefield.start" in ran.flat
    assert "Not a forecast" in ran.flat


def test_update_s_recorded_command_makes_the_same_folder(command: Command, seen: str, tmp_path: Path) -> None:
    first, again = tmp_path / "first", tmp_path / "again"
    assert command("update", "flagship", "--observed", seen, "--runs", "1000", "--out", str(first)).code == 0
    line = json.loads((first / "manifest.json").read_text(encoding="utf-8"))["command"]
    assert command(*shlex.split(line)[1:], "--out", str(again)).code == 0
    for name in ("update.json", "quantities.csv", "parameters.csv", "runs.csv", "manifest.json"):
        assert (first / name).read_bytes() == (again / name).read_bytes()


def test_a_line_that_cannot_be_read_is_named_and_the_code_is_2(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "seen.txt"
    file.write_text("by round 8: no ceasfire\n", encoding="utf-8")
    ran = command("update", "flagship", "--observed", str(file), "--runs", "100")
    assert ran.code == 2
    assert ran.err.startswith(f"{file}:1:1: there is no event")
    assert "did you mean 'ceasefire'?" in ran.err


def test_what_hardly_ever_happens_is_refused_with_code_1_and_nothing_is_written(
    command: Command, tmp_path: Path
) -> None:
    file = tmp_path / "seen.txt"
    file.write_text("front at round 2: 0.9 +- 0.001\n", encoding="utf-8")
    out = tmp_path / "out"
    ran = command("update", "flagship", "--observed", str(file), "--runs", "200", "--out", str(out))
    assert ran.code == 1
    assert "at least 100 are needed" in ran.err
    assert not out.exists()


def test_the_example_in_the_document_can_be_read() -> None:
    text = (DOCS / "studies-update.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```text\n(.*?)```", text, re.DOTALL)
    assert len(read_observations(example.splitlines(), load("flagship"))) == 4
