"""What is efficient, and which point each theory picks: against enumeration and closed forms."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.bargaining import (
    efficient,
    frontier,
    hull,
    packages_of,
    shortfall,
    solutions,
    some_packages,
    values_of,
)
from sim.errors import InputError

VALUES = st.integers(0, 8).map(lambda number: number / 8)
ISSUE = st.integers(1, 4).flatmap(
    lambda options: st.tuples(*(st.lists(VALUES, min_size=options, max_size=options).map(np.array) for _ in range(2)))
)
PROBLEM = st.lists(ISSUE, min_size=1, max_size=4)


def line(points: int = 2, top: float = 1.0) -> np.ndarray:
    """A pie of which the first gets x and the second top - x."""
    x = np.linspace(0, top, points)
    return np.stack((x, top - x), axis=1)


@given(PROBLEM)
def test_the_frontier_is_what_enumeration_of_all_packages_leaves(issues: list) -> None:
    every = {
        (round(sum(a[k] for (a, _), k in zip(issues, package, strict=True)), 9),
         round(sum(b[k] for (_, b), k in zip(issues, package, strict=True)), 9))
        for package in product(*(range(len(a)) for a, _ in issues))
    }  # fmt: skip
    best = {p for p in every if not any(q != p and q[0] >= p[0] and q[1] >= p[1] for q in every)}
    found = frontier(issues)
    assert {(round(x, 9), round(y, 9)) for x, y in found.points} == best
    assert len(found.points) == len(best)
    assert np.allclose(values_of(issues, found.packages), found.points)
    assert (np.diff(found.points[:, 0]) > 0).all()
    assert (np.diff(found.points[:, 1]) < 0).all()


def test_what_cannot_be_bargained_over_is_refused() -> None:
    for issues in ([], [(np.array([]), np.array([]))], [(np.array([1.0]), np.array([1.0, 2.0]))]):
        with pytest.raises(InputError, match="needs an issue"):
            frontier(issues)


def test_a_few_packages_are_all_of_them_and_many_are_a_sample() -> None:
    issues = [(np.arange(3.0), np.arange(3.0)), (np.arange(4.0), np.arange(4.0))]
    assert packages_of(issues) == 12
    assert {tuple(row) for row in some_packages(issues, 12)} == set(product(range(3), range(4)))
    sample = some_packages(issues, 5, seed=1)
    assert sample.shape == (5, 2)
    assert (sample < [3, 4]).all()
    assert (sample == some_packages(issues, 5, seed=1)).all()


def test_a_pie_is_halved_by_all_and_surplus_is_what_is_halved() -> None:
    found = solutions(line(), (0.0, 0.0), lotteries=True)
    assert found is not None
    for one in (found.nash, found.kalai_smorodinsky, found.egalitarian):
        assert one.point == pytest.approx((0.5, 0.5))
        assert one.package is None
    moved = solutions(line(), (0.2, 0.4), lotteries=True)
    assert moved is not None
    assert moved.nash.point == pytest.approx((0.4, 0.6))
    assert moved.kalai_smorodinsky.point == pytest.approx((0.4, 0.6))
    assert moved.ideal == pytest.approx((0.6, 0.8))


def test_one_who_shuns_risk_gets_a_third_less() -> None:
    # u = x, v = sqrt(1 - x): Nash maximises x sqrt(1 - x), at x = 2/3; Kalai and Smorodinsky x = sqrt(1 - x).
    x = np.linspace(0, 1, 20_001)
    curve = np.stack((x, np.sqrt(1 - x)), axis=1)
    for lotteries in (False, True):
        found = solutions(curve, (0.0, 0.0), lotteries=lotteries)
        assert found is not None
        assert found.nash.point[0] == pytest.approx(2 / 3, abs=1e-3)
        assert found.kalai_smorodinsky.point[0] == pytest.approx((np.sqrt(5) - 1) / 2, abs=1e-4)
        # the sum x + sqrt(1 - x) is greatest at x = 3/4
        assert found.utilitarian.point[0] == pytest.approx(0.75, abs=1e-3)


@given(PROBLEM, st.sampled_from([0.5, 2.0, 4.0]), st.sampled_from([-1.0, 0.0, 0.25]), st.booleans())
def test_nash_and_kalai_smorodinsky_do_not_depend_on_scales(
    issues: list, scale: float, shift: float, lotteries: bool
) -> None:
    edge = frontier(issues).points
    moved = edge * [scale, 1.0] + [shift, 0.0]
    one = solutions(edge, (0.0, 0.0), lotteries=lotteries)
    other = solutions(moved, (shift, 0.0), lotteries=lotteries)
    assert one is not None
    assert other is not None
    product_of = [(s.nash.point[0] - s.disagreement[0]) * s.nash.point[1] for s in (one, other)]
    assert product_of[1] == pytest.approx(scale * product_of[0], abs=1e-9)
    shares = []
    for found in (one, other):
        ideal = np.array(found.ideal) - found.disagreement
        gains = np.array(found.kalai_smorodinsky.point) - found.disagreement
        shares.append(min((gain / best for gain, best in zip(gains, ideal, strict=True) if best > 1e-9), default=0.0))
    assert shares[1] == pytest.approx(shares[0], abs=1e-9)


@given(PROBLEM, st.tuples(VALUES, VALUES))
def test_solutions_among_packages_are_the_best_by_enumeration(issues: list, d: tuple[float, float]) -> None:
    edge = frontier(issues).points
    allowed = [p for p in edge if p[0] >= d[0] and p[1] >= d[1]]
    found = solutions(edge, d)
    if not allowed:
        assert found is None
        return
    assert found is not None
    gains = [(p[0] - d[0], p[1] - d[1]) for p in allowed]

    def gain(point: tuple[float, float]) -> tuple[float, float]:
        return point[0] - d[0], point[1] - d[1]

    assert np.prod(gain(found.nash.point)) == pytest.approx(max(a * b for a, b in gains))
    assert sum(gain(found.utilitarian.point)) == pytest.approx(max(a + b for a, b in gains))
    assert min(gain(found.egalitarian.point)) == pytest.approx(max(min(g) for g in gains))
    assert found.nash.package is not None
    assert tuple(edge[found.nash.package]) == found.nash.point


@given(PROBLEM)
def test_with_lotteries_nobody_does_worse_by_nashs_product(issues: list) -> None:
    edge = frontier(issues).points
    alone, mixed = solutions(edge, (0.0, 0.0)), solutions(edge, (0.0, 0.0), lotteries=True)
    assert alone is not None
    assert mixed is not None
    assert np.prod(mixed.nash.point) >= np.prod(alone.nash.point) - 1e-9
    inside = shortfall(np.array([mixed.nash.point]), edge[hull(edge)])
    assert inside[0] <= 1e-9 + max(np.diff(edge[hull(edge)], axis=0).max(initial=0.0), 0.0)


def test_the_hull_leaves_out_what_a_lottery_beats() -> None:
    edge = np.array([[0.0, 1.0], [0.4, 0.5], [0.5, 0.6], [1.0, 0.0]])
    edge = edge[efficient(edge)]
    assert edge[hull(edge)].tolist() == [[0.0, 1.0], [0.5, 0.6], [1.0, 0.0]]


def test_nothing_is_picked_where_no_deal_is_better_for_one_of_them() -> None:
    assert solutions(line(), (0.7, 0.7)) is None
    assert solutions(line(), (0.7, 0.7), lotteries=True) is None
    just = solutions(line(), (0.7, 0.3), lotteries=True)
    assert just is not None
    assert just.nash.point == pytest.approx((0.7, 0.3))


def test_the_shortfall_is_what_both_could_still_gain() -> None:
    edge = np.array([[0.2, 0.9], [0.6, 0.6], [0.9, 0.2]])
    assert shortfall(np.array([[0.5, 0.5], [0.6, 0.6], [0.1, 0.85], [0.95, 0.95]]), edge) == pytest.approx(
        [0.1, 0.0, 0.05, 0.0]
    )
