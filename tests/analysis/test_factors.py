"""Effects of levers from a full grid."""

import numpy as np
import pandas as pd
import pytest

from sim.analysis.factors import factor_effects

GRID = pd.MultiIndex.from_product(
    [["held", "dropped"], [0.0, 0.1, 0.2], ["only"], ["a", "b"]], names=["demand", "leverage", "constant", "inert"]
).to_frame(index=False)


def outcomes(lucks: int, seed: int, noise: float = 1.0, together: float = 0.0) -> np.ndarray:
    """Demand adds 1 if dropped, leverage 5 times itself; luck adds its own everywhere, and noise in each run."""
    rng = np.random.default_rng(seed)
    dropped = (GRID["demand"] == "dropped").to_numpy()
    exact = dropped + 5 * GRID["leverage"].to_numpy() + together * dropped * (GRID["leverage"] == 0.2).to_numpy()
    return exact[:, None] + rng.normal(0, 3, lucks) + rng.normal(0, noise, (len(GRID), lucks))


def test_shares_and_changes_of_a_known_sum() -> None:
    inside = []
    truth = {"demand": 0.25 / (0.25 + 1 / 6), "leverage": (1 / 6) / (0.25 + 1 / 6), "inert": 0.0}
    for seed in range(150):
        found = factor_effects(GRID, outcomes(200, seed))
        inside.append([item.share.low <= truth[item.name] <= item.share.high for item in found.effects[:2]])
        inside[-1] += [item.change.low <= 1 <= item.change.high for item in found.effects[:2]]
    assert np.mean(inside, axis=0).min() > 0.95 - 3 * np.sqrt(0.95 * 0.05 / 150)
    assert [item.name for item in found.effects] == ["demand", "leverage", "inert"]
    demand, leverage, _ = found.effects
    assert (demand.levels[demand.first], demand.levels[demand.last]) == ("held", "dropped")
    assert leverage.levels == (0.0, 0.1, 0.2)
    assert found.together == pytest.approx(0, abs=0.05)
    assert len(found.table()) == 3


def test_noise_makes_no_lever_matter() -> None:
    shares = [factor_effects(GRID, outcomes(60, seed)).effects[-1].share.value for seed in range(100)]
    assert np.mean(shares) == pytest.approx(0, abs=0.01)


def test_what_levers_do_together_is_left_over() -> None:
    found = factor_effects(GRID, outcomes(400, 1, noise=0.1, together=3.0))
    assert found.together > 0.05


def test_where_no_lever_does_anything_shares_are_not_known_but_changes_are() -> None:
    flat = np.random.default_rng(0).normal(0, 1, (len(GRID), 50))
    found = factor_effects(GRID, flat)
    assert not any(item.share.known for item in found.effects)
    assert all(np.isfinite(item.change.value) for item in found.effects)
