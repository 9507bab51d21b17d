"""What a package is worth to an actor: additive utilities, promises, and the weight of others.

A package's utility is the salience-weighted sum of its options' values, on [0, 1] (Keeney & Raiffa 1976). On an
issue that is merely somebody's promise the others gain or lose, relative to the status quo, only in proportion
to their credence in the one who promises. Influence is one step of social influence on the raw utilities
(Friedkin & Johnsen 1990): ``(1 - sum w) U_a + sum w_b U_b``.
"""

from __future__ import annotations

import math

import numpy as np

from sim.kernel import rule


@rule
def insert_node(location: float, filled: int, node: np.ndarray) -> int:
    """Put ``location`` into its place among the first ``filled`` entries of ``node`` (K,), which ascend; how many then.

    What is there already is not put in twice: between two nodes at one place lies a move of no length, behind which
    a drafter would not look for a better text.
    """
    for k in range(filled):
        if node[k] == location:
            return filled
    place = filled
    while place > 0 and node[place - 1] > location:
        node[place] = node[place - 1]
        place -= 1
    node[place] = location
    return filled + 1


@rule
def place_nodes(ideals: np.ndarray, nodes: int, node: np.ndarray) -> int:
    """Fill ``node`` (K,) with 0, 1 and the ideal points (A,; NaN for none) in ascending order; how many they are.

    ``nodes`` is how many there is room for; linear loss is linear between neighbours.
    """
    node[0] = 0.0
    node[1] = 1.0
    filled = 2
    for a in range(ideals.size):
        if not math.isnan(ideals[a]) and filled < nodes:
            filled = insert_node(ideals[a], filled, node)
    return filled


@rule
def level_at(location: float, nodes: int, node: np.ndarray) -> float:
    """The level of a ``location`` in [0, 1] on a divisible issue whose nodes lie at ``node`` (K,)."""
    for k in range(1, nodes):
        if location <= node[k] or k == nodes - 1:
            width = node[k] - node[k - 1]
            if width <= 0.0:
                return float(k - 1)
            return k - 1 + min(1.0, max(0.0, (location - node[k - 1]) / width))
    return 0.0


@rule
def location_at(level: float, nodes: int, node: np.ndarray) -> float:
    """The location in [0, 1] of a ``level`` on a divisible issue."""
    k = min(int(level), nodes - 2)
    return node[k] + (level - k) * (node[k + 1] - node[k])


@rule
def node_value(k: int, divisible: int, node: np.ndarray, value: np.ndarray, ideal: float) -> float:
    """Value in [0, 1] of node ``k``: the option's own, or on a divisible issue linear loss around ``ideal``."""
    if divisible == 0:
        return value[k]
    if math.isnan(ideal):
        return value[0] + (value[1] - value[0]) * node[k]
    return 1.0 - abs(node[k] - ideal)


@rule
def level_value(stake: np.ndarray, level: float) -> float:
    """Evaluation of a ``level`` of one issue from the evaluations of its nodes, ``stake`` (K,)."""
    k = int(level)
    rest = level - k
    if rest == 0.0:
        return stake[k]
    return (1.0 - rest) * stake[k] + rest * stake[k + 1]


@rule
def package_value(stake: np.ndarray, levels: np.ndarray) -> float:
    """Evaluation of a package, ``levels`` (I, or longer), by an actor whose evaluations are ``stake`` (I, K)."""
    total = 0.0
    for i in range(stake.shape[0]):
        k = int(levels[i])
        rest = levels[i] - k
        if rest == 0.0:
            total += stake[i, k]
        else:
            total += (1.0 - rest) * stake[i, k] + rest * stake[i, k + 1]
    return total


@rule
def promised(value: float, at_status_quo: float, credence: float) -> float:
    """Value of an option that is only promised: its difference from the status quo counts by ``credence``."""
    return at_status_quo + credence * (value - at_status_quo)


@rule
def copy_stakes(source: np.ndarray, target: np.ndarray) -> None:
    """Copy evaluations (A, I, K)."""
    for a in range(source.shape[0]):
        for i in range(source.shape[1]):
            for k in range(source.shape[2]):
                target[a, i, k] = source[a, i, k]


@rule
def mix_influence(relation: np.ndarray, weight: np.ndarray, raw: np.ndarray, mixed: np.ndarray) -> None:
    """Fill ``mixed`` (A, I, K) with own evaluations under influence.

    ``relation`` (N, 2) holds pairs (whose evaluation, whose weight in it), ``weight`` (N,) those weights in
    [0, 1], at most 1 in sum for each first member; ``raw`` (A, I, K) the evaluations without influence.
    """
    copy_stakes(raw, mixed)
    for n in range(weight.size):
        if weight[n] > 0.0:
            a = relation[n, 0]
            b = relation[n, 1]
            for i in range(raw.shape[1]):
                for k in range(raw.shape[2]):
                    mixed[a, i, k] += weight[n] * (raw[b, i, k] - raw[a, i, k])


@rule
def best_value(
    stake: np.ndarray, nodes: np.ndarray, floor: np.ndarray, closed: np.ndarray, status_quo: np.ndarray
) -> float:
    """Highest evaluation, by ``stake`` (I, K), of a package that respects floors and closed issues.

    A floor between two nodes counts with its own value, so the best package may lie on the floor.
    """
    total = 0.0
    for i in range(nodes.size):
        if closed[i] == 1:
            total += level_value(stake[i], max(status_quo[i], floor[i]))
            continue
        best = level_value(stake[i], floor[i])
        for k in range(math.ceil(floor[i]), nodes[i]):
            best = max(best, stake[i, k])
        total += best
    return total
