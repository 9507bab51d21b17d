"""Runs that are written to a folder as they come: the same result, and no more memory than a row group."""

import errno
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim import report
from sim.errors import InputError, RunError
from sim.results import Results, run, running, table_file
from sim.results.table_file import TableFile, regrouped, write_table
from sim.scenario import Scenario, load
from sim.summary import Names, widest_half_width
from tests.synthetic import table

GROUP, BLOCK = 128, 50
RUNS = 1000


class Engine:
    """Stands in for the engine: blocks of made-up runs; raises `error` instead of its block number `stop`."""

    def __init__(self) -> None:
        self.error: BaseException | None = None
        self.stop = 10

    def play_tables(
        self, scenario: Scenario, first_run: int, runs: int, seed: int, **options: object
    ) -> Iterator[pa.Table]:
        played = table(runs, seed=seed, first_run=first_run, names=Names.of(scenario))
        blocks = pa.Table.from_pandas(played, preserve_index=False).replace_schema_metadata(None)
        for number, start in enumerate(range(0, runs, BLOCK)):
            if self.error is not None and number == self.stop:
                raise self.error
            yield blocks.slice(start, BLOCK)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    engine = Engine()
    monkeypatch.setattr(running, "play_tables", engine.play_tables)
    monkeypatch.setattr(table_file, "GROUP", GROUP)
    monkeypatch.setattr(report, "PLOTS", {"shares": report.PLOTS["shares"]})
    return engine


@pytest.fixture
def little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "MOST_BYTES", 50_000)


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_folder_is_the_same_bytes_whether_the_table_was_in_memory_or_not(engine: Engine, tmp_path: Path) -> None:
    kept = run("flagship", RUNS, 1)
    kept.save(tmp_path / "kept")
    run("flagship", RUNS, 1, out=tmp_path / "streamed")
    assert files_in(tmp_path / "kept") == files_in(tmp_path / "streamed")
    assert pq.read_metadata(tmp_path / "kept" / "outcomes.parquet").num_row_groups == -(-RUNS // GROUP)


def test_a_real_scenario_gives_the_same_folder_too(tmp_path: Path) -> None:
    run("split_the_price", 3000, 1).save(tmp_path / "kept")
    run("split_the_price", 3000, 1, out=tmp_path / "streamed")
    assert files_in(tmp_path / "kept") == files_in(tmp_path / "streamed")


def test_results_of_a_folder_are_those_of_memory(engine: Engine, tmp_path: Path) -> None:
    kept, streamed = run("flagship", RUNS, 1), run("flagship", RUNS, 1, out=tmp_path / "streamed")
    assert streamed.summary() == kept.summary()
    assert len(streamed.data) == streamed.runs == RUNS
    pd.testing.assert_frame_equal(streamed.table, kept.table)
    assert set(streamed.files) == {path for path in (tmp_path / "streamed").rglob("*") if path.is_file()}
    assert kept.files == ()


def test_the_summary_is_made_without_the_whole_table(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TableFile, "frame", None)  # whoever asks for all of it fails
    assert run("flagship", RUNS, 1, out=tmp_path / "result").summary().origin.runs == RUNS


def test_results_of_a_folder_can_be_saved_elsewhere_and_in_their_own_place(engine: Engine, tmp_path: Path) -> None:
    results = run("flagship", RUNS, 1, out=tmp_path / "result")
    before = files_in(tmp_path / "result")
    results.save(tmp_path / "copy")
    results.save(tmp_path / "result")
    assert files_in(tmp_path / "copy") == files_in(tmp_path / "result") == before


@pytest.mark.usefixtures("engine", "little_memory")
def test_runs_that_do_not_fit_into_memory_are_refused_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"runs: a table of 1,000 runs takes .* \(--out DIR, in Python out=\)$"):
        run("flagship", RUNS, 1)
    assert run("flagship", RUNS, 1, out=tmp_path / "result").runs == RUNS


def test_precision_goes_on_in_a_folder_as_in_memory(engine: Engine, tmp_path: Path) -> None:
    kept = run("flagship", 500, 1, precision=0.02)
    streamed = run("flagship", 500, 1, precision=0.02, out=tmp_path / "result")
    assert streamed.runs == kept.runs > 500
    assert widest_half_width(streamed.data) <= 0.02
    assert streamed.summary() == kept.summary()


@pytest.mark.parametrize(
    "error, expected",
    [
        (OSError(errno.ENOSPC, "No space left on device"), RunError),
        (KeyboardInterrupt(), KeyboardInterrupt),
        (MemoryError(), MemoryError),
    ],
)
@pytest.mark.parametrize("earlier", [False, True])
def test_stopping_while_runs_are_written_leaves_everything_as_it_was(
    engine: Engine, tmp_path: Path, error: BaseException, expected: type[BaseException], earlier: bool
) -> None:
    if earlier:
        run("flagship", 100, 2, out=tmp_path / "result")
    before = files_in(tmp_path)
    engine.error = error
    with pytest.raises(expected):
        run("flagship", RUNS, 1, out=tmp_path / "result")
    assert files_in(tmp_path) == before
    assert len(list(tmp_path.iterdir())) == int(earlier)


@pytest.mark.usefixtures("engine")
def test_a_disk_that_will_be_too_small_is_noticed_after_the_first_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_file.shutil, "disk_usage", lambda _: SimpleNamespace(free=10_000))
    with pytest.raises(RunError, match=r"1,000 runs take about 0\.0 GB more, and 0\.0 GB of the disk are free"):
        run("flagship", RUNS, 1, out=tmp_path / "result")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_may_not_be_replaced_is_refused_before_a_run_is_played(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    engine.error, engine.stop = AssertionError("played"), 0
    with pytest.raises(InputError, match="is not empty"):
        run("flagship", RUNS, 1, out=tmp_path)


def test_frames_have_the_same_rows_however_the_blocks_were_cut() -> None:
    whole = pa.table({"run": pa.array(range(1000))})
    for size in (1, 7, table_file.GROUP):
        frames = list(regrouped(whole.slice(start, size) for start in range(0, 1000, size)))
        assert [value for frame in frames for value in frame["run"]] == list(range(1000))


def test_columns_come_back_as_they_are_in_a_frame(tmp_path: Path) -> None:
    frame = table(300, names=Names.of(load("flagship")))
    stored = write_table(tmp_path / "outcomes.parquet", iter([frame]), 300)
    assert "outcome" in stored
    assert "nothing" not in stored
    for name in frame:
        pd.testing.assert_series_equal(stored[str(name)], frame[name])
    assert Results(load("flagship"), stored, seed=1).table.equals(frame)
