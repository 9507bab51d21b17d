"""Dividing a pie of 1 in equilibrium: who proposes gets how much, and what each expects before it is known who does.

Rubinstein 1982, Econometrica 50; Binmore, Rubinstein & Wolinsky 1986, RAND Journal of Economics 17 (breakdown);
Binmore, Shaked & Sutton 1989, Quarterly Journal of Economics 104 (outside options); Baron & Ferejohn 1989, American
Political Science Review 83 (majorities, closed rule); Winter 1996, American Political Science Review 90 (vetoes);
Herrero 1985 (stationary equilibrium of three in turn). `kept` is what a week's delay leaves of a gain, chance of a
breakdown included.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def in_turn(kept: tuple[float, float], without: tuple[float, float] = (0.0, 0.0)) -> Floats:
    """Shares (2, 2) of two in turn: a row for who proposes, a column for who gets it."""
    gain = 1 - sum(without)
    both = 1 - kept[0] * kept[1]
    first = without[0] + gain * (1 - kept[1]) / both
    second = without[1] + gain * (1 - kept[0]) / both
    return np.array([[first, 1 - first], [1 - second, second]])


def with_outside_option(kept: float, option: float) -> Floats:
    """Shares as in `in_turn`, of two alike of whom the second may walk out for `option` once it has refused."""
    first = min(1 / (1 + kept), 1 - option)
    return np.array([[first, 1 - first], [kept * first, 1 - kept * first]])


def majority(members: int, quota: int, kept: float) -> Floats:
    """Shares (members,) of the proposer, its partners and those who are left out, all alike, for ever if need be."""
    price = kept / members
    return np.array([1 - (quota - 1) * price] + [price] * (quota - 1) + [0.0] * (members - quota))


def two_sessions(chances: Sequence[float], kept: Sequence[float], quota: int) -> Floats:
    """Shares (n, n) in the first of two rounds: a row for who proposes; no two of the prices may be equal.

    In the last round who proposes takes all, so that each expects its chance to be drawn.
    """
    prices = [chance * left for chance, left in zip(chances, kept, strict=True)]
    table = np.zeros((len(prices), len(prices)))
    for proposer in range(len(prices)):
        others = [a for a in range(len(prices)) if a != proposer]
        partners = min(combinations(others, quota - 1), key=lambda group: sum(prices[a] for a in group))
        for partner in partners:
            table[proposer, partner] = prices[partner]
        table[proposer, proposer] = 1 - table[proposer].sum()
    return table


def expected_with_veto(members: int, quota: int, kept: float) -> tuple[float, float]:
    """What whoever has the veto expects, and each of the others: the stationary equations, solved.

    With w = kept v for what each signs for: who has the veto proposes once in n times, and else is always bought; of
    the others, who has the veto buys `quota - 1` at random, and another proposer `quota - 2` beside that one.
    """
    n, k = members, kept
    system = np.array(
        [
            [1 - k * (n - 1) / n, k * (quota - 1) / n],
            [k / n, 1 - k * (-(quota - 2) / n + (quota - 1) / (n * (n - 1)) + (quota - 2) / n)],
        ]
    )
    veto, other = np.linalg.solve(system, np.array([1 / n, 1 / n]))
    return float(veto), float(other)


def rotation(members: int, kept: float) -> Floats:
    """Shares (members,) in the order of turns, of those who all must sign and wait at the same cost."""
    powers = kept ** np.arange(members)
    shares: Floats = powers / powers.sum()
    return shares
