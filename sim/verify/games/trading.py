"""Issues to trade: the text that an ordinary drafter tables, against what could be had."""

from __future__ import annotations

import numpy as np

from sim.analysis import bargaining
from sim.verify.check import Case, Check, Every, Floats, Mean, Played, Share
from sim.verify.game import Game
from sim.verify.games.problems import SIDES, THREE, frontiers, of_three

NEAR = 1e-6
WHY_WALK = (
    "A drafter looks only at the packages on one walk between the others' best and its own, and the one that is "
    "fairest among all packages need not lie on it."
)
WHY_WALK_OF_MANY = (
    "A drafter walks between its own best and what is best for the sum of the others, one option at a time. Among "
    "three, and where an option in the middle can be the worst, the walk misses packages that are better for all."
)


def _gains(played: Played, sides: tuple[str, ...]) -> Floats:
    """What each side gains by the text that was signed, (runs, sides); nothing without one."""
    gains = np.column_stack([played.column(f"utility.{a}") - played.column(f"disagreement.{a}") for a in sides])
    return np.where(played.signed()[:, None] == 1, gains, 0.0)


def _smallest(played: Played) -> Floats:
    return np.asarray(_gains(played, SIDES).min(axis=1), dtype=np.float64)


def _egalitarian(played: Played, *, divisible: bool) -> Floats:
    """The smallest gain of the egalitarian point, run by run."""
    best = []
    for edge, without in frontiers(played, (0.0, 1.0) if divisible else (0.0, 0.5, 1.0)):
        found = bargaining.solutions(edge.points, without, lotteries=divisible)
        assert found is not None  # having no deal is a package, too
        best.append(min(found.egalitarian.point[0] - without[0], found.egalitarian.point[1] - without[1]))
    return np.array(best)


def _wasted(played: Played, shares: tuple[float, ...]) -> Floats:
    """How much more both could have had, run by run."""
    gains = _gains(played, SIDES)
    return np.array(
        [
            float(bargaining.shortfall((gain + without)[None, :], edge.points)[0])
            for gain, (edge, without) in zip(gains, frontiers(played, shares), strict=True)
        ]
    )


def _shares_out(long: bool) -> list[Case]:
    checks: list[Check] = [
        Every("smallest gain: the egalitarian point", lambda p: _egalitarian(p, divisible=True), _smallest, 2e-6),
        Share("signed", 1.0, lambda played: played.signed()),
        Every("gains are equal", 0.0, lambda played: np.ptp(_gains(played, SIDES), axis=1), 2e-6),
    ]  # fmt: skip
    return [Case("saliences drawn anew for each run", 0, checks)]


def _with_options(long: bool) -> list[Case]:
    checks: list[Check] = [
        Share("efficient, if signed: not both could have more", 1.0, _efficient_options),
        Share("signed, if a package is better for both than none", 1.0, _signed_if_possible, deviates=WHY_WALK),
        Share("the egalitarian package", 1.0, _is_egalitarian, deviates=WHY_WALK),
        Every("what the fairest package has more", 0.0, _short_of_egalitarian, deviates=WHY_WALK),
    ]
    return [Case("saliences drawn anew for each run", 0, checks)]


def _efficient_options(played: Played) -> Floats:
    return np.where(played.signed() == 1, 1.0 * (_wasted(played, (0.0, 0.5, 1.0)) < NEAR), np.nan)


def _signed_if_possible(played: Played) -> Floats:
    return np.where(_egalitarian(played, divisible=False) > NEAR, played.signed(), np.nan)


def _short_of_egalitarian(played: Played) -> Floats:
    return _egalitarian(played, divisible=False) - _smallest(played)


def _is_egalitarian(played: Played) -> Floats:
    return np.asarray(1.0 * (np.abs(_short_of_egalitarian(played)) < NEAR))


def _smallest_of_three(played: Played) -> Floats:
    return np.asarray(_gains(played, THREE).min(axis=1))


def _fairest_of_three(played: Played) -> Floats:
    worth, without = of_three(played)
    return np.asarray((worth - without[:, None, :]).min(axis=2).max(axis=1))


def _efficient_of_three(played: Played) -> Floats:
    """1 where no package was better for all three, of the runs that signed."""
    worth, without = of_three(played)
    signed = _gains(played, THREE) + without
    better = (worth - signed[:, None, :]).min(axis=2).max(axis=1) > NEAR
    return np.where(played.signed() == 1, 1.0 - better, np.nan)


def _three(long: bool) -> list[Case]:
    checks: list[Check] = [
        Every("loss by a deal", 0.0, lambda played: np.minimum(_smallest_of_three(played), 0.0)),
        # it happens in two of ten thousand problems, which only the long form plays
        Share(
            "efficient, if signed: not all could have more", 1.0, _efficient_of_three,
            deviates=WHY_WALK_OF_MANY if long else "",
        ),
        Share(
            "the egalitarian package", 1.0,
            lambda played: np.where(_fairest_of_three(played) - _smallest_of_three(played) < NEAR, 1.0, 0.0),
            deviates=WHY_WALK_OF_MANY,
        ),
        Mean(
            "share of the fairest gain that is had", 1.0,
            lambda played: _smallest_of_three(played) / _fairest_of_three(played), deviates=WHY_WALK_OF_MANY,
        ),
    ]  # fmt: skip
    return [Case("values and saliences drawn anew for each run", 0, checks)]


GAMES = (
    Game(
        "log_rolling", "Trading divisible issues", "log_rolling", "Kalai 1977; Raiffa 1982",
        "Two trade what each cares for less. The text with the greatest smallest gain (the egalitarian point) lies on "
        "the frontier, where both gain alike.",
        "`tactic: reservation`; four divisible issues whose saliences are drawn anew in each run, so that each run is "
        "a problem of its own, solved by `sim.analysis.bargaining`.",
        "", _shares_out, runs=200,
    ),
    Game(
        "log_rolling_options", "Trading issues with three options", "log_rolling_options", "Kalai 1977; Raiffa 1982",
        "The same with three options an issue: 81 packages, of which the fairest is found by enumeration.",
        "As above with `options`.",
        "", _with_options, runs=200, limits="What is signed is efficient, and not always the fairest.",
    ),
    Game(
        "log_rolling_three", "Trading among three", "log_rolling_three", "Kalai 1977; Raiffa 1982",
        "Three sides, five issues, values drawn without any order: 243 packages, of which the fairest is found by "
        "enumeration.",
        "As above with three signatories and `values`.",
        "", _three, runs=400, limits="Nobody signs at a loss. Among three the walk of a drafter is a rule of thumb.",
    ),
)  # fmt: skip
