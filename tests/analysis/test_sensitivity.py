"""Sobol indices against closed forms, with and without chance."""

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.analysis.sensitivity import SobolIndices, sobol_indices
from sim.errors import InputError
from sim.scenario import Distribution
from sim.study.design.designs import Sampling, unit_cube

Floats = NDArray[np.float64]

NAMES = ("x1", "x2", "x3")


def points(dimensions: int, base: int, seed: int = 3) -> Floats:
    """Saltelli's radial design of independent uniforms, written out: A, AB_1 ... AB_D, B."""
    rng = np.random.default_rng(seed)
    one, other = rng.random((2, base, dimensions))
    cube = np.repeat(one[:, None, :], dimensions + 2, axis=1)
    for j in range(dimensions):
        cube[:, j + 1, j] = other[:, j]
    cube[:, -1] = other
    return cube.reshape(-1, dimensions)


def flips(cube: Floats, runs: int, rng: np.random.Generator, slope: float = 0.0) -> Floats:
    """Coin flips with probability 0.5 + 0.3 (x1 - 1/2) + 0.1 (x2 - 1/2), x3 inert: indices 0.9, 0.1 and 0.

    `slope` is how much the effect of x2 differs from luck to luck, the same at every point.
    """
    chance = 0.5 + 0.3 * (cube[:, 0] - 0.5) + 0.1 * (cube[:, 1] - 0.5)
    steeper = slope * rng.standard_normal(runs) * (cube[:, 1, None] - 0.5)
    return (rng.random((len(cube), runs)) < chance[:, None]) + steeper


def by_studies(function: str, base: int) -> tuple[Floats, int]:
    """Outcomes of a textbook function on the Saltelli design of studies, and its dimensions."""
    uniform = Distribution("uniform", (-np.pi, np.pi) if function == "ishigami" else (0.0, 1.0))
    dimensions = 3 if function == "ishigami" else len(WEIGHTS)
    x = uniform.quantile(unit_cube(Sampling("saltelli", base), dimensions, 5))
    if function == "ishigami":
        return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0]), 3
    return np.prod((np.abs(4 * x - 2) + WEIGHTS) / (1 + WEIGHTS), axis=1), dimensions


WEIGHTS = np.array([0.0, 1.0, 4.5, 9.0, 99.0, 99.0])


def closed_form(function: str) -> tuple[Floats, Floats]:
    """First-order and total indices (Ishigami and Homma 1990; Sobol 2003)."""
    if function == "ishigami":
        a, b, pi = 7.0, 0.1, np.pi
        first = np.array([0.5 * (1 + b * pi**4 / 5) ** 2, a**2 / 8, 0.0])
        interaction = b**2 * pi**8 * (1 / 18 - 1 / 50)
        variance = first.sum() + interaction
        return first / variance, (first + np.array([interaction, 0.0, interaction])) / variance
    parts = 1 / (3 * (1 + WEIGHTS) ** 2)
    variance = np.prod(1 + parts) - 1
    return parts / variance, parts * np.prod(1 + parts) / (1 + parts) / variance


@pytest.mark.parametrize("function", ["ishigami", "sobol_g"])
@pytest.mark.parametrize("runs", [1, 2])
def test_indices_of_textbook_functions_are_their_closed_forms(function: str, runs: int) -> None:
    outcomes, dimensions = by_studies(function, 2048)
    names = [f"x{number}" for number in range(dimensions)]
    found = sobol_indices(np.repeat(outcomes[:, None], runs, axis=1), names)
    for estimates, truth in zip((found.first, found.total), closed_form(function), strict=True):
        for estimate, value in zip(estimates, truth, strict=True):
            assert estimate.value == pytest.approx(value, abs=0.025)
            assert estimate.low - 1e-3 <= value <= estimate.high + 1e-3
    assert found.table()["name"].iloc[0] == "x0"


def test_noise_on_a_textbook_function_leaves_its_indices() -> None:
    outcomes, _ = by_studies("ishigami", 2048)
    rng = np.random.default_rng(2)
    noisy = outcomes[:, None] + 5.0 * rng.standard_normal((len(outcomes), 4))  # more noise than signal
    found = sobol_indices(noisy, NAMES)
    for estimates, truth in zip((found.first, found.total), closed_form("ishigami"), strict=True):
        for estimate, value in zip(estimates, truth, strict=True):
            assert estimate.value == pytest.approx(value, abs=0.1)
            assert abs(estimate.value - value) < 1.5 * (estimate.high - estimate.value)


def test_without_chance_two_equal_runs_give_the_indices_of_salib() -> None:
    cube = points(3, 512)
    outcome = cube[:, 0] + 0.3 * cube[:, 1] ** 2 + cube[:, 0] * cube[:, 2]
    by_salib = sobol_indices(outcome[:, None], NAMES)
    ours = sobol_indices(np.repeat(outcome[:, None], 2, axis=1), NAMES)
    assert not by_salib.corrected
    assert ours.corrected
    for one, other in zip((*ours.first, *ours.total), (*by_salib.first, *by_salib.total), strict=True):
        assert one.value == pytest.approx(other.value, abs=0.004)
        assert one.high - one.low == pytest.approx(other.high - other.low, rel=0.2)


def test_uncorrected_chance_makes_an_inert_parameter_matter_and_the_correction_takes_that_back() -> None:
    outcomes = flips(points(3, 4000), 30, np.random.default_rng(1))
    uncorrected = sobol_indices(outcomes.mean(axis=1, keepdims=True), NAMES)
    assert uncorrected.total[2].low > 0.2
    assert uncorrected.first[0].high < 0.9
    found = sobol_indices(outcomes, NAMES)
    assert found.total[2].low < 0 < found.total[2].high < 0.2
    assert found.first[0].low < 0.9 < found.first[0].high
    assert found.variance.low < 0.1 / 12 < found.variance.high


@pytest.mark.parametrize("runs, slope", [(10, 0.0), (40, 0.0), (40, 0.1)])
def test_intervals_hold_the_truth_in_95_of_100_cases(runs: int, slope: float) -> None:
    truth = np.array([0.9, 0.1, 0.0] * 2)
    inside = []
    for seed in range(200):
        found = sobol_indices(flips(points(3, 500, seed), runs, np.random.default_rng(seed), slope), NAMES)
        if found.told:
            estimates = (*found.first, *found.total)
            inside.append([item.low <= value <= item.high for item, value in zip(estimates, truth, strict=True)])
    covered = np.mean(inside, axis=0)
    assert len(inside) > 190
    assert covered.min() > 0.95 - 3 * np.sqrt(0.95 * 0.05 / 200), covered
    assert 0.935 < covered.mean() < 0.985, covered


def test_where_only_chance_varies_nothing_is_shared_out() -> None:
    outcomes = np.random.default_rng(4).random((5 * 400, 6))
    found = sobol_indices(outcomes, NAMES)
    assert not found.told
    assert np.isnan(found.table()["total"]).all()


def test_where_nothing_varies_nothing_is_shared_out() -> None:
    for runs in (1, 3):
        found: SobolIndices = sobol_indices(np.ones((5 * 8, runs)), NAMES)
        assert not found.told
        assert found.variance.value == 0


def test_points_that_are_no_design_are_refused() -> None:
    with pytest.raises(InputError, match="multiple of 5"):
        sobol_indices(np.zeros((12, 2)), NAMES)
