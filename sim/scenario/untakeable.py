"""Preconditions on steps that nobody can ever take: malformed, however firm or soft anybody is.

A step waits for the steps that it requires, and for those that a precondition which nobody can waive puts before it.
Where such waits run in a circle, no step in it or behind it can be taken; where they take longer than the scenario is
played, none can be taken in time. Circles in which somebody could give way are no mistake: `sim explain` is about them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from sim.errors import Problem
from sim.scenario.distribution import Distribution
from sim.scenario.models import Scenario
from sim.scenario.tree import Path, locate

Waits = dict[str, dict[str, float]]  # step -> other -> days that the other must have been in force before


def untakeable_steps(scenario: Scenario) -> Iterator[Problem]:
    """A problem for each precondition whose gate or condition is a step that nobody can take."""
    waits = _waits(scenario)
    first = _first_rounds(waits, scenario.round_days)
    for name, rule in scenario.preconditions.items():
        for field, step in (("gate", rule.gate), ("after", rule.after)):
            if not isinstance(step, str) or step not in waits:
                continue
            reason = _reason(step, waits, first, scenario)
            if reason is not None:
                path: Path = ("preconditions", name, field)
                yield locate(scenario._source, path).problem(path, *reason)
                break


def _waits(scenario: Scenario) -> Waits:
    """What each step waits for whatever anybody does; uncertain durations count at their lower ends."""
    waits: Waits = {
        name: {other: _lower(days) for other, days in step.requires.items()} for name, step in scenario.steps.items()
    }
    for rule in scenario.preconditions.values() if scenario.mechanisms.preconditions else ():
        if rule.rigidity == "never" and rule.after is not None and isinstance(rule.gate, str) and rule.gate in waits:
            waits[rule.gate].setdefault(rule.after, 0.0)
    return waits


def _first_rounds(waits: Waits, round_days: int) -> dict[str, int]:
    """The first round, from 1 on, in which each step can be taken; steps that never can be are left out."""
    first: dict[str, int] = {}
    while True:
        left = {step: others for step, others in waits.items() if step not in first}
        ready = [step for step, others in left.items() if all(other in first for other in others)]
        if not ready:
            return first
        for step in ready:
            first[step] = max(
                (first[other] + max(1, math.ceil(days / round_days - 1e-9)) for other, days in waits[step].items()),
                default=1,
            )


def _reason(step: str, waits: Waits, first: dict[str, int], scenario: Scenario) -> tuple[str, str] | None:
    """Message and hint if nobody can take a step."""
    if step not in first:
        chain = [step]
        while chain[-1] not in chain[:-1]:
            chain.append(next(other for other in waits[chain[-1]] if other not in first))
        shown = ", which waits for ".join(f"'{name}'" for name in chain[1:])
        return f"nobody can ever take the step '{step}': it waits for {shown}", "none of this can be waived"
    if first[step] > scenario.rounds:
        played = f"{scenario.rounds} rounds of {scenario.round_days} days"
        message = f"nobody can take the step '{step}' in {played}: what it requires takes until round {first[step]}"
        return message, f"rounds: {first[step]} or more"
    return None


def _lower(number: float | Distribution) -> float:
    return number.support[0] if isinstance(number, Distribution) else float(number)
