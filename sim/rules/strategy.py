"""Looking up what a strategy that was solved elsewhere says: a row a round, columns at values of the actor's type.

This is how strategies of an equilibrium enter the model, such as those of Rubinstein (1982), Chatterjee & Samuelson
(1983) or Abreu & Gul (2000).
"""

from __future__ import annotations

import numpy as np

from sim.kernel import rule


@rule
def column_of(table: np.ndarray, first: int, columns: int, value: float) -> float:
    """Where ``value`` lies among the ascending ``columns`` values that stand in ``table`` from ``first`` on.

    A column's index, or between two; outside, the column at that end.
    """
    if value <= table[first]:
        return 0.0
    for k in range(1, columns):
        left = table[first + k - 1]
        right = table[first + k]
        if value <= right:
            return k - 1 + (value - left) / (right - left)
    return columns - 1.0


@rule
def looked_up(table: np.ndarray, first: int, column: float) -> float:
    """What stands at a ``column`` of the row of ``table`` that begins at ``first``: linear between two columns."""
    k = int(column)
    rest = column - k
    if rest == 0.0:
        return table[first + k]
    return (1.0 - rest) * table[first + k] + rest * table[first + k + 1]


@rule
def given_in(offered: float, disagreement: float) -> float:
    """What whoever gives in still holds out for: what it was ``offered`` last, and never less than it has anyway."""
    return max(offered, disagreement)
