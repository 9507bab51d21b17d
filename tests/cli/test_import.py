"""`sim import` as a user meets it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli.app import app, main
from sim.scenario import load, loads

CORPUS = Path(__file__).resolve().parents[1] / "exchange"


def run(*arguments: str):
    return CliRunner().invoke(app, ["import", *arguments])


def test_a_scenario_is_printed_and_what_was_assumed_goes_to_the_other_stream() -> None:
    result = run(str(CORPUS / "water"))
    assert result.exit_code == 0
    assert loads(result.stdout).name == "Water from a dam"
    assert "assumed: a time tactic" in result.stderr


def test_a_scenario_is_written_and_what_was_read_and_assumed_is_told(tmp_path: Path) -> None:
    out = tmp_path / "water.yaml"
    files = [str(CORPUS / "water" / f"{name}.xml") for name in ("domain", "up", "down")]
    result = run(*files, "--rounds", "30", "--out", str(out))
    assert result.exit_code == 0
    assert result.stdout.startswith("Water from a dam: 2 actors; issues: 3 discrete; 36 packages\nAssumed:\n")
    assert result.stdout.endswith(f"Written:\n  {out}\n")
    assert load(out).rounds == 30


def test_a_table_of_actors_takes_a_status_quo(tmp_path: Path) -> None:
    out = tmp_path / "levy.yaml"
    result = run(str(CORPUS / "tables" / "levy.csv"), "--status-quo", "70", "--out", str(out))
    assert result.exit_code == 0
    assert load(out).issues["position"].status_quo == 1


def test_a_file_that_is_there_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "there.yaml"
    out.write_text("mine")
    monkeypatch.setattr("sys.argv", ["sim", "import", str(CORPUS / "water"), "--out", str(out)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert out.read_text() == "mine"


def test_what_is_wrong_is_told_by_line_with_code_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = CORPUS / "broken" / "weight_twice.xml"
    sound = [str(CORPUS / "sound" / f"{name}.xml") for name in ("domain", "first")]
    monkeypatch.setattr("sys.argv", ["sim", "import", *sound, str(broken)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "weight_twice.xml:7:5: index 3 has a weight already" in capsys.readouterr().err
