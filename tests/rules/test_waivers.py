import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.waivers import waiver_gain, waiver_margin

UNIT = st.floats(0.0, 1.0)
REAL = st.floats(-2.0, 2.0)
NOISE = st.floats(-1.0, 1.0)


@given(offered=REAL, disagreement=REAL, credit=UNIT, concessions=st.integers(0, 100), audience=UNIT)
def test_gain_is_offer_and_credit_less_the_audience(offered, disagreement, credit, concessions, audience):
    gain = waiver_gain(offered, disagreement, credit, float(concessions), audience)
    assert gain == pytest.approx(offered - disagreement + credit * concessions - audience, abs=1e-9)


@given(gain=st.floats(-2.0, 0.0), rigidity=REAL, easing=UNIT, noise=st.floats(-1e6, 1e6))
def test_who_gains_nothing_never_gives_way_whatever_its_type(gain, rigidity, easing, noise):
    assert waiver_margin(gain, rigidity, easing, noise) < 0.0


@given(gain=REAL, more=UNIT, rigidity=REAL, easing=UNIT, noise=NOISE)
def test_gains_and_easing_help_and_rigidity_and_type_hinder(gain, more, rigidity, easing, noise):
    margin = waiver_margin(gain, rigidity, easing, noise)
    if margin > 1e-9:
        assert waiver_margin(gain + more, rigidity, easing, noise) >= margin - 1e-9
        assert waiver_margin(gain, rigidity, easing + more, noise) >= margin - 1e-9
        assert waiver_margin(gain, rigidity + more, easing, noise) <= margin + 1e-9
        assert waiver_margin(gain, rigidity, easing, noise + more) <= margin + 1e-9


@given(gain=st.floats(0.01, 2.0), rigidity=UNIT)
def test_without_noise_the_threshold_is_the_rigidity(gain, rigidity):
    assert (waiver_margin(gain, rigidity, 0.0, 0.0) > 0.0) == (gain > rigidity)
