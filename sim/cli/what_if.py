"""The prompt of `sim explain --what-if`: suppose something, see what it changes, take it back."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING

from rich.console import Console

from sim.errors import InputError
from sim.structure import Explanation, explain
from sim.study.explaining.explanation_folder import Explained
from sim.study.explaining.what_if import Supposition, changes, state

if TYPE_CHECKING:
    from sim.structure import Hold

HELP = """\
waive KEY ...         take demands as waived (keys: type holds)
hold KEY ...          hold them again
add YAML              add elements: add steps: {NAME: {parties: [ACTOR]}}
set PATH=VALUE        change a value: set preconditions.NAME.after=STEP
remove PATH ...       drop elements: remove preconditions.NAME
goal [NAME ...]       ask for these only (steps, talks, signature); alone: the usual ones
show                  the whole answer
holds                 all demands, with keys
undo                  take the last back
quit                  leave"""


@dataclass
class Session:
    """What is supposed now, what was before, and the last answer."""

    console: Console
    now: Supposition
    goals: Sequence[str] | None
    most: int
    seconds: float | None
    answer: Explanation
    before: list[tuple[Supposition, Sequence[str] | None, Explanation]] = field(default_factory=list)

    def run(self, lines: Iterator[str]) -> None:
        """Answer line after line until there is none, or one says quit."""
        for line in lines:
            word, _, rest = line.strip().partition(" ")
            if word in ("quit", "exit", "q"):
                return
            if not word or word.startswith("#"):
                continue
            try:
                self._answer(word, rest.strip())
            except InputError as error:
                self.console.print(str(error), soft_wrap=True)

    def _answer(self, word: str, rest: str) -> None:
        supposed = self._supposed(word, rest)
        if supposed is not None:
            self._suppose(supposed, self.goals)
        elif word == "goal":
            self._suppose(self.now, rest.split() or None)
        elif word == "undo":
            self._undo()
        elif word == "show":
            from sim.cli.explain_tables import explanation_tables

            for table in explanation_tables(Explained(self.answer)):
                self.console.print(table)
                self.console.print()
        elif word == "holds":
            for hold in self.answer.holds:
                self.console.print(hold_line(hold, self.answer.waived))
        elif word == "help":
            self.console.print(HELP)
        else:
            raise InputError(f"there is no '{word}' here; type help")

    def _supposed(self, word: str, rest: str) -> Supposition | None:
        """What one would suppose after a line, or None if the line supposes nothing."""
        if word in ("waive", "hold", "add", "set", "remove") and not rest:
            raise InputError(f"{word} what? type help")
        if word == "waive":
            return self.now.waive(rest.split())
        if word == "hold":
            return self.now.hold(rest.split())
        if word == "add":
            return self.now.add(rest)
        if word == "set":
            return self.now.set([rest])
        if word == "remove":
            return self.now.remove(rest.split())
        return None

    def _suppose(self, supposed: Supposition, goals: Sequence[str] | None) -> None:
        begun = perf_counter()
        answer = explain(supposed.scenario, waive=supposed.waived, goals=goals, most=self.most, seconds=self.seconds)
        self.before.append((self.now, self.goals, self.answer))
        self._tell(self.answer, answer, perf_counter() - begun)
        self.now, self.goals, self.answer = supposed, goals, answer

    def _undo(self) -> None:
        if not self.before:
            raise InputError("there is nothing to take back")
        now, goals, answer = self.before.pop()
        self._tell(self.answer, answer, None)
        self.now, self.goals, self.answer = now, goals, answer

    def _tell(self, old: Explanation, new: Explanation, seconds: float | None) -> None:
        lines = changes(old, new)
        for line in lines or ["Nothing changes: " + "; ".join(f"{a.goal.label} {state(a)}" for a in new.answers)]:
            self.console.print(line)
        if seconds is not None:
            self.console.print(f"({seconds:.2f} s)", style="dim")


def hold_line(hold: Hold, waived: Sequence[str]) -> str:
    """A demand with its key, and how firmly it is held."""
    if hold.key in waived:
        firm = "waived"
    elif hold.never:
        firm = "cannot be waived"
    else:
        firm = "given up by chance" if hold.rigidity is None else f"rigidity {hold.rigidity:.2f}"
    return f"{hold.key}: {hold.sentence.rstrip('.')} ({firm})"


def typed_lines() -> Iterator[str]:
    """Lines from standard input, after a prompt if somebody types them, with a history where there is one."""
    if not sys.stdin.isatty():
        yield from sys.stdin
        return
    with suppress(ImportError):  # Windows has none
        importlib.import_module("readline")  # importing it gives input() a history
    while True:
        try:
            yield input("what if> ")
        except EOFError:
            print()
            return
