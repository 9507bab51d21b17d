"""A reference game: a scenario file, a grid of parameters, and what theory says at each point of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.errors import InputError
from sim.scenario import Scenario, load
from sim.scenario.catalogue import shipped_files
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
        """The scenario. Raises ScenarioError if the file has a fault, InputError if there is none of that name."""
        if isinstance(self.scenario, Path):
            return load(self.scenario)
        files = shipped_files(f"scenarios/{FOLDER}")
        if self.scenario not in files:
            raise InputError(f"there is no reference scenario '{self.scenario}' in scenarios/{FOLDER}")
        return load(files[self.scenario])


LONGER = 25
"""How many times the runs of the short form the long one plays: its errors are a fifth."""
