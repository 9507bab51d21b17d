"""Playing a scenario many times: batches, precision, arguments."""

from collections.abc import Iterator
from itertools import pairwise

import pandas as pd
import pyarrow as pa
import pytest

from sim.errors import InputError
from sim.results import run, running
from sim.scenario import Scenario, load
from sim.summary import Names, widest_half_width
from tests.synthetic import table


class Engine:
    """Stands in for the engine and remembers what it was asked."""

    def __init__(self) -> None:
        self.calls: list[tuple[int, int]] = []

    def play(
        self, scenario: Scenario, *, first_run: int, runs: int, seed: int, **options: object
    ) -> Iterator[pa.Table]:
        self.calls.append((first_run, runs))
        tell = options["progress"]
        if callable(tell):
            tell(runs, runs)
        per_point = options["runs_per_point"]
        assert isinstance(per_point, int)
        played = table(runs, seed=seed, first_run=first_run, per_point=per_point, names=Names.of(scenario))
        blocks = pa.Table.from_pandas(played, preserve_index=False).replace_schema_metadata(None)
        yield from (blocks.slice(start, 64) for start in range(0, runs, 64))


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    engine = Engine()
    monkeypatch.setattr(running, "play_tables", engine.play)
    return engine


def test_a_scenario_can_be_given_by_name(engine: Engine) -> None:
    results = run("flagship", 20, 3)
    assert results.scenario == load("flagship")
    assert (results.runs, results.seed) == (20, 3)
    assert engine.calls == [(0, 20)]


def test_seed_zero_is_a_seed(engine: Engine) -> None:
    assert not run("flagship", 20, 0).table.equals(run("flagship", 20, 1).table)


def test_precision_goes_on_until_the_widest_interval_is_narrow_enough(engine: Engine) -> None:
    results = run("flagship", 500, 1, precision=0.02)
    assert widest_half_width(results.table) <= 0.02
    assert len(engine.calls) > 1
    before = results.table.iloc[: engine.calls[-1][0]]
    assert widest_half_width(before) > 0.02


def test_precision_that_is_there_already_asks_for_nothing_more(engine: Engine) -> None:
    run("flagship", 4000, 1, precision=0.1)
    assert engine.calls == [(0, 4000)]


def test_batches_grow_without_gap_and_change_no_earlier_run(engine: Engine) -> None:
    results = run("flagship", 301, 1, precision=0.02)
    ends = [first + runs for first, runs in engine.calls]
    assert [first for first, _ in engine.calls] == [0, *ends[:-1]]
    assert all(end % 2 == 0 for end in ends[1:])
    assert all(later <= 4 * earlier + 2 for earlier, later in pairwise(ends))
    at_once = run("flagship", results.runs, 1)
    pd.testing.assert_frame_equal(results.table, at_once.table)
    assert results.table["outcome"].dtype == at_once.table["outcome"].dtype


def test_progress_counts_on_over_batches(engine: Engine) -> None:
    told: list[tuple[int, int]] = []
    results = run("flagship", 500, 1, precision=0.02, progress=lambda done, total: told.append((done, total)))
    assert [done for done, _ in told] == [first + runs for first, runs in engine.calls]
    assert told[-1] == (results.runs, results.runs)


@pytest.mark.parametrize(
    "options, message",
    [
        ({"runs": 0}, "runs: 0 is not between 1"),
        ({"runs": 100_000_001}, "runs: 100,000,001 is not between"),
        ({"runs": 100_000_000}, r"more than the 1 GB that are kept in memory; have them .*--out DIR"),
        ({"seed": -1}, "seed: -1 is not between 0"),
        ({"workers": 0}, "workers: 0 is not at least 1"),
        ({"runs_per_point": 0}, "runs per point: 0 is not between"),
        ({"precision": 0.0}, "precision: 0.0 is not between"),
        ({"precision": float("nan")}, "precision: nan is not between"),
        ({"precision": 0.0001}, r"may take more than [34],\d{3},\d{3} runs; have them .*--out DIR"),
        ({"precision": 0.0001, "out": "never"}, "finer than 0.00014 may take more than 100,000,000 runs$"),
        ({"precision": 0.6}, "precision: 0.6 is not between"),
    ],
)
def test_arguments_out_of_range_are_input_errors(engine: Engine, options: dict[str, object], message: str) -> None:
    arguments: dict[str, object] = {"runs": 10, "seed": 1} | options
    with pytest.raises(InputError, match=message):
        run("flagship", **arguments)  # type: ignore[arg-type]
    assert engine.calls == []
