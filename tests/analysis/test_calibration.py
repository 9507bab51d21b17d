"""Forecasters that are right, too sure, and not sure enough."""

import numpy as np
import pytest

from sim.analysis.calibration import calibration, surprise


def questions(sharpened: float, seed: int = 3, number: int = 400) -> tuple[list[np.ndarray], list[int]]:
    """Questions with three answers, told by probabilities that are sharper than the truth by an exponent."""
    chance = np.random.default_rng(seed)
    truth = chance.dirichlet([1.0, 1.0, 1.0], number)
    happened = [int(chance.choice(3, p=shares)) for shares in truth]
    told = truth**sharpened
    return list(told / told.sum(axis=1, keepdims=True)), happened


def test_a_forecaster_who_is_right_lies_within_his_bars() -> None:
    shares, happened = questions(1.0)
    bins = calibration(shares, happened)
    assert all(item.consistent for item in bins)
    assert sum(item.answers for item in bins) == 3 * 400
    assert sum(item.answers * item.came for item in bins) == pytest.approx(400)
    assert sum(item.answers * item.said for item in bins) == pytest.approx(400)


def test_who_is_too_sure_sees_the_unlikely_come_too_often() -> None:
    shares, happened = questions(3.0)
    bins = calibration(shares, happened)
    assert bins[0].came > bins[0].high
    assert bins[-1].came < bins[-1].low


def test_bars_are_those_of_a_binomial_where_questions_are_coins() -> None:
    """Of 200 coins of 0.4, the middle 90% are 0.4 +- 1.645 * sqrt(0.4 * 0.6 / 200)."""
    (low, high) = calibration([np.array([0.4, 0.6])] * 200, [0] * 80 + [1] * 120)
    assert (low.said, low.came) == pytest.approx((0.4, 0.4))
    half = 1.645 * np.sqrt(0.24 / 200)
    assert (low.low, low.high) == pytest.approx((0.4 - half, 0.4 + half), abs=0.012)
    assert (high.low, high.high) == pytest.approx((1 - low.high, 1 - low.low))


def test_surprise_tells_the_too_sure_from_the_unsure() -> None:
    level = np.full(400, 1 / 400)
    found = {power: surprise(*questions(power), level) for power in (1.0, 3.0, 0.3)}
    assert 0.05 < found[1.0].as_bad < 0.95
    assert found[3.0].as_bad < 0.01
    assert found[0.3].as_bad > 0.99


def test_expected_score_is_the_entropy() -> None:
    shares = np.array([0.5, 0.25, 0.25])
    found = surprise([shares], [0], np.array([1.0]))
    assert found.score == pytest.approx(np.log(2))
    assert found.as_bad == 1
    assert found.expected == pytest.approx(1.5 * np.log(2), abs=4 * 0.35 / np.sqrt(4000))
