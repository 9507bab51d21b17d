"""What lies on the desk of one tab: a scenario, the changes made to it, and what is wrong with it if it is broken.

Frozen: each action gives a new desk, so tabs cannot disturb each other and going back is keeping the one before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sim.errors import InputError, Problem, ScenarioError
from sim.page.collection import Collection
from sim.scenario import Scenario


@dataclass(frozen=True)
class Desk:
    """A scenario as it was opened (`base`) and as it stands with the changes (`scenario`); both None if it is broken.

    `values` are numbers put at paths, `removed` the paths taken out. `problems` are those of the text, `refused` those
    of the last change, which was then not made. `written`: the text is somebody's, not the file's.
    """

    name: str
    text: str = ""
    base: Scenario | None = None
    scenario: Scenario | None = None
    values: Mapping[str, float] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    refused: tuple[Problem, ...] = ()
    written: bool = False

    @property
    def changed(self) -> bool:
        """Whether anything differs from the scenario as it was opened."""
        return bool(self.values or self.removed)

    def move(self, path: str, value: float) -> Desk:
        """With a number put at a path."""
        return self._with({**self.values, path: value}, self.removed)

    def put_back(self, path: str) -> Desk:
        """With the number at a path as the scenario has it."""
        return self._with({key: value for key, value in self.values.items() if key != path}, self.removed)

    def drop(self, path: str) -> Desk:
        """Without an element, and without what was changed in it."""
        kept = {key: value for key, value in self.values.items() if not key.startswith(f"{path}.")}
        return self._with(kept, tuple(dict.fromkeys((*self.removed, path))))

    def take_up(self, path: str) -> Desk:
        """With an element that had been taken out."""
        return self._with(self.values, tuple(one for one in self.removed if one != path))

    def reset(self) -> Desk:
        """As the scenario was opened."""
        return self._with({}, ())

    def _with(self, values: Mapping[str, float], removed: Sequence[str]) -> Desk:
        if self.base is None:
            return self
        try:
            scenario = self.base.with_(set=values, remove=removed) if values or removed else self.base
        except ScenarioError as error:
            return replace(self, refused=tuple(error.problems))
        return replace(self, scenario=scenario, values=dict(values), removed=tuple(removed), refused=())


def open_desk(collection: Collection, name: str) -> Desk:
    """A scenario of the collection, fresh. What is wrong with it is on the desk, never raised."""
    try:
        text = collection.text(name)
    except InputError as error:
        return Desk(name, problems=(Problem(name, 0, 0, "", str(error)),))
    return read_desk(collection, name, text, written=False)


def read_desk(collection: Collection, name: str, text: str, *, written: bool = True) -> Desk:
    """The scenario of a text that somebody wrote in place of a file's."""
    try:
        scenario = collection.read(text, name)
    except ScenarioError as error:
        return Desk(name, text, problems=tuple(error.problems), written=written)
    except InputError as error:
        return Desk(name, text, problems=(Problem(name, 0, 0, "", str(error)),), written=written)
    return Desk(name, text, scenario, scenario, written=written)


def numbered(text: str, problems: Sequence[Problem], name: str, around: int = 1) -> list[tuple[int, str, bool]]:
    """The lines at which problems lie, and `around` lines on either side: (number, line, whether it has one)."""
    at = {problem.line for problem in problems if problem.line and problem.file == name}
    shown = {number for line in at for number in range(line - around, line + around + 1)}
    return [(number, line, number in at) for number, line in enumerate(text.splitlines(), 1) if number in shown]
