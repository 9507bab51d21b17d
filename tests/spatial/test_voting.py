"""Votes by hand for three actors: at 0, 0.4 and 1."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.spatial.voting import distances, unbeaten, votes, weighted_mean, weighted_median, win_probabilities

POSITION = np.array([[0.0, 0.4, 1.0]])
WEIGHT = np.array([[0.4, 0.3, 0.3]])


def test_votes_are_weight_times_how_much_closer() -> None:
    found = votes(distances(POSITION), WEIGHT)[0]
    assert found[0, 2] == pytest.approx(0.4 * 1.0 + 0.3 * 0.2 - 0.3 * 1.0)
    assert found[1, 2] == pytest.approx(0.4 * 0.6 + 0.3 * 0.6 - 0.3 * 0.6)
    assert found[1, 0] == pytest.approx(-0.4 * 0.4 + 0.3 * 0.4 + 0.3 * 0.4)
    assert np.allclose(found, -found.T)


def test_the_position_in_the_middle_of_the_weight_is_beaten_by_none() -> None:
    assert weighted_median(POSITION, WEIGHT).tolist() == [0.4]
    assert unbeaten(distances(POSITION), WEIGHT).tolist() == [[False, True, False]]


def test_the_mean_is_by_weight() -> None:
    assert weighted_mean(POSITION, 10 * WEIGHT) == pytest.approx([0.3 * 0.4 + 0.3 * 1.0])


def test_half_the_weight_on_either_side_ties_two_positions_and_the_median_is_between() -> None:
    weight = np.array([[0.5, 0.2, 0.3]])
    assert weighted_median(POSITION, weight).tolist() == [0.2]
    assert unbeaten(distances(POSITION), weight).tolist() == [[True, True, False]]


def test_who_prevails_is_who_more_is_brought_to_bear_for() -> None:
    found = win_probabilities(distances(POSITION), WEIGHT)[0]
    assert found[0, 2] == pytest.approx(0.46 / 0.76)
    assert found[2, 0] == pytest.approx(0.30 / 0.76)
    assert found[1, 0] == pytest.approx(0.24 / 0.40)
    assert np.diag(found).tolist() == [0.5, 0.5, 0.5]


groups = st.lists(st.tuples(st.integers(0, 10), st.integers(1, 9)), min_size=2, max_size=7)


@given(groups)
def test_the_median_is_a_condorcet_winner(group: list[tuple[int, int]]) -> None:
    position, weight = (np.array([column], dtype=float) for column in zip(*group, strict=True))
    best = position[0][unbeaten(distances(position), weight)[0]]
    assert best.size
    assert best.min() <= weighted_median(position, weight)[0] <= best.max()


@given(groups)
def test_one_of_two_prevails(group: list[tuple[int, int]]) -> None:
    position, weight = (np.array([column], dtype=float) for column in zip(*group, strict=True))
    found = win_probabilities(distances(position), weight)[0]
    assert np.allclose(found + found.T, 1.0)
    assert ((found >= 0) & (found <= 1)).all()
