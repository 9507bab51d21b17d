import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.beliefs import chance_of_higher, expected_chance, updated

MEAN = st.floats(-1.0, 1.0)
VARIANCE = st.floats(0.0, 1.0)
NOISE = st.floats(1e-6, 1.0)
DOUBT = st.floats(0.001, 0.999)
BATTLES = st.lists(st.booleans(), max_size=60)


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


# Two types -----------------------------------------------------------------------------------------------------------


@given(prior=DOUBT, one=DOUBT, other=DOUBT, battles=BATTLES)
def test_two_types_are_told_apart_by_bayes_rule_battle_by_battle(prior, one, other, battles):
    low, high = sorted((one, other))
    belief = prior
    for won in battles:
        likely, else_likely = (high, low) if won else (1 - high, 1 - low)
        belief = belief * likely / (belief * likely + (1 - belief) * else_likely)
    won = sum(battles)
    found = chance_of_higher(prior, low, high, won, len(battles) - won)
    assert 0.0 <= found <= 1.0
    assert found == pytest.approx(belief, rel=1e-6, abs=1e-12)


@given(prior=DOUBT, low=st.floats(0.01, 0.45), won=st.integers(0, 1000), lost=st.integers(0, 1000))
def test_types_that_mirror_each_other_are_told_apart_by_the_lead_alone(prior, low, won, lost):
    ahead, behind = max(won - lost, 0), max(lost - won, 0)
    expected = chance_of_higher(prior, low, 1 - low, ahead, behind)
    assert chance_of_higher(prior, low, 1 - low, won, lost) == pytest.approx(expected, rel=1e-6, abs=1e-9)


@given(prior=DOUBT, low=st.floats(0.01, 0.45), won=st.integers(0, 500), lost=st.integers(0, 500))
def test_either_side_of_a_war_draws_the_mirrored_conclusion(prior, low, won, lost):
    # what the first gives to winning often, the second gives to its own losing often
    first = chance_of_higher(prior, low, 1 - low, won, lost)
    second = chance_of_higher(1 - prior, low, 1 - low, lost, won)
    assert first + second == pytest.approx(1.0, abs=1e-9)


def test_a_war_of_ten_thousand_battles_is_no_number_too_large():
    assert chance_of_higher(0.5, 1e-9, 1 - 1e-9, 10_000, 0) == 1.0
    assert chance_of_higher(0.5, 1e-9, 1 - 1e-9, 0, 10_000) == 0.0


# Beta ----------------------------------------------------------------------------------------------------------------


@given(mean=DOUBT, other=DOUBT, strength=st.floats(0.01, 1e4), won=st.integers(0, 500), lost=st.integers(0, 500))
def test_how_far_two_beta_beliefs_are_apart_depends_on_the_number_of_battles_alone(mean, other, strength, won, lost):
    gap = expected_chance(mean, strength, won, lost) - expected_chance(other, strength, won, lost)
    assert gap == pytest.approx((mean - other) * strength / (strength + won + lost), abs=1e-12)


@given(mean=DOUBT, strength=st.floats(0.01, 1e4), battles=BATTLES)
def test_what_was_learnt_is_the_prior_of_the_next_battle(mean, strength, battles):
    belief, weight = mean, strength
    for won in battles:
        belief, weight = expected_chance(belief, weight, won, not won), weight + 1
    found = expected_chance(mean, strength, sum(battles), len(battles) - sum(battles))
    assert found == pytest.approx(belief, abs=1e-9)


def test_a_uniform_prior_is_the_rule_of_succession():
    assert expected_chance(0.5, 2.0, 7, 3) == pytest.approx((7 + 1) / (10 + 2))
