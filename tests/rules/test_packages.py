import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.rules.packages import end_of_walk, exchange_ratio, hold_contest, next_issue, next_level, repeat_contest

UNIT = st.floats(0.0, 1.0)


def contest(ratio: np.ndarray, log_rolling: int) -> np.ndarray:
    winner = np.zeros(2 * ratio.size, dtype=np.int64)
    hold_contest(ratio, log_rolling, winner)
    return winner


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


@given(gain=UNIT, loss=UNIT, more=UNIT)
def test_a_move_ranks_by_what_it_gives_for_what_it_costs(gain, loss, more):
    ratio = exchange_ratio(gain, loss)
    assert exchange_ratio(gain + more, loss) >= ratio
    assert exchange_ratio(gain, loss + more) <= ratio
    assert exchange_ratio(gain, 0.0) > exchange_ratio(1.0, 1e-9)  # what costs nothing goes before all else


@given(arrays(float, 5, elements=st.one_of(st.floats(0.0, 1e13), st.just(-math.inf))))
def test_the_best_bargain_moves_first_and_the_walk_ends_when_all_are_at_their_targets(ratio):
    chosen = next_issue(ratio, contest(ratio, 1))
    if np.isneginf(ratio).all():
        assert chosen == -1
    else:
        assert ratio[chosen] == ratio.max()


@given(arrays(float, 5, elements=st.one_of(st.floats(0.0, 1e13), st.just(-math.inf))))
def test_without_log_rolling_issues_are_taken_one_after_the_other(ratio):
    open_ = np.flatnonzero(~np.isneginf(ratio))
    assert next_issue(ratio, contest(ratio, 0)) == (open_[0] if open_.size else -1)


@given(
    ratio=st.integers(1, 9).flatmap(lambda n: arrays(float, n, elements=st.integers(0, 3).map(float))),
    changes=st.lists(st.tuples(st.integers(0, 8), st.sampled_from([-math.inf, 0.0, 1.0, 2.0, 5.0])), max_size=12),
    log_rolling=st.sampled_from([0, 1]),
)
def test_a_contest_repeated_for_what_changed_ends_as_one_held_anew_and_ties_go_to_the_first(
    ratio, changes, log_rolling
):
    winner = contest(ratio, log_rolling)
    for place, value in changes:
        ratio[place % ratio.size] = value
        repeat_contest(place % ratio.size, ratio, log_rolling, winner)
        assert (winner == contest(ratio, log_rolling)).all()
        key = ratio if log_rolling else ~np.isneginf(ratio)
        chosen = next_issue(ratio, winner)
        assert chosen == (-1 if np.isneginf(ratio).all() else int(np.argmax(key)))


@given(mine=arrays(float, 4, elements=st.floats(0.01, 1.0)), others=arrays(float, 4, elements=st.floats(0.01, 1.0)))
def test_log_rolling_visits_the_efficient_packages(mine, others):
    # Two options an issue, and every move gives the drafter something that it costs the others. A package is
    # efficient if at some rate of exchange no other is better: here, at the ratio of the move that led to it.
    ratio = np.array([exchange_ratio(gain, loss) for gain, loss in zip(mine, others, strict=True)])
    winner = contest(ratio, 1)
    taken = np.zeros(4)
    moves = 0
    while (i := next_issue(ratio, winner)) >= 0:
        taken[i], ratio[i] = 1.0, -math.inf
        repeat_contest(i, ratio, 1, winner)
        moves += 1
        rate = mine[i] / others[i]
        worth = mine @ taken - rate * (others @ taken)
        for rival in itertools.product((0.0, 1.0), repeat=4):
            assert mine @ np.array(rival) - rate * (others @ np.array(rival)) <= worth + 1e-9
    assert moves == 4
