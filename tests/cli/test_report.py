"""`sim report` as a user meets it."""

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.test_commands import Command, command

__all__ = ["command"]
SMALL = "split_the_price"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_scenario_alone_is_enough(command: Command) -> None:
    ran = command("report", SMALL, "--runs", "200")
    assert ran.code == 0, ran.err
    assert ran.out.startswith("In 200 simulated runs over")
    assert ran.out.rstrip().endswith("split_the_price-report.html")
    text = Path("split_the_price-report.html").read_text(encoding="utf-8")
    assert "sim report split_the_price --runs 200 --seed 0" in text


def test_the_command_in_a_report_makes_the_same_bytes(command: Command) -> None:
    command("report", f"{SMALL}+rounds=9", "--runs", "150", "--seed", "3", "--out", "one.html")
    text = Path("one.html").read_text(encoding="utf-8")
    found = re.search(r"<code>(sim report [^<]*)</code>", text)
    assert found is not None
    ran = command(*shlex.split(found[1])[1:], "--out", "other.html")
    assert ran.code == 0, ran.err
    assert Path("other.html").read_bytes() == Path("one.html").read_bytes()


def test_figures_go_into_a_folder(command: Command) -> None:
    ran = command("report", SMALL, "--runs", "100", "--out", "r.html", "--figures", "figures")
    assert ran.code == 0, ran.err
    assert {path.suffix for path in Path("figures").iterdir()} == {".svg", ".png", ".pdf", ".json"}


def test_folders_of_other_commands_are_sources(command: Command) -> None:
    command("run", SMALL, "--runs", "100", "--out", "runs")
    command("explain", "contradictory_order", "--goal", "signature", "--out", "explained")
    ran = command("report", "runs", "explained", "--out", "both.html")
    assert ran.code == 0, ran.err
    text = Path("both.html").read_text(encoding="utf-8")
    assert "Two actors split a price" in text
    assert "Minsk" in text


@pytest.mark.parametrize(
    "arguments, said",
    [
        (("nothing_of_the_kind",), "nothing_of_the_kind"),
        (("runs", "--runs", "5"), "cannot be changed any more"),
        (("order_of_steps",), "sim sweep order_of_steps --out"),
        ((SMALL, "--out", "notes.txt"), "no report of sim"),
        ((SMALL, "--figures", "mine"), "name another folder"),
    ],
)
def test_mistakes_are_told_before_anything_is_played(command: Command, arguments: tuple[str, ...], said: str) -> None:
    Path("runs").mkdir()
    Path("notes.txt").write_text("mine", encoding="utf-8")
    Path("mine").mkdir()
    Path("mine/notes.txt").write_text("mine", encoding="utf-8")
    ran = command("report", *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert not list(Path().glob("*.html"))
