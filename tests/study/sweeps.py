"""Small studies for tests of playing, and how to look at what a folder holds."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from sim.study import Study, loads_study
from sim.study.sweeping import blocks as blocks_module
from sim.study.sweeping.blocks import Block
from sim.study.sweeping.playing import Player
from sim.study.sweeping.study_plots import StudyPlots

ROOT = Path(__file__).resolve().parents[2]
LEVERAGE = "relations.us.russia.leverage"


def study(runs: int = 60, seed: int = 3, **changes: object) -> Study:
    """Three values of a lever by two settings: six design points of the flagship in two variants."""
    data: dict[str, Any] = {
        "name": "Leverage and a demand",
        "question": "Does leverage matter more than a demand?",
        "scenario": "flagship",
        "uncertainties": [],
        "levers": {
            "leverage": {"label": "Leverage on Moscow", "path": LEVERAGE, "values": [0, 0.1, 0.3]},
            "withdrawal": {"settings": {"held": {}, "dropped": {"remove": ["preconditions.withdrawal_first"]}}},
        },
        "runs": runs,
        "seed": seed,
        "outcomes": ["settlement", "ceasefire", "rounds_to.ceasefire", "gain.ukraine"],
        "finding": "settlement",
    }
    return loads_study(json.dumps(data | changes))


def files_in(folder: Path) -> dict[str, bytes]:
    """All files below a folder by their path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def small_blocks(patch: pytest.MonkeyPatch, runs: int = 20) -> None:
    """Let a small study have many blocks."""
    patch.setattr(blocks_module, "FEWEST_RUNS", runs)


def no_figures(patch: pytest.MonkeyPatch) -> None:
    """Figures take longer than small sweeps; they have tests of their own."""
    patch.setattr(StudyPlots, "fitting", lambda plots: {})


class Playing:
    """Stands in for `Player.table`: counts blocks, fails at some points, and raises `stop` after some blocks."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.table: Callable[[Player, Block], pa.Table] = Player.table
        self.faulty: set[int] = set()
        self.stop: BaseException | None = None
        self.after = 0
        self.blocks: list[Block] = []
        patch.setattr(Player, "table", lambda player, block: self.play(player, block))

    def play(self, player: Player, block: Block) -> pa.Table:
        """Play a block, or do not."""
        if self.stop is not None and len(self.blocks) >= self.after:
            raise self.stop
        self.blocks.append(block)
        if self.faulty.intersection(block.points.tolist()):
            raise ArithmeticError("the front left the map")
        return self.table(player, block)

    @property
    def runs(self) -> int:
        """Runs that were played."""
        return sum(block.runs for block in self.blocks)
