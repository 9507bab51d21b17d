"""What is possible in a small scenario, by trying out everything: all sets of holds, all orders, all texts.

Written from docs/deadlocks.md and sim/round/, on the scenario's plain data, and sharing nothing with sim.structure. A
state is (steps in force, text on the table or None, whether a formal meeting was held). To go through all sets of holds
at once, each state carries the sets under which it can be reached, as bits: bit m stands for the set whose members are
the bits of m.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from typing import Any

Data = dict[str, Any]
Text = tuple[float, ...]
State = tuple[frozenset[str], Text | None, bool]
FINE = (0.0, 0.15, 0.3, 0.4, 0.5, 0.75, 1.0)  # a divisible issue: all points that data uses, and one between any two


class Hold:
    """A precondition of one holder, as plain data."""

    def __init__(self, key: str, holder: str, rule: Data) -> None:
        self.key, self.holder, self.rule, self.gate = key, holder, rule, rule["gate"]


class Brute:
    """All courses of a scenario given as plain data."""

    def __init__(self, data: Data) -> None:
        self.data = data
        self.issues = sorted(data["issues"])
        self.steps = data["steps"]
        self.holds = [
            Hold(name if len(rule["holder"]) == 1 else f"{name}.{holder}", holder, rule)
            for name, rule in sorted(data["preconditions"].items())
            for holder in sorted(rule["holder"])
        ]
        self.everything = (1 << (1 << len(self.holds))) - 1
        # without[h]: bits of the sets that leave hold h out
        self.without = [
            sum(1 << m for m in range(1 << len(self.holds)) if not m >> h & 1) for h in range(len(self.holds))
        ]
        self.tables = {
            name: (set(track["participants"]) | {track.get("mediator")} - {None}, track["formal"])
            for name, track in data["tracks"].items()
        }
        self.texts: list[Text] = list(product(*(self._levels(issue) for issue in self.issues)))
        self.today = tuple(self._level(i, data["issues"][i]["status_quo"]) for i in self.issues)

    def reached(self) -> dict[str, int]:
        """Goal -> bits of the sets of holds under which it can be reached."""
        goals = dict.fromkeys([*self.steps, "talks", "signature"], 0)
        opening = self.data.get("opening_text")
        text = None
        if opening is not None:
            text = tuple(self._level(i, opening["text"][i]) for i in self.issues)
        start: State = (frozenset(), text, False)
        reached = {start: self.everything}
        waiting = [start]
        while waiting:
            state = waiting.pop()
            for following, allowed in self._round(state, reached[state], goals):
                if allowed & ~reached.get(following, 0):
                    reached[following] = reached.get(following, 0) | allowed
                    waiting.append(following)
        return goals

    def _round(self, state: State, allowed: int, goals: dict[str, int]) -> Iterator[tuple[State, int]]:
        """One round: some steps, then perhaps a meeting with a new text, perhaps a signature."""
        for steps, text, still in self._take(state, allowed):
            for step in steps:
                goals[step] |= still
            formal_before = state[2]
            yield (steps, text, formal_before), still
            for seated, formal in self.tables.values():
                open_ = still & self._table_open(seated, formal, steps, text)
                if not open_ or (formal_before and not formal):
                    continue
                if formal:
                    goals["talks"] |= open_
                for new in self.texts:
                    if self._lift(new, steps) != new:
                        continue
                    yield (steps, new, formal_before or formal), open_
                    if formal:
                        goals["signature"] |= self._sign(seated, steps, new, open_)

    def _take(self, state: State, allowed: int) -> Iterator[tuple[frozenset[str], Text | None, int]]:
        """All sets of steps that can be taken at once: decided on one state, then taken together."""
        steps, text, _ = state
        can = {}
        for name, step in self.steps.items():
            if name in steps or any(other not in steps for other in step.get("requires", {})):
                continue
            open_ = allowed
            for h, hold in enumerate(self.holds):
                if hold.gate == name and not self._met(hold, steps, text):
                    open_ &= self.without[h]
            if open_:
                can[name] = open_
        for count in range(len(can) + 1):
            for names in combinations(can, count):
                still = allowed
                for name in names:
                    still &= can[name]
                taken = steps | set(names)
                if still:
                    yield taken, None if text is None else self._lift(text, taken), still

    def _table_open(self, seated: set[str], formal: bool, steps: frozenset[str], text: Text | None) -> int:
        open_ = self.everything
        for h, hold in enumerate(self.holds):
            about = hold.gate == "any_track" or (hold.gate == "talks" and formal)
            if about and hold.holder in seated and not self._met(hold, steps, text, seated):
                open_ &= self.without[h]
        return open_

    def _sign(self, seated: set[str], steps: frozenset[str], text: Text, allowed: int) -> int:
        """Sets of holds under which `text`, tabled among `seated`, gets all its signatures, at once or initialled."""
        signers = self._signers(text)
        present = allowed & self._agreed(signers & seated, seated, steps, text)
        if signers <= seated:
            return present
        if self.data.get("mechanisms", {}).get("initialling") is False:
            return 0
        signed = 0
        for later, lifted, still in self._take((steps, text, True), self.everything):
            # what lies on the table is the tabled text itself; steps that raise floors lift it
            assert lifted is not None
            signed |= still & self._agreed(self._signers(lifted) - seated, seated, later, lifted)
        return present & signed

    def _agreed(self, signers: set[str], seated: set[str], steps: frozenset[str], text: Text) -> int:
        open_ = self.everything
        for h, hold in enumerate(self.holds):
            if hold.holder not in signers or not (hold.gate == "signing" or isinstance(hold.gate, dict)):
                continue
            if isinstance(hold.gate, dict) and not self._says(text, hold.gate):
                continue
            if not self._met(hold, steps, text, seated):
                open_ &= self.without[h]
        return open_

    def _met(self, hold: Hold, steps: frozenset[str], text: Text | None, seated: set[str] | None = None) -> bool:
        rule = hold.rule
        if "after" in rule:
            return rule["after"] in steps
        if "text" in rule:
            return text is not None and self._says(text, rule["text"])
        assert seated is not None
        if "with" in rule:
            return set(rule["with"]) <= seated
        if "without" in rule:
            return not set(rule["without"]) & seated
        return seated <= {hold.holder, *rule["only_with"]}

    def _signers(self, text: Text) -> set[str]:
        signers = set(self.data["signatories"])
        for place, issue in enumerate(self.issues):
            if text[place] != self.today[place]:
                signers |= set(self.data["issues"][issue].get("delivered_by", ()))
        return signers

    def _lift(self, text: Text, steps: frozenset[str]) -> Text:
        lifted = list(text)
        for name in steps:
            for issue, option in self.steps[name].get("floor", {}).items():
                place = self.issues.index(issue)
                lifted[place] = max(lifted[place], self._level(issue, option))
        return tuple(lifted)

    def _says(self, text: Text, condition: Data) -> bool:
        issue, wanted = next(iter(condition.items()))
        words = str(wanted).split()
        level, wanted_level = text[self.issues.index(issue)], self._level(issue, words[-1])
        if words[0] == "at_least":
            return level >= wanted_level
        return level <= wanted_level if words[0] == "at_most" else level == wanted_level

    def _level(self, issue: str, option: object) -> float:
        declared = self.data["issues"][issue]
        return float(str(option)) if declared.get("divisible") else float(declared["options"].index(option))

    def _levels(self, issue: str) -> list[float]:
        declared = self.data["issues"][issue]
        return list(FINE) if declared.get("divisible") else [float(n) for n in range(len(declared["options"]))]


def smallest(sets: set[frozenset[str]]) -> set[frozenset[str]]:
    """Those that contain no other."""
    return {one for one in sets if not any(other < one for other in sets)}


def expected(data: Data) -> dict[str, tuple[bool, set[frozenset[str]], set[frozenset[str]]]]:
    """Goal -> (within reach with all holds, minimal deadlocks, minimal ways out)."""
    brute = Brute(data)
    keys = [hold.key for hold in brute.holds]
    never = {hold.key for hold in brute.holds if hold.rule.get("rigidity") == "never"}
    answers = {}
    for goal, bits in brute.reached().items():
        sets = {m: frozenset(key for h, key in enumerate(keys) if m >> h & 1) for m in range(1 << len(keys))}
        open_ = {held for m, held in sets.items() if bits >> m & 1}
        shut = {held for m, held in sets.items() if not bits >> m & 1}
        out = {frozenset(keys) - held for held in open_ if never <= held}
        reachable = frozenset(keys) in open_
        answers[goal] = (reachable, set() if reachable else smallest(shut), set() if reachable else smallest(out))
    return answers
