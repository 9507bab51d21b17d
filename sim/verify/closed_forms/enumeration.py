"""Points of bargaining theory by trying everything: what the best package, or the best division of issues, comes to.

Nash 1950: the greatest product of gains. Kalai & Smorodinsky 1975: the greatest smallest share of what each could gain
at best. Kalai 1977 (egalitarian): the greatest smallest gain. Utilitarian: the greatest sum. Gains count from the
disagreement point, and whatever leaves anybody below it does not count.
"""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
ROUNDING = 1e-12
POINTS = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")


def criterion(point: str, gains: Floats, ideal: Floats) -> Floats:
    """What the theory of a point makes as great as can be, for gains (n, sides): (n,)."""
    if point == "nash":
        return np.asarray(gains.prod(axis=1))
    if point == "kalai_smorodinsky":
        shares = np.where(ideal > ROUNDING, gains / np.where(ideal > ROUNDING, ideal, 1.0), 1.0)
        return np.asarray(shares.min(axis=1))
    return np.asarray(gains.min(axis=1) if point == "egalitarian" else gains.sum(axis=1))


def nobody_below(gains: Floats) -> Floats:
    """The gains (n, sides) that leave nobody below what it has without a deal."""
    return np.asarray(np.maximum(gains[(gains >= -ROUNDING).all(axis=1)], 0.0))


def undominated(points: Floats) -> Floats:
    """The points (n, sides) that none is better than for somebody and worse for nobody, each once, in order."""
    as_good = (points[:, None, :] >= points[None, :, :] - ROUNDING).all(axis=2)
    better = (points[:, None, :] > points[None, :, :] + ROUNDING).any(axis=2)
    return np.unique(np.round(points[~(as_good & better).any(axis=0)], 12), axis=0)


def divisions(mine: Floats, yours: Floats, without: Floats) -> Floats:
    """Gains (n, 2) of the divisions of issues that can be a point of theory, for weights of two who want all of each.

    What is best lies where one issue at most is divided: on the lines between packages that differ in one issue, at an
    end, where a side has what it has without a deal, where both gain alike or alike shares, or where the product is
    greatest.
    """
    ends = np.array(list(product((0.0, 1.0), repeat=mine.size)))
    lines = [(row, other) for row in ends for other in ends if (other - row).sum() == 1 and (other >= row).all()]
    start, stop = (
        np.column_stack((side @ mine, (1 - side) @ yours)) - without
        for side in (np.array([line[0] for line in lines]), np.array([line[1] for line in lines]))
    )
    cuts = [nobody_below(end) for end in (start, stop)]
    cuts += [nobody_below(_along(start, stop, share)) for share in _zeros(start, stop)]
    ideal = np.concatenate(cuts).max(axis=0)
    move = stop - start
    scaled = start / ideal, stop / ideal
    alike = [
        (before[:, 0] - before[:, 1]) / ((before - after)[:, 0] - (before - after)[:, 1])
        for before, after in ((start, stop), scaled)
    ]
    greatest = -(start[:, 0] * move[:, 1] + start[:, 1] * move[:, 0]) / (2 * move[:, 0] * move[:, 1])
    return np.concatenate(cuts + [nobody_below(_along(start, stop, share)) for share in (*alike, greatest)])


def _zeros(start: Floats, stop: Floats) -> list[Floats]:
    """Where on each line the first, and where the second side gains nothing."""
    return [start[:, side] / (start - stop)[:, side] for side in (0, 1)]


def _along(start: Floats, stop: Floats, share: Floats) -> Floats:
    """Points on the lines, as far along as `share` says, which is kept within them."""
    along = np.clip(share, 0.0, 1.0)[:, None]
    return np.asarray((1 - along) * start + along * stop)


def above_the_plane(worth: Floats, point: Floats, without: Floats) -> float:
    """How far the best package lies above the plane that touches Nash's product at `point`: 0 if that is Nash's point.

    Of all lots drawn over packages worth (n, sides) none has a greater product of gains than one which no package
    lies above, and one below which all lie cannot be had.
    """
    return float(((worth - point) / (point - without)).sum(axis=1).max())
