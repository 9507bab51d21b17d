"""Parts of the variance: design, draws and chance, against simulated truth."""

import numpy as np
import pytest

from sim.analysis.variance import explained, variance_split

DESIGN, DRAWN, MIXED, CHANCE = 2.0, 1.5, 0.5, 3.0


def outcomes(seed: int, points: int, draws: int, repeats: int) -> np.ndarray:
    """Sums of independent effects of points, draws (the same at all points), both together, and chance."""
    rng = np.random.default_rng(seed)
    normal = rng.standard_normal
    return (
        np.sqrt(DESIGN) * normal((points, 1, 1))
        + np.sqrt(DRAWN) * normal((1, draws, 1))
        + np.sqrt(MIXED) * normal((points, draws, 1))
        + np.sqrt(CHANCE) * normal((points, draws, repeats))
    )


@pytest.mark.parametrize("repeats", [1, 2])
def test_parts_are_right_on_average_and_intervals_hold_them(repeats: int) -> None:
    whole = DESIGN + DRAWN + MIXED + CHANCE
    truth = {"design": DESIGN / whole, "drawn": (DRAWN + MIXED) / whole, "chance": CHANCE / whole}
    if repeats == 1:
        truth = {"design": DESIGN / whole, "chance": 1 - DESIGN / whole}
    inside, values = [], []
    for seed in range(200):
        split = variance_split(outcomes(seed, 300, 60, repeats)[None])
        assert split is not None
        found = {name: getattr(split, name) for name in truth}
        inside.append([item.low <= truth[name] <= item.high for name, item in found.items()])
        values.append([item.value for item in found.values()])
        assert sum(values[-1]) == pytest.approx(1)
    assert np.mean(values, axis=0) == pytest.approx(list(truth.values()), abs=0.02)
    assert np.mean(inside, axis=0).min() > 0.95 - 3 * np.sqrt(0.95 * 0.05 / 200)


def test_explained_variance_has_no_noise_in_it_even_with_two_runs() -> None:
    rng = np.random.default_rng(0)
    levels = rng.normal(0, 0.3, (20000, 1))
    found = explained(levels + rng.standard_normal((20000, 2)))
    assert found.value == pytest.approx(0.09, abs=0.03)
    assert found.high < 0.2  # the variance of means over two runs is 0.59


def test_without_variance_or_without_two_draws_there_is_no_split() -> None:
    flat = variance_split(np.ones((2, 2, 3, 2)))
    assert flat is not None
    assert flat.variance == 0
    assert not flat.design.known
    assert variance_split(np.random.default_rng(0).random((2, 2, 1, 2))) is None
    assert variance_split(np.random.default_rng(0).random((1, 1, 4, 2))) is None


def test_settings_of_levers_are_all_there_are_and_only_draws_could_have_been_others() -> None:
    effects = np.array([0.0, 1.0, 1.0, 3.0])[:, None, None, None]
    truth = effects.var() / (effects.var() + 1)
    inside = []
    for seed in range(200):
        noise = np.random.default_rng(seed).standard_normal((4, 1, 150, 1))
        split = variance_split(effects + noise)
        assert split is not None
        inside.append(split.design.low <= truth <= split.design.high)
        assert split.design.value == pytest.approx(truth, abs=0.2)
    assert np.mean(inside) > 0.95 - 3 * np.sqrt(0.95 * 0.05 / 200)
