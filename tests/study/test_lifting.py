"""To lift a precondition is to remove it: the same runs, bit for bit."""

import numpy as np
import pytest

from sim.compile import compile_scenario
from sim.ensemble import play_rows
from sim.scenario import Scenario, load, shipped
from sim.study.blaming.coalitions import Block
from sim.study.blaming.lifting import lift, play_lifted
from tests.games import changed, pie, scenario

RUNS = 24


def columns_of(played: Scenario, seed: int = 3) -> dict[str, np.ndarray]:
    compiled = compile_scenario(played)
    block = Block.of(compiled, 0, RUNS, seed, 2)
    rows = play_rows(compiled, compiled.work(), block.runs, block.points, block.draws, seed)
    return {column.name: rows[:, n] for n, column in enumerate(compiled.columns)}


def lifted_columns(whole: Scenario, gone: list[str], seed: int = 3) -> dict[str, np.ndarray]:
    compiled = compile_scenario(whole)
    block = Block.of(compiled, 0, RUNS, seed, 2)
    lifted = lift(compiled, gone)
    rows = play_lifted(lifted, compiled, compiled.work(), block.runs, block.points, block.draws, seed)
    return {column.name: rows[:, n] for n, column in enumerate(compiled.columns)}


def subsets(names: list[str]) -> list[list[str]]:
    """Each one, each but one, all, and a few by lot."""
    rng = np.random.default_rng(len(names))
    found = [[name] for name in names] + [names]
    found += [[name for name in names if rng.random() < 0.5] for _ in range(3)]
    return [chosen for chosen in found if chosen]


@pytest.mark.parametrize("name", sorted(shipped()))
def test_lifted_is_removed(name: str) -> None:
    whole = load(name)
    changed_something = False
    before = columns_of(whole)
    for gone in subsets(list(whole.preconditions)):
        removed = columns_of(whole.with_(remove=[f"preconditions.{held}" for held in gone]))
        lifted = lifted_columns(whole, gone)
        for column, values in removed.items():
            np.testing.assert_array_equal(lifted[column], values, err_msg=f"{gone}: {column}")
            changed_something = changed_something or not np.array_equal(before[column], values)
    if whole.preconditions:
        assert changed_something


def test_a_condition_on_a_divisible_issue_goes_with_its_point_for_drafts() -> None:
    data = changed(
        pie(),
        rounds=12,
        actors__first__deadline=8,
        actors__second__deadline=10,
        preconditions={
            "most": {"holder": "first", "gate": "signing", "text": {"pie": "at_least 0.62"}, "rigidity": "never"},
            "some": {"holder": "second", "gate": "signing", "text": {"pie": "at_most 0.66"}, "rigidity": 0.1},
        },
    )
    whole = scenario(data)
    for gone in (["most"], ["some"], ["most", "some"]):
        removed = columns_of(whole.with_(remove=[f"preconditions.{held}" for held in gone]))
        lifted = lifted_columns(whole, gone)
        for column, values in removed.items():
            np.testing.assert_array_equal(lifted[column], values, err_msg=f"{gone}: {column}")


def test_the_whole_is_left_as_it_was() -> None:
    whole = compile_scenario(load("flagship"))
    before = [field.copy() for field in whole.layout]
    lift(whole, list(whole.scenario.preconditions))
    for field, kept in zip(whole.layout, before, strict=True):
        np.testing.assert_array_equal(field, kept)
