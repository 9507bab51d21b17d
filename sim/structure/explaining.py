"""`explain`: which goals are within reach, what keeps the others shut, and what would have to give."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence

from sim.errors import InputError
from sim.scenario import Scenario
from sim.structure.alternatives import substitutes, swaps
from sim.structure.answers import Conflict, Deadlock, Explanation, Goal, GoalAnswer, GoalKind, Hold, WayOut
from sim.structure.clock import order_of, rounds_of
from sim.structure.covers import Limits, Members, Question, deadlocks, ways_out
from sim.structure.encoding import Encoding
from sim.structure.graph import gate_graph
from sim.structure.holding import waived_keys
from sim.structure.redundancy import redundant_holds
from sim.structure.roadmaps import Mapmaker
from sim.structure.words import Words, sentence
from sim.structure.world import Held, World

ONE_MORE = 1_000_000  # weight of a waiver: size decides first, rigidity among sets of one size
PER_UTILITY = 10_000  # weight of a unit of rigidity, which is in [-1, 1]: thirty of them come below one more waiver


def explain(
    scenario: Scenario, *, waive: Collection[str] = (), goals: Sequence[str] | None = None, most: int = 20,
    seconds: float | None = None,
) -> Explanation:  # fmt: skip
    """What the preconditions of a scenario allow, before any run.

    `waive` are keys of holds, or ids of preconditions, taken as waived from the outset. `goals` are names of steps,
    `talks` or `signature`; by default every step that stops the fighting, every other step that a precondition is
    about, talks and the signature. At most `most` deadlocks and ways out a goal are looked for, smallest first, and
    none once `seconds` have passed; answers that this cuts short say so. Raises InputError for names that do not
    exist.
    """
    world = World(scenario)
    words = Words(world)
    waived = waived_keys(world, waive)
    limits = Limits(most, None if seconds is None else time.monotonic() + seconds)
    wanted = [_goal(world, words, name) for name in (_default_goals(world) if goals is None else goals)]
    with Encoding(world, order_of(world)) as order, Encoding(world, rounds_of(world)) as rounds:
        order.prefer(order.stands.values())  # a course that keeps more holds than asked for says more
        explainer = Explainer(world, words, order, Mapmaker(rounds, words), waived, limits)
        answers = tuple(explainer.answer(goal) for goal in wanted)
        redundant = redundant_holds(order, words, explainer.standing, limits)
        shut = [answer.goal for answer in answers if not answer.reachable]
        swapped = swaps(order, words, explainer.standing, shut, limits)
        substituted = substitutes(order, words, explainer.standing, shut, limits)
    nodes, edges, cycles = gate_graph(world, words, waived)
    return Explanation(
        scenario=scenario, holds=tuple(_hold(words, held) for held in world.holds), waived=waived, answers=answers,
        conflicts=tuple(_conflicts(answers)), redundant=redundant, swaps=swapped, nodes=nodes, edges=edges,
        cycles=cycles, substitutes=substituted, leavers=world.leavers,
    )  # fmt: skip


class Explainer:
    """Answers on single goals."""

    def __init__(
        self, world: World, words: Words, order: Encoding, maker: Mapmaker, waived: Members, limits: Limits
    ) -> None:  # fmt: skip
        """Keep what all answers share."""
        self.world = world
        self.words = words
        self.order = order
        self.maker = maker
        self.limits = limits
        self.standing = tuple(held.key for held in world.holds if held.key not in waived)

    def answer(self, goal: Goal) -> GoalAnswer:
        """Whether a goal is within reach; if not, deadlocks and ways out."""
        question = self._question(goal, self.standing, [])
        settlement = self._by_settlement(goal)
        if question.possible(self.standing):
            roadmap = self.maker.roadmap(goal.name, self.standing)
            return GoalAnswer(goal, True, roadmap, (), (), settlement, cut=False)
        stuck = deadlocks(question, self.limits)
        firm = [key for key in self.standing if self.world.by_key[key].never]
        free = [key for key in self.standing if key not in firm]
        weights = {key: self._weight(self.world.by_key[key]) for key in free}
        out = ways_out(self._question(goal, free, firm), weights, self.limits)
        return GoalAnswer(
            goal, False, None, tuple(self._deadlock(goal, holds) for holds in stuck.sets),
            tuple(self._way_out(goal, waives) for waives in out.sets), settlement,
            cut=not (stuck.complete and out.complete),
        )  # fmt: skip

    def _question(self, goal: Goal, members: Collection[str], firm: Collection[str]) -> Question:
        stands = self.order.stands
        always = [*self.order.required.values(), *(stands[key] for key in firm), self.order.goal(goal.name)]
        return Question(self.order, {key: stands[key] for key in members}, always)

    def _by_settlement(self, goal: Goal) -> bool:
        """Whether a settlement carries a step out and can itself be signed while all holds stand."""
        if goal.kind != "step" or not self.world.carried_out(goal.name):
            return False
        signature = Goal("signature", "signature", "")
        return self._question(signature, self.standing, []).possible(self.standing)

    def _deadlock(self, goal: Goal, holds: Members) -> Deadlock:
        """A deadlock with the requirements of the world that it needs, and in words."""
        stands = [self.order.stands[key] for key in holds]
        pairs = {f"{step} requires {other}": (step, other) for step, other in self.order.required}
        members = {name: self.order.required[pair] for name, pair in pairs.items()}
        needed = Question(self.order, members, [*stands, self.order.goal(goal.name)]).shrink(members)
        claims = [claim for key in holds for claim in self.world.by_key[key].rule.claims]
        claims += [claim for name in needed for claim in self.world.scenario.steps[pairs[name][0]].claims]
        told = self.words.deadlock(goal.name, holds, [pairs[name] for name in needed])
        return Deadlock(goal, holds, needed, told, tuple(dict.fromkeys(claims)))

    def _way_out(self, goal: Goal, waives: Members) -> WayOut:
        held = [self.world.by_key[key] for key in waives]
        standing = [key for key in self.standing if key not in waives]
        roadmap = None if self.limits.over else self.maker.roadmap(goal.name, standing, waives)
        givers = tuple(sorted({one.holder for one in held}))
        return WayOut(goal, waives, sum(one.rigidity or 0.0 for one in held), givers, roadmap)

    def _weight(self, held: Held) -> int:
        return ONE_MORE + round(PER_UTILITY * (1.0 + (held.rigidity or 0.0)))


def _hold(words: Words, held: Held) -> Hold:
    label = held.rule.label or held.name.replace("_", " ")
    told = sentence([words.demand(held)])
    return Hold(held.key, held.name, held.holder, label, told, held.never, held.rigidity, tuple(held.rule.claims))


def _goal(world: World, words: Words, name: str) -> Goal:
    if name in world.steps:
        return Goal("step", name, words.step_label(name))
    labels: dict[str, tuple[GoalKind, str]] = {
        "talks": ("talks", "Formal talks"),
        "signature": ("signature", "Signature"),
    }
    if name not in labels:
        allowed = ", ".join([*world.steps, *labels])
        raise InputError(f"there is no goal '{name}' (allowed: {allowed})")
    kind, label = labels[name]
    return Goal(kind, name, label)


def _default_goals(world: World) -> list[str]:
    """Steps that stop the fighting, then other steps that a precondition is about, talks, the signature."""
    stopping = [step for step in world.steps if world.scenario.steps[step].stops_fighting]
    rules = world.scenario.preconditions.values()
    about = {str(rule.gate) for rule in rules} | {rule.after for rule in rules if rule.after}
    return [*stopping, *(step for step in world.steps if step in about and step not in stopping), "talks", "signature"]


def _conflicts(answers: Sequence[GoalAnswer]) -> Iterator[Conflict]:
    """Deadlocks of two, each pair once, with the first goal that it shuts."""
    seen: set[Members] = set()
    for answer in answers:
        for deadlock in answer.deadlocks:
            if len(deadlock.holds) == 2 and deadlock.holds not in seen:
                seen.add(deadlock.holds)
                yield Conflict((deadlock.holds[0], deadlock.holds[1]), answer.goal, deadlock.sentence)
