import math

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from sim.rules.disagreement import discounted_ends, lottery_value, pressure, war_value

X = st.floats(0.0, 1.0)
DRIFT = st.floats(-1.0, 1.0)
VOLATILITY = st.floats(1e-3, 1.0)
RATE = st.floats(1e-5, 10.0)
UNIT = st.floats(0.0, 1.0)


def from_the_formula(x: float, m: float, s: float, r: float) -> tuple[float, float]:
    """The formula as the specification writes it; overflows unless everything is moderate."""
    g = math.sqrt(m * m + 2 * r * s * s) / s**2
    first = math.exp(m * (1 - x) / s**2) * math.sinh(g * x) / math.sinh(g)
    second = math.exp(-m * x / s**2) * math.sinh(g * (1 - x)) / math.sinh(g)
    return first, second


@given(x=X, m=st.floats(-0.2, 0.2), s=st.floats(0.1, 1.0), r=st.floats(1e-3, 1.0))
def test_is_the_formula_where_that_does_not_overflow(x, m, s, r):
    assert discounted_ends(x, m, s, r) == pytest.approx(from_the_formula(x, m, s, r), rel=1e-9, abs=1e-12)


@given(x=X, m=st.floats(-1e6, 1e6), s=st.floats(5e-324, 1e3), r=st.one_of(st.floats(5e-324, 1e300), st.just(math.inf)))
@example(x=0.0, m=0.0, s=5e-324, r=math.inf)
@example(x=1.0, m=1e6, s=1e-160, r=1e300)
@example(x=0.5, m=-1e-300, s=1e-200, r=5e-324)
def test_stays_a_pair_of_chances_at_any_input(x, m, s, r):
    first, second = discounted_ends(x, m, s, r)
    assert 0.0 <= first <= 1.0 + 1e-9
    assert 0.0 <= second <= 1.0 + 1e-9
    assert first + second <= 1.0 + 1e-9


@given(m=DRIFT, s=VOLATILITY, r=RATE)
def test_an_end_is_reached_at_once_where_one_stands_at_it(m, s, r):
    assert discounted_ends(1.0, m, s, r) == pytest.approx((1.0, 0.0), abs=1e-12)
    assert discounted_ends(0.0, m, s, r) == pytest.approx((0.0, 1.0), abs=1e-12)


@given(x=X, m=DRIFT, s=VOLATILITY, r=RATE)
def test_swapping_the_sides_swaps_the_chances(x, m, s, r):
    assume(1.0 - (1.0 - x) == x)
    first, second = discounted_ends(x, m, s, r)
    assert discounted_ends(1.0 - x, -m, s, r) == (second, first)


@given(x=st.floats(0.01, 0.98), step=st.floats(0.001, 0.01), m=DRIFT, s=VOLATILITY, r=RATE)
def test_the_nearer_end_is_reached_sooner(x, step, m, s, r):
    here, there = discounted_ends(x, m, s, r), discounted_ends(x + step, m, s, r)
    assert there[0] >= here[0] - 1e-12
    assert there[1] <= here[1] + 1e-12


@given(x=X, m=st.floats(-0.5, 0.5), more=st.floats(0.0, 0.5), s=VOLATILITY, r=RATE)
def test_drift_carries_towards_the_first(x, m, more, s, r):
    here, there = discounted_ends(x, m, s, r), discounted_ends(x, m + more, s, r)
    assert there[0] >= here[0] - 1e-9
    assert there[1] <= here[1] + 1e-9


@given(x=X, m=DRIFT, s=VOLATILITY, r=RATE, factor=st.floats(1.0, 100.0))
def test_impatience_discounts_both_ends(x, m, s, r, factor):
    patient, impatient = discounted_ends(x, m, s, r), discounted_ends(x, m, s, r * factor)
    assert impatient[0] <= patient[0] + 1e-9
    assert impatient[1] <= patient[1] + 1e-9


@pytest.mark.parametrize("s", [1e-2, 1e-4, 1e-6, 1e-8, 1e-12, 1e-100])
def test_without_noise_it_is_the_discounted_time_of_the_march(s):
    # at speed m the distance 1 - x takes (1 - x) / m rounds, discounted at r
    first, second = discounted_ends(0.4, 0.01, s, 0.005)
    assert first == pytest.approx(math.exp(-0.005 * 0.6 / 0.01), rel=2 * s / 0.01)
    assert second == pytest.approx(0.0, abs=1e-12)


@given(x=X, s=VOLATILITY)
def test_with_endless_patience_and_no_drift_it_is_the_fair_gamblers_ruin(x, s):
    assert discounted_ends(x, 0.0, s, 1e-300) == pytest.approx((x, 1.0 - x), abs=1e-6)


@given(x=st.floats(0.05, 0.95), m=st.floats(-0.05, 0.05), s=st.floats(0.05, 0.5), r=st.floats(1e-3, 0.5))
def test_solves_its_differential_equation(x, m, s, r):
    h = 1e-4
    for end in (0, 1):
        left, middle, right = (discounted_ends(x + d, m, s, r)[end] for d in (-h, 0.0, h))
        residual = s * s / 2 * (left - 2 * middle + right) / h**2 + m * (right - left) / (2 * h) - r * middle
        assert residual == pytest.approx(0.0, abs=1e-4 * max(1.0, r))


@given(x=X, m=DRIFT, s=VOLATILITY, r=RATE, first=UNIT, second=UNIT, meanwhile=UNIT, cost=UNIT)
def test_war_is_worth_something_between_what_it_can_bring(x, m, s, r, first, second, meanwhile, cost):
    value = war_value(*discounted_ends(x, m, s, r), first, second, meanwhile, cost)
    assert min(first, second, meanwhile - cost) - 1e-9 <= value <= max(first, second, meanwhile - cost) + 1e-9


@given(x=st.floats(0.1, 0.9), m=st.floats(0.005, 0.1), r=st.floats(1e-4, 0.5), factor=st.floats(1.0, 50.0))
@example(x=0.1, m=0.005, r=0.001, factor=50.0)
def test_more_patience_makes_war_worth_more_to_a_side_that_is_winning_slowly(x, m, r, factor):
    # it wins almost for certain (drift large against the volatility) and winning beats fighting on
    impatient = war_value(*discounted_ends(x, m, 0.004, r), 1.0, 0.0, 0.4, 0.1)
    patient = war_value(*discounted_ends(x, m, 0.004, r / factor), 1.0, 0.0, 0.4, 0.1)
    assert patient >= impatient - 1e-9


@given(x=X, first=UNIT, second=UNIT, cost=UNIT, more=UNIT)
def test_lottery_falls_with_its_cost_and_is_linear_in_the_odds(x, first, second, cost, more):
    value = lottery_value(x, first, second, cost)
    assert lottery_value(x, first, second, cost + more) <= value
    ends = x * lottery_value(1.0, first, second, cost) + (1 - x) * lottery_value(0.0, first, second, cost)
    assert value == pytest.approx(ends, abs=1e-12)
    assert lottery_value(1.0 - x, second, first, cost) == pytest.approx(value, abs=1e-12)


@given(leverage=UNIT, reading=st.floats(-1.0, 2.0), disagreement=st.floats(-1.0, 1.0))
def test_pressure_is_all_of_the_leverage_or_none(leverage, reading, disagreement):
    assert pressure(leverage, reading, disagreement) == (leverage if reading > disagreement else 0.0)
