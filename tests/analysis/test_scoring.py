"""Main effects from any points, and scores by trees."""

import numpy as np
import pytest

from sim.analysis.scoring import bins_of, main_effects, tree_scores
from sim.errors import InputError

NAMES = ("strong", "weak", "inert", "also_inert")


def flips(seed: int, points: int, runs: int) -> tuple[np.ndarray, np.ndarray]:
    """Coin flips whose probability two of four parameters move: shares 0.9 and 0.1."""
    rng = np.random.default_rng(seed)
    cube = rng.random((points, 4))
    chance = 0.5 + 0.3 * (cube[:, 0] - 0.5) + 0.1 * (cube[:, 1] - 0.5)
    return cube, (rng.random((points, runs)) < chance[:, None]).astype(float)


@pytest.mark.parametrize("points, runs", [(2000, 8), (500, 40)])
def test_shares_are_right_and_intervals_hold_them(points: int, runs: int) -> None:
    truth = np.array([0.9, 0.1, 0.0, 0.0]) * 0.99  # ten bins see 99% of a straight line's variance
    inside, values = [], []
    for seed in range(150):
        effects = main_effects(*flips(seed, points, runs), NAMES).effects
        inside.append([item.share.low <= value <= item.share.high for item, value in zip(effects, truth, strict=True)])
        values.append([item.share.value for item in effects])
    assert np.mean(values, axis=0) == pytest.approx(truth, abs=0.03)
    covered = np.mean(inside, axis=0)
    assert covered.min() > 0.95 - 3.5 * np.sqrt(0.95 * 0.05 / 150), covered


def test_chance_alone_looks_like_a_driver_in_no_more_than_five_of_a_hundred_studies() -> None:
    alarms = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        found = main_effects(rng.random((200, 12)), rng.random((200, 3)).round(), [f"x{i}" for i in range(12)])
        alarms += any(item.above_chance for item in found.effects)
    assert alarms <= 10 + 3 * np.sqrt(200 * 0.05 * 0.95)


def test_what_matters_is_above_chance_and_its_ends_are_told() -> None:
    cube, outcomes = flips(3, 3000, 4)
    found = main_effects(cube, outcomes, NAMES)
    assert list(found.table()["name"])[:2] == ["strong", "weak"]
    strong, weak, *inert = found.effects
    assert strong.above_chance
    assert weak.above_chance
    assert not any(item.above_chance for item in inert)
    assert strong.at_high - strong.at_low == pytest.approx(0.27, abs=0.07)
    assert (strong.low, strong.high) == pytest.approx((0.05, 0.95), abs=0.01)


def test_one_run_a_point_gives_shares_of_single_runs() -> None:
    found = main_effects(*flips(3, 8000, 1), NAMES)
    assert not found.corrected
    assert found.effects[0].share.value == pytest.approx(0.9 * 0.0833 * 0.1 / 0.25, abs=0.01)


def test_a_choice_has_a_bin_for_each_value_and_a_constant_does_nothing() -> None:
    assert bins_of(np.array([3.0, 1.0, 3.0, 2.0])).tolist() == [2, 0, 2, 1]
    assert np.bincount(bins_of(np.random.default_rng(0).random(1000))).tolist() == [100] * 10
    rng = np.random.default_rng(1)
    values = np.column_stack((rng.choice([0.0, 5.0], 400), np.ones(400)))
    outcomes = values[:, :1] / 5 + rng.normal(0, 0.1, (400, 2))
    choice, constant = main_effects(values, outcomes, ("choice", "constant")).effects
    assert (choice.low, choice.high) == (0.0, 5.0)
    assert choice.share.value == pytest.approx(1, abs=0.02)
    assert constant.p == 1


def test_too_few_points_are_refused() -> None:
    with pytest.raises(InputError, match="too few"):
        main_effects(*flips(0, 49, 4), NAMES)


def test_trees_see_what_matters_only_together_with_another() -> None:
    rng = np.random.default_rng(0)
    cube = rng.random((1500, 4))
    together = ((cube[:, 0] > 0.5) ^ (cube[:, 1] > 0.5)).astype(float)[:, None]
    effects = main_effects(cube, np.repeat(together, 2, axis=1), NAMES).effects
    assert not any(item.share.value > 0.05 for item in effects)
    found = tree_scores(cube, together, NAMES)
    assert sum(found.scores) == pytest.approx(1)
    assert min(found.scores[:2]) > found.chance > max(found.scores[2:])
