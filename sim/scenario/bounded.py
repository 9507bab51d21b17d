"""Files of input, read up to a size: what is larger is no input of this program."""

from __future__ import annotations

from pathlib import Path

from sim.errors import Problem, ScenarioError


def read_bounded(path: Path, name: str, most: int) -> bytes:
    """All bytes of a file of at most `most` (a million or more), called `name` in problems.

    Raises ScenarioError if it is a directory, larger, or cannot be read.
    """
    try:
        if path.is_dir():
            raise ScenarioError([Problem(name, 0, 0, "", "this is a directory, not a file")])
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise ScenarioError([Problem(name, 0, 0, "", f"cannot be read: {error.strerror or error}")]) from None
    if len(content) > most:
        raise ScenarioError([Problem(name, 0, 0, "", f"larger than {most // 1_000_000} MB")])
    return content
