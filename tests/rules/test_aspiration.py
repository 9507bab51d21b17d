import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.aspiration import answering, conceded, conceding, never_below

UNIT = st.floats(0.0, 1.0)
TIME = st.floats(0.0, 200.0)
DEADLINE = st.floats(1e-6, 1e6)
CONCESSION = st.floats(5e-324, 1e300)


@given(best=UNIT, disagreement=UNIT, elapsed=TIME, deadline=DEADLINE, concession=CONCESSION)
def test_time_tactic_stays_between_the_best_and_disagreement(best, disagreement, elapsed, deadline, concession):
    level = conceding(best, disagreement, conceded(elapsed, deadline, concession))
    assert disagreement - 1e-12 <= level <= max(best, disagreement) + 1e-12


@given(best=st.floats(0.5, 1.0), disagreement=st.floats(0.0, 0.5), deadline=DEADLINE, concession=CONCESSION)
def test_time_tactic_begins_at_the_best_and_ends_at_disagreement(best, disagreement, deadline, concession):
    assert conceding(best, disagreement, conceded(0.0, deadline, concession)) == pytest.approx(best, abs=1e-12)
    assert conceding(best, disagreement, conceded(deadline, deadline, concession)) == disagreement
    assert conceding(best, disagreement, conceded(2.0 * deadline, deadline, concession)) == disagreement


@given(elapsed=st.floats(0.0, 99.0), later=st.floats(0.0, 99.0), concession=st.floats(0.05, 20.0))
def test_time_tactic_never_takes_back(elapsed, later, concession):
    here = conceding(0.9, 0.2, conceded(elapsed, 100.0, concession))
    assert conceding(0.9, 0.2, conceded(elapsed + later, 100.0, concession)) <= here + 1e-12


@given(elapsed=st.floats(1.0, 99.0), concession=st.floats(0.05, 10.0), factor=st.floats(1.0, 10.0))
def test_boulware_holds_out_longer_than_a_conceder(elapsed, concession, factor):
    boulware = conceding(0.9, 0.2, conceded(elapsed, 100.0, concession))
    assert conceding(0.9, 0.2, conceded(elapsed, 100.0, concession * factor)) <= boulware + 1e-12


@given(elapsed=st.floats(0.0, 100.0))
def test_an_exponent_of_one_is_linear(elapsed):
    assert conceding(1.0, 0.0, conceded(elapsed, 100.0, 1.0)) == pytest.approx(1.0 - elapsed / 100.0)


@given(level=UNIT, before=UNIT, move=st.floats(-1.0, 1.0), best=UNIT)
def test_tit_for_tat_answers_what_the_others_last_move_gave(level, before, move, best):
    answer = answering(level, before + move, before, best)
    assert answer <= best
    if level - move < best:
        assert answer == pytest.approx(level - move, abs=1e-12)


@given(level=st.floats(-2.0, 2.0), best=UNIT, disagreement=st.floats(-1.0, 1.0), hardened=UNIT, more=UNIT)
def test_aspiration_is_never_below_disagreement_and_hardening_raises_it(level, best, disagreement, hardened, more):
    aspiration = never_below(level, best, disagreement, hardened)
    assert aspiration >= disagreement
    assert never_below(level, best, disagreement, hardened + more) >= aspiration
    assert never_below(level, best, disagreement, 0.0) <= max(best, disagreement)
