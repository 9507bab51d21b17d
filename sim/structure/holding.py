"""Which holds are waived: names given by a user, as keys."""

from __future__ import annotations

from collections.abc import Collection

from sim.errors import InputError
from sim.structure.world import World


def waived_keys(world: World, waive: Collection[str]) -> tuple[str, ...]:
    """Keys of the holds that are waived: those given, and all of a precondition that is given by its id.

    Raises InputError for a name that is neither.
    """
    keys: set[str] = set()
    for name in [waive] if isinstance(waive, str) else waive:
        same = {held.key for held in world.holds if name in (held.key, held.name)}
        if not same:
            allowed = ", ".join(held.key for held in world.holds) or "none"
            raise InputError(f"there is no precondition '{name}' to waive (allowed: {allowed})")
        keys |= same
    return tuple(sorted(keys))
