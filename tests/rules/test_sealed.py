import math

from hypothesis import given
from hypothesis import strategies as st

from sim.rules.sealed import meets_offer, middle_option

LEVEL = st.integers(0, 9)


@given(one=LEVEL, other=LEVEL, status_quo=LEVEL)
def test_the_middle_of_two_options_lies_between_them_on_the_side_of_the_status_quo(one, other, status_quo):
    mean = (one + other) / 2
    middle = middle_option(mean, float(status_quo))
    assert min(one, other) <= middle <= max(one, other)
    assert abs(middle - mean) <= 0.5
    if middle != mean:
        assert abs(middle - status_quo) <= min(abs(math.floor(mean) - status_quo), abs(math.ceil(mean) - status_quo))


def test_a_mean_that_is_an_option_but_for_rounding_is_that_option():
    assert middle_option(2 - 1e-12, 0.0) == 2
    assert middle_option(2 + 1e-12, 9.0) == 2


def test_offers_meet_where_the_middle_is_no_worse_than_each():
    assert meets_offer(0.5, 0.5)
    assert meets_offer(0.6, 0.5)
    assert not meets_offer(0.499, 0.5)
