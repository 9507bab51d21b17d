"""Checks of strategies: that there is one for whom it is needed, and that its rows have the columns they should."""

from __future__ import annotations

from sim.scenario.findings import Findings
from sim.scenario.strategy import Rows
from sim.scenario.tree import Path


def check_strategies(findings: Findings) -> None:
    """Report tables without columns for what they stand at, and actors without the strategy that they follow."""
    for name, actor in findings.scenario.actors.items():
        path: Path = ("actors", name)
        if actor.tactic == "table" and actor.strategy is None and findings.is_whole("actors", name, "strategy"):
            findings.add((*path, "tactic"), "tactic: table follows a strategy, and there is none", "strategy: {...}")
        if actor.strategy is None:
            continue
        columns = len(actor.strategy.at)
        for field in ("demand", "accept", "concede"):
            rows: Rows = getattr(actor.strategy, field)
            if any(len(row) not in (1, columns) for row in rows):
                message = f"a row of {field} has a number for each of the {columns} values in `at`, or one for all"
                findings.add((*path, "strategy", field), message)
