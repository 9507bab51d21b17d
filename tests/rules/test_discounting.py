from hypothesis import given
from hypothesis import strategies as st

from sim.rules.discounting import counted_from_the_start, worth_waiting

UNIT = st.floats(0.0, 1.0)


@given(disagreement=UNIT, more=UNIT, kept=UNIT)
def test_waiting_is_worth_something_between_no_deal_and_what_one_waits_for(disagreement, more, kept):
    level = worth_waiting(disagreement + more, disagreement, kept)
    assert disagreement - 1e-12 <= level <= disagreement + more + 1e-12


@given(aspiration=UNIT, disagreement=UNIT)
def test_who_loses_nothing_by_waiting_signs_for_nothing_less(aspiration, disagreement):
    assert worth_waiting(aspiration, disagreement, 1.0) == aspiration
    assert worth_waiting(aspiration, disagreement, 0.0) == disagreement


@given(value=UNIT, discount=st.floats(0.01, 1.0), rounds=st.integers(0, 100), later=st.integers(0, 100))
def test_a_gain_shrinks_and_a_loss_too(value, discount, rounds, later):
    soon = counted_from_the_start(value, 0.5, discount, rounds) - 0.5
    late = counted_from_the_start(value, 0.5, discount, rounds + later) - 0.5
    assert abs(late) <= abs(soon) + 1e-12
    assert soon * (value - 0.5) >= -1e-12


@given(value=UNIT, disagreement=UNIT, rounds=st.integers(0, 500))
def test_at_once_or_without_discount_a_deal_is_worth_what_it_says(value, disagreement, rounds):
    assert counted_from_the_start(value, disagreement, 1.0, rounds) == value
    assert abs(counted_from_the_start(value, disagreement, 0.3, 0) - value) < 1e-12
