"""Reference games: scenario files whose answer is known, played by the ordinary engine."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest

from sim.ensemble import play
from sim.scenario import Scenario, load

FOLDER = Path(__file__).resolve().parents[2] / "scenarios" / "reference"
STANDARD_ERRORS = 4.0


def game(name: str, **changes: object) -> Scenario:
    """A shipped reference game with values set at paths (``__`` for dots)."""
    return load(FOLDER / f"{name}.yaml", set={path.replace("__", "."): value for path, value in changes.items()})


def table(scenario: Scenario, runs: int, seed: int = 1) -> pd.DataFrame:
    """Outcome table, a parameter point a run."""
    return play(scenario, 0, runs, seed, runs_per_point=1)


def assert_share(found: pd.Series, expected: float) -> None:
    """A share of runs agrees with a probability within four standard errors."""
    error = math.sqrt(max(expected * (1 - expected), 0.0) / found.size)
    assert found.mean() == pytest.approx(expected, abs=STANDARD_ERRORS * error + 1e-12)


def assert_mean(found: pd.Series, expected: float) -> None:
    """A mean over runs agrees with an expectation within four standard errors."""
    values = found.astype(float)
    assert values.mean() == pytest.approx(expected, abs=STANDARD_ERRORS * values.std() / math.sqrt(values.size) + 1e-6)
