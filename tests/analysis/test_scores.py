"""Scores against closed forms, and that honesty pays."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.scores import brier, crps, cumulative_of, log_score, probabilities

WEIGHTS = st.lists(st.floats(0.01, 1), min_size=2, max_size=6)


def normalised(weights: list[float]) -> np.ndarray:
    array = np.array(weights)
    return array / array.sum()


@pytest.mark.parametrize("kinds", [2, 3, 6])
def test_equal_shares_score_what_they_must(kinds: int) -> None:
    shares = np.full(kinds, 1 / kinds)
    assert log_score(shares, 0) == pytest.approx(math.log(kinds))
    assert brier(shares, kinds - 1) == pytest.approx(1 - 1 / kinds)


def test_certainty_is_best_if_right_and_worst_if_wrong() -> None:
    assert brier([0, 1, 0], 1) == log_score([0, 1, 0], 1) == 0
    assert brier([0, 1, 0], 2) == 2
    assert log_score([0, 1, 0], 2) == math.inf


@given(st.lists(st.tuples(st.floats(0.01, 1), st.floats(0.01, 1)), min_size=2, max_size=6))
def test_nobody_expects_a_better_score_by_announcing_what_he_does_not_believe(pairs: list[tuple[float, float]]) -> None:
    believed, announced = (normalised([pair[side] for pair in pairs]) for side in (0, 1))
    for score in (brier, log_score):
        honest, other = (
            sum(p * score(told, kind) for kind, p in enumerate(believed)) for told in (believed, announced)
        )
        assert honest <= other + 1e-12
    distance = float(((believed - announced) ** 2).sum())
    excess = sum(p * (brier(announced, kind) - brier(believed, kind)) for kind, p in enumerate(believed))
    assert excess == pytest.approx(distance)  # closed form of what dishonesty costs


@given(st.lists(st.tuples(st.floats(0.01, 1), st.floats(0.01, 1)), min_size=2, max_size=9))
def test_the_ranked_score_is_proper_with_a_mass_at_never(pairs: list[tuple[float, float]]) -> None:
    """The last mass is that of not within the horizon."""
    believed, announced = (normalised([pair[side] for pair in pairs]) for side in (0, 1))
    came = [*range(1, len(pairs)), None]
    sums = [np.cumsum(shares)[:-1] for shares in (believed, announced)]
    honest, other = (sum(p * crps(told, t) for p, t in zip(believed, came, strict=True)) for told in sums)
    assert honest <= other + 1e-12
    assert other - honest == pytest.approx(float(((sums[0] - sums[1]) ** 2).sum()))


@given(st.integers(1, 40), st.integers(1, 41), st.integers(1, 41))
def test_of_a_sure_forecast_it_is_the_distance(horizon: int, told: int, came: int) -> None:
    """With never as the round behind the horizon."""
    cumulative = (np.arange(1, horizon + 1) >= told).astype(float)
    seen = came if came <= horizon else None
    behind = horizon + 1
    assert crps(cumulative, seen) == abs(min(told, behind) - min(came, behind))


@pytest.mark.parametrize("horizon, came", [(10, 1), (10, 4), (10, 10), (10, None)])
def test_of_a_uniform_forecast_it_has_a_closed_form(horizon: int, came: int | None) -> None:
    cumulative = np.arange(1, horizon + 1) / horizon
    last = horizon if came is None else came - 1
    before = sum((t / horizon) ** 2 for t in range(1, last + 1))
    after = sum((1 - t / horizon) ** 2 for t in range(last + 1, horizon + 1))
    assert crps(cumulative, came) == pytest.approx(before + after)


def test_it_is_the_mean_distance_less_half_the_spread() -> None:
    """The other form of the score (Gneiting & Raftery 2007), never counted as the round behind the horizon."""
    chance = np.random.default_rng(2)
    horizon = 12
    rounds = chance.integers(1, 18, 60).astype(float)
    placed = np.minimum(rounds, horizon + 1)
    for came in (1, 7, 12, None):
        at = horizon + 1 if came is None else came
        expected = np.abs(placed - at).mean() - np.abs(placed[:, None] - placed).mean() / 2
        assert crps(cumulative_of(rounds, horizon), came) == pytest.approx(expected)


def test_never_may_be_written_as_missing() -> None:
    assert cumulative_of([1, 3, np.nan, 9], 4) == pytest.approx([0.25, 0.25, 0.5, 0.5])


@given(st.lists(st.integers(0, 500), min_size=2, max_size=6))
def test_what_never_came_is_not_impossible(counts: list[int]) -> None:
    shares = probabilities(counts)
    assert shares.sum() == pytest.approx(1)
    assert (shares > 0).all()
    assert list(np.argsort(counts, kind="stable")) == list(np.argsort(shares, kind="stable"))
    assert probabilities([0, 0]) == pytest.approx([0.5, 0.5])
    assert probabilities([2000, 0])[1] == pytest.approx(0.5 / 2001)


@pytest.mark.parametrize("shares", [[0.5, 0.6], [-0.1, 1.1], [], [[0.5, 0.5]]])
def test_what_is_no_distribution_is_refused(shares: list[float]) -> None:
    for score in (brier, log_score):
        with pytest.raises(ValueError, match="add up to 1"):
            score(shares, 0)


@pytest.mark.parametrize("cumulative, came", [([0.5, 0.4], None), ([0.5, 1.2], 1), ([], None), ([0.5], 2), ([0.5], 0)])
def test_what_is_no_course_is_refused(cumulative: list[float], came: int | None) -> None:
    with pytest.raises(ValueError, match=r"cumulative|came"):
        crps(cumulative, came)


def test_counts_and_rounds_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="counts"):
        probabilities([-1, 2])
    with pytest.raises(ValueError, match="rounds"):
        cumulative_of([0, 2], 4)
