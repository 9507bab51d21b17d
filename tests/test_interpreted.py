"""Compiled or not, a run is the same to the last bit."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numba.core import config

import sim
from sim.compile import compile_scenario
from sim.ensemble import play_block

RUNS = 4
SCENARIOS = sorted(sim.shipped())
PLAY = "import sys; from tests.test_interpreted import save_rows; save_rows(sys.argv[1])"


def rows_of(name: str) -> np.ndarray:
    compiled = compile_scenario(sim.load(name))
    return play_block(compiled, compiled.work(), 0, RUNS, 3, 2)


def save_rows(folder: str) -> None:
    for name in SCENARIOS:
        np.save(Path(folder) / f"{name}.npy", rows_of(name))


@pytest.fixture(scope="module")
def the_other_way(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rows of the same runs from a process in which the compiler is off (or on, where it is off here)."""
    folder = tmp_path_factory.mktemp("rows")
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "0" if config.DISABLE_JIT else "1"}
    root = Path(__file__).resolve().parent.parent
    subprocess.run([sys.executable, "-c", PLAY, str(folder)], check=True, env=environment, cwd=root)
    return folder


@pytest.mark.parametrize("name", SCENARIOS)
def test_rows_are_the_same_with_and_without_the_compiler(name: str, the_other_way: Path) -> None:
    assert np.array_equal(rows_of(name), np.load(the_other_way / f"{name}.npy"), equal_nan=True)
