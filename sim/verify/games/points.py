"""The points of bargaining theory that `sim.analysis` computes, against trying every package and every division."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import numpy as np

from sim.analysis import bargaining, bargaining_of_many
from sim.verify.check import Case, Check, Every, Floats, Played, Share, Statistic
from sim.verify.closed_forms import enumeration
from sim.verify.game import Game
from sim.verify.games.problems import ISSUES, SIDES, frontiers, of_three, saliences

NAMES = {
    "nash": "Nash's product of gains", "kalai_smorodinsky": "Kalai and Smorodinsky's smallest share",
    "egalitarian": "the egalitarian smallest gain", "utilitarian": "the utilitarian sum of gains",
}  # fmt: skip
LOTS = 50
"""Problems of three for which lots are drawn over packages: the search for Nash's point among them takes its time."""
THREE_OPTIONS = (0.0, 0.5, 1.0)
Problem = tuple[Floats, "bargaining.Solutions | bargaining_of_many.Points | None", Floats]
"""Gains of all that can be had (n, sides); what the program finds; the disagreement point."""
Problems = Callable[[Played], Iterator[Problem]]


def _weights(played: Played) -> Iterator[tuple[Floats, Floats]]:
    return zip(*(saliences(played, side, ISSUES) for side in SIDES), strict=True)


def _packages(mine: Floats, yours: Floats) -> Floats:
    """What all packages of three options an issue are worth to two who want all of each."""
    every = np.array(list(product(THREE_OPTIONS, repeat=len(ISSUES))))
    return np.column_stack((every @ mine, (1 - every) @ yours))


def _two(played: Played) -> Iterator[Problem]:
    for (mine, yours), (edge, without) in zip(_weights(played), frontiers(played, THREE_OPTIONS), strict=True):
        d = np.array(without)
        yield _packages(mine, yours) - d, bargaining.solutions(edge.points, without), d


def _two_who_divide(played: Played) -> Iterator[Problem]:
    for (mine, yours), (edge, without) in zip(_weights(played), frontiers(played, (0.0, 1.0)), strict=True):
        d = np.array(without)
        yield enumeration.divisions(mine, yours, d), bargaining.solutions(edge.points, without, lotteries=True), d


def _three(played: Played) -> Iterator[Problem]:
    for worth, d in zip(*of_three(played), strict=True):
        yield worth - d, bargaining_of_many.among_packages(worth, d), d


def _criteria(problems: Problems, point: str) -> tuple[Statistic, Statistic]:
    """What the theory of a point makes as great as can be: by trying everything, and at the program's point."""

    def pairs(played: Played) -> Iterator[tuple[float, float]]:
        for everything, found, d in problems(played):
            gains = enumeration.nobody_below(everything)
            ideal = gains.max(axis=0)
            picked = getattr(found, point)
            at = np.array(picked.point if isinstance(picked, bargaining.Solution) else picked) - d
            own = enumeration.criterion(point, at[None, :], ideal)[0] if (at > -1e-9).all() else np.inf
            yield float(enumeration.criterion(point, gains, ideal).max()), float(own)

    return (
        lambda played: np.array([exact for exact, _ in pairs(played)]),
        lambda played: np.array([own for _, own in pairs(played)]),
    )


def _checks(problems: Problems) -> list[Check]:
    checks: list[Check] = []
    for point in enumeration.POINTS:
        exact, own = _criteria(problems, point)
        checks.append(Every(NAMES[point], exact, own, 1e-9))
    return checks


def _is_frontier(found: Floats, everything: Floats) -> bool:
    """Whether the points found are those that nothing dominates."""
    edge, found = enumeration.undominated(everything), np.unique(np.round(found, 12), axis=0)
    return edge.shape == found.shape and bool(np.allclose(edge, found, atol=1e-9))


def _frontier_of_two(played: Played) -> Floats:
    edges = (edge.points for edge, _ in frontiers(played, THREE_OPTIONS))
    packages = (_packages(mine, yours) for mine, yours in _weights(played))
    return np.array([1.0 * _is_frontier(*pair) for pair in zip(edges, packages, strict=True)])


def _frontier_of_three(played: Played) -> Floats:
    return np.array(
        [1.0 * _is_frontier(worth[bargaining_of_many.efficient(worth)], worth) for worth in of_three(played)[0]]
    )


def _above_the_plane(played: Played) -> Floats:
    """Lots over packages of three sides, for the first problems; each efficient package is an option of one issue."""
    found = []
    for worth, d in list(zip(*of_three(played), strict=True))[:LOTS]:
        points = bargaining_of_many.among_shares([worth[bargaining_of_many.efficient(worth)]], d)
        assert points is not None  # having no deal is a package, too
        found.append(enumeration.above_the_plane(worth, points.nash, d))
    return np.array(found)


def _cases_of_two(long: bool) -> list[Case]:
    frontier = Share("the frontier is what nothing dominates", 1.0, _frontier_of_two)
    return [Case("saliences drawn anew for each run", 0, [frontier, *_checks(_two)])]


def _cases_of_division(long: bool) -> list[Case]:
    return [Case("saliences drawn anew for each run", 0, _checks(_two_who_divide))]


def _cases_of_three(long: bool) -> list[Case]:
    checks = [
        Share("the frontier is what nothing dominates", 1.0, _frontier_of_three),
        *_checks(_three),
        Every("with lots over packages: how far one lies above Nash's plane", 0.0, _above_the_plane, 1e-5),
    ]
    return [Case("values and saliences drawn anew for each run", 0, checks)]


GAMES = (
    Game(
        "points", "The points of theory for two, among packages", "log_rolling_options",
        "Nash 1950; Kalai & Smorodinsky 1975; Kalai 1977",
        "Four points, each the best of all packages that leave nobody below what it has without a deal, by what its "
        "theory asks for.",
        "The problems that log_rolling_options draws; what `sim.analysis.bargaining` finds against all 81 packages.",
        "", _cases_of_two, runs=40,
    ),
    Game(
        "points_divided", "The points of theory for two, who divide", "log_rolling",
        "Nash 1950; Kalai & Smorodinsky 1975; Kalai 1977",
        "The same where issues can be divided. What is best divides one issue at most, so that it can be found by "
        "trying every line between two packages that differ in one issue.",
        "The problems that log_rolling draws, `sim.analysis.bargaining` with lotteries.",
        "", _cases_of_division, runs=40,
    ),
    Game(
        "points_of_three", "The points of theory for three", "log_rolling_three",
        "Nash 1950; Kalai & Smorodinsky 1975; Kalai 1977; Imai 1983",
        "As for two, among 243 packages; and where lots are drawn over them, no package lies above the plane that "
        "touches Nash's product of gains at Nash's point.",
        "The problems that log_rolling_three draws; `sim.analysis.bargaining_of_many`.",
        "", _cases_of_three, runs=12,
    ),
)  # fmt: skip
