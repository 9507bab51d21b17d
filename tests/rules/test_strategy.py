import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.strategy import column_of, given_in, looked_up

TABLE = np.array([9.0, -1.0, 0.0, 0.5, 1.0, 10.0, 20.0, 40.0, 30.0])  # columns at -1, 0, 0.5, 1 from place 1 on
UNIT = st.floats(0.0, 1.0)


@pytest.mark.parametrize("value, column", [(-2, 0), (-1, 0), (-0.5, 0.5), (0, 1), (0.1, 1.2), (0.5, 2), (1, 3), (7, 3)])
def test_a_value_lies_at_a_column_or_between_two(value, column):
    assert column_of(TABLE, 1, 4, float(value)) == pytest.approx(column)


@given(value=st.floats(-2.0, 2.0))
def test_what_is_looked_up_is_linear_between_columns(value):
    expected = np.interp(value, TABLE[1:5], TABLE[5:9])
    assert looked_up(TABLE, 5, column_of(TABLE, 1, 4, value)) == pytest.approx(expected)


def test_a_single_column_is_that_of_all():
    assert column_of(TABLE, 2, 1, -5.0) == 0.0
    assert column_of(TABLE, 2, 1, 5.0) == 0.0


@given(offered=UNIT, disagreement=UNIT)
def test_who_gives_in_takes_what_it_was_offered_but_nothing_worse_than_no_deal(offered, disagreement):
    assert given_in(offered, disagreement) == max(offered, disagreement)
