"""A sweep plays every design point on the same luck, whoever plays it, and says what came of each."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sim.study.sweeping.sweep as sweep_module
from sim.analysis.quantities import quantity
from sim.errors import InputError, RunError
from sim.study.sweeping.study_results import StudyResults, open_results
from sim.study.sweeping.sweep import sweep
from sim.summary.estimates import Points, mean_of, share_of
from tests.study.sweeps import Playing, files_in, no_figures, small_blocks, study


@pytest.fixture(scope="module")
def results() -> StudyResults:
    return sweep(study(), threads=1)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    no_figures(monkeypatch)


@pytest.fixture
def playing(monkeypatch: pytest.MonkeyPatch) -> Playing:
    small_blocks(monkeypatch)
    return Playing(monkeypatch)


def test_each_point_has_the_estimates_of_its_runs(results: StudyResults) -> None:
    assert (results.points["runs"] == 60).all()
    pd.testing.assert_frame_equal(results.points[list(results.plan.table)], results.plan.table)
    for point in range(len(results.plan)):
        runs = results.runs(points=[point])
        scenario = results.plan.variants[results.plan.variant_of[point]].scenario
        grouped = Points.of(runs["draw"])
        for name in results.study.outcomes:
            what = quantity(name, scenario)
            values = what.values(runs)
            row = results.points.iloc[point]
            if what.kind == "share":
                share = share_of(values > 0, grouped)
                expected = [share.share, share.low, share.high]
            else:
                mean = mean_of(values, grouped)
                expected = [mean.mean, mean.low, mean.high]
            assert [row[name], row[f"{name}_low"], row[f"{name}_high"]] == pytest.approx(expected, abs=1e-6)


def test_runs_come_in_order_with_the_columns_asked_for(results: StudyResults) -> None:
    runs = results.runs()
    assert runs["point"].tolist() == np.repeat(range(6), 60).tolist()
    assert runs["run"].tolist() == list(range(60)) * 6
    assert (runs["draw"] == runs["run"] // 2).all()
    some = results.runs(["front", "outcome"], [4, 1, 4])
    assert list(some) == ["point", "run", "draw", "front", "outcome"]
    wanted = runs[runs["point"].isin([1, 4])].reset_index(drop=True)
    pd.testing.assert_frame_equal(some, wanted[list(some)])
    assert len(results.runs(points=[])) == 0
    with pytest.raises(InputError, match=r"no column 'fronts' among the runs kept.*did you mean 'front'"):
        results.runs(["fronts"])


def test_points_share_their_luck_run_by_run(results: StudyResults) -> None:
    ended = results.runs(["ended"]).pivot(index="run", columns="point", values="ended").astype(float)
    assert ended.corr().min().min() > 0.5  # leverage changes little; strangers' runs would not correlate


def test_a_study_in_a_folder_is_the_study_in_memory(results: StudyResults, tmp_path: Path) -> None:
    stored = sweep(study(), threads=2, out=tmp_path / "out")
    pd.testing.assert_frame_equal(stored.points, results.points)
    pd.testing.assert_frame_equal(stored.runs(), results.runs())
    assert set(stored.files) == {path for path in (tmp_path / "out").rglob("*") if path.is_file()}
    results.save(tmp_path / "saved")
    assert files_in(tmp_path / "saved") == files_in(tmp_path / "out")


def test_what_was_written_is_read_back(results: StudyResults, tmp_path: Path) -> None:
    results.save(tmp_path / "out")
    read = open_results(tmp_path / "out")
    pd.testing.assert_frame_equal(read.points, results.points)
    pd.testing.assert_frame_equal(read.runs(), results.runs())
    pd.testing.assert_frame_equal(read.plan.table, results.plan.table)
    assert read.study.digest == results.study.digest
    assert read.finding() == results.finding()
    assert set(read.files) == {path for path in (tmp_path / "out").rglob("*") if path.is_file()}
    read.save(tmp_path / "again")
    assert files_in(tmp_path / "again") == files_in(tmp_path / "out")


def test_the_same_bytes_with_one_thread_and_with_two(playing: Playing, tmp_path: Path) -> None:
    for threads in (1, 2, 5):
        sweep(study(), threads=threads, out=tmp_path / str(threads))
    assert files_in(tmp_path / "1") == files_in(tmp_path / "2") == files_in(tmp_path / "5")
    assert len(list((tmp_path / "1" / "parts").iterdir())) == 18


def test_estimates_do_not_depend_on_how_blocks_are_cut(results: StudyResults, playing: Playing) -> None:
    finer = sweep(study(), threads=2)
    assert len(finer.parts) > len(results.parts)
    pd.testing.assert_frame_equal(finer.points, results.points)
    pd.testing.assert_frame_equal(finer.runs(), results.runs())


def test_precision_goes_where_intervals_are_too_wide(playing: Playing) -> None:
    told: list[tuple[int, int]] = []
    found = sweep(study(runs=100), precision=0.06, threads=2, progress=lambda *at: told.append(at))
    for name in ("settlement", "ceasefire"):
        half = (found.points[f"{name}_high"] - found.points[f"{name}_low"]) / 2
        assert (half <= 0.06).all()
    runs = found.points["runs"]
    assert runs.nunique() > 1
    assert (runs >= 100).all()
    assert (runs % 2 == 0).all()
    assert runs.argmin() == found.points["ceasefire"].sub(0.5).abs().argmax()  # the narrowest interval
    assert told[-1] == (runs.sum(), runs.sum()) == (playing.runs, playing.runs)
    assert (found.runs(["front"]).groupby("point").size() == runs).all()
    assert not found.runs(["front"]).duplicated(["point", "run"]).any()


def test_more_runs_add_to_the_earlier_ones(results: StudyResults) -> None:
    more = sweep(study(runs=90), threads=2).runs()
    pd.testing.assert_frame_equal(more[more["run"] < 60].reset_index(drop=True), results.runs())


def test_a_point_that_fails_is_reported_and_the_rest_is_kept(
    results: StudyResults, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    playing = Playing(monkeypatch)  # with blocks of several points
    playing.faulty = {2}
    found = sweep(study(), threads=2, out=tmp_path / "out")
    (failure,) = found.failures.to_dict("records")
    assert failure["point"] == 2
    assert failure["leverage"] == 0.1
    assert failure["withdrawal"] == "held"
    assert (failure["first_run"], failure["end_run"]) == (0, 60)
    assert failure["error"] == "ArithmeticError: the front left the map"
    assert found.points["runs"].tolist() == [60, 60, 0, 60, 60, 60]
    assert found.points.iloc[2][["settlement", "settlement_low", "ceasefire"]].isna().all()
    others = results.points["point"] != 2
    pd.testing.assert_frame_equal(found.points[others], results.points[others])
    read = open_results(tmp_path / "out")
    pd.testing.assert_frame_equal(read.failures, found.failures)
    assert "1 failed" in repr(read)


def test_a_point_that_failed_is_tried_again_on_resuming(
    results: StudyResults, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    playing = Playing(monkeypatch)
    playing.faulty = {2}
    sweep(study(), threads=2, out=tmp_path / "out")
    playing.faulty = set()
    found = sweep(study(), threads=2, out=tmp_path / "out", resume=True)
    assert found.failures.empty
    pd.testing.assert_frame_equal(found.points, results.points)
    results.save(tmp_path / "whole")
    assert files_in(tmp_path / "out") == files_in(tmp_path / "whole")


def test_failing_points_take_no_others_along_where_precision_is_asked_for(playing: Playing) -> None:
    playing.faulty = {0, 5}
    found = sweep(study(runs=100), precision=0.09, threads=2)
    assert found.failures["point"].unique().tolist() == [0, 5]
    assert (found.points["runs"] > 0).tolist() == [False, True, True, True, True, False]


def test_nothing_is_written_where_all_points_fail(playing: Playing, tmp_path: Path) -> None:
    playing.faulty = set(range(6))
    with pytest.raises(RunError, match=r"none of the 6 design points .* first: ArithmeticError: the front left"):
        sweep(study(), threads=2, out=tmp_path / "out")
    assert not (tmp_path / "out" / "manifest.json").exists()


def test_too_many_runs_for_memory_are_refused_with_a_hint(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sweep_module, "MOST_BYTES", 1000)
    with pytest.raises(InputError, match=r"runs: 360 runs are too many to be kept in memory.*--out DIR"):
        sweep(study())
    assert sweep(study(), threads=1, out=tmp_path / "out").run_count == 360


@pytest.mark.parametrize(
    "options, message",
    [
        ({"threads": 2, "workers": 2}, "threads and workers: ask for one"),
        ({"workers": 2, "cluster": "tcp://localhost:1"}, "workers and cluster: ask for one"),
        ({"threads": 0}, "threads: 0 is not at least 1"),
        ({"workers": -1}, "workers: -1 is not at least 1"),
        ({"precision": 0.7}, "precision: 0.7 is not between"),
        ({"resume": True}, "resume: say in which folder"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(options: dict[str, object], message: str, playing: Playing) -> None:
    with pytest.raises(InputError, match=message):
        sweep(study(), **options)
    assert not playing.blocks


def test_results_show_themselves(results: StudyResults) -> None:
    assert repr(results) == "<StudyResults of 'Leverage and a demand': 6 points, 360 runs>"
    html = results._repr_html_()
    assert html.count("<tr") == 7
    assert "Not a forecast" in html
