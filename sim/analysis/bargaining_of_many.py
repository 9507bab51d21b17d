"""Bargaining among any number of actors: what is efficient, and the points that theories pick.

As `sim.analysis.bargaining`, of which the two-sided case is the quicker twin, with the same conventions:

- utilities are as they are given, and are not rescaled; an actor's own scale of [0, 1] has 1 for its ideal package;
- gains count from the disagreement point, and packages that leave anybody below it are no candidates;
- Nash (1950): the greatest product of gains. Kalai & Smorodinsky (1975): gains as equal shares of what each could have
  at best while nobody is below disagreement (the ideal point); for more than two actors equal shares may leave
  something over, so the smallest share is raised first, then the next (Imai 1983, lexicographic). Egalitarian
  (Kalai 1977): the same with gains themselves. Utilitarian: the greatest sum.

`among_packages` picks a package; `among_shares` divides issues (or draws lots over packages, which comes to the same):
each share of each issue's options, a linear programme, and for Nash's point a concave one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from sim.errors import InputError

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
TIE = 1e-12
STEPS = 2000
"""Most steps of the search for Nash's point; it ends when what could still be gained is below `CLOSE`."""
CLOSE = 1e-11


@dataclass(frozen=True)
class Points:
    """What each theory picks: utilities, one an actor, (k,) each."""

    nash: Floats
    kalai_smorodinsky: Floats
    egalitarian: Floats
    utilitarian: Floats


def efficient(points: Floats) -> Places:
    """Places of the points (n, k) that no other dominates, by descending sum; each value once."""
    order = np.argsort(-points.sum(axis=1), kind="stable")
    kept: list[int] = []
    edge = np.empty((0, points.shape[1]))
    for place in order:
        # whoever dominates a point has a greater sum, so it has come before
        if not (edge >= points[place] - TIE).all(axis=1).any():
            kept.append(int(place))
            edge = np.vstack((edge, points[place]))
    return np.array(kept, dtype=np.int64)


def frontier(issues: Sequence[Floats]) -> tuple[Floats, Places]:
    """Efficient packages of additive issues, each (options, k): what they are worth (n, k), and options (n, issues).

    What is dominated on some issues stays dominated whatever is added (Nemhauser & Ullmann 1969). Raises InputError
    without issues or without options.
    """
    _checked(issues)
    points, packages = np.zeros((1, issues[0].shape[1])), np.zeros((1, 0), dtype=np.int64)
    for values in issues:
        sums = (points[:, None, :] + values[None, :, :]).reshape(-1, values.shape[1])
        kept = efficient(sums)
        before, option = np.divmod(kept, len(values))
        points, packages = sums[kept], np.column_stack((packages[before], option))
    return points, packages


def among_packages(points: Floats, disagreement: Floats) -> Points | None:
    """The points that theories pick among packages worth `points` (n, k); None if each leaves somebody below.

    Between equals, the one with the greater sum.
    """
    gains = points - disagreement
    gains = np.maximum(gains[(gains >= -TIE).all(axis=1)], 0.0)
    if not len(gains):
        return None
    ideal = gains.max(axis=0)
    shares = np.where(ideal > TIE, gains / np.where(ideal > TIE, ideal, 1.0), 1.0)

    def best(keys: Floats) -> Floats:
        """The gains whose row of `keys` is greatest, read from the left, then whose sum is."""
        ranks = np.round(np.column_stack((keys, gains.sum(axis=1))), 12)
        return np.asarray(gains[np.lexsort(ranks.T[::-1])[-1]] + disagreement)

    return Points(
        nash=best(gains.prod(axis=1)[:, None]),
        kalai_smorodinsky=best(np.sort(shares, axis=1)),
        egalitarian=best(np.sort(gains, axis=1)),
        utilitarian=best(gains.sum(axis=1)[:, None]),
    )


def among_shares(issues: Sequence[Floats], disagreement: Floats) -> Points | None:
    """The points that theories pick when issues can be shared out; None if each sharing leaves somebody below.

    `issues` are (options, k) each; a divisible issue whose value is linear has its two ends as options.
    """
    _checked(issues)
    world = _World(issues, disagreement)
    ideal = world.ideal()
    if ideal is None:
        return None
    return Points(
        nash=world.nash() + disagreement,
        kalai_smorodinsky=world.leximin(np.where(ideal > TIE, ideal, 0.0)) + disagreement,
        egalitarian=world.leximin(np.ones(disagreement.size)) + disagreement,
        utilitarian=world.at(world.most(np.ones(disagreement.size))) + disagreement,
    )


class _World:
    """Shares x of all options, each issue's summing to 1; gains are `values.T @ x - disagreement`, none below 0."""

    def __init__(self, issues: Sequence[Floats], disagreement: Floats) -> None:
        self.values = np.vstack(issues).astype(np.float64)
        self.disagreement = disagreement
        sizes = [len(values) for values in issues]
        self.sums = np.repeat(np.eye(len(sizes)), sizes, axis=1)

    def at(self, shares: Floats) -> Floats:
        """Gains of sharing out like this."""
        return np.asarray(self.values.T @ shares - self.disagreement)

    def most(self, weights: Floats) -> Floats:
        """The shares with the greatest weighted sum of gains."""
        found = self._solve(-(self.values @ weights), -self.values.T, -self.disagreement)
        if found is None:
            raise InputError("no sharing leaves everybody at its disagreement value")
        return found

    def ideal(self) -> Floats | None:
        """The best gain that each could have; None if somebody is below disagreement whatever is done."""
        best = []
        for own in np.eye(self.disagreement.size):
            found = self._solve(-(self.values @ own), -self.values.T, -self.disagreement)
            if found is None:
                return None
            best.append(max(float(self.at(found) @ own), 0.0))
        return np.array(best)

    def leximin(self, scale: Floats) -> Floats:
        """Raise the smallest gain over `scale` as far as it goes, then the next; who has scale 0 just has no loss."""
        free = scale > TIE
        floor = np.zeros(scale.size)
        shares = self.most(np.ones(scale.size))
        while free.any():
            level = self._raised(free, floor, scale)
            floor = np.where(free, level * scale, floor)
            # who cannot have more while the others keep this is done
            stuck = [int(a) for a in np.flatnonzero(free) if self._highest(int(a), floor) <= floor[a] + 1e-9]
            if not stuck:
                break
            free[stuck] = False
        found = self._solve(-self.values.sum(axis=1), -self.values.T, -(self.disagreement + floor - 1e-10))
        return self.at(shares if found is None else found)

    def _raised(self, free: NDArray[np.bool_], floor: Floats, scale: Floats) -> float:
        """How high the level of the free ones can be, if the others keep their floor."""
        slope = np.where(free, scale, 0.0)
        rows = np.column_stack((-self.values.T, slope))
        limits = -(self.disagreement + np.where(free, 0.0, floor - 1e-10))
        found = linprog(
            np.append(np.zeros(len(self.values)), -1.0), A_ub=rows, b_ub=limits,
            A_eq=np.column_stack((self.sums, np.zeros(len(self.sums)))), b_eq=np.ones(len(self.sums)),
            bounds=[(0, None)] * len(self.values) + [(None, None)],
        )  # fmt: skip
        return float(np.asarray(found.x)[-1])

    def _highest(self, actor: int, floor: Floats) -> float:
        """The most that an actor can have while everybody keeps its floor."""
        found = self._solve(-self.values[:, actor], -self.values.T, -(self.disagreement + floor - 1e-10))
        return float(self.at(found)[actor]) if found is not None else float(floor[actor])

    def nash(self) -> Floats:
        """The greatest product of gains, by pairwise Frank & Wolfe steps on the sum of their logarithms.

        Those who can gain nothing are left out of the product. Wolfe 1970; Lacoste-Julien & Jaggi 2015.
        """
        ideal = self.ideal()
        assert ideal is not None
        may = ideal > 1e-10
        if not may.any():
            return self.at(self.most(np.ones(may.size)))
        corners = [self.most(own) for own in np.eye(may.size)[may]]
        gains = np.array([self.at(corner) for corner in corners])
        weights = np.full(len(gains), 1 / len(gains))
        for _ in range(STEPS):
            now = weights @ gains
            slope = np.where(may, 1 / np.maximum(now, 1e-300), 0.0)
            ahead = self.at(self.most(slope))
            worst = int(np.argmin(np.where(weights > 0, gains @ slope, np.inf)))
            if (ahead - now) @ slope < CLOSE:
                break
            step = _best_step(now[may], (ahead - gains[worst])[may], float(weights[worst]))
            gains, weights = np.vstack((gains, ahead)), np.append(weights, step)
            weights[worst] -= step
            kept = weights > 1e-15
            gains, weights = gains[kept], weights[kept] / weights[kept].sum()
        return np.asarray(weights @ gains)

    def _solve(self, cost: Floats, rows: Floats, limits: Floats) -> Floats | None:
        found = linprog(cost, A_ub=rows, b_ub=limits + 1e-12, A_eq=self.sums, b_eq=np.ones(len(self.sums)))
        return np.asarray(found.x) if found.status == 0 else None


def _best_step(now: Floats, move: Floats, most: float) -> float:
    """How far to go along `move` for the greatest product of gains: bisection on its falling slope."""
    low, high = 0.0, most
    for _ in range(80):
        middle = (low + high) / 2
        there = now + middle * move
        if (there > 0).all() and (move / there).sum() > 0:
            low = middle
        else:
            high = middle
    return low


def _checked(issues: Sequence[Floats]) -> None:
    if not issues or any(values.ndim != 2 or not len(values) for values in issues):
        raise InputError("a bargaining problem needs an issue, and each of its options a value for every actor")
    if len({values.shape[1] for values in issues}) > 1:
        raise InputError("every issue needs values for the same actors")
