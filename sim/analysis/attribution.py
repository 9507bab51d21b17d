"""Who is to blame: Shapley values of a cooperative game that is played run by run.

The players are things that can be dropped (preconditions), a coalition is a set of them that has been dropped, and its
worth is a quantity's mean over runs. A player's Shapley value (Shapley 1953) is what dropping it adds, averaged over
all orders in which the players can be dropped one by one; the values of all players sum to what dropping all of them
does. All coalitions are played with the same luck, so that each run has Shapley values of its own, and their
spread over the draws of the parameters gives the interval.

For up to `MOST_ENUMERATED` players all coalitions are enumerated, and nothing but the runs is sampled. Beyond, orders
are sampled (Castro, Gomez & Tejada 2009), each with its reverse (antithetic: Mitchell, Cooper, Frank & Holmes 2022).
Every group of runs draws orders of its own, so that the spread between groups holds both errors, of runs and of orders.
Each order adds up to the total exactly, and so does any mean of orders.

A coalition is a bit mask: bit `p` is set when player `p` has been dropped.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from sim.analysis.clusters import Clusters
from sim.summary.estimates import Mean

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

MOST_ENUMERATED = 12
"""Up to so many players all coalitions are played: 4,096 of them."""


@dataclass(frozen=True, slots=True)
class Player:
    """Something that can be dropped: its name in the scenario, and how it is called."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Blame:
    """A player's part in a total effect.

    `shapley` averages what dropping it adds over all orders; `first` is dropping it alone, all others kept; `last` is
    dropping it after all others. All in the quantity's unit, with 95% intervals. `share` is `shapley` as a part of the
    total, None where the total cannot be told from 0; it can be negative or above 1.
    """

    player: Player
    shapley: Mean
    first: Mean
    last: Mean
    share: float | None


@dataclass(frozen=True, slots=True)
class Drop:
    """The players whose dropping goes furthest in the direction in which dropping all goes.

    `effect` with its 95% interval; `lead` is how much further than the next best, paired run by run. Of several the
    best in a sample is chosen, so its effect is a little flattered; where `lead` holds 0, the next may be as good.
    """

    players: tuple[Player, ...]
    effect: Mean
    lead: Mean | None


@dataclass(frozen=True, slots=True)
class Attribution:
    """What dropping the players does to a quantity, and which of them does it.

    `kept` is the quantity's mean with all players in place, `dropped` with none, `total` the difference, paired.
    `players` are in the order of their Shapley values, the largest in the direction of the total first.
    `enumerated` tells whether all coalitions were played. `pair` is None where there is one player only.
    """

    quantity: str
    label: str
    unit: str
    kind: str
    kept: Mean
    dropped: Mean
    total: Mean
    players: tuple[Blame, ...]
    single: Drop
    pair: Drop | None
    enumerated: bool
    runs: int


@cache
def shapley_weights(players: int) -> Floats:
    """Weights (players, 2**players) by which the worths of all coalitions give Shapley values.

    Player p has `|S|! (n - |S| - 1)! / n!` on each coalition S with p added to it, and the same with a minus without.
    """
    sizes = np.array([mask.bit_count() for mask in range(1 << players)])
    chance = np.array([1.0 / (players * math.comb(players - 1, size)) for size in range(players)] or [0.0])
    weights = np.zeros((players, 1 << players))
    masks = np.arange(1 << players)
    for p in range(players):
        has = (masks >> p & 1).astype(bool)
        weights[p, has] = chance[sizes[has] - 1]
        weights[p, ~has] = -chance[sizes[~has]]
    return weights


def enumerated_contributions(worth: Floats) -> Floats:
    """Shapley values (players, runs) of each run, from the worths (2**players, runs) of all coalitions in it."""
    players = (worth.shape[0] - 1).bit_length()
    if worth.shape[0] != 1 << players:
        raise ValueError(f"{worth.shape[0]} coalitions: not a power of two")
    contributions: Floats = shapley_weights(players) @ worth
    return contributions


def sampled_contributions(worth: Mapping[int, Floats], orders: Integers) -> Floats:
    """Mean over `orders` (orders, players) of what each player adds when its turn comes: (players, runs).

    `worth` (runs,) is needed of every coalition that the orders pass.
    """
    total = np.zeros((orders.shape[1], worth[0].size))
    for order in orders:
        mask = 0
        for p in order:
            after = mask | 1 << int(p)
            total[p] += worth[after] - worth[mask]
            mask = after
    mean: Floats = total / orders.shape[0]
    return mean


def antithetic_orders(players: int, pairs: int, seed: Sequence[int]) -> Integers:
    """Random orders (2 * pairs, players), each followed by its reverse."""
    generator = np.random.default_rng(list(seed))
    drawn = np.array([generator.permutation(players) for _ in range(pairs)], dtype=np.int64)
    return np.stack([drawn, drawn[:, ::-1]], axis=1).reshape(2 * pairs, players)


def coalitions_passed(orders: Integers) -> tuple[int, ...]:
    """Every coalition that some of the `orders` (orders, players) passes, the empty and the full one included."""
    passed = np.cumsum(1 << orders, axis=1)
    return (0, *sorted({int(mask) for mask in passed.ravel()}))


def small_coalitions(players: int) -> tuple[int, ...]:
    """None, every one, every pair, all but one, and all of the players dropped: what is reported besides the values."""
    everyone = (1 << players) - 1
    found = {0, everyone}
    found |= {1 << p for p in range(players)}
    found |= {everyone & ~(1 << p) for p in range(players)}
    found |= {1 << p | 1 << q for p, q in combinations(range(players), 2)}
    return tuple(sorted(found))


def attribute(
    players: Sequence[Player],
    contributions: Floats,
    worth: Mapping[int, Floats],
    clusters: Clusters,
    *,
    quantity: str = "worth",
    label: str = "Worth",
    unit: str = "",
    kind: str = "mean",
    enumerated: bool = True,
) -> Attribution:
    """Put together what is known of a game.

    `contributions` (players, runs) are each run's Shapley values, or unbiased estimates of them; `worth` (runs,) at
    least those of `small_coalitions`; `clusters` says which runs are not independent of one another (a parameter
    draw's, or the group's that shared its orders).
    """
    if not players:
        raise ValueError("a game needs a player")
    everyone = (1 << len(players)) - 1
    total = _mean(worth[everyone] - worth[0], clusters)
    direction = -1.0 if (total.mean or 0.0) < 0 else 1.0
    known = total.low is not None and total.high is not None and (total.low > 0 or total.high < 0)
    rows = []
    for p, player in enumerate(players):
        value = _mean(contributions[p], clusters)
        first = _mean(worth[1 << p] - worth[0], clusters)
        last = _mean(worth[everyone] - worth[everyone & ~(1 << p)], clusters)
        share = value.mean / total.mean if known and value.mean is not None and total.mean else None
        rows.append(Blame(player, value, first, last, share))
    rows.sort(key=lambda row: (-direction * (row.shapley.mean or 0.0), row.player.name))
    pairs = list(combinations(range(len(players)), 2))
    return Attribution(
        quantity=quantity, label=label, unit=unit, kind=kind,
        kept=_mean(worth[0], clusters), dropped=_mean(worth[everyone], clusters), total=total,
        players=tuple(rows),
        single=_best(players, [(p,) for p in range(len(players))], worth, clusters, direction),
        pair=_best(players, pairs, worth, clusters, direction) if pairs else None,
        enumerated=enumerated, runs=clusters.runs,
    )  # fmt: skip


def _best(
    players: Sequence[Player],
    choices: Sequence[tuple[int, ...]],
    worth: Mapping[int, Floats],
    clusters: Clusters,
    direction: float,
) -> Drop:
    """The choice with the largest mean effect in a direction; ties go to the first."""
    effects = [worth[sum(1 << p for p in choice)] for choice in choices]
    ranked = sorted(range(len(choices)), key=lambda n: -direction * float(effects[n].mean()))
    best = ranked[0]
    lead = _mean(direction * (effects[best] - effects[ranked[1]]), clusters) if len(ranked) > 1 else None
    return Drop(tuple(players[p] for p in choices[best]), _mean(effects[best] - worth[0], clusters), lead)


def _mean(values: Floats, clusters: Clusters) -> Mean:
    """A mean over runs with its 95% interval, which is not known with a single cluster."""
    mean = float(values.mean())
    if clusters.count < 2:
        return Mean(mean, None, None)
    half = clusters.quantile * math.sqrt(clusters.variance(values))
    return Mean(mean, mean - half, mean + half)
