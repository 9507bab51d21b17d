"""The commands as a user meets them, with the real engine."""

import json
import shlex
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import sim
from sim import kernel
from sim.cli import main
from sim.scenario import shipped

SMALL = "split_the_price"


@dataclass(frozen=True)
class Ran:
    """What a command printed and its exit code."""

    code: int
    out: str
    err: str


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


def test_version(command: Command) -> None:
    assert command("--version").out == f"sim {sim.__version__}\n"


def test_list_names_every_shipped_scenario(command: Command) -> None:
    ran = command("list")
    assert ran.code == 0
    assert all(name in ran.out for name in shipped())


def test_schema_is_json(command: Command) -> None:
    assert json.loads(command("schema").out)["type"] == "object"


def test_check_tells_contents_and_assumptions(command: Command) -> None:
    ran = command("check", "flagship", SMALL)
    assert ran.code == 0
    assert "preconditions: 11" in ran.out or "preconditions:" in ran.out
    assert "assumed" in ran.out


def test_check_of_a_broken_file_is_exit_code_two(command: Command, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("name: x\nactors: {a: {patince: 3}, b: }\n")
    ran = command("check", SMALL, str(broken))
    assert ran.code == 2
    assert f"{broken}:2:" in ran.err
    assert "patience" in ran.err
    assert "Traceback" not in ran.err


def test_run_prints_every_table_within_eighty_columns(command: Command) -> None:
    ran = command("run", "flagship", "--runs", "60")
    assert ran.code == 0
    titles = ("How it ends", "When, in rounds", "Terms signed", "Preconditions", "Tracks", "What each gets")
    assert [title for title in titles if title not in ran.out] == []
    assert "Not a forecast" in ran.out
    tables = ran.out.split("Read a run as a story")[0]
    assert max(len(line.rstrip()) for line in tables.splitlines()) <= 80
    assert "\x1b" not in ran.out


def test_run_says_how_to_replay_a_typical_and_a_surprising_run(command: Command) -> None:
    ran = command("run", "flagship", "--runs", "60", "--seed", "5", "--set", "rounds=30", "--per-point", "3")
    lines = [line.split("#")[0] for line in ran.out.splitlines() if "sim trace" in line]
    assert len(lines) == 2
    words = shlex.split(lines[0])
    assert words[:4] == ["sim", "trace", "flagship", "--run"]
    assert words[5:] == ["--seed", "5", "--per-point", "3", "--set", "rounds=30"]
    replayed = command(*words[1:])
    assert replayed.code == 0


def test_run_of_the_smallest_kind_of_scenario(command: Command) -> None:
    ran = command("run", SMALL, "--runs", "40", "--per-point", "1")
    assert ran.code == 0
    assert "wins by force" not in ran.out
    assert "parameters and chance cannot be told apart" in " ".join(ran.out.split())


def test_run_writes_a_folder_and_lists_what_is_in_it(command: Command, tmp_path: Path) -> None:
    out = tmp_path / "result"
    ran = command("run", SMALL, "--runs", "40", "--out", str(out))
    assert ran.code == 0
    listed = {line.strip() for line in ran.out.splitlines() if str(out) in line}
    assert listed == {str(path) for path in out.rglob("*") if path.is_file()}
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["command"] == "sim run split_the_price --runs 40 --seed 0"


def test_run_refuses_a_full_folder_before_it_starts(command: Command, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    ran = command("run", SMALL, "--runs", "40", "--out", str(tmp_path))
    assert ran.code == 2
    assert "is not empty" in ran.err
    assert ran.out == ""


def test_run_goes_on_to_the_precision_asked_for(command: Command, tmp_path: Path) -> None:
    out = tmp_path / "result"
    ran = command("run", "flagship", "--runs", "100", "--precision", "0.04", "--out", str(out))
    assert ran.code == 0
    outcomes = json.loads((out / "summary.json").read_text(encoding="utf-8"))["outcomes"]
    assert max(item["share"]["high"] - item["share"]["low"] for item in outcomes) / 2 <= 0.04
    assert json.loads((out / "manifest.json").read_text(encoding="utf-8"))["runs"] > 100


def test_the_same_seed_prints_the_same(command: Command) -> None:
    first, again, other = (command("run", "flagship", "--runs", "60", "--seed", seed).out for seed in "334")
    assert first == again
    assert first != other


@pytest.mark.parametrize("arguments", [["run", SMALL, "--runs", "4"], ["trace", SMALL, "--run", "1"]])
@pytest.mark.parametrize("compiled", [True, False])
def test_the_first_compilation_is_announced_also_in_a_log(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arguments: list[str], compiled: bool
) -> None:
    for name in ("ensemble.play_runs-1.py311.1.nbc", "__init__.play_round-1.py311.1.nbc") if compiled else ():
        (tmp_path / name).touch()
    monkeypatch.setattr(kernel, "CACHE", tmp_path)
    ran = command(*arguments)
    assert ran.code == 0
    assert ran.err == ("" if compiled else "compiling the rules (first run only)\n")
    assert "compiling" not in ran.out


def test_number_of_workers_changes_nothing(command: Command) -> None:
    one, two = (command("run", "flagship", "--runs", "60", "--workers", count).out for count in "12")
    assert one == two


def test_trace_tells_one_run_and_prints_json(command: Command) -> None:
    ran = command("trace", "flagship", "--run", "7")
    assert ran.code == 0
    assert len(ran.out.splitlines()) > 5
    story = json.loads(command("trace", "flagship", "--run", "7", "--json").out)
    assert isinstance(story, dict)


def test_trace_ends_as_the_run_does_in_the_ensemble(command: Command, tmp_path: Path) -> None:
    results = sim.run("flagship", 8, 0)
    for run in range(8):
        story = command("trace", "flagship", "--run", str(run), "--json").out
        assert str(results.table["outcome"].iloc[run]) in story


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["run", "flagshp"], "flagship"),
        (["run", "flagship", "--set", "actors.russia.patince=3"], "patience"),
        (["run", "flagship", "--set", "rounds"], "path=value"),
        (["run", "flagship", "--runs", "0"], "--runs"),
        (["run", "flagship", "--precision", "0.9"], "precision: 0.9 is not between"),
        (["run", "flagship", "--precision", "fine"], "--precision"),
        (["run", "flagship", "--seed", "-1"], "--seed"),
        (["trace", "flagship"], "--run"),
        (["trace", "nowhere.yaml", "--run", "1"], "nowhere.yaml"),
        (["check", "nowhere.yaml"], "nowhere.yaml"),
        (["frobnicate"], "frobnicate"),
    ],
)
def test_bad_input_is_exit_code_two_with_a_reason_and_no_traceback(
    command: Command, arguments: list[str], message: str
) -> None:
    ran = command(*arguments)
    assert ran.code == 2
    assert message in ran.err
    assert "Traceback" not in ran.err
    assert ran.out == ""
