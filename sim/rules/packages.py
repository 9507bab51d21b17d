"""Candidate texts: a walk from the package best for the others to one's own best.

One option at a time, the move first that gives most for what it costs the others (log-rolling: Raiffa 1982, ch.
11; Keeney & Raiffa 1991), keeping every package on the way. For additive utilities whose marginal ratios fall,
these are the efficient packages.
"""

from __future__ import annotations

import math

import numpy as np

from sim.kernel import rule

FREE = 1e-12


@rule
def end_of_walk(
    prefer: np.ndarray, second: np.ndarray, floor: float, at_floor: float, second_at_floor: float, nodes: int
) -> float:
    """The allowed level best by ``prefer`` (K,), ties broken by ``second`` (K,).

    Allowed are ``floor``, which is worth ``at_floor`` and ``second_at_floor``, and the nodes above it.
    """
    best = floor
    top = at_floor
    side = second_at_floor
    for node in range(math.floor(floor) + 1, nodes):
        if prefer[node] > top + FREE or (prefer[node] > top - FREE and second[node] > side + FREE):
            best = float(node)
            top = prefer[node]
            side = second[node]
    return best


@rule
def next_level(level: float, target: float) -> float:
    """One option from ``level`` towards ``target``."""
    if target > level:
        return min(target, math.floor(level) + 1.0)
    return max(target, math.ceil(level) - 1.0)


@rule
def exchange_ratio(gain: float, loss: float) -> float:
    """What a move gives the drafter per unit that it costs the others; what costs nothing goes before all else."""
    return 1e12 + gain if loss <= FREE else gain / loss


@rule
def next_issue(ratio: np.ndarray, log_rolling: int) -> int:
    """The issue to move next: the one whose next move has the highest ``ratio`` (I,), -1 at the end of the walk.

    Minus infinity marks an issue at its target. Without log-rolling the issues are taken one after the other.
    """
    best = -1
    best_ratio = -math.inf
    for i in range(ratio.size):
        if ratio[i] > best_ratio:
            best = i
            best_ratio = ratio[i]
            if log_rolling == 0:
                return best
    return best
