"""Checks of numbers against each other: the battlefield, influence, collapse, what may be private."""

from __future__ import annotations

import math

from sim.scenario.distribution import Distribution
from sim.scenario.events import Battlefield
from sim.scenario.findings import Findings
from sim.scenario.numbers import Number
from sim.scenario.tree import Path

SECRETS = ("war_cost", "standoff_cost", "patience")  # numbers of an actor that the others have to estimate
ALLOWED_SECRETS = f"allowed: {', '.join(SECRETS)} of an actor, and its stakes"


def upper(value: Number) -> float:
    """The largest value that a number can take."""
    return value.support[1] if isinstance(value, Distribution) else value


def lower(value: Number) -> float:
    """The smallest value that a number can take."""
    return value.support[0] if isinstance(value, Distribution) else value


def check_numbers(findings: Findings) -> None:
    """Report numbers that are each in range but cannot stand together."""
    scenario = findings.scenario
    if scenario.battlefield is not None:
        _check_battlefield(findings, scenario.battlefield)
    for name, actor in scenario.actors.items():
        if actor.exit is not None and name in scenario.belligerents:
            findings.add(("actors", name, "exit"), "a belligerent cannot leave: exit is for third parties")
    for one, others in scenario.relations.items():
        total = math.fsum(upper(relation.influence) for relation in others.values())
        if total > 1 + 1e-9:
            message = f"its influences can sum to {total:g}, more than 1"
            findings.add(("relations", one), message, "the upper ends over all others count", at_key=True)
    for name, step in scenario.steps.items():
        if upper(step.collapse.base) > 0 or upper(step.collapse.slope) > 0:
            path: Path = ("steps", name, "collapse")
            if step.permanent:
                findings.add(path, "a permanent step cannot collapse")
            elif not step.stops_fighting:
                findings.add(path, "only a step that stops the fighting can collapse", "stops_fighting: true")
    for dotted, dimension in scenario.dimensions().items():
        parts = tuple(dotted.split("."))
        if dimension.private and parts[2:3] != ("stakes",) and not (parts[0] == "actors" and parts[2] in SECRETS):
            findings.add(
                (*parts, "private"), "nobody else would judge this number: it cannot be private", ALLOWED_SECRETS
            )


def _check_battlefield(findings: Findings, field: Battlefield) -> None:
    path: Path = ("battlefield",)
    for side, name in (("first", field.first), ("second", field.second)):
        if name is not None:
            findings.expect_actor(name, (*path, side))
        elif field.war != "none" and findings.is_whole("battlefield", side):
            findings.add(path, f"a war needs first and second: '{side}' is missing", at_key=True)
    if field.first is not None and field.first == field.second:
        findings.add((*path, "second"), f"first and second are both '{field.first}'")
    if field.beliefs != "normal" and field.walk != "forts":
        message = f"{field.beliefs} beliefs are on the chance to win a battle, and there are none"
        findings.add((*path, "beliefs"), message, "walk: forts, or beliefs: normal")
    if findings.is_whole("battlefield", "types") and upper(field.types.low) >= lower(field.types.high):
        message = f"the lower type can be {upper(field.types.low):g} and the higher {lower(field.types.high):g}"
        findings.add((*path, "types"), message, "low must be below high")
    if field.war == "front" and findings.is_whole("battlefield", "start"):
        _check_start(findings, field)


def _check_start(findings: Findings, field: Battlefield) -> None:
    path: Path = ("battlefield", "start")
    start = field.start
    low, high = start.support if isinstance(start, Distribution) else (start, start)
    inside = start.support_is_open if isinstance(start, Distribution) else (False, False)
    if (low <= 0 and not inside[0]) or (high >= 1 and not inside[1]):
        findings.add(path, "the front must start between the ends", "allowed: (0, 1)")
        return
    if field.walk != "forts":
        return
    if isinstance(start, Distribution) and start.kind != "choice":
        findings.add(path, "with walk: forts a start is one fort or a choice of forts", f"allowed: k/{field.forts}")
        return
    for value in start.parameters if isinstance(start, Distribution) else (start,):
        forts = value * field.forts
        if abs(forts - round(forts)) > 1e-9:
            nearest = min(max(round(forts), 1), field.forts - 1)
            hint = f"allowed: k/{field.forts}; the nearest is {nearest / field.forts:g}"
            findings.add(path, f"{value:g} is no fort", hint)
