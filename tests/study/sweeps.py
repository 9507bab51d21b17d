"""Small studies for tests of playing, and how to look at what a folder holds."""

import json
from collections.abc import Callable
from pathlib import Path

from sim.study import Study, loads_study
from sim.study.playing import Played, Player
from sim.study.blocks import Block

LEVERAGE = "relations.us.russia.leverage"


def study(runs: int = 60, seed: int = 3, **changes: object) -> Study:
    """Three values of a lever by two settings: six design points of the flagship in two variants."""
    return loads_study(
        json.dumps(
            {
                "name": "Leverage and a demand",
                "question": "Does leverage matter more than a demand?",
                "scenario": "flagship",
                "uncertainties": [],
                "levers": {
                    "leverage": {"label": "Leverage on Moscow", "path": LEVERAGE, "values": [0, 0.1, 0.3]},
                    "withdrawal": {
                        "settings": {"held": {}, "dropped": {"remove": ["preconditions.withdrawal_first"]}}
                    },
                },
                "runs": runs,
                "seed": seed,
                "outcomes": ["settlement", "ceasefire", "rounds_to.ceasefire", "gain.ukraine"],
                "finding": "settlement",
                **changes,
            }
        )
    )


def files_in(folder: Path) -> dict[str, bytes]:
    """All files below a folder by their path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Faulty:
    """Plays blocks, but not at one design point; and stops with `stop` after some blocks."""

    def __init__(self, play: Callable[[Player, Block], object], point: int | None = None) -> None:
        self.play = play
        self.point = point
        self.blocks: list[Block] = []

    def table(self, player: Player, block: Block) -> object:
        """In the place of `Player.table`."""
        self.blocks.append(block)
        if self.point in block.points:
            raise ArithmeticError("the front left the map")
        return self.play(player, block)
