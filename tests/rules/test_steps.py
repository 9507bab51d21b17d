import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.steps import breaks_down, step_gain

UNIT = st.floats(0.0, 1.0)
U = st.floats(1e-9, 1 - 1e-9)
REAL = st.floats(-1.0, 1.0)


@given(after=REAL, before=REAL, declared=REAL, opened=UNIT)
def test_gain_is_the_change_of_prospects_and_what_comes_with_it(after, before, declared, opened):
    gain = step_gain(after, before, declared, opened)
    assert gain == pytest.approx(after - before + declared + opened, abs=1e-12)


@given(u=U, base=UNIT, slope=st.floats(0.0, 1e6), temptation=st.floats(0.0, 2.0), more=UNIT)
def test_a_ceasefire_breaks_the_sooner_the_greater_the_temptation(u, base, slope, temptation, more):
    if breaks_down(u, base, slope, temptation):
        assert breaks_down(u, base, slope, temptation + more)
        assert breaks_down(u, base, slope + more, temptation)
        assert breaks_down(u, min(1.0, base + more), slope, temptation)


@given(u=U, slope=st.floats(0.0, 1e300))
def test_without_base_and_temptation_it_holds_for_ever(u, slope):
    assert not breaks_down(u, 0.0, slope, 0.0)
    assert not breaks_down(u, 0.0, 0.0, 2.0)


@given(u=U, temptation=UNIT)
def test_a_base_of_one_breaks_at_once(u, temptation):
    assert breaks_down(u, 1.0, 0.0, temptation)


@given(base=st.floats(0.0, 0.5), slope=st.floats(0.0, 3.0), temptation=UNIT)
def test_the_chance_is_that_of_two_independent_hazards(base, slope, temptation):
    chance = 1 - (1 - base) * math.exp(-slope * temptation)
    if chance > 1e-6:
        assert breaks_down(chance - 1e-9, base, slope, temptation)
    assert not breaks_down(chance + 1e-9, base, slope, temptation)
