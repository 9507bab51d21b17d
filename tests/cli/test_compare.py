"""`sim compare` and `sim robust` as a user meets them."""

import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.cli import main


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["sim", *arguments])
        with pytest.raises(SystemExit) as stop:
            main()
        out, err = capsys.readouterr()
        return int(stop.value.code or 0), out, err

    return run


Command = Callable[..., tuple[int, str, str]]


def flat(text: str) -> str:
    return " ".join(text.split())


def test_compare_tells_changes_flips_and_which_runs_to_read(command: Command) -> None:
    code, out, _ = command("compare", "flagship", "us_exit", "--runs", "400")
    assert code == 0
    assert "The same 400 runs in each (200 draws of the parameters), seed 0." in out
    assert "runs end otherwise" in out
    assert "narrower" in out
    assert all(len(line) <= 80 for line in out.splitlines() if "sim trace" not in line)


def test_a_run_to_read_can_be_pasted(command: Command) -> None:
    word = "+without:preconditions.withdrawal_first"
    _, out, _ = command("compare", "flagship", word, "--runs", "200", "--set", "rounds=60")
    lines = [line.strip() for line in out.splitlines() if line.strip().startswith("sim trace")]
    assert len(lines) == 4
    code, story, _ = command(*shlex.split(lines[1])[1:])
    assert code == 0
    assert "run " in story


def test_many_alternatives_are_one_table_a_quantity(command: Command) -> None:
    words = [f"+rounds={rounds}" for rounds in (5, 6, 7, 8, 9)]
    code, out, _ = command("compare", "split_the_price", *words, "--runs", "60", "--quantity", "settlement")
    assert code == 0
    assert flat(out).count("split_the_price, rounds=7") == 2
    assert "Runs that end otherwise" in out


def test_a_study_is_compared_setting_by_setting(command: Command, tmp_path: Path) -> None:
    target = tmp_path / "out"
    code, out, _ = command("compare", "which_demand", "--runs", "60", "--quantity", "ceasefire", "--out", str(target))
    assert code == 0
    assert out.startswith("Which demand matters more\n")
    assert (target / "differences.csv").is_file()


def test_a_sweeps_folder_can_be_compared_and_judged(command: Command, tmp_path: Path) -> None:
    from sim.study.sweeping.sweep import sweep

    study = tmp_path / "mine.yaml"
    study.write_text(
        "name: Mine\nscenario: split_the_price\nruns: 40\nruns_per_draw: 4\noutcomes: [settlement]\n"
        "levers: {sooner: {settings: {later: {}, soon: {set: {actors.buyer.deadline: 3}}}}}\n"
    )
    sweep(study, out=tmp_path / "swept")
    code, out, _ = command("compare", str(tmp_path / "swept"))
    assert code == 0
    assert "The same 40 runs in each (10 draws" in out
    code, out, _ = command("robust", str(tmp_path / "swept"))
    assert code == 0
    assert "2 options, each played 4 times in 10 states" in flat(out)
    code, _, err = command("compare", str(tmp_path / "swept"), "--runs", "9")
    assert code == 2
    assert "has been played" in err


def test_robust_names_the_choices(command: Command, tmp_path: Path) -> None:
    target = tmp_path / "out"
    code, out, _ = command("robust", "which_demand", "--states", "6", "--per-state", "4", "--out", str(target))
    assert code == 0
    assert "Smallest worst regret: washington_only" in flat(out)
    assert "Not a forecast" in out
    assert (target / "robustness.csv").is_file()


@pytest.mark.parametrize(
    "arguments, message",
    [
        (("compare", "flagship"), "name at least two scenarios"),
        (("compare", "flagship", "us_exitt"), "did you mean 'us_exit'"),
        (("compare", "flagship", "+actors.us.exitt=3"), "exitt"),
        (("compare", "flagship", "flagship"), "named twice"),
        (("compare", "which_demand", "flagship"), "is a study"),
        (("compare", "what_matters", "--runs", "1"), "nothing to compare"),
        (("robust", "flagship"), "is a scenario, not a study"),
        (("robust", "which_demand", "--quantity", "gain.europe"), "not among the outcomes"),
    ],
)
def test_input_that_has_to_be_mended_is_told_in_a_line(
    command: Command, arguments: tuple[str, ...], message: str
) -> None:
    code, out, err = command(*arguments)
    assert code == 2
    assert message in err
    assert "Traceback" not in err
    assert not out


def test_a_folder_with_other_things_is_refused_before_anything_is_played(command: Command, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    code, _, err = command("compare", "flagship", "us_exit", "--out", str(tmp_path))
    assert code == 2
    assert "name another folder" in err
