"""Sums over runs give the estimates that all runs together would."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.analysis.quantities import Quantity
from sim.study.sweeping.tally import Totals, tally
from sim.summary.estimates import Points, mean_of, share_of

SHARE = Quantity("hit", "", "", "share", ("hit",), lambda table: table["hit"].to_numpy(dtype=np.float64))
MEAN = Quantity("size", "", "", "mean", ("size",), lambda table: table["size"].to_numpy(dtype=np.float64))


def table(sizes: list[int], seed: int) -> pd.DataFrame:
    chance = np.random.default_rng(seed)
    runs = sum(sizes)
    return pd.DataFrame({"hit": chance.random(runs) < 0.3, "size": chance.normal(30, 4, runs)})


def whole(*numbers: int) -> np.ndarray:
    return np.array(numbers, dtype=np.int64)


@settings(max_examples=40)
@given(
    sizes=st.lists(st.integers(2, 60), min_size=1, max_size=6), together=st.integers(1, 7), seed=st.integers(0, 1000)
)
def test_estimates_are_those_of_the_summary(sizes: list[int], together: int, seed: int) -> None:
    runs = table(sizes, seed)
    points = np.arange(len(sizes), dtype=np.int64)
    totals = Totals.of(
        [tally(runs, [SHARE, MEAN], points, whole(*sizes), whole(*[together] * len(sizes)))], len(sizes), 2
    )
    share, mean = totals.estimates(0, "share"), totals.estimates(1, "mean")
    start = 0
    for point, size in enumerate(sizes):
        rows = runs.iloc[start : start + size]
        groups = Points.of(np.arange(size) // together)
        expected = share_of(rows["hit"].to_numpy(), groups)
        assert [end[point] for end in share] == pytest.approx([expected.share, expected.low, expected.high], abs=1e-12)
        average = mean_of(rows["size"].to_numpy(), groups)
        if groups.count > 1:
            assert [end[point] for end in mean] == pytest.approx([average.mean, average.low, average.high], abs=1e-6)
        else:
            assert mean[0][point] == pytest.approx(average.mean)
            assert np.isnan([mean[1][point], mean[2][point]]).all()
        start += size


@settings(max_examples=40)
@given(cuts=st.lists(st.integers(1, 9), min_size=1, max_size=8), together=st.integers(1, 4), rest=st.integers(1, 3))
def test_runs_may_be_counted_in_any_number_of_spans(cuts: list[int], together: int, rest: int) -> None:
    sizes = [cut * together for cut in cuts] + [min(rest, together)]
    runs = table(sizes, 1)
    n = len(sizes)
    apart = tally(runs, [SHARE, MEAN], whole(*[0] * n), whole(*sizes), whole(*[together] * n))
    at_once = tally(runs, [SHARE, MEAN], whole(0), whole(sum(sizes)), whole(together))
    one, other = Totals.of([apart], 1, 2), Totals.of([at_once], 1, 2)
    assert one.runs == other.runs == sum(sizes)
    np.testing.assert_allclose(one.sums, other.sums)


def test_a_point_that_was_not_played_is_unknown() -> None:
    runs = table([10], 1)
    totals = Totals.of([tally(runs, [SHARE, MEAN], whole(1), whole(10), whole(2))], 3, 2)
    assert totals.runs.tolist() == [0, 10, 0]
    for end in (*totals.estimates(0, "share"), *totals.estimates(1, "mean")):
        assert np.isnan(end).tolist() == [True, False, True]


def test_a_number_that_never_varies_has_an_interval_of_no_width() -> None:
    runs = pd.DataFrame({"hit": [False] * 1000, "size": [78.0] * 1000})
    totals = Totals.of([tally(runs, [MEAN], whole(0), whole(1000), whole(2))], 1, 1)
    assert [float(end[0]) for end in totals.estimates(0, "mean")] == [78.0, 78.0, 78.0]
