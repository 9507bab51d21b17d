"""`update`: conditioning through the engine, against closed forms and on synthetic truth."""

import json
import math
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.analysis import quantity
from sim.analysis.conditioning import weighted_quantiles, weights_of
from sim.arrays import FIGHTING
from sim.compile import Compiled, compile_scenario
from sim.ensemble import play, play_rows
from sim.errors import InputError, RunError
from sim.model import NegotiationModel
from sim.scenario import Scenario, load
from sim.study.blaming.coalitions import Block
from sim.study.updating.observations import read_observations
from sim.study.updating.prefix import is_fighting, rounds_wanted, rows_until
from sim.study.updating.update import log_weights, update
from tests.games import changed, pie, scenario


def war(**changes: Any) -> Scenario:
    """A front that moves for 30 rounds with an uncertain drift, a truce that may come, talks that meet."""
    data = pie(
        rounds=30,
        battlefield={
            "war": "front", "first": "first", "second": "second", "start": 0.5,
            "drift": {"normal": [0.002, 0.004], "within": [-0.1, 0.1]}, "volatility": 0.01,
        },
        actors__first__review=0.3,
        actors__second__review=0.3,
        steps={
            "truce": {
                "parties": ["first", "second"], "stops_fighting": True,
                "value": {"first": {"uniform": [-0.3, 0.3]}, "second": {"uniform": [-0.3, 0.3]}},
            }
        },
        tracks={"talks": {"participants": ["first", "second"], "every": {"uniform": [1, 6]}}},
    )  # fmt: skip
    return scenario(changed(data, **changes))


def no_truce() -> Scenario:
    """The same front, and nothing that stops it or is signed."""
    return war(steps={}, tracks={}, battlefield__drift={"normal": [0.002, 0.003], "within": [-0.1, 0.1]})


def test_a_measured_front_gives_the_drift_its_conjugate_posterior() -> None:
    # x(10) = 0.5 + 10 drift + 0.01 sqrt(10) z, seen as 0.56 with an error of 0.01
    found = update(no_truce(), ["front at round 10: 0.56 +- 0.01"], 60_000, 3)
    noise = 10 * 0.01**2 + 0.01**2
    precision = 1 / 0.003**2 + 100 / noise
    mean = (0.002 / 0.003**2 + 10 * 0.06 / noise) / precision
    spread = math.sqrt(1 / precision)
    (shift,) = (item for item in found.shifts if item.path == "battlefield.drift")
    half = 1.2816 * spread
    error = spread / math.sqrt(found.effective)  # of the mean; quantiles at 10% know 1.7 times less
    assert shift.after[1] == pytest.approx(mean, abs=4 * 1.25 * error)
    assert shift.after[0] == pytest.approx(mean - half, abs=4 * 1.7 * error)
    assert shift.after[2] == pytest.approx(mean + half, abs=4 * 1.7 * error)
    assert shift.p < 1e-6


def test_an_event_conditions_as_counting_does() -> None:
    whole = war()
    found = update(whole, ["by round 12: no ceasefire", "by round 25: ceasefire"], 4000, 2, outcomes=["ended", "front"])
    table = play(whole, 0, 4000, 2, runs_per_point=1)
    rounds = table["ceasefire"].fillna(10_000)
    agrees = ((rounds > 12) & (rounds <= 25)).to_numpy()
    assert found.effective == pytest.approx(agrees.sum())
    np.testing.assert_array_equal(found.table["weight"].to_numpy() > 0, agrees)
    for name in ("ended", "front"):
        values = quantity(name, whole).values(table)
        assert found[name].after.mean == pytest.approx(values[agrees].mean(), rel=1e-6)
        assert found[name].before.mean == pytest.approx(values.mean(), rel=1e-6)


@pytest.mark.parametrize("name", ["flagship", "small"])
def test_runs_looked_at_in_a_round_stand_as_the_model_stepped_to_it_does(name: str) -> None:
    # peace shifts the front too: a settlement signed early must not be watched beyond the round
    whole = load(name) if name == "flagship" else war(
        follow_up=12, battlefield__peace_volatility=0.01, actors__first__deadline=6, actors__second__deadline=6
    )  # fmt: skip
    compiled = compile_scenario(whole)
    runs = 60 if name == "small" else 16
    block = Block.of(compiled, 0, runs, 5, 1)
    work = compiled.work()
    places = {column.name: n for n, column in enumerate(compiled.columns)}
    full = play_rows(compiled, work, block.runs, block.points, block.draws, 5)
    signed_before = 0
    for round_ in (1, 9, 14):
        rows = rows_until(compiled, work, block, round_, full[:, places["signed"]])
        table = {column: rows[:, n] for column, n in places.items()}
        fighting = is_fighting(compiled, table)
        for run in range(runs):
            model = NegotiationModel(whole, seed=5, run=run, runs_per_point=1)
            while model.running and model.round < round_:
                model.step()
            row = model.row()
            assert rows[run, places["front"]] == row[places["front"]]
            for column in places:
                if column.startswith(("met.", "meetings.", "step.", "waived.")) or column in ("signed", "ceasefire"):
                    assert rows[run, places[column]] == row[places[column]], (run, round_, column)
            if model.running:
                assert fighting[run] == (model.state.now[FIGHTING] == 1)
            signed_before += bool(0 < full[run, places["signed"]] < round_)
    assert signed_before or name == "flagship"


@cache
def reference() -> tuple[Compiled, Block, np.ndarray]:
    """Runs against which truths are held, and the rows to their end."""
    compiled = compile_scenario(war())
    block = Block.of(compiled, 0, 20_000, 1, 1)
    return compiled, block, play_rows(compiled, compiled.work(), block.runs, block.points, block.draws, 1)


def test_on_synthetic_truth_80_percent_intervals_hold_it_in_80_of_100_cases() -> None:
    """200 truths: parameters drawn, a run played, and three observations taken from it, the front with an error."""
    compiled, block, rows = reference()
    work = compiled.work()
    places = {column.name: n for n, column in enumerate(compiled.columns)}
    cases = 200
    truth = Block.of(compiled, 0, cases, 99, 1)
    true_rows = play_rows(compiled, work, truth.runs, truth.points, truth.draws, 99)
    full = {column: rows[:, n] for column, n in places.items()}
    at = {0: {column: np.zeros(block.runs.size) for column in places}}
    true_at = {}
    for round_ in (8, 9, 12):
        then = rows_until(compiled, work, block, round_, full["signed"])
        at[round_] = {column: then[:, n] for column, n in places.items()}
        true_at[round_] = rows_until(compiled, work, truth, round_, true_rows[:, places["signed"]])
    noise = np.random.default_rng(5).normal(scale=0.02, size=cases)
    front = rows[:, places["front"]] + np.random.default_rng(6).normal(scale=1e-6, size=block.runs.size)
    held = {path: 0 for path in (*compiled.dimensions, "front at the end")}
    for case in range(cases):
        truce = 0 < true_rows[case, places["ceasefire"]] <= 8
        meetings = places["meetings.talks"]
        met = true_at[9][case, meetings] > true_at[8][case, meetings]
        seen = np.clip(true_at[12][case, places["front"]] + noise[case], 0, 1)
        lines = [
            f"by round 8: {'' if truce else 'no '}ceasefire",
            f"round 9: {'' if met else 'no '}talks met",
            f"front at round 12: {seen} +- 0.02",
        ]
        observed = read_observations(lines, compiled.scenario)
        assert set(rounds_wanted(observed)) <= set(at)
        weights = weights_of(np.stack([log_weights(compiled, item, full, at) for item in observed]))
        assert weights.sum() ** 2 / (weights**2).sum() > 40  # enough for a quantile
        for n, path in enumerate(compiled.dimensions):
            low, high = weighted_quantiles(block.draws[:, n], weights, (0.1, 0.9))
            held[path] += low <= truth.draws[case, n] <= high
        low, high = weighted_quantiles(front, weights, (0.1, 0.9))
        held["front at the end"] += low <= true_rows[case, places["front"]] <= high
    error = math.sqrt(0.8 * 0.2 / cases)
    shares = {path: count / cases for path, count in held.items()}
    assert len(shares) == 5
    assert all(abs(share - 0.8) <= 2.6 * error for share in shares.values()), shares


def test_threads_do_not_matter() -> None:
    lines = ["by round 8: no ceasefire", "front at round 10: 0.52 +- 0.02"]
    one = update(war(), lines, 3000, 1, workers=1)
    two = update(war(), lines, 3000, 1, workers=2)
    pd.testing.assert_frame_equal(one.table, two.table, check_exact=True)
    assert one.shifts == two.shifts
    assert one.changes == two.changes


def test_too_few_runs_are_refused_and_each_observation_is_named() -> None:
    lines = ["by round 1: ceasefire", "front at round 20: 0.9 +- 0.001"]
    with pytest.raises(RunError) as error:
        update(war(), lines, 500)
    text = str(error.value)
    assert "at least 100 are needed" in text
    assert "line 1: by round 1: ceasefire: leaves" in text
    assert "line 2: front at round 20" in text


def test_a_refusal_says_how_many_runs_would_do() -> None:
    with pytest.raises(RunError, match=r"Play more runs \(--runs \d+\)") as error:
        update(war(), ["front at round 10: 0.52 +- 0.005"], 500)
    runs = int(str(error.value).partition("--runs ")[2].partition(")")[0])
    assert update(war(), ["front at round 10: 0.52 +- 0.005"], runs).effective >= 100


def test_arguments_out_of_range() -> None:
    for options in ({"runs": 0}, {"least": 1}, {"seed": -2}, {"runs_per_point": 0}, {"workers": 0}):
        with pytest.raises(InputError):
            update(war(), ["by round 8: no ceasefire"], **options)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="did you mean 'front'"):
        update(war(), ["by round 8: no ceasefire"], 100, outcomes=["frnt"])


def test_the_folder_has_numbers_tables_and_figures(tmp_path: Path) -> None:
    found = update(war(), ["by round 8: no ceasefire", "front at round 10: 0.52 +- 0.02"], 2000)
    written = {path.relative_to(tmp_path / "out").as_posix() for path in found.save(tmp_path / "out")}
    assert {
        "update.json", "quantities.csv", "parameters.csv", "runs.csv", "manifest.json", "plots/update_outcomes.png",
        "plots/update_parameters.svg",
    } <= written  # fmt: skip
    content = json.loads((tmp_path / "out" / "update.json").read_text(encoding="utf-8"))
    assert content["observations"][0]["text"] == "by round 8: no ceasefire"
    runs = pd.read_csv(tmp_path / "out" / "runs.csv")
    assert len(runs) == 2000
    assert runs["weight"].max() == 1.0
    assert "before" in found._repr_html_()
