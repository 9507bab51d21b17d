"""Distributions against their definitions: quantiles invert distribution functions, means are exact."""

import math
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from sim.scenario import Distribution, loads
from sim.scenario.kinds import NumberFault

SHARES = (np.arange(2000) + 0.5) / 2000
finite = st.floats(-50, 50).map(lambda value: round(value, 3))
positive = st.floats(0.05, 50).map(lambda value: round(value, 3))


def ordered(values, count):
    distinct = st.lists(values, min_size=count, max_size=count, unique=True)
    return distinct.map(sorted).map(tuple).filter(lambda ends: ends[-1] - ends[0] > 1e-2)


natural = st.one_of(
    ordered(finite, 2).map(lambda ends: Distribution("uniform", ends)),
    ordered(finite, 3).map(lambda ends: Distribution("triangular", ends)),
    st.tuples(finite, positive).map(lambda both: Distribution("normal", both)),
    st.tuples(positive, st.floats(0.05, 2)).map(lambda both: Distribution("lognormal", both)),
    st.tuples(st.floats(0.3, 20), st.floats(0.3, 20)).map(lambda both: Distribution("beta", both)),
    ordered(positive, 2).map(lambda ends: Distribution("loguniform", ends)),
    st.lists(finite, min_size=2, max_size=6, unique=True).map(lambda values: Distribution("choice", tuple(values))),
)


@st.composite
def truncated(draw):
    """A distribution in a window that holds one to nine tenths of it."""
    whole = draw(natural)
    low, high = sorted(draw(st.tuples(st.floats(0.01, 0.99), st.floats(0.01, 0.99))))
    ends = whole.quantile(np.array([low, max(high, min(low + 0.1, 0.995))]))
    if not ends[0] < ends[1]:
        return whole
    return Distribution(whole.kind, whole.parameters, within=(float(ends[0]), float(ends[1])))


def reference(distribution):
    """SciPy's distribution without the window; it is an independent implementation."""
    kind, parameters = distribution.kind, distribution.parameters
    lo, hi = parameters[0], parameters[-1]
    if kind == "triangular":
        return stats.triang((parameters[1] - lo) / (hi - lo), lo, hi - lo)
    return {
        "uniform": lambda: stats.uniform(lo, hi - lo),
        "normal": lambda: stats.norm(lo, hi),
        "lognormal": lambda: stats.lognorm(hi, scale=lo),
        "beta": lambda: stats.beta(lo, hi),
        "loguniform": lambda: stats.loguniform(lo, hi),
    }[kind]()


@given(st.one_of(natural, truncated()))
@settings(max_examples=150, deadline=None)
def test_quantiles_rise_and_stay_in_the_support(distribution):
    values = distribution.quantile(SHARES)
    low, high = distribution.support
    assert np.all(np.diff(values) >= -1e-9 * np.maximum(1, np.abs(values[1:])))
    assert np.all((values >= low) & (values <= high))
    extremes = distribution.quantile(np.array([1e-300, 2.0**-53, 1 - 2.0**-53]))
    assert np.all((extremes >= low) & (extremes <= high))
    assert not np.any(np.isnan(extremes))


@given(truncated().filter(lambda one: one.kind != "choice"))
@settings(max_examples=100, deadline=None)
def test_quantiles_invert_the_rescaled_distribution_function(distribution):
    whole = reference(distribution)
    low, high = whole.cdf(distribution.support[0]), whole.cdf(distribution.support[1])
    shares = (whole.cdf(distribution.quantile(SHARES)) - low) / (high - low)
    assert np.allclose(shares, SHARES, atol=1e-6)


@given(truncated().filter(lambda one: one.kind != "choice"))
@settings(max_examples=60, deadline=None)
def test_the_mean_is_the_mean_of_the_quantiles(distribution):
    # The mean is the integral of the quantile function over (0, 1).
    low, high = distribution.support
    integral, _ = integrate.quad(
        lambda share: float(distribution.quantile(np.array([share]))[0]),
        0,
        1,
        limit=200,
        epsabs=1e-9,
        epsrel=1e-7,
    )
    scale = min(high, 1e3) - max(low, -1e3)
    assert distribution.mean == pytest.approx(integral, abs=2e-4 * max(scale, 1e-3))


@pytest.mark.parametrize(
    "distribution, mean",
    [
        (Distribution("uniform", (2, 6)), 4),
        (Distribution("uniform", (0, 10), within=(2, 4)), 3),
        (Distribution("triangular", (0, 1, 5)), 2),
        (Distribution("normal", (3, 2)), 3),
        (Distribution("normal", (0, 1), within=(0, 1e9)), math.sqrt(2 / math.pi)),
        (Distribution("lognormal", (2, 0.5)), 2 * math.exp(0.125)),
        (Distribution("beta", (2, 6)), 0.25),
        (Distribution("loguniform", (1, math.e)), math.e - 1),
        (Distribution("choice", (1, 2, 4)), 7 / 3),
        (Distribution("choice", (1, 2, 4), weights=(1, 1, 2)), 2.75),
        (Distribution("choice", (1, 2, 4), within=(2, 9)), 3),
    ],
)
def test_means_of_textbooks(distribution, mean):
    assert distribution.mean == pytest.approx(mean)


def test_windows_far_out_in_a_tail_keep_their_precision():
    above = Distribution("normal", (0, 1), within=(12, 13))
    below = Distribution("normal", (0, 1), within=(-13, -12))
    shares = np.array([0.1, 0.5, 0.9])
    exact = stats.truncnorm(12, 13).ppf(shares)
    assert np.allclose(above.quantile(shares), exact, rtol=1e-9)
    assert np.allclose(below.quantile(1 - shares), -exact, rtol=1e-9)
    assert 12 < above.mean < 12.1
    beta = Distribution("beta", (2, 60), within=(0.9, 1))
    assert np.all(np.diff(beta.quantile(SHARES)) > 0)
    assert beta.mean == pytest.approx(beta.quantile(SHARES).mean(), rel=1e-4)


def test_a_choice_takes_its_values_with_their_weights():
    choice = Distribution("choice", (5, 1, 3), weights=(0, 1, 3))
    values, counts = np.unique(choice.quantile(SHARES), return_counts=True)
    assert values.tolist() == [1, 3]
    assert counts.tolist() == [500, 1500]
    assert choice.support == (1, 3)


def test_any_shape_of_shares_is_kept():
    assert Distribution("uniform", (0, 1)).quantile(np.full((3, 4), 0.25)).shape == (3, 4)


def test_supports_say_whether_their_ends_are_reached():
    assert Distribution("lognormal", (2, 1)).support == (0, math.inf)
    assert Distribution("lognormal", (2, 1)).support_is_open == (True, True)
    assert Distribution("normal", (2, 1), within=(0, 4)).support == (0, 4)
    assert Distribution("normal", (2, 1), within=(0, 4)).support_is_open == (False, False)
    assert Distribution("beta", (2, 1)).support_is_open == (True, True)


@pytest.mark.parametrize(
    "kind, parameters, options",
    [
        ("poisson", (1, 2), {}),
        ("uniform", (1, 1), {}),
        ("beta", (0, 1), {}),
        ("lognormal", (1, 11), {}),
        ("choice", (1, 1), {}),
        ("choice", (1, 2), {"weights": (0, 0)}),
        ("choice", (1, 2), {"weights": (-1, 2)}),
        ("choice", (1, 2), {"within": (3, 4)}),
        ("normal", (0, 1), {"within": (60, 61)}),
        ("normal", (0, 1), {"within": (1, 1)}),
        ("beta", (2000, 2000), {"within": (0.99, 1)}),
    ],
)
def test_what_is_no_distribution_is_refused(kind, parameters, options):
    with pytest.raises(NumberFault):
        Distribution(kind, parameters, **options)


def test_a_distribution_survives_being_written_and_sent():
    distribution = Distribution(
        "choice", (1.0, 2.0), weights=(0.25, 0.75), within=(0, 3), private=True, why="seen", claims=("a",)
    )
    assert pickle.loads(pickle.dumps(distribution)) == distribution
    assert hash(distribution) == hash(pickle.loads(pickle.dumps(distribution)))
    text = """
name: x
actors: {a: , b: }
issues:
  i: {divisible: true, stakes: {a: {salience: 1, position: 0}, b: {salience: 1, position: 1}}}
"""
    written = loads(text, set={"actors.a.patience": Distribution("uniform", (1.0, 2.0), private=True)})
    assert written.dimensions()["actors.a.patience"] == Distribution("uniform", (1.0, 2.0), private=True)
