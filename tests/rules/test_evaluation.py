import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.rules.evaluation import (
    best_value,
    copy_stakes,
    insert_node,
    level_at,
    level_value,
    location_at,
    mix_influence,
    node_value,
    package_value,
    place_nodes,
    promised,
)

UNIT = st.floats(0.0, 1.0)
IDEALS = st.lists(st.one_of(UNIT, st.just(math.nan)), max_size=6)


def nodes_of(ideals: list[float]) -> np.ndarray:
    room = 2 + sum(not math.isnan(ideal) for ideal in ideals)
    node = np.full(room + 2, -1.0)
    return node[: place_nodes(np.array(ideals), room, node)]


@given(IDEALS)
def test_nodes_are_the_ends_and_the_ideals_in_order_each_once(ideals):
    node = nodes_of(ideals)
    assert node.tolist() == sorted({0.0, 1.0, *(ideal for ideal in ideals if not math.isnan(ideal))})


@given(ideals=IDEALS, more=st.lists(UNIT, max_size=4))
def test_nodes_put_in_later_find_their_place(ideals, more):
    node = np.concatenate([nodes_of(ideals), np.zeros(len(more))])
    filled = node.size - len(more)
    for location in more:
        filled = insert_node(location, filled, node)
    assert node[:filled].tolist() == sorted({*nodes_of(ideals).tolist(), *more})


@given(ideals=IDEALS, location=UNIT)
def test_levels_and_locations_go_back_and_forth(ideals, location):
    node = nodes_of(ideals)
    level = level_at(location, node.size, node)
    assert 0.0 <= level <= node.size - 1
    assert location_at(level, node.size, node) == pytest.approx(location, abs=1e-12)


@given(ideals=IDEALS, one=UNIT, other=UNIT)
def test_levels_keep_the_order_of_locations(ideals, one, other):
    node = nodes_of(ideals)
    low, high = sorted((one, other))
    assert level_at(low, node.size, node) <= level_at(high, node.size, node) + 1e-12


@pytest.mark.parametrize("ideal", [0.0, 0.3, 1.0])
def test_ideals_that_coincide_are_one_place(ideal):
    node = nodes_of([ideal] * 5)
    level = level_at(ideal, node.size, node)
    assert level == np.searchsorted(node, ideal)
    for k in np.flatnonzero(node == ideal):
        assert location_at(float(k), node.size, node) == ideal


@given(ideals=st.lists(UNIT, min_size=1, max_size=5), location=UNIT)
def test_between_nodes_linear_loss_is_exact(ideals, location):
    node = nodes_of(ideals)
    ideal = ideals[0]
    stake = np.array([node_value(k, 1, node, np.zeros(2), ideal) for k in range(node.size)])
    level = level_at(location, node.size, node)
    assert level_value(stake, level) == pytest.approx(1.0 - abs(location - ideal), abs=1e-9)


@given(at_0=UNIT, at_1=UNIT, location=UNIT)
def test_values_at_the_ends_of_a_divisible_issue_are_joined_by_a_line(at_0, at_1, location):
    node = np.array([0.0, location, 1.0])
    value = node_value(1, 1, node, np.array([at_0, at_1]), math.nan)
    assert value == pytest.approx((1 - location) * at_0 + location * at_1, abs=1e-12)
    assert node_value(1, 0, node, np.array([at_0, at_1]), math.nan) == at_1


@given(stake=arrays(float, (3, 4), elements=UNIT), levels=st.lists(st.floats(0.0, 3.0), min_size=3, max_size=3))
def test_a_package_is_worth_the_sum_of_its_issues(stake, levels):
    expected = sum(level_value(stake[i], levels[i]) for i in range(3))
    assert package_value(stake, np.array(levels)) == pytest.approx(expected, abs=1e-12)


@given(value=UNIT, status_quo=UNIT, credence=UNIT)
def test_a_promise_counts_by_credence(value, status_quo, credence):
    worth = promised(value, status_quo, credence)
    assert min(value, status_quo) - 1e-12 <= worth <= max(value, status_quo) + 1e-12
    assert promised(value, status_quo, 1.0) == pytest.approx(value, abs=1e-12)
    assert promised(value, status_quo, 0.0) == status_quo


@given(raw=arrays(float, (3, 2, 2), elements=UNIT), w=st.floats(0.0, 0.5), v=st.floats(0.0, 0.5))
def test_influence_is_a_weighted_mean_of_evaluations_without_influence(raw, w, v):
    relation = np.array([[0, 1], [0, 2], [1, 0]])
    mixed = np.empty_like(raw)
    mix_influence(relation, np.array([w, v, 0.3]), raw, mixed)
    assert mixed[0] == pytest.approx((1 - w - v) * raw[0] + w * raw[1] + v * raw[2], abs=1e-12)
    assert mixed[1] == pytest.approx(0.7 * raw[1] + 0.3 * raw[0], abs=1e-12)  # of what 0 thinks by itself
    assert np.array_equal(mixed[2], raw[2])


@given(arrays(float, (2, 3, 2), elements=UNIT))
def test_copies_are_equal(stakes):
    copied = np.empty_like(stakes)
    copy_stakes(stakes, copied)
    assert np.array_equal(copied, stakes)


@given(
    stake=arrays(float, (3, 4), elements=UNIT),
    floor=arrays(float, 3, elements=st.floats(0.0, 3.0)),
    closed=arrays(np.int64, 3, elements=st.integers(0, 1)),
    status_quo=arrays(float, 3, elements=st.integers(0, 3).map(float)),
)
def test_the_best_package_respects_floors_and_closed_issues(stake, floor, closed, status_quo):
    best = best_value(stake, np.array([4, 4, 4]), floor, closed, status_quo)
    expected = 0.0
    for i in range(3):
        if closed[i] == 1:
            expected += level_value(stake[i], max(status_quo[i], floor[i]))
        else:
            expected += max(level_value(stake[i], level) for level in [floor[i], *range(math.ceil(floor[i]), 4)])
    assert best == pytest.approx(expected, abs=1e-12)
