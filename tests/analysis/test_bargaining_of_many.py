"""Bargaining among many: against enumeration, the two-sided case, and searches over shares."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.analysis import bargaining
from sim.analysis.bargaining_of_many import among_packages, among_shares, efficient, frontier
from sim.errors import InputError

VALUES = st.integers(0, 8).map(lambda number: number / 8)


def problems(actors: int, most_issues: int = 3, most_options: int = 3):
    issue = st.integers(1, most_options).flatmap(
        lambda options: st.lists(
            st.lists(VALUES, min_size=actors, max_size=actors), min_size=options, max_size=options
        ).map(np.array)
    )
    return st.lists(issue, min_size=1, max_size=most_issues)


def every_package(issues):
    return np.array([sum(issue[k] for issue, k in zip(issues, package, strict=True))
                     for package in product(*(range(len(issue)) for issue in issues))])  # fmt: skip


@given(st.sampled_from([2, 3, 4]).flatmap(problems))
@settings(max_examples=30, deadline=None)
def test_the_frontier_is_what_enumeration_leaves(issues):
    every = {tuple(np.round(point, 9)) for point in every_package(issues)}
    best = {p for p in every if not any(q != p and all(a >= b for a, b in zip(q, p, strict=True)) for q in every)}
    points, packages = frontier(issues)
    assert {tuple(np.round(point, 9)) for point in points} == best
    for point, package in zip(points, packages, strict=True):
        assert sum(issue[k] for issue, k in zip(issues, package, strict=True)) == pytest.approx(point)


@given(problems(3), st.lists(VALUES.map(lambda v: v / 2), min_size=3, max_size=3))
@settings(max_examples=30, deadline=None)
def test_points_among_packages_are_those_of_all_packages(issues, without):
    d = np.array(without)
    every = every_package(issues)
    candidates = every[(every >= d - 1e-12).all(axis=1)]
    found = among_packages(frontier(issues)[0], d)
    if not len(candidates):
        assert found is None
        return
    gains = candidates - d
    ideal = gains.max(axis=0)
    assert (found.nash - d).prod() == pytest.approx(gains.prod(axis=1).max(), abs=1e-9)
    assert (found.egalitarian - d).min() == pytest.approx(gains.min(axis=1).max(), abs=1e-9)
    assert found.utilitarian.sum() == pytest.approx(candidates.sum(axis=1).max(), abs=1e-9)
    shares = np.where(ideal > 1e-12, gains / np.where(ideal > 1e-12, ideal, 1), 1)
    its = np.where(ideal > 1e-12, (found.kalai_smorodinsky - d) / np.where(ideal > 1e-12, ideal, 1), 1)
    assert its.min() == pytest.approx(shares.min(axis=1).max(), abs=1e-9)


@given(problems(2), st.lists(VALUES.map(lambda v: v / 2), min_size=2, max_size=2))
@settings(max_examples=12, deadline=None)
def test_with_two_sides_shares_are_the_lotteries_of_the_two_sided_case(issues, without):
    edge = bargaining.frontier([(issue[:, 0], issue[:, 1]) for issue in issues]).points
    two = bargaining.solutions(edge, tuple(without), lotteries=True)
    many = among_shares(issues, np.array(without))
    if two is None or many is None:
        # nothing to gain, and rounding decides whether the last point counts
        assert two is None or min(two.ideal[0] - without[0], two.ideal[1] - without[1]) < 1e-6
        return
    d = np.array(without)
    assert (many.nash - d).prod() == pytest.approx(np.prod(np.array(two.nash.point) - d), abs=1e-6)
    assert (many.egalitarian - d).min() == pytest.approx((np.array(two.egalitarian.point) - d).min(), abs=1e-6)
    assert many.utilitarian.sum() == pytest.approx(sum(two.utilitarian.point), abs=1e-6)
    ideal = np.array(two.ideal) - d
    if (ideal > 1e-6).all():
        theirs = ((np.array(two.kalai_smorodinsky.point) - d) / ideal).min()
        assert ((many.kalai_smorodinsky - d) / ideal).min() == pytest.approx(theirs, abs=1e-5)


def test_three_who_share_a_cake_and_what_each_has_without_one():
    cake = [np.eye(3)]
    found = among_shares(cake, np.array([0.1, 0.2, 0.3]))
    split = np.array([0.1, 0.2, 0.3]) + 0.4 / 3
    for point in (found.nash, found.kalai_smorodinsky, found.egalitarian):
        assert point == pytest.approx(split, abs=1e-6)
    assert among_shares(cake, np.array([0.5, 0.4, 0.3])) is None


def test_shares_of_three_against_a_search_over_all_of_them():
    # two divisible issues: of the first the three want different amounts, on the second the third is against the others
    issues = [np.array([[0.6, 0.0, 0.3], [0.0, 0.7, 0.2]]), np.array([[0.4, 0.3, 0.0], [0.0, 0.0, 0.5]])]
    d = np.array([0.1, 0.05, 0.08])
    found = among_shares(issues, d)
    grid = np.linspace(0, 1, 1001)
    a, b = (side.ravel() for side in np.meshgrid(grid, grid))
    gains = np.stack([a * i[0, n] + (1 - a) * i[1, n] for n in range(3) for i in issues[:1]], axis=1)
    gains = gains + np.stack([b * issues[1][0, n] + (1 - b) * issues[1][1, n] for n in range(3)], axis=1) - d
    gains = gains[(gains >= 0).all(axis=1)]
    assert (found.nash - d).prod() == pytest.approx(gains.prod(axis=1).max(), rel=1e-4)
    assert (found.nash - d).prod() >= gains.prod(axis=1).max() - 1e-12
    assert (found.egalitarian - d).min() == pytest.approx(gains.min(axis=1).max(), abs=1e-3)
    assert found.utilitarian.sum() == pytest.approx(gains.sum(axis=1).max() + d.sum(), abs=1e-3)
    ideal = gains.max(axis=0)
    shares = (found.kalai_smorodinsky - d) / ideal
    assert shares.min() == pytest.approx((gains / ideal).min(axis=1).max(), abs=3e-3)


def test_nash_does_not_depend_on_scales_and_the_egalitarian_point_does():
    issues = [np.array([[1.0, 0.0, 0.2], [0.0, 1.0, 0.6]]), np.array([[0.5, 0.1, 0.0], [0.0, 0.4, 0.7]])]
    scale = np.array([3.0, 1.0, 0.5])
    one = among_shares(issues, np.zeros(3))
    other = among_shares([issue * scale for issue in issues], np.zeros(3))
    assert other.nash == pytest.approx(one.nash * scale, abs=1e-4)
    assert other.kalai_smorodinsky == pytest.approx(one.kalai_smorodinsky * scale, abs=1e-5)
    assert np.abs(other.egalitarian - one.egalitarian * scale).max() > 0.05


def test_what_is_left_over_goes_to_the_next_smallest():
    # the third can have no more than a quarter whatever the others do
    issues = [np.array([[1.0, 0.0, 0.25], [0.0, 1.0, 0.25]])]
    assert among_shares(issues, np.zeros(3)).egalitarian == pytest.approx([0.5, 0.5, 0.25], abs=1e-6)


def test_of_equal_points_one_is_kept():
    assert len(efficient(np.array([[1.0, 1.0], [1.0, 1.0], [0.5, 1.0]]))) == 1


@pytest.mark.parametrize("issues", [[], [np.empty((0, 3))], [np.ones((2, 3)), np.ones((2, 2))]])
def test_what_cannot_be_bargained_over_is_refused(issues):
    with pytest.raises(InputError, match="needs"):
        among_shares(issues, np.zeros(3))
