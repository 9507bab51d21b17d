"""Strategies as one flat field: for each actor where the columns stand, then demands, bars and chances, row by row."""

from __future__ import annotations

from sim import arrays as on
from sim.compile.buffer import Buffer
from sim.compile.names import Names
from sim.scenario import Scenario
from sim.scenario.strategy import Strategy

PARTS = ("demand", "accept", "concede")


def strategy_rounds(strategy: Strategy) -> int:
    """How many rows the longest part of a strategy has."""
    return max(len(getattr(strategy, part)) for part in PARTS)


def strategy_places(scenario: Scenario, names: Names) -> list[int]:
    """Where each actor's strategy begins in the field, and last the size of the field."""
    places = [0]
    for name in names.actors:
        strategy = scenario.actors[name].strategy
        size = len(strategy.at) * (1 + len(PARTS) * strategy_rounds(strategy)) if strategy is not None else 0
        places.append(places[-1] + size)
    return places


def place_strategies(scenario: Scenario, names: Names, buffer: Buffer) -> None:
    """Write the tables; a part with fewer rows stays at its last, a row of one number is that of all columns."""
    for a, at in enumerate(strategy_places(scenario, names)[:-1]):
        strategy = scenario.actors[names.actors[a]].strategy
        if strategy is None:
            continue
        path = f"actors.{names.actors[a]}.strategy.type"
        buffer.put("actor", (a, on.OWN_TYPE), strategy.type, path)
        conversion = "per_round" if strategy.by == "belief" else "as_is"
        for value in strategy.at:
            buffer.put("strategy", (at,), value, "", conversion)
            at += 1
        for part in PARTS:
            rows = getattr(strategy, part)
            for number in range(strategy_rounds(strategy)):
                row = rows[min(number, len(rows) - 1)]
                for column in range(len(strategy.at)):
                    buffer.put("strategy", (at,), row[min(column, len(row) - 1)], "")
                    at += 1
