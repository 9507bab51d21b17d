import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.rules.packages import end_of_walk, next_issue, next_level

UNIT = st.floats(0.0, 1.0)


def value_at(values: np.ndarray, level: float) -> float:
    return float(np.interp(level, np.arange(values.size), values))


@given(
    prefer=arrays(float, 5, elements=st.integers(0, 4).map(float)),
    second=arrays(float, 5, elements=st.integers(0, 4).map(float)),
    floor=st.one_of(st.integers(0, 4).map(float), st.floats(0.0, 4.0)),
)
def test_a_walk_ends_at_the_best_allowed_level_and_ties_go_to_the_other(prefer, second, floor):
    end = end_of_walk(prefer, second, floor, value_at(prefer, floor), value_at(second, floor), 5)
    allowed = [floor, *range(math.floor(floor) + 1, 5)]
    assert end in allowed
    top = max(value_at(prefer, level) for level in allowed)
    assert value_at(prefer, end) == pytest.approx(top, abs=1e-9)
    tied = [level for level in allowed if value_at(prefer, level) == value_at(prefer, end)]
    assert value_at(second, end) == pytest.approx(max(value_at(second, level) for level in tied), abs=1e-9)


@given(level=st.floats(0.0, 6.0), target=st.floats(0.0, 6.0))
def test_moves_go_one_option_at_a_time_and_arrive(level, target):
    moves = 0
    while level != target:
        after = next_level(level, target)
        assert 0.0 < abs(after - level) <= 1.0
        assert abs(target - after) < abs(target - level)
        level = after
        moves += 1
    assert moves <= 8


@given(gain=arrays(float, 5, elements=UNIT), loss=arrays(float, 5, elements=UNIT),
       open_=arrays(float, 5, elements=st.sampled_from([0.0, 1.0])))  # fmt: skip
def test_the_best_bargain_moves_first_and_free_moves_before_all(gain, loss, open_):
    chosen = next_issue(gain, loss, open_, 1)
    if not open_.any():
        assert chosen == -1
        return
    assert open_[chosen] == 1.0
    for i in np.flatnonzero(open_):
        if loss[i] <= 1e-12:
            assert loss[chosen] <= 1e-12
        elif loss[chosen] > 1e-12:
            assert gain[chosen] / loss[chosen] >= gain[i] / loss[i]


@given(open_=arrays(float, 5, elements=st.sampled_from([0.0, 1.0])))
def test_without_log_rolling_issues_are_taken_one_after_the_other(open_):
    first = int(np.argmax(open_)) if open_.any() else -1
    assert next_issue(np.arange(5.0), np.ones(5), open_, 0) == first


@given(mine=arrays(float, 4, elements=st.floats(0.01, 1.0)), others=arrays(float, 4, elements=st.floats(0.01, 1.0)))
def test_log_rolling_visits_the_efficient_packages(mine, others):
    # Two options an issue, and every move gives the drafter something that it costs the others. A package is
    # efficient if at some rate of exchange no other is better: here, at the ratio of the move that led to it.
    taken = np.zeros(4)
    moves = 0
    while (i := next_issue(mine, others, 1.0 - taken, 1)) >= 0:
        taken[i] = 1.0
        moves += 1
        rate = mine[i] / others[i]
        worth = mine @ taken - rate * (others @ taken)
        for rival in itertools.product((0.0, 1.0), repeat=4):
            assert mine @ np.array(rival) - rate * (others @ np.array(rival)) <= worth + 1e-9
    assert moves == 4
