"""Effort goes where intervals are too wide, in whole draws, and to an end."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import InputError
from sim.study.sweeping.effort import MOST_RUNS, check_precision, next_ends, whole_draws


@given(
    done=st.lists(st.integers(1, 10**6), min_size=1, max_size=20),
    precision=st.floats(0.001, 0.2),
    runs_per_draw=st.integers(1, 10),
    data=st.data(),
)
def test_more_runs_in_whole_draws_where_it_is_too_wide_and_none_elsewhere(
    done: list[int], precision: float, runs_per_draw: int, data: st.DataObject
) -> None:
    half = data.draw(st.lists(st.floats(0, 0.5), min_size=len(done), max_size=len(done)))
    before = np.array([whole_draws(runs, runs_per_draw) for runs in done], dtype=np.int64)
    after = next_ends(before, np.array(half), precision, runs_per_draw)
    wide = np.array(half) > precision
    assert (after[~wide] == before[~wide]).all()
    assert (after[wide] >= np.minimum(before[wide] * 1.2, MOST_RUNS)).all()
    assert (after[wide] <= before[wide] * 4 + runs_per_draw).all()
    assert (after % runs_per_draw == 0).all()


def test_an_interval_that_is_not_known_asks_for_nothing() -> None:
    assert next_ends(np.array([100]), np.array([np.nan]), 0.01, 2).tolist() == [100]


def test_twice_too_wide_takes_four_times_the_runs_and_less_takes_less() -> None:
    done = np.array([1000, 1000])
    assert next_ends(done, np.array([0.02, 0.012]), 0.01, 2).tolist() == [4000, 1512]


@pytest.mark.parametrize("precision", [0.0, -1.0, 0.5, 0.0001, float("nan")])
def test_a_precision_out_of_reach_is_refused(precision: float) -> None:
    with pytest.raises(InputError, match=r"precision: .* is not between 0\.00044 and 0\.5"):
        check_precision(precision, ["share", "mean"], 2)


def test_a_study_without_shares_has_no_precision() -> None:
    with pytest.raises(InputError, match="reports no share of runs"):
        check_precision(0.01, ["mean"], 2)
