from hypothesis import given
from hypothesis import strategies as st

from sim.rules.battlefield import (
    drift_after,
    drift_of_battle,
    forts_after,
    front_after,
    pushed,
    volatility_of_battle,
)

X = st.floats(0.0, 1.0)
REAL = st.floats(-1e6, 1e6)


@given(x=X, drift=REAL, volatility=st.floats(0.0, 1e3), z=st.floats(-10.0, 10.0))
def test_the_front_stays_between_the_objectives(x, drift, volatility, z):
    assert 0.0 <= front_after(x, drift, volatility, z) <= 1.0


@given(x=X, drift=st.floats(-0.1, 0.1), more=st.floats(0.0, 0.1), z=st.floats(-5.0, 5.0))
def test_drift_and_luck_move_the_front_forward(x, drift, more, z):
    assert front_after(x, drift + more, 0.02, z) >= front_after(x, drift, 0.02, z)
    assert front_after(x, drift, 0.02, z + more) >= front_after(x, drift, 0.02, z)


@given(x=X)
def test_without_drift_and_volatility_nothing_moves(x):
    assert front_after(x, 0.0, 0.0, 3.0) == x
    assert drift_after(0.01, 0.0, 3.0) == 0.01


@given(forts=st.integers(2, 1000), data=st.data(), advance=X, u=st.floats(1e-9, 1 - 1e-9))
def test_a_battle_is_for_one_fort_and_both_ends_are_met_exactly(forts, data, advance, u):
    held = data.draw(st.integers(1, forts - 1))
    after = forts_after(held / forts, forts, advance, u)
    assert after == (held + 1 if u < advance else held - 1) / forts
    assert 0.0 <= after <= 1.0


@given(forts=st.integers(2, 500), victories=st.lists(st.booleans(), max_size=200))
def test_a_long_war_for_forts_keeps_to_whole_forts(forts, victories):
    held = forts // 2
    x = held / forts
    for victory in victories:
        if not 0 < held < forts:
            break
        held += 1 if victory else -1
        x = forts_after(x, forts, 0.5, 0.25 if victory else 0.75)
        assert x == held / forts


@given(x=X, move=REAL)
def test_a_step_moves_the_front_but_never_decides_the_war(x, move):
    after = pushed(x, move)
    assert 0.0 < after < 1.0
    assert pushed(x, move + 0.1) >= after


@given(advance=st.floats(0.001, 0.999), forts=st.integers(2, 10_000))
def test_drift_and_volatility_of_a_battle_are_the_moments_of_its_two_moves(advance, forts):
    up, down = 1 / forts, -1 / forts
    mean = advance * up + (1 - advance) * down
    square = advance * up**2 + (1 - advance) * down**2
    assert abs(drift_of_battle(advance, forts) - mean) < 1e-15
    assert abs(volatility_of_battle(advance, forts) ** 2 - (square - mean**2)) < 1e-12


def test_a_battle_whose_winner_is_certain_still_has_a_volatility():
    assert volatility_of_battle(0.0, 10) == volatility_of_battle(1.0, 10) > 0
