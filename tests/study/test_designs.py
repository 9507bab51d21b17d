"""Designs of the unit cube: where their points lie, against what their sources say of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import InputError
from sim.study.design.designs import MOST_CELLS, Sampling, unit_cube


@settings(max_examples=40, deadline=None)
@given(
    kind=st.sampled_from(["latin_hypercube", "sobol", "saltelli", "morris", "grid", "one_at_a_time"]),
    power=st.integers(0, 4),
    dimensions=st.integers(1, 5),
    seed=st.integers(0, 2**40),
)
def test_any_design_has_the_points_it_promises_inside_the_cube(kind, power, dimensions, seed):
    size = {"one_at_a_time": None, "grid": 1 + power % 3}.get(kind, 2**power)
    design = Sampling(kind, size)
    cube = unit_cube(design, dimensions, seed)
    assert cube.shape == (design.points(dimensions), dimensions)
    given_shares = cube[~np.isnan(cube)]
    assert (given_shares > 0).all()
    assert (given_shares < 1).all()
    assert np.array_equal(cube, unit_cube(design, dimensions, seed), equal_nan=True)


def test_another_seed_is_another_sample():
    for kind in ("latin_hypercube", "sobol", "saltelli", "morris"):
        assert not np.array_equal(unit_cube(Sampling(kind, 8), 3, 1), unit_cube(Sampling(kind, 8), 3, 2))


def test_a_latin_hypercube_has_one_point_in_each_slice_of_each_dimension():
    cube = unit_cube(Sampling("latin_hypercube", 37), 4, 5)
    for column in cube.T:
        assert sorted(np.floor(column * 37).astype(int)) == list(range(37))


def test_a_scrambled_sobol_sequence_has_one_point_in_each_elementary_square():
    """The first 2^m points of two dimensions are a (0, m, 2)-net in base 2, also when they are scrambled."""
    cube = unit_cube(Sampling("sobol", 64), 2, 9)
    for across in range(7):
        cells = np.stack([np.floor(cube[:, 0] * 2**across), np.floor(cube[:, 1] * 2 ** (6 - across))], axis=1)
        assert len(np.unique(cells, axis=0)) == 64


def test_saltelli_replaces_one_coordinate_of_a_by_that_of_b():
    dimensions = 4
    cube = unit_cube(Sampling("saltelli", 8), dimensions, 2).reshape(8, dimensions + 2, dimensions)
    for block in cube:
        first, last = block[0], block[-1]
        for place in range(dimensions):
            expected = first.copy()
            expected[place] = last[place]
            assert np.array_equal(block[1 + place], expected)


def test_a_morris_trajectory_moves_one_coordinate_a_step_by_two_thirds_of_its_range():
    cube = unit_cube(Sampling("morris", 5), 3, 4).reshape(5, 4, 3)
    for trajectory in cube:
        steps = np.diff(trajectory, axis=0)
        assert ((np.abs(steps) > 1e-9).sum(axis=1) == 1).all()
        assert sorted(np.argmax(np.abs(steps), axis=1)) == [0, 1, 2]
        assert np.allclose(np.abs(steps).max(axis=1), 2 / 3 * 0.99)


def test_one_at_a_time_leaves_all_others_as_they_are():
    cube = unit_cube(Sampling("one_at_a_time"), 3, 0)
    assert np.isnan(cube[0]).all()
    assert ((~np.isnan(cube[1:])).sum(axis=1) == 1).all()
    assert np.array_equal(cube[3:5, 1], [0.05, 0.95])


def test_a_grid_holds_the_middles_of_equal_slices_crossed():
    assert np.allclose(unit_cube(Sampling("grid", 2), 2, 0), [[0.25, 0.25], [0.25, 0.75], [0.75, 0.25], [0.75, 0.75]])


def test_without_dimensions_there_is_one_point():
    assert unit_cube(Sampling("drawn"), 0, 0).shape == (1, 0)


@pytest.mark.parametrize("kind", ["sobol", "saltelli"])
def test_a_size_that_is_no_power_of_two_is_refused_with_its_neighbours(kind):
    with pytest.raises(InputError, match="take 64 or 128"):
        unit_cube(Sampling(kind, 100), 2, 0)


def test_a_design_beyond_memory_is_refused_before_it_is_made():
    with pytest.raises(InputError, match="take fewer points"):
        unit_cube(Sampling("latin_hypercube", MOST_CELLS), 2, 0)


def test_what_is_no_design_of_a_cube_is_refused():
    with pytest.raises(InputError, match="is no design of a cube"):
        unit_cube(Sampling("zipped"), 2, 0)
