"""The library of this process: set before the server starts, the same for every tab."""

from __future__ import annotations

from sim.page.library import Library, library

_lent: list[Library] = []


def lend(chosen: Library) -> None:
    """Make a library the one that tabs choose from."""
    _lent[:] = [chosen]


def shelf() -> Library:
    """The library that tabs choose from; the shipped scenarios if none was set."""
    if not _lent:
        lend(library())
    return _lent[0]
