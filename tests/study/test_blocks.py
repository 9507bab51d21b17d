"""Blocks cover every run once, whole draws at a time, and are named by what their runs depend on."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.scenario import load
from sim.study.sweeping.blocks import FEWEST_RUNS, MOST_RUNS, Block, Recipe, block_size, cut, packed

RECIPE = Recipe("digest", b"", ("a.b",), ("outcome",), ("settlement",), 0, 2, "engine")


def block(**changes: object) -> Block:
    whole = np.array([0, 1], dtype=np.int64)
    return replace(Block(RECIPE, whole, whole * 0, whole * 0 + 10, whole * 0, np.array([[0.5], [np.nan]])), **changes)


@settings(max_examples=40)
@given(
    ends=st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 3000), st.integers(0, 1)), min_size=1, max_size=30),
    runs_per_draw=st.integers(1, 5),
)
def test_blocks_cover_every_run_once_and_cut_no_draw(ends: list[tuple[int, int, int]], runs_per_draw: int) -> None:
    first = np.array([a * runs_per_draw for a, _, _ in ends], dtype=np.int64)
    end = first + np.array([b for _, b, _ in ends], dtype=np.int64)
    variant_of = np.array([v for _, _, v in ends], dtype=np.int64)
    values = np.arange(len(ends), dtype=np.float64)[:, None]
    recipes = [replace(RECIPE, runs_per_draw=runs_per_draw), replace(RECIPE, scenario="2", runs_per_draw=runs_per_draw)]
    played: list[tuple[int, int]] = []
    most = block_size(int((end - first).sum()), runs_per_draw)
    for found in cut(recipes, variant_of, 0 * variant_of, values, np.arange(len(ends)), first, end):
        assert 0 < found.runs <= most
        assert (found.first % runs_per_draw == 0).all()
        assert (found.values[:, 0] == found.points).all()
        assert all(recipes[variant_of[point]] is found.recipe for point in found.points)
        spans = zip(found.points.tolist(), found.first.tolist(), found.end.tolist(), strict=True)
        played += [(point, run) for point, a, b in spans for run in range(a, b)]
    wanted = [(p, run) for p in range(len(ends)) for run in range(first[p], end[p])]
    assert sorted(played) == wanted


def test_a_point_with_few_runs_stays_whole() -> None:
    zero = np.zeros(50, dtype=np.int64)
    blocks = list(cut([RECIPE], zero, zero, np.zeros((50, 1)), np.arange(50), zero, zero + 300))
    assert all((found.end - found.first == 300).all() for found in blocks)
    assert [len(found) for found in blocks] == [3] * 16 + [2]


def test_blocks_are_neither_too_small_nor_too_large() -> None:
    assert block_size(100, 2) == FEWEST_RUNS
    assert block_size(10_000_000, 2) == 39_062
    assert block_size(10**9, 2) == MOST_RUNS
    assert block_size(10_000_000, 1000) % 1000 == 0


@pytest.mark.parametrize(
    "change",
    [
        {"points": np.array([0, 2])},
        {"end": np.array([10, 11])},
        {"first": np.array([0, 1])},
        {"values": np.array([[0.5], [0.5]])},
        {"recipe": replace(RECIPE, scenario="other")},
        {"recipe": replace(RECIPE, seed=1)},
        {"recipe": replace(RECIPE, engine="other")},
        {"recipe": replace(RECIPE, runs_per_draw=1)},
        {"recipe": replace(RECIPE, columns=("outcome", "front"))},
        {"recipe": replace(RECIPE, paths=("a.c",))},
    ],
    ids=str,
)
def test_a_name_changes_with_whatever_the_runs_depend_on(change: dict[str, object]) -> None:
    assert block().name == block().name
    assert block(**change).name != block().name


def test_a_name_does_not_change_with_what_they_do_not_depend_on() -> None:
    assert block(recipe=replace(RECIPE, quantities=("frozen",))).name == block().name
    assert block(recipe=replace(RECIPE, packed=b"packed otherwise")).name == block().name


def test_a_block_can_be_taken_apart() -> None:
    singles = list(block().singles())
    assert [single.points.tolist() for single in singles] == [[0], [1]]
    assert sum(single.runs for single in singles) == block().runs == 20
    assert len({single.name for single in singles} | {block().name}) == 3


def test_a_scenario_comes_out_as_it_went_in() -> None:
    flagship = load("flagship")
    assert replace(RECIPE, packed=packed(flagship)).unpacked() == flagship
