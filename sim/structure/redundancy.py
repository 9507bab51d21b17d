"""Which holds are redundant, given others or altogether."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sim.structure.answers import Redundant
from sim.structure.covers import Limits, Members, Question, deadlocks
from sim.structure.encoding import Encoding
from sim.structure.words import Words, listed
from sim.structure.world import Held

MOST_REASONS = 4  # sets of other holds looked at before a hold counts as not redundant


def redundant_holds(
    order: Encoding, words: Words, standing: Collection[str], limits: Limits
) -> tuple[Redundant, ...]:  # fmt: skip
    """Holds that no course can break as long as some others stand, all of whose gates can still be opened.

    Others that shut a gate for good are a deadlock, which makes nothing redundant.
    """
    found: list[Redundant] = []
    for key in sorted(standing):
        if limits.over:
            break
        held = order.world.by_key[key]
        given = _implied_by(order, held, [other for other in sorted(standing) if other != key], limits)
        if given is not None:
            found.append(Redundant(key, given, _reason(order, words, held, given)))
    return tuple(found)


def _implied_by(order: Encoding, held: Held, others: Sequence[str], limits: Limits) -> Members | None:
    """A minimal set of other holds (maybe none) under which `held` cannot be broken; None if none was found."""
    members = {key: order.stands[key] for key in others}
    required = list(order.required.values())
    question = Question(order, members, [*required, _broken(order, held)])
    if question.possible(others):
        return None
    first = question.shrink(question.core())
    if not first or _leaves_open(order, held, first):
        return first
    for given in deadlocks(question, Limits(MOST_REASONS, limits.until)).sets:
        if _leaves_open(order, held, given):
            return given
    return None


def _leaves_open(order: Encoding, held: Held, given: Members) -> bool:
    """Whether all that `held` and the holds in `given` are about can happen while just those in `given` stand."""
    assumed = [*order.required.values(), *(order.stands[key] for key in given)]
    concerned = [held, *(order.world.by_key[key] for key in given)]
    return all(order.possible([*assumed, _gate(order, one)]) for one in concerned)


def _gate(order: Encoding, held: Held) -> int:
    """A new literal: what a hold is about happens."""
    return _one_of(order, [event for event, _ in order.events(held)])


def _broken(order: Encoding, held: Held) -> int:
    """A new literal: what a hold is about happens against the hold."""
    against = [
        [*event, *(-literal for literal in clause)] for event, clauses in order.events(held) for clause in clauses
    ]
    return _one_of(order, against)


def _one_of(order: Encoding, ways: Sequence[Sequence[int]]) -> int:
    """A new literal that implies all literals of one of the `ways`."""
    any_ = order.new()
    literals = []
    for way in ways:
        literals.append(order.new())
        for literal in way:
            order.add(-literals[-1], literal)
    order.add(-any_, *literals)
    return any_


def _reason(order: Encoding, words: Words, held: Held, given: Members) -> str:
    """Why a hold is redundant, in words."""
    if given:
        others = [words.demand(order.world.by_key[key]) for key in given]
        return f"it is kept anyway as long as {listed(others)}"
    if held.about_tables and not any(held.concerns(table) for table in order.world.tables):
        return f"{words.actor(held.holder)} sits at no table that it is about"
    if held.about_signing and held.holder not in order.signers:
        return f"{words.actor(held.holder)} never has to sign"
    if order.possible([*order.required.values(), _gate(order, held)]):
        return "the world sees to it anyway"
    return "what it is about can never happen"
