"""Every exception that sim raises on purpose.

::

    SimError                what a caller can catch to catch them all
    +-- InputError          what was asked for cannot be done: mend the input (exit code 2)
    |   +-- ScenarioError   one or more problems in scenario or seed files, each with its place
    +-- RunError            something went wrong while running (exit code 1)

Anything else that escapes is a defect of sim.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class SimError(Exception):
    """Base of all errors that sim raises on purpose."""


class InputError(SimError):
    """The input cannot be used as it is: a file, an option or an argument has to be mended."""


class RunError(SimError):
    """The input was fine, but running it failed (a full disk, a killed worker, a broken invariant)."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of an input, with its place.

    `file` is the file as it was named, or `--set path=value` for an override; `line` and `column` count from
    1, and are 0 where the input has no lines (an override, a missing file). `path` is the dotted path of the
    element ("actors.russia.patience", "" for the file as a whole). `hint` says what is allowed and what may
    have been meant.
    """

    file: str
    line: int
    column: int
    path: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """`file:line:col: path: message (hint)`, leaving out what is not known."""
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        path = f"{self.path}: " if self.path else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{place}: {path}{self.message}{hint}"


class ScenarioError(InputError):
    """A scenario cannot be loaded. `problems` lists everything that is wrong with it, in reading order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: list[Problem] = list(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        """One line a problem."""
        return "\n".join(str(problem) for problem in self.problems)
