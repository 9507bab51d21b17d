"""Dividing what is left of a pie: the smallest gain is as large as it can be."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.pies import amount_at, amount_of_next_bend, lot, next_ground, price_of_signature, share_at, water_level

GROUND = st.floats(-1, 1).map(lambda u: round(u, 3))
WORTH = st.floats(0.01, 1).map(lambda u: round(u, 3))
VESSEL = st.lists(st.tuples(GROUND, WORTH), min_size=1, max_size=6).map(lambda rows: np.array(rows).T.copy())
AMOUNT = st.floats(0, 1)


@given(VESSEL, AMOUNT)
def test_all_is_poured_out_and_nobody_who_gains_more_gets_any(vessel, amount):
    ground, worth = vessel
    level = water_level(ground, worth, amount)
    shares = [share_at(g, w, level) for g, w in zip(ground, worth, strict=True)]
    assert math.fsum(shares) == pytest.approx(amount, abs=1e-9)
    assert amount_at(ground, worth, level) == pytest.approx(amount, abs=1e-9)
    gains = ground + worth * shares
    assert gains.min() == pytest.approx(level, abs=1e-9)
    for share, gain in zip(shares, gains, strict=True):
        assert share == 0 or gain == pytest.approx(level, abs=1e-9)


@given(VESSEL, AMOUNT, st.data())
def test_no_other_division_makes_the_smallest_gain_larger(vessel, amount, data):
    ground, worth = vessel
    parts = np.array([data.draw(st.floats(0, 1)) for _ in ground]) + 1e-3
    other = ground + worth * amount * parts / parts.sum()
    assert other.min() <= water_level(ground, worth, amount) + 1e-9


@given(VESSEL, st.floats(0.01, 1))
def test_until_the_next_bend_shares_are_linear_in_the_amount(vessel, amount):
    ground, worth = vessel
    after = amount_of_next_bend(ground, worth, water_level(ground, worth, amount))
    assert 0 <= after < amount
    ends = [[share_at(g, w, water_level(ground, worth, x)) for g, w in zip(ground, worth, strict=True)]
            for x in (amount, (amount + after) / 2, after)]  # fmt: skip
    assert ends[1] == pytest.approx((np.array(ends[0]) + ends[2]) / 2, abs=1e-9)


def test_who_cannot_have_any_gets_none():
    ground, worth = np.array([0.0, 0.1]), np.array([0.0, 0.5])
    assert share_at(ground[0], worth[0], water_level(ground, worth, 1.0)) == 0
    assert water_level(ground, worth, 1.0) == pytest.approx(0.6)
    assert math.isinf(water_level(ground, np.zeros(2), 1.0))
    assert next_ground(ground, worth, 0.1) == math.inf


@pytest.mark.parametrize("gain, worth, price", [(0.2, 0.5, 0), (-0.1, 0.5, 0.2), (-0.1, 0, math.inf), (0, 0, 0)])
def test_a_signature_costs_what_is_missing(gain, worth, price):
    assert price_of_signature(gain, worth) == price


def test_lots_after_one_another_are_fair():
    counts: dict[tuple[int, int], int] = {}
    for k in range(6000):
        first, rest = lot((k + 0.5) / 6000, 3)
        second, _ = lot(rest, 2)
        counts[first, second] = counts.get((first, second), 0) + 1
    assert set(counts.values()) == {1000}
