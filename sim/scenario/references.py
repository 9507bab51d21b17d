"""Checks across a scenario's elements."""

from __future__ import annotations

from sim.errors import Problem
from sim.scenario.models import Scenario
from sim.scenario.tree import Node


def reference_problems(
    scenario: Scenario, tree: Node, left_out: list[tuple[str | int, ...]], origin: str
) -> list[Problem]:
    """What is wrong between elements that are each well-formed."""
    return []
