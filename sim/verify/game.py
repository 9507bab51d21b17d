"""A reference game: a scenario file, a grid of parameters, and what theory says at each point of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.scenario import Scenario, load
from sim.verify.check import Case

FOLDER = "reference"


@dataclass(frozen=True)
class Game:
    """A reference game.

    `scenario` is the name of a file in scenarios/reference, or a path. `cases` gives the grid, a longer one if asked
    for. `runs` are those of the short form; the long one plays `LONGER` times as many. `theory`, `setup` and `limits`
    are sentences for readers: what theory says, how the scenario says it to the engine, what it does not show.
    `axis` is what `Case.at` means.
    """

    name: str
    title: str
    scenario: str | Path
    source: str
    theory: str
    setup: str
    axis: str
    cases: Callable[[bool], Sequence[Case]]
    runs: int = 4000
    limits: str = ""

    def load(self) -> Scenario:
        """The scenario. Raises ScenarioError if there is none of that name or if the file has a fault."""
        return load(self.scenario if isinstance(self.scenario, Path) else f"{FOLDER}/{self.scenario}")


LONGER = 25
"""How many times the runs of the short form the long one plays: its errors are a fifth."""
