"""Checks: that each agrees with what is so, and fails with what is not."""

import json

import numpy as np
import pandas as pd
import pytest

from sim.verify import Case, Distribution, Every, Finding, Higher, Mean, NotHigher, Played, Share
from tests.games import pie, scenario

RUNS = 10_000


def played(values):
    return Played(scenario(pie()), pd.DataFrame({"value": values}), 1)


def value(runs):
    return runs.column("value")


def coins(chance, seed=1):
    return (np.random.default_rng(seed).random(RUNS) < chance).astype(float)


def test_a_share_agrees_within_four_standard_errors_and_not_beyond():
    runs = played(coins(0.3))
    right = Share("heads", 0.3, value).judge(runs)
    assert right.agrees
    assert right.error == pytest.approx(np.sqrt(0.21 / RUNS))
    assert right.z == pytest.approx((right.simulated - 0.3) / right.error)
    assert not Share("heads", 0.3 + 5 * right.error, value).judge(runs).agrees


@pytest.mark.parametrize("certain", [0.0, 1.0])
def test_what_is_certain_may_not_fail_once(certain):
    runs = np.full(RUNS, certain)
    assert Share("sure", certain, value).judge(played(runs)).agrees
    runs[17] = 1 - certain
    assert not Share("sure", certain, value).judge(played(runs)).agrees


def test_a_mean_has_the_error_of_its_runs_and_skips_runs_of_which_it_does_not_speak():
    numbers = np.random.default_rng(2).normal(5, 2, RUNS)
    found = Mean("height", 5, value).judge(played(np.append(numbers, np.nan)))
    assert found.agrees
    assert found.error == pytest.approx(0.02, rel=0.05)
    assert not Mean("height", 5.2, value).judge(played(numbers)).agrees


def test_every_run_counts_and_the_worst_is_shown():
    numbers = np.array([1.0, 1.0, 1.25, np.nan])
    found = Every("one", 1.0, value).judge(played(numbers))
    assert not found.agrees
    assert found.simulated == 1.25
    assert Every("itself", value, value).judge(played(numbers)).agrees


def test_a_distribution_is_judged_as_a_whole_not_by_its_mean():
    chance = np.random.default_rng(3)
    hazard = 0.25
    law = hazard * (1 - hazard) ** np.arange(200)
    assert Distribution("waits", law, value).judge(played(chance.geometric(hazard, RUNS).astype(float))).agrees
    # the same mean, another law
    others = np.where(coins(0.5) == 1, chance.geometric(0.2, RUNS), chance.geometric(1 / 3, RUNS)).astype(float)
    assert abs(others.mean() - 4) < 0.2
    assert not Distribution("waits", law, value).judge(played(others)).agrees


def test_chi_squared_as_a_normal_is_far_out_as_often_as_it_should_be():
    chance = np.random.default_rng(4)
    law = 0.3 * 0.7 ** np.arange(100)
    z = [Distribution("w", law, value).judge(played(chance.geometric(0.3, 2000).astype(float))).z for _ in range(400)]
    assert np.mean(z) == pytest.approx(0, abs=0.2)
    assert np.std(z) == pytest.approx(1, abs=0.15)


def test_a_direction_has_to_be_clear():
    here, there = played(coins(0.5)), played(coins(0.4))
    assert Higher("more", value).judge(here, there).agrees
    assert not Higher("more", value).judge(there, here).agrees
    assert not Higher("more", value).judge(here, here).agrees
    with pytest.raises(ValueError, match="compare with"):
        Higher("more", value).judge(here, None)


def test_what_must_not_pay_may_cost_anything_and_gain_nothing():
    here, there = played(coins(0.5)), played(coins(0.4))
    assert not NotHigher("no more", value).judge(here, there).agrees
    assert NotHigher("no more", value).judge(there, here).agrees
    assert NotHigher("no more", value).judge(here, here).agrees
    always = played(np.full(100, 0.5))
    assert not NotHigher("no more", value).judge(played(np.full(100, 0.5001)), always).agrees
    with pytest.raises(ValueError, match="compare with"):
        NotHigher("no more", value).judge(here, None)


@pytest.mark.parametrize("check", [Share("x", 0.5, value), Mean("x", 1, value), Every("x", 1, value)])
def test_without_a_run_that_speaks_nothing_agrees(check):
    assert not check.judge(played(np.full(10, np.nan)), None).agrees


def test_a_known_deviation_is_no_fault_until_it_agrees():
    runs = played(coins(0.3))
    expected = {
        ("agrees", False): Share("x", 0.3, value),
        ("fails", True): Share("x", 0.5, value),
        ("deviates", False): Share("x", 0.5, value, deviates="a reason"),
        ("agrees after all", True): Share("x", 0.3, value, deviates="a reason"),
    }
    for (status, faulty), check in expected.items():
        found = Finding("game", Case("case", 0, [check]), check, check.judge(runs), RUNS)
        assert (found.status, found.faulty) == (status, faulty)
        assert json.loads(json.dumps(found.to_dict(), allow_nan=False))["status"] == status
