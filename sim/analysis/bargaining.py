"""The bargaining problem of two actors: what they can agree on, what is efficient, and which point theory picks.

Utilities are additive over issues, so the efficient packages of all issues together come from the efficient packages
of some issues and each option of the next: whatever is dominated there stays dominated whatever is added. That is the
dynamic programme of multi-objective knapsacks (Nemhauser & Ullmann 1969, Management Science 15), and exact.

Solutions. All are picked among points that leave neither below the disagreement point d:

- Nash (1950): the greatest product of gains (u - d1)(v - d2); does not depend on the scales of utility;
- Kalai & Smorodinsky (1975): equal gains as shares of the best that each could have, given d; among packages, where
  equality cannot be had, the package whose smaller share is greatest;
- utilitarian: the greatest sum, which does depend on scales: here 1 is an actor's own ideal package;
- egalitarian (Kalai 1977): the greatest smaller gain.

With `lotteries`, what lies between two packages counts too, as the chance of one or the other (the convex set that the
theorems speak of); without, only packages do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
Point: TypeAlias = tuple[float, float]
Issue: TypeAlias = tuple[Floats, Floats]
"""What each option of an issue is worth to the first and to the second actor; both of the same length."""

TIE = 1e-12
"""Utilities closer than this are the same."""
MOST_EFFICIENT = 2_000_000
"""More efficient packages than this are not followed."""


@dataclass(frozen=True)
class Frontier:
    """Efficient packages, the worst for the first actor first.

    `points` (n, 2) are what they are worth to the two, ascending in the first and descending in the second;
    `packages` (n, issues) the place of each issue's option.
    """

    points: Floats
    packages: Places


@dataclass(frozen=True)
class Solution:
    """A point that a theory picks; `package` is its place on the frontier, None if it is a lottery over two."""

    point: Point
    package: int | None


@dataclass(frozen=True)
class Solutions:
    """What theories pick for one disagreement point; `ideal` is the best that each could have without hurting the other
    below that point.
    """

    disagreement: Point
    ideal: Point
    nash: Solution
    kalai_smorodinsky: Solution
    utilitarian: Solution
    egalitarian: Solution


def packages_of(issues: Sequence[Issue]) -> int:
    """How many packages there are."""
    return int(np.prod([len(first) for first, _ in issues], dtype=object)) if issues else 0


def values_of(issues: Sequence[Issue], packages: Places) -> Floats:
    """What packages (n, issues), given by the places of options, are worth to the two (n, 2)."""
    worth = np.zeros((len(packages), 2))
    for number, sides in enumerate(issues):
        for actor, values in enumerate(sides):
            worth[:, actor] += values[packages[:, number]]
    return worth


def some_packages(issues: Sequence[Issue], most: int, seed: int = 0) -> Places:
    """All packages (n, issues) if there are at most `most`, in order; otherwise `most` of them at random."""
    sizes = [len(first) for first, _ in issues]
    total = packages_of(issues)
    if total <= most:
        return np.stack(np.unravel_index(np.arange(total), sizes), axis=1).astype(np.int64)
    random = np.random.default_rng(seed)
    return np.stack([random.integers(0, size, most) for size in sizes], axis=1).astype(np.int64)


def efficient(points: Floats) -> Places:
    """Places of the points (n, 2) that no other dominates, ascending in the first coordinate; each value once."""
    order = np.lexsort((-points[:, 1], -points[:, 0]))
    best = np.maximum.accumulate(points[order, 1])
    before = np.concatenate(([-np.inf], best[:-1]))
    kept: Places = order[points[order, 1] > before + TIE][::-1].astype(np.int64)
    return kept


def frontier(issues: Sequence[Issue]) -> Frontier:
    """The efficient packages of additive utilities, exactly.

    Raises InputError without issues, for an issue without options, and for more than MOST_EFFICIENT efficient packages.
    """
    if not issues or any(len(first) == 0 or len(first) != len(second) for first, second in issues):
        raise InputError("a bargaining problem needs an issue, and each of its options a value for either actor")
    points, packages = np.zeros((1, 2)), np.zeros((1, 0), dtype=np.int64)
    for first, second in issues:
        options = np.stack((first, second), axis=1).astype(np.float64)
        kept_options = efficient(options)
        sums = (points[:, None, :] + options[kept_options][None, :, :]).reshape(-1, 2)
        kept = efficient(sums)
        if len(kept) > MOST_EFFICIENT:
            raise InputError(f"there are more than {MOST_EFFICIENT:,} efficient packages: too many to follow")
        before, option = np.divmod(kept, len(kept_options))
        points = sums[kept]
        packages = np.column_stack((packages[before], kept_options[option]))
    return Frontier(points, packages)


def shortfall(points: Floats, edge: Floats) -> Floats:
    """How much more *both* could have had at each of `points` (n, 2), given the frontier `edge` (m, 2); (n,), >= 0."""
    gains = edge[None, :, :] - points[:, None, :]
    missed: Floats = np.maximum(gains.min(axis=2).max(axis=1), 0.0)
    return missed


def hull(edge: Floats) -> Places:
    """Places of the frontier's points that no lottery over others dominates: its upper concave hull, in order."""
    kept: list[int] = []
    for place, point in enumerate(edge):
        while len(kept) > 1 and _turn(edge[kept[-2]], edge[kept[-1]], point) >= -TIE:
            kept.pop()
        kept.append(place)
    return np.array(kept, dtype=np.int64)


def _turn(a: Floats, b: Floats, c: Floats) -> float:
    """Twice the area of the triangle a, b, c: below 0 where the way from a over b to c turns right."""
    return float((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))


def solutions(edge: Floats, disagreement: Point, *, lotteries: bool = False) -> Solutions | None:
    """What the theories pick on a frontier `edge` (n, 2); None if nothing leaves both at least at `disagreement`.

    `edge` ascends in the first coordinate and descends in the second, as that of `frontier` does.
    """
    d = np.array(disagreement, dtype=np.float64)
    segments = _with_lotteries(edge, d) if lotteries else _packages_alone(edge, d)
    if not segments:
        return None
    ends = np.concatenate([np.stack((start, stop)) for start, stop, _, _ in segments])
    ideal = np.maximum(ends.max(axis=0) - d, 0.0)

    def pick(best: Callable[[Floats, Floats], Floats], worth: Callable[[Floats], float]) -> Solution:
        """The best point of any segment; between equals, the one with the greater sum."""
        found = None
        for start, stop, first, last in segments:
            for share in (0.0, *best(start - d, stop - d), 1.0):
                gains = (1 - share) * (start - d) + share * (stop - d)
                key = (round(worth(gains), 12), float(gains.sum()))
                if found is None or key > found[0]:
                    found = key, gains + d, first if share == 0.0 else last if share == 1.0 else None
        assert found is not None
        return Solution((float(found[1][0]), float(found[1][1])), found[2])

    scale = np.where(ideal > TIE, ideal, np.inf)
    flat = np.where(ideal > TIE, 0.0, 1.0)  # who can gain nothing has all of it
    return Solutions(
        disagreement=(float(d[0]), float(d[1])),
        ideal=(float(ideal[0] + d[0]), float(ideal[1] + d[1])),
        nash=pick(_best_product, lambda gains: float(gains[0] * gains[1])),
        kalai_smorodinsky=pick(lambda a, b: _crossing(a / scale, b / scale), lambda g: float((g / scale + flat).min())),
        utilitarian=pick(lambda a, b: np.empty(0), lambda gains: float(gains.sum())),
        egalitarian=pick(_crossing, lambda gains: float(gains.min())),
    )


Segment: TypeAlias = tuple[Floats, Floats, int | None, int | None]
"""Two ends of a line of what can be had, and the package at each, None for a lottery."""


def _packages_alone(edge: Floats, d: Floats) -> list[Segment]:
    """Packages as lines without length."""
    return [(point, point, place, place) for place, point in enumerate(edge) if (point >= d - TIE).all()]


def _with_lotteries(edge: Floats, d: Floats) -> list[Segment]:
    """The hull's edges, cut to where neither is below `d`."""
    corners = hull(edge)
    if len(corners) == 1:
        return _packages_alone(edge, d)
    found: list[Segment] = []
    for first, last in pairwise(corners):
        start, stop = edge[first], edge[last]
        low = max(0.0, float((d[0] - start[0]) / (stop[0] - start[0])))
        high = min(1.0, float((start[1] - d[1]) / (start[1] - stop[1])))
        if low > high + TIE:
            continue
        high = max(low, high)
        ends = [start + share * (stop - start) for share in (low, high)]
        found.append((ends[0], ends[1], int(first) if low == 0.0 else None, int(last) if high == 1.0 else None))
    return found


def _best_product(start: Floats, stop: Floats) -> Floats:
    """Where on the line from gains `start` to gains `stop` their product is greatest, if within it."""
    move = stop - start
    if move[0] * move[1] >= 0:
        return np.empty(0)
    share = -(start[0] * move[1] + start[1] * move[0]) / (2 * move[0] * move[1])
    return np.array([share]) if 0 < share < 1 else np.empty(0)


def _crossing(start: Floats, stop: Floats) -> Floats:
    """Where on the line from gains `start` to gains `stop` both are equal, if within it."""
    before, after = start[0] - start[1], stop[0] - stop[1]
    if before * after >= 0:
        return np.empty(0)
    return np.array([before / (before - after)])
