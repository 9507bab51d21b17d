"""The preconditions as a graph: is the process stuck by construction, where, and what would have to give."""

from sim.structure.answers import (
    Conflict,
    Deadlock,
    Edge,
    Entry,
    Explanation,
    Goal,
    GoalAnswer,
    Hold,
    Node,
    Redundant,
    Roadmap,
    Substitute,
    Swap,
    WayOut,
)
from sim.structure.explaining import explain
from sim.structure.orders import possible_order

__all__ = [
    "Conflict",
    "Deadlock",
    "Edge",
    "Entry",
    "Explanation",
    "Goal",
    "GoalAnswer",
    "Hold",
    "Node",
    "Redundant",
    "Roadmap",
    "Substitute",
    "Swap",
    "WayOut",
    "explain",
    "possible_order",
]
