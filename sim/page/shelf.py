"""The collection of this process: set before the server starts, the same for every tab."""

from __future__ import annotations

from sim.page.collection import Collection, collection

_lent: list[Collection] = []


def lend(chosen: Collection) -> None:
    """Make a collection the one that tabs choose from."""
    _lent[:] = [chosen]


def shelf() -> Collection:
    """The collection that tabs choose from; the shipped scenarios if none was set."""
    if not _lent:
        lend(collection())
    return _lent[0]
