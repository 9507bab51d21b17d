"""Whether events can come in a given order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from sim.errors import InputError
from sim.scenario import Scenario
from sim.structure.clock import order_of
from sim.structure.encoding import Encoding
from sim.structure.holding import waived_keys
from sim.structure.world import World


def possible_order(scenario: Scenario, events: Sequence[str], *, waive: Collection[str] = ()) -> bool:
    """Whether steps, `talks` (the first formal meeting) and `signature` can come in this order, each once.

    A step comes after another event if it is taken in a later round; a meeting or a signature also if it is held in the
    same round, since steps come first there. Nothing comes after a signature, which ends the course. What is not named
    may happen in between or not at all. `waive` as for `explain`. Raises InputError for names that do not exist.
    """
    world = World(scenario)
    for name in events:
        if name not in (*world.steps, "talks", "signature"):
            raise InputError(f"there is no event '{name}' (allowed: {', '.join([*world.steps, 'talks', 'signature'])})")
    waived = waived_keys(world, waive)
    if "signature" in events[:-1]:
        return False
    with Encoding(world, order_of(world)) as order:
        by_then = {name: _by_then(order, name) for name in events}
        assumed = [literal for key, literal in order.stands.items() if key not in waived]
        assumed += order.required.values()
        assumed += [by_then[name][-1] for name in events]
        for first, second in pairwise(events):
            assumed.append(_before(order, by_then[first], by_then[second], is_step=second in world.steps))
        return order.possible(assumed)


def _by_then(order: Encoding, name: str) -> list[int]:
    """A literal a slot that is true just if the event has happened by its end."""
    if name in order.in_force:
        return order.in_force[name]
    literals = order.signed if name == "signature" else order.met
    for t in order.slots:
        ways = order.completing[t] if name == "signature" else order.meeting[t]
        for literal in [*ways, *literals[t - 1 : t]] if t else ways:
            order.add(-literal, literals[t])
    return literals


def _before(order: Encoding, first: Sequence[int], second: Sequence[int], *, is_step: bool) -> int:
    """A new literal that implies a slot in which `first` has happened and `second` has not yet (or only just)."""
    ways = []
    for t in order.slots:
        way = order.new()
        order.add(-way, first[t])
        if is_step or t > 0:
            order.add(-way, -second[t if is_step else t - 1])
        ways.append(way)
    either = order.new()
    order.add(-either, *ways)
    return either
