"""What holds mean for one another: which of them are redundant, and which could be made reciprocal."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sim.structure.answers import Goal, Redundant, Swap
from sim.structure.covers import Limits, Members, Question, deadlocks, ways_out
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


def swaps(
    order: Encoding, words: Words, standing: Collection[str], shut: Sequence[Goal], limits: Limits
) -> tuple[Swap, ...]:  # fmt: skip
    """Smallest sets of holds on the order of steps that, made reciprocal, open one of the goals that are `shut`.

    Reciprocal: the holder takes its step in the same round as the one that it waited for, and no longer after it.
    """
    by_key = order.world.by_key
    free = [key for key in sorted(standing) if key in order.reciprocal and not by_key[key].never]
    firm = [order.stands[key] for key in sorted(standing) if key not in free]
    found: dict[Members, list[Goal]] = {}
    questions = {}
    for goal in shut:
        always = [*order.required.values(), *firm, order.goal(goal.name)]
        members = {key: order.stands[key] for key in free}
        questions[goal] = Question(order, members, always, {key: order.reciprocal[key] for key in free})
        for holds in ways_out(questions[goal], dict.fromkeys(free, 1), limits).sets:
            found.setdefault(holds, [])
    for holds, opens in found.items():
        rest = [key for key in free if key not in holds]
        opens += [goal for goal in shut if questions[goal].possible(rest)]
    return tuple(_swap(order, words, holds, opens) for holds, opens in found.items())


def _swap(order: Encoding, words: Words, holds: Members, opens: Sequence[Goal]) -> Swap:
    held = [order.world.by_key[key] for key in holds]
    steps = tuple(dict.fromkeys(name for one in held for name in (one.gate_step, one.after)))
    holders = tuple(dict.fromkeys(one.holder for one in held))
    opened = listed([words.the_step(goal.name) if goal.kind == "step" else goal.label.lower() for goal in opens])
    side_by_side = listed([words.the_step(step) for step in steps])
    told = (
        f"If {words.actors(holders)} let {side_by_side} happen in the same round, none before the other, "
        f"this would open {opened}."
    )
    return Swap(holds, steps, tuple(opens), told)
