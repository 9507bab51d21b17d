"""Compiled or not, a run is the same to the last bit."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numba.core import config

from sim.compile import compile_scenario
from sim.ensemble import play_block
from sim.scenario import load, scenarios_by_name

RUNS = 4
ROOT = Path(__file__).resolve().parent.parent
FILES = {
    **scenarios_by_name(),
    **{f"mechanisms/{path.stem}": path for path in (ROOT / "tests" / "mechanisms" / "scenarios").glob("*.yaml")},
}
SCENARIOS = sorted(FILES)
PLAY = "import sys; from tests.test_interpreted import save_rows; save_rows(sys.argv[1])"


def rows_of(name: str) -> np.ndarray:
    compiled = compile_scenario(load(FILES[name]))
    return play_block(compiled, compiled.work(), 0, RUNS, 3, 2)


def save_rows(folder: str) -> None:
    for name in SCENARIOS:
        np.save(Path(folder) / file_name(name), rows_of(name))


def file_name(name: str) -> str:
    return f"{name.replace('/', '-')}.npy"


@pytest.fixture(scope="module")
def the_other_way(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rows of the same runs from a process in which the compiler is off (or on, where it is off here)."""
    folder = tmp_path_factory.mktemp("rows")
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "0" if config.DISABLE_JIT else "1"}
    subprocess.run([sys.executable, "-c", PLAY, str(folder)], check=True, env=environment, cwd=ROOT)
    return folder


@pytest.mark.parametrize("name", SCENARIOS)
def test_rows_are_the_same_with_and_without_the_compiler(name: str, the_other_way: Path) -> None:
    assert np.array_equal(rows_of(name), np.load(the_other_way / file_name(name)), equal_nan=True)
