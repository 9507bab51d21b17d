"""What drives a war that only the front decides, of which the answer is known in closed form; and what studies say."""

import dataclasses
import json
import math
import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.analysis.discovery import find_box
from sim.analysis.driving import ranking
from sim.analysis.sensitivity import sobol_indices
from sim.errors import InputError
from sim.scenario import Scenario
from sim.study import new_study
from sim.study.design.designs import Sampling, unit_cube
from sim.study.driving.driver_data import lay_out
from sim.study.driving.driver_results import Drivers
from sim.study.driving.drivers import drivers
from sim.study.driving.scenario_drivers import scenario_drivers
from sim.study.sweeping.study_results import StudyResults
from sim.study.sweeping.sweep import sweep
from sim.summary.estimates import Points, split_of
from sim.summary.path_names import path_name
from tests.games import crowded, scenario, walk

START, DRIFT, VOLATILITY = (0.25, 0.75), (-0.004, 0.004), (0.05, 0.1)
PATHS = ("battlefield.start", "battlefield.drift", "battlefield.volatility")


def war() -> Scenario:
    """The front walks until one side has everything; where it starts, drifts and how it shakes is uncertain."""
    return scenario(
        walk(start={"uniform": list(START)}, drift={"uniform": list(DRIFT)}, volatility={"uniform": list(VOLATILITY)})
    )


def won(x: float, m: float, s: float) -> float:
    """The first's chance to win: a diffusion between barriers moved out by 0.5826 s (Siegmund 1979)."""
    out = 0.5826 * s
    width, at = 1 + 2 * out, x + out
    return at / width if abs(m) < 1e-9 else math.expm1(-2 * m * at / s**2) / math.expm1(-2 * m * width / s**2)


def answer() -> tuple[dict[str, float], dict[str, float], float]:
    """First-order and total indices of the closed form by many points, and the variance that they share."""
    cube = unit_cube(Sampling("saltelli", 4096), 3, 11)
    low, high = np.array([START, DRIFT, VOLATILITY]).T
    chances = np.array([won(*point) for point in low + cube * (high - low)])
    found = sobol_indices(chances[:, None], PATHS)
    first, total = (
        {name: item.value for name, item in zip(PATHS, part, strict=True)} for part in (found.first, found.total)
    )
    return first, total, found.variance.value


def study(**fields: object) -> StudyResults:
    given = {"name": "War", "scenario": war(), "runs": 24, "outcomes": ["military_first", "ended"], **fields}
    return sweep(new_study(**given), threads=1)


@pytest.fixture(scope="module")
def saltelli() -> StudyResults:
    return study(design={"uncertainties": {"saltelli": 512}}, runs=32)


def test_sobol_indices_of_a_war_are_those_of_its_closed_form(saltelli: StudyResults) -> None:
    first, total, variance = answer()
    found = drivers(saltelli, ["military_first"])["military_first"]
    assert found.sobol is not None
    assert found.sobol.corrected
    for name, one, whole in zip(found.sobol.names, found.sobol.first, found.sobol.total, strict=True):
        assert abs(one.value - first[name]) < 1.5 * (one.high - one.value)
        assert abs(whole.value - total[name]) < 1.5 * (whole.high - whole.value)
        assert whole.high - whole.low < 0.35
    assert found.split is not None
    assert found.split.design.low < variance / 0.25 < found.split.design.high
    assert [item.name for item in ranking(found)] == sorted(total, key=lambda name: -total[name])


def test_a_scenario_by_itself_has_the_same_answer() -> None:
    first, _, variance = answer()
    found = scenario_drivers(war(), points=2000, runs=4, quantities=["military_first"], boxes=False)["military_first"]
    assert found.effects is not None
    for item in found.effects.effects:
        assert abs(item.share.value - first[item.name]) < 1.5 * (item.share.high - item.share.value)
    assert found.split is not None
    assert found.split.design.low < variance / 0.25 < found.split.design.high


def test_the_split_of_drawn_numbers_is_that_of_a_summary() -> None:
    results = study(runs=4000, uncertainties=[], runs_per_draw=2)
    found = drivers(results, ["military_first"], boxes=False)["military_first"]
    runs = results.runs(["outcome"])
    split = split_of((runs["outcome"] == "military_first").to_numpy(), Points.of(runs["draw"]))
    assert split is not None
    assert found.split is not None
    assert found.varied == "uncertain numbers"
    assert found.split.design.value == pytest.approx(split.parameters, abs=0.01)
    assert found.split.design.low == pytest.approx(split.low, abs=0.02)


def test_numbers_that_were_drawn_are_explained_by_what_was_drawn() -> None:
    results = study(runs=4000, uncertainties=[])
    laid = lay_out(results, results.quantities)
    assert laid.by_draw
    compiled_draws = laid.values
    assert list(compiled_draws) == sorted(PATHS)
    assert compiled_draws["battlefield.start"].between(*START).all()
    first, *_ = answer()
    found = drivers(results, ["military_first"], boxes=False)["military_first"]
    assert ranking(found)[0].name == max(first, key=lambda name: first[name])


def test_morris_and_one_at_a_time_say_what_moves_the_outcome_and_nothing_of_variance() -> None:
    morris = drivers(study(design={"uncertainties": {"morris": 40}}, runs=60), ["military_first"])["military_first"]
    assert morris.screening is not None
    assert morris.split is None
    assert {item.name for item in ranking(morris)[:2]} == set(PATHS[:2])
    single = drivers(study(design={"uncertainties": "one_at_a_time"}, runs=2000), ["military_first"])["military_first"]
    assert single.split is None
    swings = {swing.name: swing for swing in single.swings}
    assert swings["battlefield.start"].at_low.high < 0 < swings["battlefield.start"].at_high.low
    assert (swings["battlefield.start"].low, swings["battlefield.start"].high) == pytest.approx((0.275, 0.725))


def test_levers_of_a_grid_are_explained_with_numbers_averaged_over() -> None:
    results = study(
        levers={"start": {"path": "battlefield.start", "values": [0.3, 0.7]},
                "drift": {"path": "battlefield.drift", "values": [-0.0005, 0.0005]}}, runs=1000,
    )  # fmt: skip
    found = drivers(results, ["military_first"])["military_first"]
    assert found.levers is not None
    strongest = found.levers.effects[0]
    assert strongest.name == "start"
    assert strongest.ends == ("0.3", "0.7")
    assert strongest.change.low > 0.2
    assert found.split is not None
    assert found.split.drawn is not None
    assert found.varied == "levers"
    parts = (found.split.design, found.split.drawn, found.split.chance)
    assert sum(part.value for part in parts) == pytest.approx(1)


def test_levers_and_designed_numbers_are_crossed_and_each_is_averaged_over_the_other() -> None:
    levers = {"start": {"path": "battlefield.start", "values": [0.3, 0.7]}}
    results = study(
        levers=levers, uncertainties=list(PATHS[1:]), design={"uncertainties": {"latin_hypercube": 120}}, runs=10
    )
    laid = lay_out(results, results.quantities)
    assert laid.outcomes["military_first"].shape == (2, 120, 10, 1)
    assert list(laid.values) == list(PATHS[1:])
    by_point = results.points.groupby(list(PATHS[1:]), sort=False)["military_first"].mean()
    assert laid.along_values("military_first").mean(axis=1) == pytest.approx(by_point.to_numpy())
    found = drivers(results, ["military_first"], boxes=False)["military_first"]
    assert found.levers is not None
    assert found.varied == "levers and uncertain numbers"


def test_sampled_levers_are_explained_like_numbers() -> None:
    levers = {"start": {"path": "battlefield.start", "between": [0.3, 0.7]},
              "drift": {"path": "battlefield.drift", "between": [-0.001, 0.001]}}  # fmt: skip
    found = drivers(study(levers=levers, design={"levers": {"saltelli": 128}}, runs=100), ["military_first"])
    sobol = found["military_first"].sobol
    assert sobol is not None
    assert sobol.names == ("start", "drift")
    assert sobol.first[0].low > 0.3


def test_a_failed_point_takes_its_block_with_it_and_is_told(saltelli: StudyResults) -> None:
    runs = saltelli.runs()
    from sim.study.sweeping.waves import Failure

    broken = dataclasses.replace(saltelli, failed=(Failure(7, 0, 32, "broken"),))
    without = runs[runs["point"] != 7]
    object.__setattr__(broken, "runs", lambda columns=None, points=None: without.reset_index(drop=True))
    laid = lay_out(broken, broken.quantities)
    assert laid.outcomes["military_first"].shape == (1, 511 * 5, 32, 1)
    assert laid.values.iloc[:5].equals(saltelli.plan.table[list(laid.values)].iloc[:5])
    assert laid.values.iloc[5].tolist() == saltelli.plan.table[list(laid.values)].iloc[10].tolist()
    assert "failed" in laid.notes[-1]


def test_what_a_study_does_not_report_is_refused(saltelli: StudyResults) -> None:
    with pytest.raises(InputError, match="military_first"):
        drivers(saltelli, ["military_frist"])
    with pytest.raises(InputError, match="no design"):
        scenario_drivers(war(), "grid")
    with pytest.raises(InputError, match="no uncertain number"):
        scenario_drivers(scenario(walk(start=0.5, volatility=0.1)))


@pytest.fixture(scope="module")
def spread() -> Drivers:
    return scenario_drivers(war(), points=600, runs=4, quantities=["military_first", "rounds_to.ceasefire", "ended"])


def test_the_region_in_which_it_is_common_is_that_of_the_closed_form(spread: Drivers) -> None:
    box = spread["military_first"].box
    assert box is not None
    assert box.found
    sides = {(bound.name, bound.side) for bound in box.bounds}
    assert ("battlefield.start", "at least") in sides or ("battlefield.drift", "at least") in sides
    assert not {("battlefield.start", "at most"), ("battlefield.drift", "at most")} & sides
    assert spread["ended"].box is None  # only the first quantity is looked for, unless asked


def test_statements_are_made_of_the_numbers(spread: Drivers) -> None:
    found = spread["military_first"]
    said = spread.statement("military_first")
    assert f"{100 * found.split.design.value:.0f}%" in said  # type: ignore[union-attr]
    assert f"Front: {ranking(found)[0].name.split('.')[-1]}" in said
    assert "It is commonest where Front:" in said
    assert spread.statement("rounds_to.ceasefire") == "Rounds to: Ceasefire. It is the same in all runs."


def test_results_are_saved_whole_and_the_same_each_time(spread: Drivers, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        written = spread.save(tmp_path / folder)
        assert {path.relative_to(tmp_path / folder) for path in written} == {
            path.relative_to(tmp_path / folder) for path in (tmp_path / folder).rglob("*") if path.is_file()
        }
    for path in written:
        assert path.read_bytes() == (tmp_path / "one" / path.relative_to(tmp_path / "two")).read_bytes()
    names = {path.name for path in written}
    assert {"split.csv", "main_effects.csv", "box.csv", "manifest.json", "drivers-military_first.png"} <= names
    table = pd.read_csv(tmp_path / "one" / "main_effects.csv")
    assert table["label"].iloc[0].startswith("Front: ")
    manifest = json.loads((tmp_path / "one" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["kind"] == "drivers"
    assert manifest["statements"]["military_first"] == spread.statement("military_first")


def test_ema_workbench_reads_what_is_exported_and_finds_the_same_region(spread: Drivers, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from ema_workbench import load_results
        from ema_workbench.analysis import feature_scoring, prim

        experiments, outcomes = load_results(str(spread.save_ema(tmp_path / "war.tar.gz")))
        ours, means = spread.ema()
        columns = list(spread.laid.values)
        pd.testing.assert_frame_equal(experiments[columns], ours[columns])
        assert list(outcomes) == ["military_first", "rounds_to.ceasefire", "ended"]
        for name, values in outcomes.items():
            assert values == pytest.approx(means[name])
        box = prim.Prim(experiments[columns], outcomes["military_first"] > 0.5, threshold=0.5).find_box()
        scores = feature_scoring.get_feature_scores_all(experiments[columns], {"won": outcomes["military_first"]})
    found = find_box(experiments[columns], outcomes["military_first"][:, None] > 0.5)
    assert box.density > outcomes["military_first"].mean()
    assert {bound.name for bound in found.bounds} <= set(box.box_lim.columns)
    assert scores["won"].idxmax() == ranking(spread["military_first"])[0].name


def test_exports_of_levers_name_them_and_are_the_same_bytes_each_time(tmp_path: Path) -> None:
    levers = {"start": {"path": "battlefield.start", "values": [0.3, 0.7]}}
    found = drivers(study(levers=levers, uncertainties=[], runs=40))
    experiments, outcomes = found.ema()
    assert len(experiments) == 2 * 20
    assert set(experiments["start"]) == {0.3, 0.7}
    assert len(outcomes["ended"]) == 40
    first, second = (found.save_ema(tmp_path / name).read_bytes() for name in ("a.tar.gz", "b.tar.gz"))
    assert first == second
    with pytest.raises(InputError, match="exists already"):
        found.save_ema(tmp_path / "a.tar.gz")
    with pytest.raises(InputError, match=r"\.tar\.gz"):
        found.save_ema(tmp_path / "a.csv")


def test_numbers_have_names_that_people_read() -> None:
    case = scenario(crowded())
    assert path_name("actors.russia.war_cost", case) == "Russia: war cost"
    assert path_name("relations.us.russia.leverage", case) == "Us on Russia: leverage"
    assert path_name("issues.territory.stakes.ukraine.salience", case) == "Territory: Ukraine salience"
    assert path_name("battlefield.drift", case) == "Front: drift"
    assert path_name("no.such.path", case) == "no.such.path"


def test_without_ema_workbench_everything_but_the_region_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("ema_workbench", "ema_workbench.analysis"):
        monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setattr("sim.analysis.peeling.find_spec", lambda name: None)
    found = scenario_drivers(war(), points=200, runs=2, quantities=["military_first"])
    assert found["military_first"].effects is not None
    assert found["military_first"].box is None
    assert "diplomatic-scenario-sim[discovery]" in found.notes[-1]
    with pytest.raises(InputError, match=r"\[discovery\]"):
        scenario_drivers(war(), points=200, runs=2, quantities=["military_first"], boxes=True)
