"""`sim spatial` as a user meets it."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.cli import main

Command = Callable[..., tuple[int, str, str]]

FIXED = "name,capability,position,salience\nAland,80,0,90\nBland,60,100,70\nCland,30,40,50\nNobody,0,60,90\n"
RANGES = "name,capability,position,salience,veto\nAland,60..90,0..20,90\nBland,60,80..90..100,70\nCland,30,40,30..60\n"


@pytest.fixture(autouse=True)
def _folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    Path("fixed.csv").write_text(FIXED)
    Path("ranges.csv").write_text(RANGES)


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["sim", "spatial", *arguments])
        with pytest.raises(SystemExit) as stop:
            main()
        out, err = capsys.readouterr()
        return int(stop.value.code or 0), out, err

    return run


def test_a_table_without_ranges_is_one_game(command: Command) -> None:
    code, out, err = command("fixed.csv")
    assert (code, err) == (0, "")
    words = " ".join(out.split())
    assert "3 actors (1 more without weight), at most 25 rounds" in words
    assert "Not a forecast" in words
    assert "Challenges of the first round" in words
    assert "Other readings of the sources" in words
    assert "Over what is not known" not in words
    assert max(len(line.rstrip()) for line in out.splitlines()) <= 80


def test_a_table_with_ranges_has_a_distribution_and_names_what_it_comes_from(command: Command) -> None:
    code, out, _ = command("ranges.csv", "--runs", "400", "--seed", "3")
    words = " ".join(out.split())
    assert code == 0
    assert "400 draws of 4 uncertain numbers, seed 3" in words
    assert "Columns that nothing reads: veto" in words
    assert "all of the spread is due to the ranges" in words
    assert "What the spread comes from" in words
    assert max(len(line.rstrip()) for line in out.splitlines()) <= 80


def test_json_says_the_same_as_the_folder(command: Command) -> None:
    code, out, _ = command("ranges.csv", "--runs", "300", "--json", "--out", "found")
    assert code == 0
    printed = json.loads(out)
    assert printed["draws"]["runs"] == 300
    saved = json.loads(Path("found/spatial.json").read_text())
    assert saved["draws"]["agreement"]["count"] == printed["draws"]["agreement"]["count"]
    assert saved["median"] == pytest.approx(printed["median"], rel=1e-5)
    assert printed["actors_as_given"][0]["capability"] == {"uniform": [60.0, 90.0]}


def test_the_folder_holds_what_makes_it_again_and_every_draw(command: Command) -> None:
    code, out, _ = command("ranges.csv", "--runs", "250", "--choice", "nearest", "--rounds", "9", "--out", "found")
    assert code == 0
    assert "found/manifest.json" in out
    manifest = json.loads(Path("found/manifest.json").read_text())
    assert set(manifest["files"]) == {
        path.relative_to("found").as_posix() for path in Path("found").rglob("*") if path.is_file()
    }
    with Path("found/draws.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 250
    assert {float(row["Aland: capability"]) >= 60 for row in rows} == {True}
    before = {path.name: path.read_bytes() for path in Path("found").rglob("*") if path.is_file()}
    words = manifest["command"].split()[2:]
    assert "--choice nearest" in manifest["command"]
    assert command(*words, "--out", "found")[0] == 0
    assert {path.name: path.read_bytes() for path in Path("found").rglob("*") if path.is_file()} == before


def test_without_ranges_the_folder_has_one_figure_and_no_draws(command: Command) -> None:
    assert command("fixed.csv", "--out", "found")[0] == 0
    assert sorted(path.name for path in Path("found").rglob("*") if path.is_file()) == [
        "actors.csv", "challenges.csv", "manifest.json", "path.csv", "positions.png", "positions.svg", "readings.csv",
        "spatial.json",
    ]  # fmt: skip


def test_a_folder_with_other_things_in_it_is_left_alone_before_anything_is_played(command: Command) -> None:
    Path("mine").mkdir()
    Path("mine/notes.txt").write_text("keep")
    code, out, err = command("fixed.csv", "--out", "mine")
    assert (code, out) == (2, "")
    assert "is not empty" in err
    assert [path.name for path in Path("mine").iterdir()] == ["notes.txt"]


def test_settings_are_those_that_are_played(command: Command) -> None:
    ends = set()
    for view in ("shared", "own"):
        for confrontation in ("standoff", "stronger"):
            _, out, _ = command("territory", "--json", "--runs", "1", "--view", view, "--confrontation", confrontation)
            found = json.loads(out)
            assert found["settings"]["view"] == view
            assert found["readings"][0]["median"] == found["median"][-1]
            ends.add(round(found["median"][-1], 6))
    assert len(ends) > 1
    waiting = json.loads(command("fixed.csv", "--json", "--status-quo", "0.5")[1])
    certain = json.loads(command("fixed.csv", "--json")[1])
    assert waiting["challenges"] != certain["challenges"]
    assert len(json.loads(command("fixed.csv", "--json", "--rounds", "3")[1])["median"]) == 4


@pytest.mark.parametrize(
    "arguments, told",
    [
        (["nowhere.csv"], "there is no such table"),
        (["fixed.csv", "--view", "both"], "allowed: shared, own"),
        (["fixed.csv", "--status-quo", "2"], "allowed: 0 to 1"),
        (["fixed.csv", "--rounds", "5000"], "allowed: 1 to 1,000"),
        (["broken.csv"], "broken.csv:2:9: Aland.position: 'x' is no number"),
    ],
)
def test_what_has_to_be_mended_is_told_with_code_2(command: Command, arguments: list[str], told: str) -> None:
    Path("broken.csv").write_text("name,power,position,salience\nAland,7,x,1\nB,1,1,1\n")
    code, out, err = command(*arguments)
    assert (code, out) == (2, "")
    assert told in err
