"""`sim verify`: tables, exit codes, and a folder with page, figures and numbers."""

import dataclasses
import json
import re

import pytest
from numba.core import config
from typer.testing import CliRunner

from sim.cli.app import app
from sim.errors import InputError
from sim.verify import suite
from sim.verify.registry import games


def run(*arguments):
    found = CliRunner().invoke(app, ["verify", *arguments])
    return found, re.sub(r"\s+", " ", found.output)


def test_list_names_every_game_and_plays_none():
    found, printed = run("--list")
    assert found.exit_code == 0
    assert all(game.name in printed for game in games())
    assert "checks of" not in printed


def test_an_unknown_game_is_an_error_of_the_input():
    found, _ = run("feron")
    assert isinstance(found.exception, InputError)
    assert "did you mean 'fearon'" in str(found.exception)


@pytest.mark.skipif(config.DISABLE_JIT, reason="slow without the compiler")
def test_it_prints_engine_and_theory_side_by_side_and_writes_them(tmp_path):
    found, printed = run("split_the_difference", "patience", "--out", str(tmp_path / "checked"))
    assert found.exit_code == 0
    assert "DEVIATES" in printed
    assert "do not reckon with what the other would offer next" in printed
    assert "6 agree with theory, 2 deviate for a known reason, 0 fail" in printed
    numbers = json.loads((tmp_path / "checked" / "verification.json").read_text(encoding="utf-8"))
    assert {check["status"] for check in numbers["checks"]} == {"agrees", "deviates"}
    page = (tmp_path / "checked" / "verification.md").read_text(encoding="utf-8")
    pictures = re.findall(r"!\[.*?\]\((.*?)\)", page)
    assert pictures
    assert all((tmp_path / "checked" / picture).is_file() for picture in pictures)
    # a second time, in the place of the first
    assert run("patience", "--out", str(tmp_path / "checked"))[0].exit_code == 0
    assert not (tmp_path / "checked" / "figures" / "split_the_difference.png").exists()


@pytest.mark.skipif(config.DISABLE_JIT, reason="slow without the compiler")
def test_a_failure_is_shown_and_is_exit_code_1(monkeypatch):
    patience = next(game for game in games() if game.name == "patience")

    def unexcused(long):
        return [dataclasses.replace(case, checks=[dataclasses.replace(check, deviates="") for check in case.checks])
                for case in patience.cases(long)]  # fmt: skip

    monkeypatch.setattr(suite, "games", lambda: (dataclasses.replace(patience, cases=unexcused),))
    found, printed = run()
    assert found.exit_code == 1
    assert "FAILS" in printed
    assert "2 fail." in printed
