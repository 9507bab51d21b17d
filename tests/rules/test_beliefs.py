import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.beliefs import updated

MEAN = st.floats(-1.0, 1.0)
VARIANCE = st.floats(0.0, 1.0)
NOISE = st.floats(1e-6, 1.0)


@given(mean=MEAN, variance=VARIANCE, move=MEAN, noise=NOISE, change=VARIANCE)
def test_the_new_mean_lies_between_belief_and_news(mean, variance, move, noise, change):
    after, spread = updated(mean, variance, move, noise, change)
    assert min(mean, move) - 1e-12 <= after <= max(mean, move) + 1e-12
    assert 0.0 <= spread <= variance + change + 1e-12
    assert spread <= noise + 1e-12


@given(mean=MEAN, move=MEAN, noise=NOISE)
def test_who_is_certain_learns_nothing(mean, move, noise):
    assert updated(mean, 0.0, move, noise, 0.0) == (mean, 0.0)


@given(mean=MEAN, move=MEAN)
def test_certainty_stays_certain_where_the_noise_is_too_small_to_square(mean, move):
    assert updated(mean, 0.0, move, 0.0, 0.0) == (mean, 0.0)


@given(mean=MEAN, variance=st.floats(1e-4, 1.0), move=MEAN, noise=NOISE)
def test_optimism_of_either_side_gives_way_alike(mean, variance, move, noise):
    after, spread = updated(mean, variance, move, noise, 0.0)
    mirrored, same = updated(-mean, variance, -move, noise, 0.0)
    assert mirrored == -after
    assert same == spread


@given(variance=st.floats(1e-4, 1.0), more=st.floats(0.0, 1.0), noise=NOISE)
def test_the_less_certain_follow_the_news_further(variance, more, noise):
    assert updated(0.0, variance + more, 0.5, noise, 0.0)[0] >= updated(0.0, variance, 0.5, noise, 0.0)[0] - 1e-12


@given(moves=st.lists(st.floats(-0.1, 0.1), min_size=1, max_size=30), prior=st.floats(1e-4, 1e-2))
def test_without_change_it_is_the_posterior_of_normal_theory(moves, prior):
    noise = 4e-4
    mean, variance = 0.01, prior
    for move in moves:
        mean, variance = updated(mean, variance, move, noise, 0.0)
    precision = 1 / prior + len(moves) / noise
    assert variance == pytest.approx(1 / precision)
    assert mean == pytest.approx((0.01 / prior + np.sum(moves) / noise) / precision, abs=1e-12)


def test_with_change_the_variance_settles_at_the_fixed_point_of_the_filter():
    noise, change = 4e-4, 1e-6
    variance = 0.1
    for _ in range(2000):
        _, variance = updated(0.0, variance, 0.0, noise, change)
    # (P + q) R / (P + q + R) = P
    assert (variance + change) * noise / (variance + change + noise) == pytest.approx(variance, rel=1e-9)
