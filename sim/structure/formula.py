"""A formula in a SAT solver, and texts in it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from types import TracebackType
from typing import Self

from pysat.solvers import Solver

from sim.scenario import Condition
from sim.structure.world import Scale, World

SOLVER = "minisat22"
Text = dict[str, list[int]]  # issue -> literals "at least level 1", "at least level 2", ...


class Formula:
    """Clauses in a solver that is asked under assumptions."""

    def __init__(self, world: World) -> None:
        """Nothing yet but a literal that is true."""
        self.world = world
        self.solver = Solver(name=SOLVER)
        self._last = 0
        self.true = self.new()
        self.add(self.true)

    def __enter__(self) -> Self:
        """For use in a `with` statement."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Give the solver's memory back."""
        self.solver.delete()

    def new(self) -> int:
        """A literal of its own."""
        self._last += 1
        return self._last

    def add(self, *clause: int) -> None:
        """One of these holds."""
        self.solver.add_clause(list(clause))

    def possible(self, assumed: Iterable[int]) -> bool:
        """Whether some course meets all that is assumed."""
        return bool(self.solver.solve(assumptions=list(assumed)))

    def prefer(self, literals: Iterable[int]) -> None:
        """Let the solver try first that these hold, where nothing is assumed of them."""
        self.solver.set_phases(list(literals))

    def core(self) -> set[int]:
        """Of what was assumed in vain, a part that was enough."""
        return set(self.solver.get_core() or [])

    def model(self) -> set[int]:
        """The literals that hold in the course found last."""
        return set(self.solver.get_model() or [])

    def says(self, text: Text, condition: Condition) -> list[list[int]]:
        """Clauses for a text that meets a condition."""
        scale = self.world.scales[condition.issue]
        level = scale.at(condition.option)
        clauses = []
        if condition.sense in ("at_least", "exactly"):
            clauses.append([self.at_least(text, scale, level)])
        if condition.sense in ("at_most", "exactly"):
            clauses.append([-self.at_least(text, scale, level + 1)])
        return clauses

    def at_least(self, text: Text, scale: Scale, level: int) -> int:
        """The literal for a text being at `level` or above."""
        if level <= 0:
            return self.true
        return text[scale.issue][level - 1] if level <= scale.top else -self.true

    def _text(self, issues: Iterable[str]) -> Text:
        """A new text on these issues."""
        text: Text = {}
        for issue in issues:
            text[issue] = [self.new() for _ in range(self.world.scales[issue].top)]
            for lower, higher in pairwise(text[issue]):
                self.add(lower, -higher)
        return text
