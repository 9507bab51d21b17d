"""What of a scenario decides which courses are possible: steps, tables, texts as levels, and what each holder holds.

Probabilities and utilities are left out. Durations count at their lower ends, so that whatever the world allows at all
is allowed here; ``docs/deadlocks.md`` has the semantics in full.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from sim.scenario import Condition, Distribution, Hazard, Issue, Number, Precondition, Scenario
from sim.scenario.terms import package_of_terms

GateKind: TypeAlias = Literal["step", "talks", "any_track", "signing", "option"]
WaitKind: TypeAlias = Literal["after", "text", "table"]


def lower(value: Number) -> float:
    """The smallest value that a number can take."""
    return value.support[0] if isinstance(value, Distribution) else float(value)


@dataclass(frozen=True)
class Held:
    """One precondition of one holder. `gate_step` or `gate_condition` is set where the gate is a step or an option."""

    key: str
    name: str
    holder: str
    rule: Precondition
    gate: GateKind
    wait: WaitKind
    gate_step: str = ""
    gate_condition: Condition | None = None

    @property
    def never(self) -> bool:
        """Whether nobody can waive it."""
        return self.rule.rigidity == "never"

    @property
    def rigidity(self) -> float | None:
        """Mean of the utility it must gain; None where it never gives way or drops it by chance."""
        rigidity = self.rule.rigidity
        if isinstance(rigidity, Hazard | str):
            return None
        return rigidity.mean if isinstance(rigidity, Distribution) else float(rigidity)

    @property
    def after(self) -> str:
        """The step that it waits for, if it waits for one."""
        return self.rule.after or ""

    @property
    def about_tables(self) -> bool:
        """Whether it keeps its holder from meetings."""
        return self.gate in ("talks", "any_track")

    @property
    def about_signing(self) -> bool:
        """Whether it keeps its holder from signing, any text or one with some option."""
        return self.gate in ("signing", "option")

    def concerns(self, table: Table) -> bool:
        """Whether it can keep its holder away from a track."""
        return self.about_tables and self.holder in table.seated and (table.formal or self.gate == "any_track")

    def breaks(self, seated: frozenset[str]) -> bool:
        """Whether a table at which `seated` sit breaks its rule on who may sit there."""
        return self.rule.breaks_format(self.holder, seated)


@dataclass(frozen=True)
class Table:
    """A track: who sits there (the mediator too), and in rounds when it can first meet and how often."""

    name: str
    seated: frozenset[str]
    formal: bool
    start: int
    every: int


@dataclass(frozen=True)
class Scale:
    """What a text can say on an issue, as levels 0 to `top`.

    A level is an option. On a divisible issue the even levels are the points that anything compares with and the odd
    ones lie between two of them, so that what holds at one place of a level holds at all.
    """

    issue: str
    top: int
    status_quo: int
    points: tuple[float | str, ...]
    divisible: bool

    def at(self, option: float | str) -> int:
        """The level of an option (or of a point on a divisible issue)."""
        if self.divisible:
            return 2 * self.points.index(float(option))
        return self.points.index(str(option))


class World:
    """The scenario's facts. Everything is in the order of names, so that the order of a file cannot matter."""

    def __init__(self, scenario: Scenario) -> None:
        """Read them off."""
        self.scenario = scenario
        self.steps = tuple(sorted(scenario.steps))
        self.holds = tuple(held_preconditions(scenario))
        # with a quota nobody but those with a veto is needed whatever the others do
        signing, everybody = scenario.signing, scenario.signatory_names
        partly = signing is not None and signing.quota < len(set(everybody))
        needed = frozenset(signing.veto if signing is not None and partly else everybody)
        # nor is anybody who may have left by then
        self.leavers = tuple(sorted(needed & may_leave(scenario)))
        self.signatories = needed.difference(self.leavers)
        self.initialling = scenario.mechanisms.initialling
        self.has_opening = scenario.opening_text is not None

    @cached_property
    def by_key(self) -> dict[str, Held]:
        """Holds by their keys."""
        return {held.key: held for held in self.holds}

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """All tracks."""
        weeks = self.scenario.round_days / 7
        tables = []
        for name, track in sorted(self.scenario.tracks.items()):
            seated = frozenset(track.participants) | ({track.mediator} if track.mediator else frozenset())
            start = math.ceil(lower(track.start) / weeks - 1e-9)
            every = max(1, round(lower(track.every) / weeks))
            tables.append(Table(name, seated, track.formal, start, every))
        return tuple(tables)

    @cached_property
    def formal_tables(self) -> tuple[Table, ...]:
        """Tracks at which a text can be signed."""
        return tuple(table for table in self.tables if table.formal)

    @cached_property
    def requirements(self) -> dict[tuple[str, str], int]:
        """(step, other) -> rounds that the other must have been in force before the step is taken: 1 or more."""
        days = self.scenario.round_days
        return {
            (name, other): max(1, math.ceil(lower(needed) / days - 1e-9))
            for name in self.steps
            for other, needed in sorted(self.scenario.steps[name].requires.items())
        }

    @cached_property
    def scales(self) -> dict[str, Scale]:
        """Issues on which something hangs: a text that a hold asks for, or a floor under what somebody delivers."""
        asked = {condition.issue for condition in self._conditions()}
        floored = {issue for name in self.steps for issue in self._floor(name)}
        delivered = {name for name, issue in self.scenario.terms.items() if issue.delivered_by}
        wanted = sorted(asked | (floored & delivered))
        return {name: self._scale(name, self.scenario.terms[name]) for name in wanted}

    @cached_property
    def standing_issues(self) -> tuple[str, ...]:
        """Issues on which the text that lies on the table decides whether a step or a meeting is possible."""
        holds = (held for held in self.holds if held.wait == "text" and not held.about_signing)
        return tuple(sorted({held.rule.text.issue for held in holds if held.rule.text is not None}))

    @cached_property
    def floors(self) -> dict[str, dict[str, int]]:
        """Step -> issue -> level below which no text can fall once the step is taken; issues that matter only."""
        found: dict[str, dict[str, int]] = {}
        for name in self.steps:
            levels = {i: self.scales[i].at(option) for i, option in self._floor(name).items() if i in self.scales}
            found[name] = {issue: level for issue, level in levels.items() if level > 0}
        return found

    @cached_property
    def falling(self) -> frozenset[str]:
        """Issues on which every text falls back to the status quo once somebody leaves who would have to deliver."""
        gone = may_leave(self.scenario)
        return frozenset(name for name in self.scales if gone.intersection(self.deliverers(name)))

    def opening(self, issue: str) -> int:
        """The level that the text on the table has at the start."""
        scale = self.scales[issue]
        return scale.at(self._opened[issue]) if issue in self._opened else scale.status_quo

    def deliverers(self, issue: str) -> tuple[str, ...]:
        """Who must sign if a text departs from the status quo on an issue."""
        return tuple(sorted(set(self.scenario.terms[issue].delivered_by)))

    def carried_out(self, step: str) -> bool:
        """Whether a settlement can carry a step out, at least if its text says so."""
        return self.scenario.steps[step].in_settlement not in (None, False)

    def days(self, step: str, other: str) -> Number:
        """The days that `other` must have been in force before `step`."""
        return self.scenario.steps[step].requires[other]

    def _floor(self, step: str) -> dict[str, float | str]:
        if not self.scenario.mechanisms.floors:
            return {}
        return {
            name: option for name, option in self.scenario.steps[step].floor.items() if isinstance(option, float | str)
        }

    @cached_property
    def _opened(self) -> dict[str, float | str]:
        """What the text on the table at the start says, term by term."""
        opening = self.scenario.opening_text
        said = package_of_terms(opening.text, self.scenario.issues) if opening is not None else {}
        return {name: option for name, option in said.items() if isinstance(option, float | str)}

    def _conditions(self) -> Iterator[Condition]:
        for held in self.holds:
            for condition in (held.gate_condition, held.rule.text):
                if condition is not None:
                    yield condition

    def _scale(self, name: str, issue: Issue) -> Scale:
        if not issue.divisible:
            options = issue.options
            return Scale(name, len(options) - 1, options.index(str(issue.status_quo)), tuple(options), False)
        today = float(issue.status_quo or 0.0) if isinstance(issue.status_quo, float | str) else 0.0
        points = {0.0, 1.0, today}
        points |= {float(condition.option) for condition in self._conditions() if condition.issue == name}
        points |= {float(self._floor(step)[name]) for step in self.steps if name in self._floor(step)}
        points |= {float(self._opened[name])} if name in self._opened else set()
        placed = tuple(sorted(points))
        return Scale(name, 2 * len(placed) - 2, 2 * placed.index(today), placed, True)


def may_leave(scenario: Scenario) -> frozenset[str]:
    """Third parties that tire of a war."""
    fighting = scenario.belligerents
    if not fighting or not scenario.mechanisms.exit:
        return frozenset()
    return frozenset(name for name, actor in scenario.actors.items() if actor.exit is not None) - set(fighting)


def held_preconditions(scenario: Scenario) -> Iterator[Held]:
    """Every pair of a precondition and a holder, by name; none if preconditions are switched off."""
    if not scenario.mechanisms.preconditions:
        return
    for name, rule in sorted(scenario.preconditions.items()):
        holders = sorted(set(rule.holders))
        gate: GateKind
        if isinstance(rule.gate, Condition):
            gate = "option"
        elif rule.gate in ("talks", "any_track", "signing"):
            gate = rule.gate  # type: ignore[assignment]  # one of the three
        else:
            gate = "step"
        wait: WaitKind = "after" if rule.after is not None else "text" if rule.text is not None else "table"
        for holder in holders:
            yield Held(
                key=name if len(holders) == 1 else f"{name}.{holder}", name=name, holder=holder, rule=rule, gate=gate,
                wait=wait, gate_step=str(rule.gate) if gate == "step" else "",
                gate_condition=rule.gate if isinstance(rule.gate, Condition) else None,
            )  # fmt: skip
