import threading

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from numba.core import config

from sim.compile import Work, compile_scenario
from sim.ensemble import BLOCK, play_block, play_blocks, play_rows, play_tables, to_pandas
from sim.outcomes import OUTCOMES
from sim.scenario import load
from tests.games import changed, crowded, pie, scenario, table, walk

pytestmark = pytest.mark.skipif(config.DISABLE_JIT, reason="minutes without the compiler")
INT16 = {"ended", "signed", "ceasefire", "step", "waived", "satisfied", "met", "left"}
COUNTS = {"blocked", "meetings", "refused", "vetoed"}
REALS = {"front", "utility", "disagreement", "belief"}


def test_the_table_has_the_columns_and_types_that_it_promises():
    played = table(crowded(), 50)
    text = {"territory": ["line", "buffer", "donbas"], "guarantee": ["none", "backstop", "troops"],
            "pledge": ["none", "written"]}  # fmt: skip
    assert played["outcome"].cat.categories.tolist() == list(OUTCOMES)
    for name, column in played.items():
        kind, _, subject = str(name).partition(".")
        if kind in ("run", "point"):
            assert column.dtype == np.int64
        elif kind in INT16:
            assert column.dtype == pd.Int16Dtype(), name
        elif kind in COUNTS:
            assert column.dtype == np.int16, name
        elif kind in REALS or name == "text.funds":
            assert column.dtype == np.float32, name
        elif kind == "text":
            assert column.cat.categories.tolist() == text[subject]
        else:
            assert name == "outcome"
    expected = {
        "run", "point", "outcome", "ended", "signed", "ceasefire", "front",
        *(f"text.{issue}" for issue in ("territory", "funds", "guarantee", "pledge")),
        *(f"{what}.{a}" for what in ("utility", "disagreement", "belief")
          for a in ("russia", "ukraine", "us", "europe")),
        *(f"step.{step}" for step in ("ceasefire", "withdrawal", "exchange", "referendum")),
        *(f"{what}.{p}" for what in ("waived", "satisfied", "blocked") for p in (
            "withdrawal_first", "ceasefire_first.ukraine", "ceasefire_first.europe", "bilateral_only",
            "no_withdrawal", "secured", "paid", "referendum_first")),
        *(f"{what}.{t}" for what in ("met", "meetings", "refused") for t in ("direct", "bilateral", "working", "all")),
        "left.us", "left.europe", "vetoed.russia", "vetoed.ukraine",
    }  # fmt: skip
    assert set(played.columns) == expected


def test_a_stream_of_arrow_tables_is_the_same_table():
    runs = 2 * BLOCK + 10
    blocks = list(play_tables(scenario(crowded()), 0, runs, 1))
    assert [block.num_rows for block in blocks] == [BLOCK, BLOCK, 10]
    assert len({block.schema for block in blocks}) == 1
    assert pa.types.is_dictionary(blocks[0].schema.field("outcome").type)
    whole = to_pandas(pa.concat_tables(blocks).combine_chunks())
    pieces = pd.concat([to_pandas(block) for block in blocks], ignore_index=True)
    pd.testing.assert_frame_equal(pieces, whole, check_exact=True)
    assert whole["run"].tolist() == list(range(runs))


@pytest.mark.parametrize("runs_per_point", [1, 2, 5])
def test_runs_of_one_point_share_their_parameters_and_not_their_chance(runs_per_point):
    # the share of the pie when nothing is signed says what was drawn
    game = pie(rounds=3, tracks={}, fallbacks__frozen={"pie": 0.5})
    game["battlefield"] = {"first": "first", "second": "second", "start": {"uniform": [0.3, 0.7]}, "volatility": 1e-9}
    played = table(game, 1000, runs_per_point=runs_per_point)
    assert played["point"].tolist() == [run // runs_per_point for run in range(1000)]
    assert (played.groupby("point")["front"].max() - played.groupby("point")["front"].min()).max() < 1e-6
    assert played["front"].round(5).nunique() > 0.9 * 1000 / runs_per_point

    moved = table(changed(game, battlefield__volatility=0.02), 1000, runs_per_point=runs_per_point)
    assert moved["front"].nunique() > 900


def test_points_are_the_same_however_many_runs_share_one():
    game = walk(start={"uniform": [0.3, 0.7]}, volatility=1e-9)
    game["rounds"] = 1
    one = table(game, 200, runs_per_point=1).set_index("point")["front"]
    two = table(game, 400, runs_per_point=2).groupby("point")["front"].first()
    assert one.to_numpy() == pytest.approx(two.to_numpy(), abs=1e-6)


def test_rounds_are_missing_for_never_and_count_from_one():
    played = table(changed(crowded(), rounds=4), 2000)
    assert played["ended"].notna().all()
    assert played["ended"].min() >= 1
    for name in played.columns:
        if name.split(".")[0] in INT16 - {"ended"} and played[name].notna().any():
            assert played[name].min() >= 1, name
            assert played[name].max() <= 4, name
    settled = played["outcome"].isin(["settlement", "relapse"])
    assert played["signed"].notna().equals(settled)
    assert (played["ended"] == played["signed"])[played["outcome"] == "settlement"].all()
    assert (played["ended"] > played["signed"])[played["outcome"] == "relapse"].all()
    assert (played["ended"] == 4)[played["outcome"] == "frozen"].all()
    assert played["ceasefire"].notna()[settled].all()


def test_progress_counts_up_to_the_runs():
    told = []
    for _ in play_tables(scenario(pie()), 500, 3000, 1, progress=lambda done, of: told.append((done, of))):
        pass
    assert told == [(1024, 3000), (2048, 3000), (3000, 3000)]


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_blocks_come_in_order_whoever_plays_them(workers):
    compiled = compile_scenario(scenario(pie()))
    starts = [start for start, _ in play_blocks(compiled, 7, 20 * BLOCK, 1, workers=workers)]
    assert starts == [7 + n * BLOCK for n in range(20)]


@pytest.mark.parametrize("taken", [1, 3])
def test_an_interrupted_stream_leaves_no_threads_behind(taken):
    before = threading.active_count()
    blocks = play_blocks(compile_scenario(scenario(crowded())), 0, 1_000_000, 1, workers=2)
    for _ in range(taken):
        next(blocks)
    blocks.close()
    assert threading.active_count() == before


def test_an_error_in_a_block_reaches_the_caller_and_leaves_no_threads(monkeypatch):
    def fails(compiled, work, start, runs, seed, runs_per_point):
        if start >= 2 * BLOCK:
            raise MemoryError("block")
        return np.zeros((runs, 1))

    monkeypatch.setattr("sim.ensemble.play_block", fails)
    before = threading.active_count()
    with pytest.raises(MemoryError, match="block"):
        list(play_blocks(compile_scenario(scenario(pie())), 0, 50 * BLOCK, 1, workers=2))
    assert threading.active_count() == before


def test_more_workers_than_blocks_do_no_harm():
    compiled = compile_scenario(scenario(pie()))
    assert sum(rows.shape[0] for _, rows in play_blocks(compiled, 0, 10, 1, workers=16)) == 10


def test_any_run_can_be_played_at_any_parameter_point():
    compiled = compile_scenario(load("flagship"))
    work = compiled.work()
    block = play_block(compiled, work, 0, 6, 5, 2)
    draws = compiled.draws(compiled.cube(0, 3, 5))
    runs, points = np.array([5, 0, 1]), np.array([2, 0, 0])
    assert np.array_equal(play_rows(compiled, work, runs, points, draws, 5), block[runs])
    elsewhere = play_rows(compiled, work, np.array([0]), np.array([1]), draws, 5)
    assert not np.array_equal(elsewhere[0], block[0])
    with pytest.raises(IndexError, match="between 0 and 2"):
        play_rows(compiled, work, runs, np.array([0, 0, 3]), draws, 5)


def test_no_two_threads_write_to_the_same_lines_of_the_cache():
    compiled = compile_scenario(load("split_the_price"))
    works = [compiled.work() for _ in range(6)]  # all at a time, or they would be given the same memory
    lines = [lines_of(work) for work in works]
    assert sum(map(len, lines)) == len(set().union(*lines))


def lines_of(work: Work) -> set[int]:
    """Pairs of lines of the cache in which the state of a run lies."""
    arrays = [array for array in work.state if array.size]
    ends = [(array.ctypes.data, array.ctypes.data + array.nbytes - 1) for array in arrays]
    return {line for first, last in ends for line in range(first // 128, last // 128 + 1)}


def test_what_is_no_secret_is_the_same_memory_to_all():
    state = compile_scenario(load("split_the_price")).work().state
    assert np.shares_memory(state.stake, state.seen_stake)
    assert not np.shares_memory(state.stake, state.raw_stake)
