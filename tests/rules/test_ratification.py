import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.ratification import estimated_chance, passes

MARGIN = st.floats(-2.0, 2.0)
SCALE = st.floats(1e-6, 1.0)


@given(margin=MARGIN, threshold=st.floats(0.0, 1.0), more=st.floats(0.0, 1.0))
def test_a_better_text_passes_where_a_worse_one_does(margin, threshold, more):
    if passes(margin, threshold):
        assert passes(margin + more, threshold)


@given(margin=MARGIN, more=st.floats(0.0, 1.0), scale=SCALE, vetoed=st.floats(0.0, 2.0))
def test_estimate_is_a_chance_that_rises_with_the_margin_and_falls_with_vetoes(margin, more, scale, vetoed):
    chance = estimated_chance(margin, scale, vetoed)
    assert 0.0 <= chance <= 1.0
    assert estimated_chance(margin + more, scale, vetoed) >= chance
    assert estimated_chance(margin, scale, vetoed + more) <= chance


@given(scale=SCALE, vetoed=st.floats(0.0, 1.0))
def test_what_was_vetoed_is_not_expected_to_pass(scale, vetoed):
    assert estimated_chance(vetoed, scale, vetoed) == 0.0


@given(scale=SCALE, share=st.floats(0.0, 1.0))
def test_before_any_veto_it_is_the_share_of_thresholds_below(scale, share):
    assert estimated_chance(share * scale, scale, 0.0) == pytest.approx(share, abs=1e-9)


@given(margin=MARGIN, share=st.floats(0.0, 0.999))
def test_the_estimate_is_right_about_an_audience_known_by_its_vetoes(margin, share):
    # thresholds uniform on [0, 1] that have all refused `share`
    thresholds = [share + (1 - share) * (n + 0.5) / 1000 for n in range(1000)]
    true = sum(passes(margin, threshold) for threshold in thresholds) / 1000
    assert math.isclose(estimated_chance(margin, 1.0, share), true, abs_tol=1.01e-3)
