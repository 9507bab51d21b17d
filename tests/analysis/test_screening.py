"""Morris screening and one-at-a-time swings."""

import numpy as np
import pytest

from sim.analysis.screening import morris_effects, swings
from sim.errors import InputError
from sim.scenario import Distribution
from sim.study.design.designs import Sampling, unit_cube

NAMES = ("linear", "curved", "inert", "with_linear")


def design(trajectories: int = 60) -> np.ndarray:
    return unit_cube(Sampling("morris", trajectories), len(NAMES), 3)


def outcome(cube: np.ndarray) -> np.ndarray:
    return 2 * cube[:, 0] - cube[:, 1] ** 2 + 3 * (cube[:, 0] - 0.5) * cube[:, 3]


def test_effects_of_a_known_function() -> None:
    cube = design()
    found = {item.name: item for item in morris_effects(cube, outcome(cube)[:, None], NAMES).effects}
    assert found["inert"].mu_star.value == 0
    assert found["curved"].mu == pytest.approx(-1, abs=0.15)
    assert found["curved"].mu_star.value == pytest.approx(-found["curved"].mu)
    assert found["with_linear"].sigma > 0.5
    assert found["with_linear"].mu_star.value > abs(found["with_linear"].mu)
    assert np.isnan(found["linear"].chance)


def test_values_of_any_distribution_give_the_same_effects_as_their_shares() -> None:
    cube = design()
    values = Distribution("lognormal", (10.0, 0.5)).quantile(cube)
    one, other = (morris_effects(points, outcome(cube)[:, None], NAMES).table() for points in (cube, values))
    assert one.equals(other)


def test_noise_gives_an_inert_parameter_a_mu_star_that_is_the_one_foretold() -> None:
    cube = design(300)
    noisy = outcome(cube)[:, None] + np.random.default_rng(1).normal(0, 2, (len(cube), 5))
    found = {item.name: item for item in morris_effects(cube, noisy, NAMES).effects}
    inert = found["inert"]
    assert inert.mu_star.value > 0.5
    assert inert.chance == pytest.approx(inert.mu_star.value, rel=0.1)
    assert not inert.above_chance
    assert found["linear"].above_chance
    exact = {
        item.name: item for item in morris_effects(cube, np.repeat(outcome(cube)[:, None], 2, axis=1), NAMES).effects
    }
    for name in ("linear", "curved", "with_linear"):
        assert found[name].strength.low <= exact[name].strength.value <= found[name].strength.high


def test_what_is_no_morris_design_is_refused() -> None:
    with pytest.raises(InputError, match="two parameters at once"):
        morris_effects(np.random.default_rng(0).random((20, 4)), np.zeros((20, 1)), NAMES)
    with pytest.raises(InputError, match="multiple of 5"):
        morris_effects(np.zeros((7, 4)), np.zeros((7, 1)), NAMES)


def test_swings_are_paired_differences_from_the_base() -> None:
    values = np.full((7, 3), np.nan)
    for place in range(3):
        values[1 + 2 * place : 3 + 2 * place, place] = 1.0, 2.0
    luck = np.random.default_rng(0).normal(0, 10, 50)
    outcomes = np.array([0.0, -1.0, 2.0, 0.0, 5.0, 0.0, 0.0])[:, None] + luck
    found = swings(values, outcomes, ("a", "b", "c"))
    assert [swing.name for swing in found] == ["b", "a", "c"]
    assert (found[1].at_low.value, found[1].at_high.value) == pytest.approx((-1, 2))
    assert found[0].at_high.high == pytest.approx(5)  # what luck does everywhere drops out
    assert (found[0].low, found[0].high) == (1.0, 2.0)
    with pytest.raises(InputError, match="more than one number"):
        swings(np.array([[0.0, 0.0], [1.0, 1.0]]), np.zeros((2, 3)), ("a", "b"))


def test_a_parameter_whose_base_is_at_an_end_swings_one_way() -> None:
    found = swings(np.array([[0.0], [1.0]]), np.array([[0.0, 0.0], [1.0, 1.0]]), ("a",))
    assert found[0].at_low.value == 0
    assert found[0].at_high.value == 1
