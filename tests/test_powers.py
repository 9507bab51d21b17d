"""Exponentials, logarithms and powers: right to the last place, and the same bits in a loop, alone and interpreted."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numba.core import config
from numpy.testing import assert_array_equal

from sim.chance import fill_normals, two_normals
from sim.powers import cosine_and_sine, exponential, logarithm, logarithm_beside_one, power
from sim.rules.aspiration import conceded, fill_conceded
from sim.rules.disagreement import discounted_ends, fill_ends

DECAY = st.one_of(st.floats(-708.0, 0.0), st.floats(-1e-3, 0.0))
NORMAL = st.one_of(st.floats(2.3e-308, 1e308), st.floats(0.5, 2.0))


def interpreted(function: Any) -> Any:
    """What Python itself makes of a rule."""
    return getattr(function, "py_func", function)


@given(y=DECAY)
@example(y=0.0)
def test_the_exponential_is_right_to_the_last_place(y):
    assert abs(exponential(y) - math.exp(y)) <= math.ulp(math.exp(y))


@given(x=NORMAL)
@example(x=1.0)
def test_the_logarithm_is_right_to_the_last_place(x):
    assert abs(logarithm(x) - math.log(x)) <= math.ulp(math.log(x))


@pytest.mark.parametrize("y", [-708.5, -1e5, -1e300, -math.inf])
def test_far_down_the_exponential_is_nothing(y):
    assert exponential(y) == 0.0


def test_an_exponential_of_nothing_is_one():
    assert exponential(0.0) == exponential(-0.0) == 1.0


@given(x=st.floats(1e-9, 1.0), exponent=st.floats(1e-3, 1e3))
def test_a_power_is_a_power(x, exponent):
    # an error of one place in the exponent grows with its size
    expected = x**exponent
    assert power(x, exponent) == pytest.approx(expected, rel=1e-15 * (2.0 + exponent * abs(math.log(x))), abs=1e-300)


def test_nothing_and_all_stay_what_they_are_to_any_power():
    for exponent in (1e-300, 0.5, 1.0, 1e300):
        assert power(0.0, exponent) == 0.0
        assert power(1.0, exponent) == 1.0


@given(z=st.one_of(st.floats(-1.0 + 1e-9, 1.0), st.floats(-1e-9, 1e-9)))
def test_a_logarithm_beside_one_keeps_the_places_of_what_is_small(z):
    assert logarithm_beside_one(z) == pytest.approx(math.log1p(z), rel=1e-15, abs=5e-324)


@given(turns=st.integers(0, 2**32).map(lambda n: n / 2**32))
@example(turns=1.0)
def test_cosine_and_sine_lie_on_the_circle_where_they_should(turns):
    cosine, sine = cosine_and_sine(turns)
    assert (cosine, sine) == pytest.approx((math.cos(math.tau * turns), math.sin(math.tau * turns)), abs=1e-15)
    assert (cosine, sine) == interpreted(cosine_and_sine)(turns)


def test_quarters_of_a_turn_are_exact():
    assert [cosine_and_sine(n / 4) for n in range(5)] == [(1, 0), (0, 1), (-1, 0), (0, -1), (1, 0)]


@given(pairs=st.lists(st.tuples(st.floats(1e-9, 1 - 1e-9), st.floats(0.0, 1.0)), min_size=1, max_size=9))
def test_normals_are_the_same_together_or_alone(pairs):
    u, v = np.array(pairs).T.copy()
    first, second = np.empty(len(pairs)), np.empty(len(pairs))
    fill_normals(u, v, first, second)
    assert_array_equal(np.column_stack([first, second]), [interpreted(two_normals)(*pair) for pair in pairs])


@pytest.mark.skipif(config.DISABLE_JIT, reason="Python refuses to make a number of what is none")
def test_what_is_no_number_stays_none():
    assert math.isnan(exponential(math.nan))
    assert math.isnan(power(math.nan, 0.5))


@given(y=DECAY, x=NORMAL)
def test_compiled_and_interpreted_give_the_same_bits(y, x):
    assert exponential(y) == interpreted(exponential)(y)
    assert logarithm(x) == interpreted(logarithm)(x)


@given(data=st.data(), actors=st.integers(1, 9), x=st.floats(0.0, 1.0), volatility=st.floats(1e-4, 1.0))
def test_worked_out_together_or_alone_everyone_expects_the_same(data, actors, x, volatility):
    several = st.lists(st.floats(-0.1, 0.1), min_size=actors, max_size=actors)
    drift = np.array(data.draw(several))
    rate = np.abs(np.array(data.draw(several))) + 1e-6
    first, second = np.empty(actors), np.empty(actors)
    fill_ends(x, drift, volatility, rate, first, second)
    alone = [interpreted(discounted_ends)(x, float(m), volatility, float(r)) for m, r in zip(drift, rate, strict=True)]
    assert_array_equal(np.column_stack([first, second]), alone)


@given(elapsed=st.integers(0, 200), terms=st.lists(st.tuples(st.floats(1.0, 300.0), st.floats(0.05, 20.0)), min_size=1))
def test_worked_out_together_or_alone_everyone_has_conceded_the_same(elapsed, terms):
    deadline, concession = np.array(terms).T.copy()
    share = np.empty(len(terms))
    fill_conceded(float(elapsed), deadline, concession, share)
    assert_array_equal(share, [interpreted(conceded)(float(elapsed), by, how) for by, how in terms])
