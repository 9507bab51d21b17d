"""What `explain` answers: holds, deadlocks, ways out, roadmaps, and the graph of who holds what shut.

All of it is plain, frozen data. A *hold* is one precondition as one actor holds it; its key is the name under which the
outcome table knows it: the precondition's id, or ``id.holder`` where there are several holders.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from sim.html import table as html_table
from sim.scenario import Scenario

GoalKind: TypeAlias = Literal["step", "talks", "signature"]
EventKind: TypeAlias = Literal["waiver", "step", "meeting", "signature"]
NodeKind: TypeAlias = Literal["step", "talks", "any_track", "signature", "option", "text", "table"]
EdgeKind: TypeAlias = Literal["hold", "requirement", "meeting"]


@dataclass(frozen=True, slots=True)
class Hold:
    """A precondition as one holder holds it: the unit that can be waived.

    `rigidity` is the mean of what it must gain before it gives way, in utility on [-1, 1]; None where it never does or
    drops it by chance.
    `sentence` says the demand in words, such as "Moscow will accept no ceasefire before the withdrawal".
    """

    key: str
    precondition: str
    holder: str
    label: str
    sentence: str
    never: bool
    rigidity: float | None
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Goal:
    """Something that may or may not be reachable. `name` is a step's name, `talks` or `signature`."""

    kind: GoalKind
    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a roadmap.

    `round` counts from 1 (0: a waiver, given before the first round). `name` is a step, a track (of a meeting or a
    signature) or the key of a hold (of a waiver); `why` says what it waited for or what it opens.
    """

    round: int
    kind: EventKind
    name: str
    label: str
    actors: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Roadmap:
    """The shortest course to a goal, in rounds, if all who are free to agree do so at once.

    `rounds` is the round of the last entry: no run can be there earlier. Uncertain durations count at their lower ends.
    It may lie beyond the rounds that the scenario plays.
    """

    entries: tuple[Entry, ...]
    rounds: int


@dataclass(frozen=True, slots=True)
class Deadlock:
    """A smallest set of holds that together keep a goal out of reach: without any one of them it would not.

    `requirements` are those of the world that take part, as "step requires other".
    """

    goal: Goal
    holds: tuple[str, ...]
    requirements: tuple[str, ...]
    sentence: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WayOut:
    """A smallest set of waivers after which a goal is within reach.

    `rigidity` is the sum over them, in utility; holds that are dropped by chance count 0. `givers` are the actors who
    waive. `roadmap` is None only where it was not looked for in time.
    """

    goal: Goal
    waives: tuple[str, ...]
    rigidity: float
    givers: tuple[str, ...]
    roadmap: Roadmap | None


@dataclass(frozen=True, slots=True)
class Swap:
    """Holds on the order of steps which, made reciprocal (both steps in the same round), open goals shut before.

    `steps` are all steps that would then be taken side by side; `opens` the goals that this alone would open.
    """

    holds: tuple[str, ...]
    steps: tuple[str, ...]
    opens: tuple[Goal, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Substitute:
    """Another step of the same parties and kind that would do: holds that wait for one, content with `step` instead.

    `asked` is the step that `holds` (all of one precondition) wait for now; `opens` the goals that this alone opens.
    """

    holds: tuple[str, ...]
    asked: str
    step: str
    opens: tuple[Goal, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class GoalAnswer:
    """Whether a goal is within reach, and if not, why not and what would have to give.

    `settlement` says that the signature of a settlement could also bring the step about. `cut` says that there may be
    more deadlocks or ways out than are listed, because a limit was reached; those listed are the smallest.
    """

    goal: Goal
    reachable: bool
    roadmap: Roadmap | None
    deadlocks: tuple[Deadlock, ...]
    ways_out: tuple[WayOut, ...]
    settlement: bool
    cut: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two holds, each of which alone would leave `goal` within reach, but not both."""

    holds: tuple[str, str]
    goal: Goal
    sentence: str


@dataclass(frozen=True, slots=True)
class Redundant:
    """A hold that changes nothing as long as the holds in `given` stand (or at all, if that is empty)."""

    key: str
    given: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the gate graph. `name` is unique: a step's own name, `talks`, `any_track`, `signature`, or a phrase."""

    name: str
    kind: NodeKind
    label: str


@dataclass(frozen=True, slots=True)
class Edge:
    """`gate` stays shut until `after`: both are names of nodes.

    A `hold` has its key, holder and claims; a `requirement` of the world has the days that it takes at the least; a
    `meeting` says that a signature needs a formal meeting. `in_cycle`: it is part of a circle.
    """

    gate: str
    after: str
    kind: EdgeKind
    key: str
    holder: str
    label: str
    never: bool
    days: float | None
    claims: tuple[str, ...]
    in_cycle: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """The whole answer for a scenario. `waived` are the keys of the holds taken as waived from the outset.

    `holds` are all holds of the scenario, waived ones too; `swaps` and `substitutes` are ways of cutting a deadlock
    without giving a demand up; `cycles` are the circles of the gate graph, each as the names of its nodes. `leavers`
    are actors who must sign but may leave: no answer counts on their signature.
    """

    scenario: Scenario
    holds: tuple[Hold, ...]
    waived: tuple[str, ...]
    answers: tuple[GoalAnswer, ...]
    conflicts: tuple[Conflict, ...]
    redundant: tuple[Redundant, ...]
    swaps: tuple[Swap, ...]
    nodes: tuple[Node, ...] = field(default=())
    edges: tuple[Edge, ...] = field(default=())
    cycles: tuple[tuple[str, ...], ...] = field(default=())
    substitutes: tuple[Substitute, ...] = field(default=())
    leavers: tuple[str, ...] = field(default=())

    def _repr_html_(self) -> str:
        rows = []
        for answer in self.answers:
            if answer.reachable:
                earliest = f"in round {answer.roadmap.rounds} at the earliest" if answer.roadmap else ""
                rows.append((answer.goal.label, "within reach", earliest, ""))
                continue
            for number, deadlock in enumerate(answer.deadlocks):
                first = (answer.goal.label, "out of reach") if not number else ("", "")
                rows.append((*first, deadlock.sentence, "" if number else self._cheapest(answer)))
        caption = f"{self.scenario.name}: what the preconditions allow, before any run"
        return html_table(caption, ("goal", "answer", "because", "smallest way out"), rows, texts=4)

    def _cheapest(self, answer: GoalAnswer) -> str:
        if not answer.ways_out:
            return "none: what is left is law"
        return "; ".join(f"{self.hold(key).label} is waived" for key in answer.ways_out[0].waives)

    def hold(self, key: str) -> Hold:
        """The hold of a key. Raises KeyError if there is none."""
        return {hold.key: hold for hold in self.holds}[key]

    def answer(self, name: str) -> GoalAnswer:
        """The answer on a goal: a step's name, `talks` or `signature`. Raises KeyError if it was not asked for."""
        return {answer.goal.name: answer for answer in self.answers}[name]
