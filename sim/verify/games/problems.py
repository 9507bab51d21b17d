"""The problems that reference games of trading draw: what each package is worth to each side, run by run."""

from __future__ import annotations

from itertools import product

import numpy as np

from sim.analysis import bargaining
from sim.verify.check import Floats, Played

ISSUES = ("border", "water", "trade", "prisoners")
FIVE = (*ISSUES, "rights")
SIDES, THREE = ("red", "blue"), ("red", "green", "blue")
OPTIONS = ("old", "middle", "new")


def saliences(played: Played, side: str, issues: tuple[str, ...]) -> Floats:
    """Weights (runs, issues) of a side, each run's summing to 1."""
    drawn = np.column_stack([played.draws[f"issues.{issue}.stakes.{side}.salience"] for issue in issues])
    return np.asarray(drawn / drawn.sum(axis=1, keepdims=True))


def frontiers(played: Played, shares: tuple[float, ...]) -> list[tuple[bargaining.Frontier, tuple[float, float]]]:
    """Frontier and disagreement point of each run: red values a share s of an issue at s, blue at 1 - s."""
    red, blue = (saliences(played, side, ISSUES) for side in SIDES)
    red_has = np.array([1.0, 0.0, 0.5, 0.5])  # without a deal, in the order of ISSUES
    options = np.array(shares)
    problems = []
    for mine, yours in zip(red, blue, strict=True):
        issues = [(own * options, other * (1 - options)) for own, other in zip(mine, yours, strict=True)]
        problems.append((bargaining.frontier(issues), (float(mine @ red_has), float(yours @ (1 - red_has)))))
    return problems


def of_three(played: Played) -> tuple[Floats, Floats]:
    """Packages' worth (runs, packages, sides) and the disagreement point (runs, sides), by enumeration."""
    packages = np.array(list(product(range(len(OPTIONS)), repeat=len(FIVE))))
    worth = np.zeros((len(played.table), len(packages), len(THREE)))
    for column, side in enumerate(THREE):
        weights = saliences(played, side, FIVE)
        for number, issue in enumerate(FIVE):
            values = np.column_stack(
                [played.draws[f"issues.{issue}.stakes.{side}.values.{option}"] for option in OPTIONS]
            )
            worth[:, :, column] += weights[:, number, None] * values[:, packages[:, number]]
    return worth, worth[:, 0, :]  # without a deal everything stays old
