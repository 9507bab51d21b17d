"""Dividing a cake of 1: what theories of bargaining say the first to propose gets.

Rubinstein 1982, Econometrica 50 (patience); Binmore, Rubinstein & Wolinsky 1986, RAND Journal of Economics 17 (risk of
breakdown); Binmore, Shaked & Sutton 1989, Quarterly Journal of Economics 104 (outside options).
"""

from __future__ import annotations


def rubinstein(first: float, second: float) -> float:
    """Share of the first, who proposes in rounds 1, 3, ..., for discount factors a round in [0, 1)."""
    return (1 - second) / (1 - first * second)


def breakdown(risk: float, first: float, second: float) -> float:
    """Share of the first when a refusal ends the talks with chance `risk`, for what each has after that.

    Both hold the other to its continuation: x = 1 - (risk d2 + (1 - risk) y), y the same with the roles exchanged.
    """
    return first + (1 - first - second) / (2 - risk)


def split_the_difference(first: float, second: float) -> float:
    """Nash's share of the first for what each has without a deal; also the limit of `breakdown` for a small risk."""
    return first + (1 - first - second) / 2


def with_outside_option(discount: float, option: float) -> float:
    """Share of the first when the second may leave for `option` after a refusal: it counts only if it beats waiting."""
    return min(rubinstein(discount, discount), 1 - option)
