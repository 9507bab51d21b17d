"""Layers: what comes first stands above, nothing on top of anything else."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.report.layers import layered

GAP, WAYPOINT = 0.2, 0.12
NAMES = [f"n{number}" for number in range(9)]
PAIRS = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=20)


def rows_of(layout):
    return {item: number for number, row in enumerate(layout.rows) for item in row}


def width_of(item):
    return 1.0 if isinstance(item, str) else WAYPOINT


@settings(max_examples=150, deadline=None)
@given(PAIRS)
def test_every_node_has_its_place_and_no_two_overlap(edges):
    layout = layered(dict.fromkeys(NAMES, 1.0), edges, gap=GAP, waypoint=WAYPOINT)
    assert sorted(item for row in layout.rows for item in row if isinstance(item, str)) == NAMES
    for row in layout.rows:
        for left, right in itertools.pairwise(row):
            distance = layout.across[right] - layout.across[left]
            assert distance >= (width_of(left) + width_of(right)) / 2 + GAP - 1e-9
        for item in row:
            assert layout.across[item] - width_of(item) / 2 >= -1e-9
            assert layout.across[item] + width_of(item) / 2 <= layout.width + 1e-9


@settings(max_examples=150, deadline=None)
@given(PAIRS)
def test_a_chain_passes_layer_by_layer(edges):
    layout = layered(dict.fromkeys(NAMES, 1.0), edges, gap=GAP, waypoint=WAYPOINT)
    assert set(layout.chains) == {(a, b) for a, b in edges if a != b}
    row = rows_of(layout)
    for (first, last), chain in layout.chains.items():
        assert (chain[0], chain[-1]) == (first, last)
        assert {abs(row[b] - row[a]) for a, b in itertools.pairwise(chain)} == {1}


@settings(max_examples=150, deadline=None)
@given(PAIRS)
def test_without_circles_all_lead_downwards(edges):
    forward = [(a, b) for a, b in edges if a < b]
    layout = layered(dict.fromkeys(NAMES, 1.0), forward, gap=GAP, waypoint=WAYPOINT)
    row = rows_of(layout)
    assert all(row[a] < row[b] for a, b in forward)


def test_a_circle_has_one_edge_that_leads_up():
    layout = layered(dict.fromkeys("abc", 1.0), [("a", "b"), ("b", "c"), ("c", "a")], gap=GAP, waypoint=WAYPOINT)
    row = rows_of(layout)
    assert sum(row[a] > row[b] for a, b in layout.chains) == 1


def test_crossings_that_can_be_avoided_are():
    # a over d and b over c cross in the order of names
    layout = layered(dict.fromkeys("abcd", 1.0), [("a", "d"), ("b", "c")], gap=GAP, waypoint=WAYPOINT)
    top, bottom = layout.rows
    assert [dict(a="d", b="c")[name] for name in top] == list(bottom)


def test_nothing_is_drawn_where_there_is_nothing():
    layout = layered({}, [("a", "b")], gap=GAP, waypoint=WAYPOINT)
    assert layout.rows == ((),)
    assert layout.width == 0
