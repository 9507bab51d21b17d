"""What if: a scenario with demands waived, elements added and values changed, and what that changes in the answer.

A `Supposition` is what one supposes so far. It is frozen, so that going back is keeping the one before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from sim.errors import InputError, Problem, ScenarioError
from sim.scenario import Scenario, parse_assignments
from sim.scenario.suggest import allowed_or_meant
from sim.scenario.tree import plain
from sim.scenario.yaml_text import read_text
from sim.structure import Explanation, GoalAnswer

SECTIONS = ("actors", "relations", "issues", "steps", "tracks", "preconditions", "shocks")
"""What elements with names can be added to."""


@dataclass(frozen=True, slots=True)
class Supposition:
    """A scenario as it is supposed to be, and the keys of the demands that are taken as waived."""

    scenario: Scenario
    waived: tuple[str, ...] = ()

    def waive(self, words: Iterable[str]) -> Supposition:
        """With demands waived: by key, or by the name of a precondition for all who hold it."""
        keys = [key for word in words for key in keys_of(self.scenario, word)]
        return replace(self, waived=tuple(dict.fromkeys((*self.waived, *keys))))

    def hold(self, words: Iterable[str]) -> Supposition:
        """With demands that were waived held again. Raises InputError for one that is not waived."""
        keys = {key for word in words for key in keys_of(self.scenario, word)}
        missing = sorted(keys - set(self.waived))
        if missing:
            raise InputError(f"'{missing[0]}' is not waived; waived: {', '.join(self.waived) or 'nothing'}")
        return replace(self, waived=tuple(key for key in self.waived if key not in keys))

    def set(self, assignments: Iterable[str]) -> Supposition:
        """With values changed, each `path=value`. Raises ScenarioError like `load`."""
        return self._with(self.scenario.with_(set=parse_assignments(assignments)))

    def remove(self, paths: Iterable[str]) -> Supposition:
        """Without elements, by path. Raises ScenarioError for what is not there."""
        return self._with(self.scenario.with_(remove=list(paths)))

    def add(self, text: str) -> Supposition:
        """With what a YAML text, or the file of that name, says on top: new elements of a section, or other fields.

        Raises ScenarioError, InputError for an element that is there already.
        """
        added = _read(text)
        values: dict[str, object] = {}
        for section, content in added.items():
            if section in SECTIONS and isinstance(content, dict):
                there = cast(Mapping[str, object], self.scenario.resolved().get(section, {}))
                both = sorted(set(there) & set(content))
                if both:
                    path = f"{section}.{both[0]}"
                    raise InputError(f"--add: {path} is there already; change it with set {path}.FIELD=VALUE")
                values[section] = {**there, **content}
            else:
                values[section] = content
        try:
            return self._with(self.scenario.with_(set=values))
        except ScenarioError as error:
            # the whole section is set anew: what a problem is called after would be as long as the section
            raise ScenarioError([
                Problem("--add" if problem.file.startswith("--set") else problem.file, problem.line, problem.column,
                        problem.path, problem.message, problem.hint)
                for problem in error.problems
            ]) from None  # fmt: skip

    def _with(self, scenario: Scenario) -> Supposition:
        known = {key for name in scenario.preconditions for key in keys_of(scenario, name)}
        return Supposition(scenario, tuple(key for key in self.waived if key in known))


def _read(text: str) -> dict[str, Any]:
    """What a YAML text, or the file that it names, says."""
    path = Path(text) if len(text) < 255 and "\n" not in text and ":" not in text else None
    if path is not None and text.endswith((".yaml", ".yml")):
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"--add: {path}: cannot be read: {getattr(error, 'strerror', None) or error}") from None
    tree, problems = read_text(text, "--add")
    if problems:
        raise ScenarioError(problems)
    value = plain(tree)
    if not isinstance(value, dict):
        raise InputError(
            "--add: give elements by section, such as 'preconditions: {NAME: {holder: ..., gate: ..., after: ...}}'"
        )
    return value


def keys_of(scenario: Scenario, word: str) -> tuple[str, ...]:
    """The keys that a word means: `name`, `name.holder` or `name:holder`; of a name with several holders all.

    Raises InputError, with what may be meant, if there is no such demand.
    """
    keys: dict[str, tuple[str, ...]] = {}
    spelled: dict[str, tuple[str, ...]] = {}
    for name, precondition in scenario.preconditions.items():
        holders = tuple(dict.fromkeys(precondition.holders))
        each = (name,) if len(holders) == 1 else tuple(f"{name}.{holder}" for holder in holders)
        keys |= {name: each, **{key: (key,) for key in each if len(each) > 1}}
        spelled |= {f"{name}.{holder}": (key,) for holder, key in zip(holders, each, strict=True)}
    found = (spelled | keys).get(word.strip().replace(":", "."))
    if found is None:
        raise InputError(f"there is no demand '{word}'; {allowed_or_meant(word, keys)}")
    return found


def changes(before: Explanation, after: Explanation) -> list[str]:
    """What differs between two answers, a line each: what opens, what shuts, deadlocks that go or come, ways out."""
    lines: list[str] = []
    old = {answer.goal.name: answer for answer in before.answers}
    for answer in after.answers:
        earlier = old.get(answer.goal.name)
        if earlier is None:
            lines.append(f"{answer.goal.label}: {state(answer)} (not asked before)")
        else:
            lines += _changes_of(earlier, answer)
    new = {answer.goal.name for answer in after.answers}
    lines += [f"{answer.goal.label}: no longer in question" for answer in before.answers if answer.goal.name not in new]
    both = new & set(old)
    pairs_before = {frozenset(pair.holds) for pair in before.conflicts if pair.goal.name in both}
    pairs_after = {frozenset(pair.holds) for pair in after.conflicts if pair.goal.name in both}
    lines += [
        f"No longer at odds: {' and '.join(sorted(pair))}" for pair in sorted(pairs_before - pairs_after, key=sorted)
    ]
    lines += [f"Now at odds: {' and '.join(sorted(pair))}" for pair in sorted(pairs_after - pairs_before, key=sorted)]
    return lines


def _changes_of(before: GoalAnswer, after: GoalAnswer) -> list[str]:
    name = after.goal.label
    if before.reachable != after.reachable:
        word = "opens" if after.reachable else "shuts"
        return [
            f"{name} {word}: {state(after)}",
            *([] if after.reachable else _sentences("  because ", after.deadlocks)),
        ]
    if after.reachable:
        same = before.roadmap and after.roadmap and before.roadmap.rounds == after.roadmap.rounds
        return [] if same else [f"{name}: {state(after)}, before: {state(before)}"]
    gone = {deadlock.holds for deadlock in before.deadlocks} - {deadlock.holds for deadlock in after.deadlocks}
    come = [item for item in after.deadlocks if item.holds not in {deadlock.holds for deadlock in before.deadlocks}]
    ways = {way.waives for way in after.ways_out} - {way.waives for way in before.ways_out}
    lost = {way.waives for way in before.ways_out} - {way.waives for way in after.ways_out}
    lines = [f"  a deadlock less: {', '.join(holds)}" for holds in sorted(gone)]
    lines += _sentences("  a deadlock more: ", come)
    lines += [f"  a new way out: {', '.join(keys)}" for keys in sorted(ways)]
    lines += [f"  no way out any more: {', '.join(keys)}" for keys in sorted(lost)]
    return [f"{name} stays shut: {state(after)}", *lines] if lines else []


def _sentences(word: str, deadlocks: Sequence[Any]) -> list[str]:
    return [f"{word}{deadlock.sentence}" for deadlock in deadlocks]


def state(answer: GoalAnswer) -> str:
    """The state of a goal in a few words."""
    if answer.reachable:
        where = f", in round {answer.roadmap.rounds} at the earliest" if answer.roadmap is not None else ""
        return f"within reach{where}"
    more = " or more" if answer.cut else ""
    deadlocks = _count(len(answer.deadlocks), "deadlock") + more
    if not answer.ways_out:
        return f"out of reach, {deadlocks}, {'no way out found in time' if answer.cut else 'and no waiver opens it'}"
    return f"out of reach, {deadlocks}, {_count(len(answer.ways_out), 'way')} out{more}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
