"""How a deadlock can be cut while no demand is given up: steps side by side, or another step that would do."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from sim.scenario import Step
from sim.structure.answers import Goal, Substitute, Swap
from sim.structure.covers import Limits, Members, Question, ways_out
from sim.structure.encoding import Encoding
from sim.structure.words import Words, listed, sentence
from sim.structure.world import Held


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
    opened = _goals(words, opens)
    side_by_side = listed([words.the_step(step) for step in steps])
    told = sentence([
        f"if {words.actors(holders)} let {side_by_side} happen in the same round, none before the other, "
        f"this would open {opened}"
    ])  # fmt: skip
    return Swap(holds, steps, tuple(opens), told)


def substitutes(
    order: Encoding, words: Words, standing: Collection[str], shut: Sequence[Goal], limits: Limits
) -> tuple[Substitute, ...]:  # fmt: skip
    """Steps on offer that would open a goal if a holder was content with them instead of the one that it waits for.

    Only steps of the same parties and of the same kind count. All holders of a precondition would have to be content.
    What the law asks for has no substitute.
    """
    found = []
    by_name: dict[str, list[Held]] = {}
    for key in sorted(standing):
        held = order.world.by_key[key]
        if held.after and not held.never:
            by_name.setdefault(held.name, []).append(held)
    for same in by_name.values():
        for step in _alternatives(order, same[0]) if shut and not limits.over else ():
            opens = _opened(order, same, step, standing, shut)
            if opens:
                found.append(_substitute(words, same, step, opens))
    return tuple(found)


def _alternatives(order: Encoding, held: Held) -> list[str]:
    """Other steps of the kind that the same actors would take, the step that the hold is on apart."""
    declared = order.world.scenario.steps
    asked = declared[held.after]
    steps = (step for step in order.world.steps if step not in (held.after, held.gate_step))
    same = (step for step in steps if set(declared[step].parties) == set(asked.parties))
    return [step for step in same if _alike(declared[step], asked)]


def _alike(one: Step, other: Step) -> bool:
    """Whether two steps are of a kind: both stop the fighting, or touch one issue or the front, or do none of it."""
    if one.stops_fighting or other.stops_fighting:
        return one.stops_fighting and other.stops_fighting
    touches = [{*step.floor, *(("the front",) if step.moves_front != 0 else ())} for step in (one, other)]
    return bool(touches[0] & touches[1]) or not (touches[0] or touches[1])


def _opened(
    order: Encoding, same: Sequence[Held], step: str, standing: Collection[str], shut: Sequence[Goal]
) -> tuple[Goal, ...]:  # fmt: skip
    """The goals that open if the holds in `same` wait for `step` instead."""
    content = order.new()
    for held in same:
        order.write_hold(replace(held, rule=held.rule.model_copy(update={"after": step})), content)
    keys = {held.key for held in same}
    assumed = [content, *order.required.values(), *(order.stands[key] for key in standing if key not in keys)]
    return tuple(goal for goal in shut if order.possible([*assumed, order.goal(goal.name)]))


def _substitute(words: Words, same: Sequence[Held], step: str, opens: tuple[Goal, ...]) -> Substitute:
    holders = [held.holder for held in same]
    opened = _goals(words, opens)
    told = sentence([
        f"if {words.actors(holders)} took {words.the_step(step)} for {words.the_step(same[0].after)}, "
        f"this would open {opened}"
    ])  # fmt: skip
    return Substitute(tuple(held.key for held in same), same[0].after, step, opens, told)


def _goals(words: Words, goals: Sequence[Goal]) -> str:
    """Goals inside a sentence."""
    return listed([words.the_step(goal.name) if goal.kind == "step" else goal.label.lower() for goal in goals])
