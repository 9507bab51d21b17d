from hypothesis import given
from hypothesis import strategies as st

from sim.rules.compliance import breaks_deal

REAL = st.floats(-2.0, 2.0)
UNIT = st.floats(0.0, 1.0)


@given(war=REAL, deal=REAL, enforcement=UNIT, more=UNIT)
def test_whoever_keeps_a_deal_keeps_a_better_guarded_one(war, deal, enforcement, more):
    if not breaks_deal(war, deal, enforcement):
        assert not breaks_deal(war, deal, enforcement + more)
        assert not breaks_deal(war, deal + more, enforcement)
        assert not breaks_deal(war - more, deal, enforcement)


@given(value=REAL)
def test_who_is_indifferent_keeps_it(value):
    assert not breaks_deal(value, value, 0.0)
