"""Regret, minimax regret and satisficing, on tables small enough to work out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.quantities import Quantity
from sim.analysis.robustness import Robustness, robustness
from sim.errors import InputError

MEAN = Quantity("gain", "Gain", "utility", "mean", ("gain",), lambda table: table["gain"].to_numpy())
SHARE = Quantity("settlement", "Settlement", "share of runs", "share", ("it",), lambda table: table["it"].to_numpy())


def certain(levels: list[list[float]]) -> np.ndarray:
    """What options (rows) bring in states (columns), without any luck: four runs that are alike."""
    return np.repeat(np.array(levels, dtype=float)[:, :, None], 4, axis=2)


def found(levels: list[list[float]], **options: object) -> Robustness:
    names = ["bold", "steady", "timid"][: len(levels)]
    return robustness(certain(levels), names, MEAN, **options)  # type: ignore[arg-type]


SAVAGE = [[10.0, 0.0, 4.0], [6.0, 5.0, 3.0], [4.0, 4.0, 4.0]]
"""Regrets: bold 0, 5, 0; steady 4, 0, 1; timid 6, 1, 0."""


def test_regret_is_what_the_best_option_of_each_state_would_have_brought_beyond() -> None:
    bold, steady, timid = found(SAVAGE).options
    assert [item.regret.mean for item in (bold, steady, timid)] == pytest.approx([5 / 3, 5 / 3, 7 / 3])
    assert [item.worst_regret for item in (bold, steady, timid)] == [5.0, 4.0, 6.0]
    assert [item.worst_state for item in (bold, steady, timid)] == [1, 0, 0]
    assert [item.best.count for item in (bold, steady, timid)] == [2, 1, 1]


def test_without_luck_the_floor_is_the_regret() -> None:
    for item in found(SAVAGE).options:
        assert item.regret_floor == pytest.approx(item.regret.mean)
        assert item.worst_regret_floor == item.worst_regret


def test_the_minimax_choice_need_not_be_the_best_on_average() -> None:
    # bold is best on average by far, and loses most where it loses
    result = found([[10.0, 10.0, 0.0], [7.0, 7.0, 6.0]])
    assert result.best_on_average.name == "bold"
    assert result.minimax.name == "steady"
    assert result.best_on_average.level.mean == pytest.approx(20 / 3)


def test_enough_is_counted_state_by_state() -> None:
    result = found(SAVAGE, threshold=4.0)
    assert [item.satisfied.count for item in result.options] == [2, 2, 3]
    assert result.most_satisfying.name == "timid"
    assert [item.undecided for item in result.options] == [0.0, 0.0, 0.0]


def test_by_default_enough_is_what_the_first_option_reaches_on_average() -> None:
    assert found(SAVAGE).threshold == pytest.approx(14 / 3)


def test_where_less_is_better_the_smallest_is_best() -> None:
    result = found(SAVAGE, better="less", threshold=4.0)
    assert [item.worst_regret for item in result.options] == [6.0, 5.0, 4.0]
    assert [item.satisfied.count for item in result.options] == [2, 1, 3]
    assert result.minimax.name == "timid"


def test_states_keep_their_numbers() -> None:
    result = found(SAVAGE, states=np.array([17, 40, 99]))
    assert [item.worst_state for item in result.options] == [40, 17, 17]


def test_luck_alone_makes_a_regret_that_its_floor_does_not_show() -> None:
    # Two options that are the same: all regret is luck. With 20 runs of share 1/2 it is E max of two means, less 1/2.
    values = (np.random.default_rng(1).random((2, 2000, 20)) < 0.5).astype(float)
    for item in robustness(values, ["one", "other"], SHARE).options:
        assert item.regret.mean == pytest.approx(np.sqrt(0.25 / 20) / np.sqrt(np.pi), rel=0.1)
        assert item.regret_floor == pytest.approx(0, abs=0.006)
        assert item.worst_regret > 0.3
        assert item.worst_regret_floor < 0.2


def test_the_truth_lies_between_floor_and_estimate() -> None:
    chance = np.random.default_rng(2)
    level = np.stack([np.full(500, 0.4), chance.beta(2, 3, 500)])
    truth = (level.max(axis=0) - level).mean(axis=1)
    values = (chance.random((2, 500, 30)) < level[:, :, None]).astype(float)
    for item, regret in zip(robustness(values, ["one", "other"], SHARE).options, truth, strict=True):
        assert item.regret_floor < regret < (item.regret.mean or 0)


def test_states_with_too_few_runs_to_tell_are_undecided() -> None:
    few = (np.random.default_rng(3).random((2, 200, 4)) < 0.3).astype(float)
    many = (np.random.default_rng(3).random((2, 200, 400)) < 0.3).astype(float)
    few_undecided = robustness(few, ["a", "b"], SHARE, threshold=0.5).options[0].undecided
    assert few_undecided > 0.5
    assert robustness(many, ["a", "b"], SHARE, threshold=0.5).options[0].undecided == 0


@given(
    st.lists(st.lists(st.floats(-5, 5), min_size=3, max_size=3), min_size=2, max_size=3),
    st.floats(-3, 3),
    st.floats(0.5, 4),
)
def test_regret_follows_the_scale_and_forgets_the_origin(levels: list[list[float]], shift: float, scale: float) -> None:
    plain = found(levels)
    moved = found([[shift + scale * value for value in row] for row in levels])
    for one, other in zip(plain.options, moved.options, strict=True):
        assert other.worst_regret == pytest.approx(scale * one.worst_regret, abs=1e-9)
        assert other.regret.mean == pytest.approx(scale * (one.regret.mean or 0), abs=1e-9)
    assert min(item.regret.mean or 0 for item in plain.options) >= 0


def test_luck_that_all_states_share_makes_the_interval_wider() -> None:
    chance = np.random.default_rng(4)
    luck = chance.normal(size=(2, 1, 10))
    values = luck + 0.1 * chance.normal(size=(2, 300, 10))
    shared = robustness(values, ["a", "b"], MEAN, shared_luck=True).options[0].level
    apart = robustness(values, ["a", "b"], MEAN).options[0].level
    assert shared.high is not None
    assert apart.high is not None
    assert shared.high - (shared.mean or 0) > 5 * (apart.high - (apart.mean or 0))


@pytest.mark.parametrize("shape, noun", [((1, 3, 4), "options"), ((2, 1, 4), "states"), ((2, 3, 1), "runs")])
def test_what_cannot_be_compared_is_refused(shape: tuple[int, int, int], noun: str) -> None:
    with pytest.raises(InputError, match=f"at least two {noun}"):
        robustness(np.zeros(shape), ["a", "b"][: shape[0]], MEAN)


def test_the_frame_has_a_row_an_option() -> None:
    frame = found(SAVAGE).frame()
    assert frame["option"].tolist() == ["bold", "steady", "timid"]
    assert {"level", "regret", "regret_floor", "worst_regret", "satisfied_low", "undecided"} <= set(frame.columns)
