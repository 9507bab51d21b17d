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
def ahead(one: int, other: int, ratio: np.ndarray, log_rolling: int) -> int:
    """Which of two issues moves first: the one whose next move has the higher ``ratio`` (I,), else the one before.

    Minus infinity marks an issue at its target. Without log-rolling the issues are taken one after the other.
    """
    first, second = min(one, other), max(one, other)
    if log_rolling == 0:
        return second if ratio[first] == -math.inf else first
    return second if ratio[second] > ratio[first] else first


@rule
def hold_contest(ratio: np.ndarray, log_rolling: int, winner: np.ndarray) -> None:
    """Fill ``winner`` (2 I,), a tree of contests between issues: the one in place n is between 2 n and 2 n + 1.

    The issues themselves stand in the second half, and who moves first of all in place 1.
    """
    issues = winner.size // 2
    for i in range(issues):
        winner[issues + i] = i
    for place in range(issues - 1, 0, -1):
        winner[place] = ahead(winner[2 * place], winner[2 * place + 1], ratio, log_rolling)


@rule
def repeat_contest(i: int, ratio: np.ndarray, log_rolling: int, winner: np.ndarray) -> None:
    """Decide the contests of issue ``i`` again, whose ratio has changed: as many as the tree has levels."""
    place = (winner.size // 2 + i) // 2
    while place > 0:
        winner[place] = ahead(winner[2 * place], winner[2 * place + 1], ratio, log_rolling)
        place //= 2


@rule
def next_issue(ratio: np.ndarray, winner: np.ndarray) -> int:
    """The issue to move next, -1 at the end of the walk."""
    i = winner[1]
    return -1 if ratio[i] == -math.inf else i
