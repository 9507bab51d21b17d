"""Times of events and cumulative incidence."""

import numpy as np
import pytest

from sim.summary.estimates import Points, share_of
from sim.summary.timing import aalen_johansen, curve_of, incidence, when_of


def test_without_censoring_aalen_johansen_is_the_share_of_runs_by_then() -> None:
    chance = np.random.default_rng(5)
    time = chance.integers(1, 60, 3000).astype(float)
    event = chance.integers(0, 3, 3000)
    times, estimate = aalen_johansen(time, event, 3)
    empirical = np.array([[np.mean((event == k) & (time <= t)) for k in range(3)] for t in times])
    assert estimate == pytest.approx(empirical, abs=1e-12)
    assert estimate[-1].sum() == pytest.approx(1)


def test_with_censoring_aalen_johansen_gives_the_textbook_values() -> None:
    # six runs: events at 1 (a), 2 (b), 4 (a), 5 (b); censored at 3 and 5
    # S(t-) d/n: a 1/6; b 5/6 * 1/5; a 4/6 * 1/3; b 4/9 * 1/2
    time = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 5.0])
    event = np.array([0, 1, -1, 0, 1, -1])
    times, estimate = aalen_johansen(time, event, 2)
    assert times.tolist() == [1, 2, 4, 5]
    assert estimate == pytest.approx(np.array([[1, 0], [1, 1], [7 / 3, 1], [7 / 3, 7 / 3]]) / 6, abs=1e-12)


def test_one_risk_with_censoring_is_one_minus_kaplan_meier() -> None:
    time = np.array([1.0, 2.0, 2.0, 3.0, 4.0])
    event = np.array([0, -1, 0, 0, -1])
    _, estimate = aalen_johansen(time, event, 1)
    assert 1 - estimate[:, 0] == pytest.approx([4 / 5, 4 / 5 * 3 / 4, 4 / 5 * 3 / 4 * 1 / 2])


def test_a_curve_counts_runs_by_round_and_takes_the_interval_of_that_share() -> None:
    chance = np.random.default_rng(9)
    points = Points.of(np.repeat(np.arange(500), 2))
    rounds = np.where(chance.random(1000) < 0.6, chance.integers(1, 30, 1000), np.nan)
    curve = curve_of(rounds, points)
    for position, step in enumerate(curve.rounds):
        expected = share_of(rounds <= step, points) if step else None
        if expected is None:
            assert (curve.share[0], curve.low[0], curve.high[0]) == (0, 0, 0)
        else:
            assert curve.share[position] == pytest.approx(expected.share)
            assert curve.low[position] == pytest.approx(expected.low)
            assert curve.high[position] == pytest.approx(expected.high)


def test_a_curve_can_be_asked_at_any_round() -> None:
    curve = curve_of(np.array([3.0, np.nan, 5.0, np.nan]), Points.of(np.arange(4)))
    assert [curve.at(step) for step in (0, 2, 3, 4, 5, 99)] == [0, 0, 0.25, 0.25, 0.5, 0.5]


def test_incidence_of_competing_outcomes_ends_at_their_shares() -> None:
    chance = np.random.default_rng(2)
    outcome = chance.integers(0, 3, 400)
    ended = chance.integers(1, 20, 400).astype(float)
    curves = incidence(ended, outcome, {"a": 0, "b": 1, "c": 2}, Points.of(np.arange(400)))
    shares = [curves[name].share[-1] for name in "abc"]
    assert shares == pytest.approx([np.mean(outcome == code) for code in range(3)])


def test_an_event_that_never_happens_has_no_time_and_a_flat_curve() -> None:
    never = np.full(10, np.nan)
    points = Points.of(np.arange(10))
    assert when_of(never, points) is None
    assert curve_of(never, points).at(50) == 0


def test_times_are_quartiles_among_the_runs_in_which_it_happened() -> None:
    when = when_of(np.array([np.nan, 10.0, 20.0, 30.0, 40.0, np.nan]), Points.of(np.arange(6)))
    assert when is not None
    assert (when.first_quartile, when.median, when.third_quartile) == (10, 20, 30)
