"""Utilities, expected gains, risk and regions by hand."""

import numpy as np
import pytest

from sim.errors import InputError
from sim.spatial.challenges import expected_gains, risk_exponents, utility
from sim.spatial.moves import REGIONS, accepted, regions, steps
from sim.spatial.settings import Settings
from sim.spatial.voting import distances

NEUTRAL = np.ones((1, 1, 1))
NAN = np.nan


def test_a_neutral_actors_utility_is_twice_the_change() -> None:
    change = np.array([-1.0, -0.25, 0.0, 0.5, 1.0])
    assert np.allclose(utility(change, np.array(1.0)), 2 * change)


def test_a_low_exponent_weighs_gains_more_and_a_high_one_losses() -> None:
    def weighed(risk: float) -> float:
        up, same, down = utility(np.array([0.5, 0.0, -0.5]), np.array(risk))
        return float((up - same) / (same - down))

    assert weighed(0.5) == pytest.approx((0.5**0.5 - 0.25**0.5) / (0.75**0.5 - 0.5**0.5))
    assert weighed(0.5) > 1 > weighed(2.0)


def gain_of(distance: float, salience: float, win: float, to_median: float = 0.0, status_quo: float = 1.0) -> float:
    """What the first of two neutral actors expects from the second."""
    apart = np.array([[[0.0, distance], [distance, 0.0]]])
    chance = np.full((1, 2, 2), win)
    care = np.array([[1.0, salience]])
    found = expected_gains(apart, care, chance, NEUTRAL, np.array([[to_median, 0.0]]), status_quo)
    return float(found[0, 0, 1])


def test_a_target_that_resists_for_sure_is_a_lottery() -> None:
    assert gain_of(1.0, 1.0, 0.75) == pytest.approx(0.75 * 2 - 0.25 * 2)


def test_a_target_that_does_not_care_gives_in() -> None:
    assert gain_of(0.6, 0.0, 0.1) == pytest.approx(2 * 0.6)


def test_a_target_resists_as_often_as_it_cares() -> None:
    assert gain_of(0.5, 0.4, 0.25) == pytest.approx(0.4 * (0.25 * 1 - 0.75 * 1) + 0.6 * 1)


def test_what_might_come_without_a_challenge_is_set_against_it() -> None:
    # the median is nearer (0.1) than the target (0.5): waiting is worth half of 0.6, times 2, with probability 0.5
    assert gain_of(0.5, 0.0, 0.5, to_median=0.1, status_quo=0.5) == pytest.approx(1.0 - 0.5 * 0.6)
    # it is farther (0.7): waiting costs
    assert gain_of(0.5, 0.0, 0.5, to_median=0.7, status_quo=0.5) == pytest.approx(1.0 + 0.5 * 1.2)


def test_the_most_exposed_takes_most_risk() -> None:
    gains = np.array([[[0.0, 1.0, 1.0], [1.0, 0.0, 1.0], [2.0, 0.0, 0.0]]])  # exposure 3, 1, 2
    assert risk_exponents(gains)[0].tolist() == pytest.approx([0.5, 2.0, 1.0])


def test_where_all_are_exposed_alike_all_are_neutral() -> None:
    assert risk_exponents(np.zeros((1, 3, 3)))[0].tolist() == [1.0, 1.0, 1.0]


def test_the_four_regions() -> None:
    gain = np.array([-1.0, 2.0, 1.0, 1.0])
    answer = np.array([1.0, -1.0, -2.0, 0.5])
    assert [REGIONS[code] for code in regions(gain, answer)] == [*REGIONS]


def asked_of(gain: float, answer: float, settings: Settings | None = None) -> float:
    """How far an actor at 0 asks one at 1 to move."""
    one, other = (np.array([[[NAN, value], [NAN, NAN]]]) for value in (gain, answer))
    return float(steps(np.array([[0.0, 1.0]]), one, other, settings or Settings())[0, 0, 1])


def test_a_compromise_goes_as_far_as_the_losses_in_prospect() -> None:
    assert asked_of(2.0, -0.5) == pytest.approx(-0.25)
    assert asked_of(0.5, -2.0) == -1.0
    assert np.isnan(asked_of(-0.5, 2.0))


def test_a_confrontation_ends_as_it_is_read() -> None:
    stronger = Settings(confrontation="stronger")
    assert np.isnan(asked_of(2.0, 1.0))
    assert asked_of(2.0, 1.0, stronger) == -1.0
    assert np.isnan(asked_of(1.0, 2.0, stronger))
    assert np.isnan(asked_of(1.0, 1.0, stronger))


def step_of(asked: list[float], gain: list[float], settings: Settings) -> float:
    """The step of one target that all of these are asked of."""
    wide = np.full((1, len(asked), len(asked)), NAN)
    merit = np.zeros_like(wide)
    wide[0, :, 0], merit[0, :, 0] = asked, gain
    return float(accepted(wide, merit, settings)[0, 0])


def test_the_strongest_or_the_nearest_is_followed_and_equals_are_met_in_the_middle() -> None:
    strongest, nearest = Settings(), Settings(choice="nearest")
    assert step_of([NAN, 0.5, -0.1], [0.0, 2.0, 1.0], strongest) == 0.5
    assert step_of([NAN, 0.5, -0.1], [0.0, 2.0, 1.0], nearest) == -0.1
    assert step_of([NAN, 0.5, -0.1], [0.0, 2.0, 2.0], strongest) == -0.1
    assert step_of([NAN, 0.5, -0.5], [0.0, 2.0, 2.0], strongest) == 0.0
    assert step_of([NAN, NAN, NAN], [0.0, 2.0, 2.0], strongest) == 0.0


def test_settings_without_meaning_are_refused() -> None:
    for given in ({"rounds": 0}, {"status_quo": 1.5}, {"view": "both"}, {"choice": "last"}, {"confrontation": "war"}):
        with pytest.raises(InputError, match="allowed"):
            Settings(**given)


def test_there_are_eight_readings_the_chosen_one_first() -> None:
    chosen = Settings(view="own", choice="nearest", rounds=7)
    found = chosen.readings()
    assert found[0] == chosen
    assert len(set(found)) == 8
    assert {one.rounds for one in found} == {7}


def test_distances_are_those_on_a_line() -> None:
    assert distances(np.array([[0.0, 0.25]]))[0].tolist() == [[0.0, 0.25], [0.25, 0.0]]
