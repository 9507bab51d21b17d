"""The benchmark measures what it says; how fast anything is, is no test."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sim.ensemble import play
from sim.scenario import load
from sim.study.sweeping.sweep import sweep
from tests.bench.__main__ import main
from tests.bench.scaling import scaling
from tests.bench.sweeps import HIGHEST, LEVERAGE, ema_seconds, leverage, mesa_share, overhead

SIZES = [
    {},
    {"actors": 32, "seats": 32},
    {"issues": 64},
    {"rounds": 104},
    {"actors": 16, "relations": 240},
    {"tracks": 8},
]


@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_scenarios_of_the_curves_have_the_size_and_negotiate_to_the_last_round(sizes: dict[str, int]) -> None:
    wanted = {"actors": 4, "issues": 8, "rounds": 52, "relations": 4, "tracks": 1, "seats": 4} | sizes
    scenario = scaling(**sizes)
    assert len(scenario.actors) == wanted["actors"] + 1  # and one who is never at the table
    assert len(scenario.issues) == wanted["issues"]
    assert sum(len(row) for row in scenario.relations.values()) == wanted["relations"]
    assert [len(track.participants) for track in scenario.tracks.values()] == [wanted["seats"]] * wanted["tracks"]
    table = play(scenario, 0, 8, 1)
    assert set(table["outcome"]) == {"no_agreement"}
    assert (table["ended"] == wanted["rounds"]).all()
    assert (table["meetings.t00"] == wanted["rounds"]).all()


def test_a_streamed_run_says_what_it_took(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.bench.stream", "100", str(tmp_path / "result")],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(ran.stdout)
    assert set(found) == {"playing", "playing_cpu", "all", "memory", "file"}
    assert 0 < found["playing"] < found["all"]
    assert 5e7 < found["memory"] < 1.5e9


def test_the_command_explains_itself(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["bench", "--help"])
    with pytest.raises(SystemExit):
        main()
    assert "--quick" in capsys.readouterr().out


def test_the_peer_of_a_sweep_plays_the_same_runs() -> None:
    study = leverage(3, 12)
    found = sweep(study, threads=1)
    for point, value in enumerate([0.0, HIGHEST / 2, HIGHEST]):
        share = mesa_share(load("flagship", set={LEVERAGE: value}), 12)
        assert found.points["settlement"][point] == pytest.approx(share)
    assert ema_seconds(2, 1).cpu > 0


def test_a_sweep_is_measured_against_the_engine() -> None:
    found = overhead(2, 20, 1)
    assert found.core > 0
    assert found.sweep > 0
