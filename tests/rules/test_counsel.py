import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sim.rules.counsel import WORTH_LYING, gain_by_truth, is_believed, line_between, would_lie

UNIT = st.floats(0.0, 1.0)
REAL = st.floats(-2.0, 2.0)
COST = st.floats(0.0, 0.5)
WIDTH = st.floats(0.05, 0.8)
INSIDE = st.floats(0.05, 0.95)


def demand(own_cost, low, high):
    """What a screening drafter asks above the value of war of a side whose cost it holds uniform on [low, high]."""
    return max(low, (high - own_cost) / 2)


def uniform_gains(bias, peace, own_cost, low, width, share):
    """Gains from the truth of a mediator to whom a text is worth ``bias`` times what is asked, and war ``-peace``.

    Worked out by hand for a cost uniform on [low, low + width], so that the rule is asked about real chances.
    """
    high = low + width
    line = line_between(low, high, share)
    soft, tough = demand(own_cost, low, line), demand(own_cost, line, high)
    takes_soft, takes_tough = (line - soft) / (line - low), (high - tough) / (high - line)
    if_low = gain_by_truth(bias * soft, takes_soft, bias * tough, 0.0, -peace)
    if_high = gain_by_truth(bias * tough, takes_tough, bias * soft, 1.0, -peace)
    return if_low, if_high


@given(low=UNIT, width=WIDTH, share=INSIDE)
def test_the_line_lies_within_the_range(low, width, share):
    assert low < line_between(low, low + width, share) < low + width
    assert line_between(low, low + width, 0.5) == pytest.approx(low + width / 2)


@given(one=REAL, chance=UNIT, other=REAL, other_chance=UNIT, without=REAL)
def test_what_the_truth_gains_a_lie_loses(one, chance, other, other_chance, without):
    gain = gain_by_truth(one, chance, other, other_chance, without)
    assert gain == -gain_by_truth(other, other_chance, one, chance, without)
    # the same as the difference of what either brings, war included
    brings = [c * text + (1 - c) * without for text, c in ((one, chance), (other, other_chance))]
    assert gain == pytest.approx(brings[0] - brings[1], abs=1e-12)


@given(text=REAL, chance=UNIT, more=UNIT, without=REAL)
def test_between_texts_of_one_worth_the_likelier_one_is_told_by_whoever_fears_war(text, chance, more, without):
    likelier = min(1.0, chance + more)
    gain = gain_by_truth(text, likelier, text, chance, without)
    assert gain * (text - without) >= 0


@given(gain=REAL)
def test_whoever_would_lie_in_one_case_is_not_believed_in_any(gain):
    assert is_believed(1.0, gain) == is_believed(gain, 1.0)
    if would_lie(gain):
        assert not is_believed(gain, 1.0)
    assert is_believed(gain, 1.0) == (gain > WORTH_LYING)


def test_to_whom_it_makes_no_difference_is_not_believed_and_says_what_is_so():
    assert not is_believed(0.0, 1.0)
    assert not is_believed(1.0, 0.0)
    assert not would_lie(0.0)


@given(bias=st.floats(-1, 1), more=UNIT, peace=COST, own_cost=COST, low=COST, width=WIDTH, share=INSIDE)
def test_more_bias_to_the_listener_never_costs_a_mediator_its_credit(bias, more, peace, own_cost, low, width, share):
    gains = uniform_gains(bias, peace, own_cost, low, width, share)
    assume(min(gains) > WORTH_LYING + 1e-12)
    assert is_believed(*uniform_gains(bias + more, peace, own_cost, low, width, share))


@given(peace=COST, own_cost=COST, low=COST, width=WIDTH, share=INSIDE, bias=st.floats(-1, 0))
def test_without_a_bias_to_the_listener_nobody_is_believed(peace, own_cost, low, width, share, bias):
    assert not is_believed(*uniform_gains(bias, peace, own_cost, low, width, share))


@given(peace=st.floats(0.01, 0.5), own_cost=COST, low=COST, width=WIDTH, share=INSIDE)
def test_the_bias_that_is_needed_for_a_uniform_cost_has_a_closed_form(peace, own_cost, low, width, share):
    high = low + width
    line = line_between(low, high, share)
    soft, tough = demand(own_cost, low, line), demand(own_cost, line, high)
    taken = (high - tough) / (high - line)
    needed = peace * (1 - taken) / (taken * tough - soft)
    # a margin that is worth more than the rule passes over
    step = 4 * WORTH_LYING / (taken * tough - soft)
    assert is_believed(*uniform_gains(needed + step, peace, own_cost, low, width, share))
    assert not is_believed(*uniform_gains(needed - step, peace, own_cost, low, width, share))


@given(peace=COST, own_cost=COST, low=COST, width=WIDTH)
def test_with_the_line_in_the_middle_any_bias_will_do(peace, own_cost, low, width):
    # whoever hears "high" asks for the middle, which every type above it accepts: nothing is risked by the truth
    for bias in (0.01, 1.0):
        assert is_believed(*uniform_gains(bias, peace + 0.01, own_cost, low, width, 0.5))
    if_high = uniform_gains(0.0, peace, own_cost, low, width, 0.5)[1]
    assert math.isclose(if_high, 0.0, abs_tol=1e-12)
