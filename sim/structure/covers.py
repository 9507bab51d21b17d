"""Smallest deadlocks and smallest ways out, by the duality between them.

A way out has to break every deadlock, and a deadlock has to resist every way out: each family consists of the minimal
hitting sets of the other (Reiter 1987). So the smallest candidate that hits all sets of one family found so far is
either a member of the other, or shows the solver a member of the first that was not known yet (implicit hitting sets:
Liffiton and Sakallah 2008; Ignatiev, Previti, Liffiton and Marques-Silva 2015). Candidates come from PySAT's `Hitman`,
in order of weight, so whatever is found first is smallest, and stopping early loses only larger ones.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pysat.examples.hitman import Hitman

from sim.structure.formula import SOLVER, Formula

Members: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Sets in order of weight; `complete` says that there are no others."""

    sets: tuple[Members, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """At most so many sets, and none after a moment of `time.monotonic` (None: whenever)."""

    most: int
    until: float | None = None

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return self.until is not None and time.monotonic() > self.until


class Question:
    """Whether a goal is possible while some of the `members` (a literal each) stand and all of `always` holds.

    `instead` is what holds of a member that does not stand, if anything does.
    """

    def __init__(
        self, formula: Formula, members: Mapping[str, int], always: Collection[int],
        instead: Mapping[str, int] | None = None,
    ) -> None:  # fmt: skip
        """Keep what is asked about."""
        self.formula = formula
        self.members = dict(members)
        self.always = list(always)
        self.instead = dict(instead or {})
        self.names = {literal: name for name, literal in self.members.items()}

    def possible(self, standing: Collection[str]) -> bool:
        """Whether the goal is possible while just these stand."""
        kept = [self.members[name] for name in self.members if name in standing]
        kept += [literal for name, literal in self.instead.items() if name not in standing]
        return self.formula.possible([*self.always, *kept])

    def core(self) -> list[str]:
        """The members that the last refusal rested on."""
        return sorted(self.names[literal] for literal in self.formula.core() if literal in self.names)

    def shrink(self, names: Iterable[str]) -> Members:
        """A minimal set of members that make the goal impossible, out of `names`, which do."""
        kept = sorted(names)
        for name in list(kept):
            if name not in kept:
                continue
            rest = [other for other in kept if other != name]
            if not self.possible(rest):
                kept = rest if self.instead else [other for other in rest if other in self.core()]
        return tuple(kept)

    def grow(self, names: Iterable[str]) -> set[str]:
        """A maximal set of members with which the goal is possible, starting from `names`, with which it is."""
        standing = set(names)
        if self.possible(standing):
            standing |= self._also_standing()
        for name in sorted(self.members):
            if name not in standing and self.possible(standing | {name}):
                standing |= {name} | self._also_standing()
        return standing

    def _also_standing(self) -> set[str]:
        """Members that stand in the course found last, though nobody asked for it."""
        model = self.formula.model()
        return {name for name, literal in self.members.items() if literal in model}


def ways_out(question: Question, weights: Mapping[str, int], limits: Limits) -> Found:
    """Minimal sets of members without which the goal is possible, lightest first; none if there is no such set."""

    def missed(given_up: Sequence[str]) -> Members | None:
        standing = [name for name in question.members if name not in given_up]
        if question.possible(standing):
            return None
        return question.shrink(standing if question.instead else question.core())

    return _enumerate(missed, weights, limits)


def deadlocks(question: Question, limits: Limits) -> Found:
    """Minimal sets of members that make the goal impossible, smallest first; none if all of them do not."""

    def missed(standing: Sequence[str]) -> Members | None:
        if not question.possible(standing):
            return None
        grown = question.grow(standing)
        return tuple(sorted(set(question.members) - grown))

    return _enumerate(missed, dict.fromkeys(question.members, 1), limits)


def _enumerate(
    missed: Callable[[Sequence[str]], Members | None], weights: Mapping[str, int], limits: Limits
) -> Found:  # fmt: skip
    """All candidates for which `missed` finds nothing; what it finds for another is a set that candidates have to hit.

    An empty set cannot be hit: then there are no candidates at all.
    """
    found: list[Members] = []
    complete = False
    with Hitman(solver=SOLVER, htype="sorted") as hitman:
        while not limits.over:
            candidate = hitman.get()
            complete = candidate is None
            if complete or len(found) == limits.most:
                break
            candidate = sorted(candidate)
            to_hit = missed(candidate)
            if to_hit is None:
                found.append(tuple(candidate))
                if not candidate:  # nothing at all is needed, and every other set is larger
                    complete = True
                    break
                hitman.block(candidate, weights=weights)
            elif not to_hit:
                return Found((), complete=True)
            else:
                hitman.hit(to_hit, weights=weights)
    # among sets of one weight the order is the solver's: by name it is nobody's
    return Found(tuple(sorted(found, key=lambda one: (sum(weights[name] for name in one), one))), complete)
