"""Statistics against closed forms and known values."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.summary.estimates import (
    Points,
    mean_of,
    quantiles_of,
    range_over_draws,
    share_of,
    split_of,
    wilson,
)


def pairs(chance: np.random.Generator, points: int, a: float, b: float, size: int = 2) -> tuple[np.ndarray, Points]:
    """Runs in groups of `size`, each group with a probability of its own from Beta(a, b)."""
    probability = np.repeat(chance.beta(a, b, points), size)
    return chance.random(points * size) < probability, Points.of(np.repeat(np.arange(points), size))


@pytest.mark.parametrize("count, runs", [(0, 10), (1, 10), (5, 10), (81, 263), (10, 10), (4600, 10_000)])
def test_wilson_interval_of_independent_runs_is_scipys(count: int, runs: int) -> None:
    expected = stats.binomtest(count, runs).proportion_ci(0.95, method="wilson")
    low, high = wilson(count / runs, runs)
    assert float(low) == pytest.approx(expected.low, abs=1e-12)
    assert float(high) == pytest.approx(expected.high, abs=1e-12)


def test_wilson_interval_of_81_in_263_is_newcombes() -> None:
    # Newcombe (1998), Statistics in Medicine 17, 857-872, Table I, method 3: to the four digits printed there
    low, high = wilson(81 / 263, 263)
    assert (round(float(low), 4), round(float(high), 4)) == (0.2553, 0.3662)


def test_share_of_one_run_a_point_is_the_share_of_independent_runs() -> None:
    hits = np.arange(100) < 30
    share = share_of(hits, Points.of(np.arange(100)))
    assert share.effective == 100
    assert (share.low, share.high) == tuple(float(end) for end in wilson(0.3, 100))


def test_pairs_that_always_agree_are_worth_half_as_many_runs() -> None:
    hits = np.repeat(np.arange(500) < 150, 2)
    share = share_of(hits, Points.of(np.repeat(np.arange(500), 2)))
    assert share.effective == pytest.approx(500, rel=1e-9)


def test_pairs_that_never_agree_count_as_independent() -> None:
    hits = np.tile([True, False], 500)
    assert share_of(hits, Points.of(np.repeat(np.arange(500), 2))).effective == 1000


def test_effective_size_is_runs_over_one_plus_the_correlation_of_pairs() -> None:
    chance = np.random.default_rng(3)
    hits, points = pairs(chance, 4000, 2, 3)
    first, second = hits[::2].astype(float), hits[1::2].astype(float)
    p = hits.mean()
    rho = ((first - p) * (second - p)).mean() / (p * (1 - p))
    # the covariance of the two indicators; the analysis of variance only removes its bias of order 1 / points
    assert share_of(hits, points).effective == pytest.approx(8000 / (1 + rho), rel=1e-3)


def test_an_outcome_that_never_came_is_bounded_by_the_number_of_points() -> None:
    share = share_of(np.zeros(1000, dtype=bool), Points.of(np.repeat(np.arange(500), 2)))
    assert (share.share, share.low) == (0.0, 0.0)
    assert share.high == pytest.approx(1.959964**2 / (500 + 1.959964**2), rel=1e-5)


def test_a_share_of_nothing_is_unknown() -> None:
    share = share_of(np.zeros(0, dtype=bool), Points.of(np.zeros(0, dtype=int)))
    assert (share.share, share.low, share.high, share.of) == (None, 0.0, 1.0, 0)


def test_a_point_cut_in_half_by_the_last_run_does_no_harm() -> None:
    chance = np.random.default_rng(8)
    hits, points = pairs(chance, 1000, 2, 2)
    odd = Points.of(np.repeat(np.arange(1000), 2)[:-1])
    assert share_of(hits[:-1], odd).effective == pytest.approx(share_of(hits, points).effective, rel=5e-3)


@pytest.mark.parametrize("a, b, size", [(2.0, 3.0, 2), (0.5, 1.5, 2), (2.0, 3.0, 5)])
def test_split_and_range_recover_the_beta_distribution_of_the_points(a: float, b: float, size: int) -> None:
    hits, points = pairs(np.random.default_rng(7), 40_000, a, b, size)
    split = split_of(hits, points)
    assert split is not None
    rho = 1 / (a + b + 1)
    assert split.parameters == pytest.approx(rho, abs=0.02)
    assert split.parameters + split.chance == pytest.approx(1)
    low, high = range_over_draws(float(hits.mean()), split.parameters)
    assert low == pytest.approx(stats.beta(a, b).ppf(0.1), abs=0.02)
    assert high == pytest.approx(stats.beta(a, b).ppf(0.9), abs=0.02)


def test_split_is_not_to_be_had_with_one_run_a_point() -> None:
    assert split_of(np.arange(50) % 2 == 0, Points.of(np.arange(50))) is None


def test_range_over_draws_closes_without_and_opens_with_full_correlation() -> None:
    assert range_over_draws(0.3, 0.0) == (0.3, 0.3)
    assert range_over_draws(0.3, 1.0) == (0.0, 1.0)
    assert range_over_draws(0.05, 1.0) == (0.0, 0.0)
    assert range_over_draws(0.95, 1.0) == (1.0, 1.0)


REPETITIONS = 1000


def covered(draw: Callable[..., Any], estimate: Callable[..., tuple[float, float]], truth: float) -> float:
    """Share of repetitions whose interval holds the truth."""
    chance = np.random.default_rng(20251127)
    hits = 0
    for _ in range(REPETITIONS):
        low, high = estimate(*draw(chance))
        hits += low <= truth <= high
    return hits / REPETITIONS


@pytest.mark.parametrize("a, b", [(1.0, 1.0), (0.6, 2.4), (5.0, 3.0)])
def test_intervals_of_shares_cover_with_clustered_pairs(a: float, b: float) -> None:
    def interval(hits: np.ndarray, points: Points) -> tuple[float, float]:
        share = share_of(hits, points)
        return share.low, share.high

    assert 0.93 <= covered(lambda chance: pairs(chance, 400, a, b), interval, a / (a + b)) <= 0.97


def test_intervals_of_the_part_of_parameters_cover() -> None:
    def interval(hits: np.ndarray, points: Points) -> tuple[float, float]:
        split = split_of(hits, points)
        assert split is not None
        return split.low, split.high

    assert 0.93 <= covered(lambda chance: pairs(chance, 800, 2, 2), interval, 0.2) <= 0.97


def clustered_normal(chance: np.random.Generator, points: int = 300) -> tuple[np.ndarray, Points]:
    values = np.repeat(chance.normal(0, 1, points), 2) + chance.normal(0, 1, 2 * points)
    return values, Points.of(np.repeat(np.arange(points), 2))


def test_intervals_of_means_cover_with_clustered_pairs() -> None:
    def interval(values: np.ndarray, points: Points) -> tuple[float, float]:
        mean = mean_of(values, points)
        assert mean.low is not None
        assert mean.high is not None
        return mean.low, mean.high

    assert 0.93 <= covered(clustered_normal, interval, 0.0) <= 0.97


def test_intervals_of_medians_cover_with_clustered_pairs() -> None:
    def interval(values: np.ndarray, points: Points) -> tuple[float, float]:
        (median,) = quantiles_of(values, points, (0.5,))
        return median.low, median.high

    assert 0.93 <= covered(clustered_normal, interval, 0.0) <= 0.97


def test_quantiles_are_values_that_occurred() -> None:
    values = np.array([1.0, 2.0, 4.0, 8.0])
    found = quantiles_of(values, Points.of(np.arange(4)), (0.25, 0.5, 0.75))
    assert [item.value for item in found] == [1.0, 2.0, 4.0]


def test_mean_of_one_point_has_no_interval() -> None:
    mean = mean_of(np.array([1.0, 3.0]), Points.of(np.array([0, 0])))
    assert (mean.mean, mean.low, mean.high) == (2.0, None, None)
