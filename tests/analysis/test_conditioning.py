"""Weighted runs: what is left, what is expected of them, and what moved, against closed forms."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.analysis.clusters import Clusters
from sim.analysis.conditioning import (
    agreements,
    change_of,
    effective_runs,
    held,
    holm,
    measured,
    shifts_of,
    uniform_distance,
    weighted_mean,
    weighted_quantiles,
    weights_of,
)
from sim.analysis.update_words import moved

SEEN = 1.2


def normal_case(runs: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """A standard normal parameter and the weights of having measured it as 1.2 with an error of 1."""
    theta = np.random.default_rng(seed).normal(size=runs)
    return theta, weights_of(measured(theta, SEEN, 1.0)[None])


def test_a_measured_number_gives_the_conjugate_posterior() -> None:
    theta, weights = normal_case(400_000)
    found = weighted_mean(theta, weights, Clusters.of(np.arange(theta.size)), "mean")
    assert found.mean == pytest.approx(SEEN / 2, abs=0.006)
    low, middle, high = weighted_quantiles(theta, weights, (0.1, 0.5, 0.9))
    spread = math.sqrt(0.5)
    assert middle == pytest.approx(SEEN / 2, abs=0.008)
    assert high - low == pytest.approx(2 * stats.norm.ppf(0.9) * spread, abs=0.015)


def test_the_effective_number_is_that_of_the_normal_case() -> None:
    # E[w]^2 / E[w^2] with w = exp(-(x - y)^2 / 2): sqrt(3) / 2 exp(-y^2 / 6)
    theta, weights = normal_case(200_000)
    part = effective_runs(weights, Clusters.of(np.arange(theta.size))) / theta.size
    assert part == pytest.approx(math.sqrt(3) / 2 * math.exp(-(SEEN**2) / 6), abs=0.005)


def test_events_reject_and_what_is_left_is_counted() -> None:
    agrees = np.arange(1000) % 4 == 0
    other = np.arange(1000) % 3 == 0
    logs = np.stack([held(agrees), held(other)])
    first, second = agreements(["one", "two"], [1, 2], logs)
    assert first.alone == first.so_far == pytest.approx(0.25)
    assert second.alone == pytest.approx(0.334)
    assert second.so_far == pytest.approx((agrees & other).mean())
    weights = weights_of(logs)
    assert set(weights) == {0.0, 1.0}
    np.testing.assert_array_equal(weights > 0, agrees & other)


def test_where_no_run_agrees_nothing_is_left() -> None:
    weights = weights_of(np.stack([held(np.zeros(10, dtype=bool)), held(np.ones(10, dtype=bool))]))
    assert effective_runs(weights, Clusters.of(np.arange(10))) == 0.0


def test_far_from_a_measured_number_is_left_out() -> None:
    logs = measured(np.array([0.0, 0.59, 0.61]), 0.0, 0.1)
    assert np.isfinite(logs).tolist() == [True, True, False]


def test_runs_of_a_draw_count_once() -> None:
    weights = np.ones(100)
    assert effective_runs(weights, Clusters.of(np.arange(100) // 2)) == pytest.approx(50)


@pytest.mark.parametrize("kind", ["share", "mean"])
def test_intervals_hold_the_conditional_value_in_95_of_100_cases(kind: str) -> None:
    # y depends on the parameter, and two runs share one; the truth is known from the posterior N(0.6, 1/2)
    # P(theta + noise > 0.8) and E[theta] given what was seen
    truth = stats.norm.sf(0.8, SEEN / 2, math.sqrt(0.5 + 1)) if kind == "share" else SEEN / 2
    rng = np.random.default_rng(11)
    clusters = Clusters.of(np.arange(600) // 2)
    covered = 0
    repeats = 1000
    for _ in range(repeats):
        theta = np.repeat(rng.normal(size=300), 2)
        weights = weights_of(measured(theta, SEEN, 1.0)[None])
        noisy = theta + rng.normal(size=600)
        values = (noisy > 0.8).astype(float) if kind == "share" else noisy
        found = weighted_mean(values, weights, clusters, kind)
        assert found.low is not None
        assert found.high is not None
        covered += bool(found.low <= truth <= found.high)
    assert 0.93 <= covered / repeats <= 0.97


def test_a_share_that_no_run_left_has_is_not_known_to_be_zero() -> None:
    clusters = Clusters.of(np.arange(1000))
    rare = np.zeros(1000)
    rare[:3] = 1
    weights = np.zeros(1000)
    weights[500:600] = 1
    found = change_of("rare", "Rare", "share of runs", "share", rare, weights, clusters)
    assert found.after.mean == 0.0
    assert found.after.high == pytest.approx(1.96**2 / (100 + 1.96**2), abs=0.001)
    assert found.change.low is not None
    assert found.change.high is not None
    assert found.change.low < 0 < found.change.high


def test_no_weight_at_all_changes_nothing() -> None:
    values = np.random.default_rng(1).normal(size=500)
    found = change_of("x", "X", "", "mean", values, np.ones(500), Clusters.of(np.arange(500)))
    assert found.change.mean == 0.0
    assert found.change.low == pytest.approx(0.0, abs=1e-12)
    assert found.before == found.after
    assert found.quantiles_before == found.quantiles_after


def test_a_change_allows_for_being_of_the_same_runs() -> None:
    # nearly all runs are left: far less uncertain than two separate ensembles
    rng = np.random.default_rng(4)
    values = rng.normal(size=2000)
    weights = (rng.random(2000) < 0.97).astype(float)
    found = change_of("x", "X", "", "mean", values, weights, Clusters.of(np.arange(2000)))
    assert found.change.high is not None
    assert found.change.low is not None
    assert found.after.high is not None
    assert found.after.low is not None
    assert found.change.high - found.change.low < 0.3 * (found.after.high - found.after.low)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_corrected_chances_are_no_smaller_and_keep_their_order(chances: list[float]) -> None:
    corrected = holm(chances)
    assert all(after >= before for before, after in zip(chances, corrected, strict=True))
    assert all(after <= 1 for after in corrected)
    ranked = [corrected[n] for n in sorted(range(len(chances)), key=lambda n: chances[n])]
    assert ranked == sorted(ranked)


def test_holm_on_a_textbook_case() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx((0.03, 0.06, 0.06))


def test_the_distance_is_scipy_s_where_all_weigh_the_same() -> None:
    places = np.random.default_rng(2).random(200) ** 1.3
    expected = stats.kstest(places, "uniform").statistic
    assert uniform_distance(places, np.ones(200)) == pytest.approx(expected)


def test_what_moved_is_found_and_what_did_not_is_left_alone() -> None:
    rng = np.random.default_rng(7)
    alarms = 0
    for _ in range(200):
        cube = rng.random((2000, 20))
        weights = weights_of(measured(cube[:, :1].sum(axis=1), 0.8, 0.2)[None])
        effective = effective_runs(weights, Clusters.of(np.arange(2000)))
        before = np.repeat(np.array([[0.1], [0.5], [0.9]]), 20, axis=1)
        paths = [f"p{n}" for n in range(20)]
        found = moved(shifts_of(paths, cube, cube, before, weights, effective))
        assert found[0].path == "p0"
        assert found[0].places[1] > 0.6
        alarms += len(found) > 1
    # the chance of any false alarm among 19 is at most 5%: 200 cases, three standard errors
    assert alarms / 200 <= 0.05 + 3 * math.sqrt(0.05 * 0.95 / 200)
