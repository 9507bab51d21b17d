"""Baselines against closed forms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.scores import crps
from sim.backtest.base_rates import Survival, base_rates, interstate_wars
from sim.backtest.baselines import equal_rounds, others_of
from sim.backtest.questions import Choice


def test_survival_goes_through_the_published_shares() -> None:
    for knot in base_rates().survival:
        assert interstate_wars().share(knot.days) == pytest.approx(knot.share)
    assert interstate_wars().share(0) == 1


def test_behind_the_last_share_the_last_hazard_goes_on() -> None:
    yearly = 0.10 / 0.13
    assert interstate_wars().share(1460 + 365) == pytest.approx(0.10 * yearly)
    assert interstate_wars().share(1460 + 3650) == pytest.approx(0.10 * yearly**10)


@given(st.floats(0.001, 0.05), st.integers(1, 60), st.integers(1, 30), st.integers(0, 2000))
def test_with_a_constant_hazard_age_does_not_matter(hazard: float, horizon: int, days: int, age: int) -> None:
    survival = Survival.of([(10.0, float(np.exp(-10 * hazard))), (25.0, float(np.exp(-25 * hazard)))])
    expected = 1 - np.exp(-hazard * days * np.arange(1, horizon + 1))
    assert survival.ended(horizon, days, age) == pytest.approx(expected, rel=1e-6, abs=1e-9)


@given(st.integers(0, 4000), st.integers(0, 4000))
def test_old_wars_last_longer(age: int, more: int) -> None:
    """What the shares say: the hazard falls with age."""
    younger, older = (interstate_wars().ended(52, 7, days)[-1] for days in (age, age + more))
    assert older <= younger + 1e-12


@pytest.mark.parametrize("knots", [[(10, 0.5), (5, 0.4)], [(5, 0.4), (10, 0.5)], [(5, 0.5), (10, 0.0)]])
def test_shares_that_rise_are_refused(knots: list[tuple[float, float]]) -> None:
    with pytest.raises(ValueError, match="survival"):
        Survival.of(knots)


def test_equal_shares_of_time_leave_a_fifth_to_never() -> None:
    shares = equal_rounds(8)
    assert shares[-1] == pytest.approx(0.8)
    assert np.diff(shares, prepend=0) == pytest.approx(np.full(8, 0.1))
    assert crps(shares, None) == pytest.approx(sum((0.1 * t) ** 2 for t in range(1, 9)))


def test_other_conflicts_count_once_each() -> None:
    choice = Choice("kind", ("settlement", "frozen", "no_agreement"), 0, {}, np.zeros(3))
    shares = others_of(choice, [["settlement", "frozen"], ["frozen"], ["military_first"]])
    assert shares == pytest.approx(np.array([1.0, 2.0, 0.5]) / 3.5)
