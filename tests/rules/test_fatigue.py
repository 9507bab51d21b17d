import math

from hypothesis import given
from hypothesis import strategies as st

from sim.rules.fatigue import fatigue_after, leaves

ROUNDS = st.floats(0.0, 1e6)


@given(fatigue=ROUNDS, met=st.booleans(), fighting=st.booleans())
def test_only_war_without_talks_tires(fatigue, met, fighting):
    expected = fatigue + 1.0 if fighting and not met else fatigue
    assert fatigue_after(fatigue, met, fighting) == expected


@given(fatigue=ROUNDS)
def test_who_has_no_limit_never_leaves(fatigue):
    assert not leaves(fatigue, math.inf)
    assert not leaves(fatigue, fatigue)
    assert leaves(fatigue + 1.0, fatigue)
