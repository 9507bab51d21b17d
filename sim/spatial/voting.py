"""Who would win a vote between two positions: pairwise contests, the Condorcet winner, the weighted median.

Arrays hold many games at once: `position` and `weight` have the shape (games, actors), and an actor's weight in a game
is its capability times its salience. Everything is in closed form; nothing is drawn.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
ROUNDING = 1e-9
"""Votes and gains nearer than this (weights sum to 1, positions lie on [0, 1]) count as equal."""


def distances(position: Floats) -> Floats:
    """How far apart actors stand: (games, actors, actors)."""
    return np.asarray(np.abs(position[:, :, None] - position[:, None, :]))


def closer(distance: Floats) -> Floats:
    """By how much k is closer to i than to j: `|x_k - x_j| - |x_k - x_i|`, (games, i, j, k)."""
    return np.asarray(distance[:, None, :, :] - distance[:, :, None, :])


def votes(distance: Floats, weight: Floats) -> Floats:
    """Votes for i's position over j's, less those against: `sum_k c_k s_k (|x_k - x_j| - |x_k - x_i|)`.

    (games, i, j), in units of weight times distance. An actor spends its capability in proportion to its salience and
    to how much more it likes one position than the other (Bueno de Mesquita 1994; Scholz, Calbert & Smith 2011). The
    scale of the issue and the factor 2 that utilities on [-1, 1] bring change no winner and no ratio, and are left out.
    """
    return np.asarray((closer(distance) * weight[:, None, None, :]).sum(axis=-1))


def unbeaten(distance: Floats, weight: Floats) -> Mask:
    """Whether an actor's position loses no contest: it is a Condorcet winner, alone or tied. (games, actors).

    With preferences that fall with distance there is always one (Black 1948): summed over all, votes for i over j are
    `D_j - D_i` with `D_i = sum_k w_k |x_k - x_i|`, so whoever has the least D is unbeaten.
    """
    return np.asarray((votes(distance, weight) >= -ROUNDING).all(axis=-1))


def weighted_median(position: Floats, weight: Floats) -> Floats:
    """The position with half the weight on either side, (games,).

    Where exactly half the weight lies up to one position, every point from there to the next is a median; the middle
    is taken, so that the mirror image of a group has the mirror image of its median. Sources take the lower end, which
    for a mirror image is the other one.
    """
    order = np.argsort(position, axis=1, kind="stable")
    sorted_position = np.take_along_axis(position, order, axis=1)
    up_to = np.cumsum(np.take_along_axis(weight, order, axis=1), axis=1)
    half = 0.5 * up_to[:, -1:]
    slack = ROUNDING * up_to[:, -1:]
    ends = [np.argmax(up_to >= half - slack, axis=1), np.argmax(up_to > half + slack, axis=1)]
    low, high = (np.take_along_axis(sorted_position, end[:, None], axis=1)[:, 0] for end in ends)
    return np.asarray(np.where(low == high, low, 0.5 * (low + high)))


def weighted_mean(position: Floats, weight: Floats) -> Floats:
    """The mean position by weight, (games,): the compromise that needs no challenge.

    On decisions of the European Union so simple a guess was hard to beat by any model (Achen 2006, in Thomson et al.,
    The European Union Decides, ch. 10), so it is what a course of challenges has to be compared with.
    """
    return np.asarray((position * weight).sum(axis=1) / weight.sum(axis=1))


def win_probabilities(distance: Floats, weight: Floats) -> Floats:
    """Chance that i prevails over j if j resists: the votes of those who are closer to i, as a share of all votes.

    `P_ij = sum_{k closer to i} v_k / sum_k |v_k|` with `v_k = c_k s_k (|x_k - x_j| - |x_k - x_i|)`: third parties side
    with whoever is closer, and the more so the more it matters to them (Bueno de Mesquita 1985, 1994; Scholz, Calbert
    & Smith 2011). (games, i, j) on [0, 1]; `P_ij + P_ji = 1`; 0.5 where nobody prefers either.
    """
    backing = closer(distance) * weight[:, None, None, :]
    for_one = np.maximum(backing, 0.0).sum(axis=-1)
    cast = np.abs(backing).sum(axis=-1)
    contested = cast > 0
    return np.asarray(np.where(contested, for_one / np.where(contested, cast, 1.0), 0.5))
