"""In which round a goal can be reached at the earliest, by trying out every round of every course.

As `tests.structure.brute`, with durations: a step knows how long it has been in force, a track when it can meet next.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations

from tests.structure.brute import Brute, Data, Text

Timed = tuple[tuple[int, ...], Text | None, bool, tuple[int, ...]]  # ages (-1: not in force), text, formal, next dues
OLD = 5  # rounds: longer than any requirement


class BruteRounds(Brute):
    """All courses of a scenario in which all holds stand, round by round."""

    def __init__(self, data: Data) -> None:
        super().__init__(data)
        self.names = sorted(self.steps)
        self.every = [max(1, round(track.get("every", 1))) for track in data["tracks"].values()]

    def earliest(self, rounds: int) -> dict[str, int]:
        """Goal -> the first round, from 1 on, in which it can be reached; goals not within `rounds` are left out."""
        found: dict[str, int] = {}
        opening = self.data.get("opening_text")
        text = None
        if opening is not None:
            text = tuple(self._level(i, opening["text"][i]) for i in self.issues)
        starts = tuple(math.ceil(track.get("start", 0)) for track in self.data["tracks"].values())
        layer: set[Timed] = {(tuple(-1 for _ in self.names), text, False, starts)}
        for now in range(1, rounds + 1):
            layer = {following for state in layer for following in self._play(state, now, found)}
        return found

    def _play(self, state: Timed, now: int, found: dict[str, int]) -> Iterator[Timed]:
        ages, text, formal_before, dues = state
        for taken in self._takeable(ages, text):
            in_force = frozenset(name for name, age in zip(self.names, taken, strict=True) if age >= 0)
            lifted = None if text is None else self._lift(text, in_force)
            for name in in_force:
                found.setdefault(name, now)
            older = tuple(min(age + 1, OLD) if age >= 0 else age for age in taken)
            nearer = tuple(max(0, due - 1) for due in dues)
            yield older, lifted, formal_before, nearer
            for place, (seated, formal) in enumerate(self.tables.values()):
                if dues[place] > 0 or (formal_before and not formal):
                    continue
                if self._table_open(seated, formal, in_force, lifted) != self.everything:
                    continue
                if formal:
                    found.setdefault("talks", now)
                due = (*nearer[:place], self.every[place] - 1, *nearer[place + 1 :])
                for new in self.texts:
                    if self._lift(new, in_force) == new:
                        if formal:
                            self._sign_in_time(seated, in_force, older, new, now, found)
                        yield older, new, formal_before or formal, due

    def _takeable(self, ages: tuple[int, ...], text: Text | None) -> Iterator[tuple[int, ...]]:
        """All ages after a set of steps was taken in this round."""
        in_force = frozenset(name for name, age in zip(self.names, ages, strict=True) if age >= 0)
        can = [place for place, name in enumerate(self.names) if self._ready(name, ages, in_force, text)]
        for count in range(len(can) + 1):
            for places in combinations(can, count):
                yield tuple(0 if place in places else age for place, age in enumerate(ages))

    def _ready(self, name: str, ages: tuple[int, ...], in_force: frozenset[str], text: Text | None) -> bool:
        if name in in_force:
            return False
        for other, days in self.steps[name].get("requires", {}).items():
            age = ages[self.names.index(other)]
            if age < 0 or age < days / 7 - 1e-9:
                return False
        return all(hold.gate != name or self._met(hold, in_force, text) for hold in self.holds)

    def _sign_in_time(
        self, seated: set[str], in_force: frozenset[str], older: tuple[int, ...], text: Text, now: int,
        found: dict[str, int],
    ) -> None:  # fmt: skip
        """Note the signature of `text`: in this round, or in the next if somebody who must sign is absent."""
        signers = self._signers(text)
        if self._agreed(signers & seated, seated, in_force, text) != self.everything:
            return
        if signers <= seated:
            found["signature"] = min(now, found.get("signature", now))
            return
        if self.data.get("mechanisms", {}).get("initialling") is False:
            return
        for taken in self._takeable(older, text):
            later = frozenset(name for name, age in zip(self.names, taken, strict=True) if age >= 0)
            lifted = self._lift(text, later)
            if self._agreed(self._signers(lifted) - seated, seated, later, lifted) == self.everything:
                found["signature"] = min(now + 1, found.get("signature", now + 1))
                return
