"""What war teaches, and war that teaches nothing."""

from __future__ import annotations

import numpy as np

from sim.verify.check import Case, Check, Every, Floats, Mean, Played, Share
from sim.verify.closed_forms import learning, ruin
from sim.verify.game import Game

VOLATILITY, PATIENCE, COST, MEANWHILE = 0.02, 100.0, 0.1, 0.5


def _believed(played: Played, side: str) -> Floats:
    """The drift in which a side believes at the end, worked out backwards from what it thinks war is worth.

    Runs that were decided by force are left out.
    """
    first = side == "red"
    front = played.column("front")
    x = front if first else 1 - front
    value = played.column(f"disagreement.{side}")
    found = learning.drift_believed(value, x, VOLATILITY, 1 / PATIENCE, COST, MEANWHILE)
    return np.where(played.ended("no_agreement") == 1, found if first else -found, np.nan)


def _apart(played: Played) -> Floats:
    return _believed(played, "red") - _believed(played, "blue")


def _learning(long: bool) -> list[Case]:
    cases = []
    for bias, spread in [(0.02, 0.01), (0.01, 0.02)]:
        for battles in (1, 5, 20) if not long else (1, 2, 5, 10, 20):
            mean, variance = learning.error_of_estimate(bias, spread, VOLATILITY, battles)
            checks: list[Check] = [
                Every("how far apart they are", 2 * mean, _apart, tolerance=2e-5),
                Mean("error of red's estimate", mean, lambda played: _believed(played, "red")),
                Mean("squared error", mean**2 + variance, lambda played: _believed(played, "red") ** 2),
                Mean("squared error, blue", mean**2 + variance, lambda played: _believed(played, "blue") ** 2),
            ]
            settings: dict[str, object] = {"rounds": battles}
            for side in ("red", "blue"):
                settings[f"actors.{side}.optimism.bias"] = bias
                settings[f"actors.{side}.optimism.spread"] = spread
            label = f"bias {bias}, spread {spread}, {battles} battles"
            cases.append(Case(label, battles, checks, settings, f"bias {bias}, spread {spread}"))
    return cases


def _standing_firm(long: bool) -> list[Case]:
    cases = []
    for p in (0.4, 0.5) if not long else (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7):
        won, rounds = ruin.chance_of_winning(5, 10, p), ruin.expected_duration(5, 10, p)
        checks: list[Check] = [
            Share("the first wins", won, lambda played: played.ended("military_first")),
            Mean("rounds of war", rounds, lambda played: played.column("ended")),
            Share("anything is signed", 0.0, lambda played: played.signed()),
            # a war ends with the battle that decides it, before anybody meets
            Every(
                "meetings in vain", lambda played: played.column("ended") - 1,
                lambda played: played.column("meetings.talks"),
            ),
        ]  # fmt: skip
        cases.append(Case(f"advance {p}", p, checks, {"battlefield.advance": p}))
    return cases


GAMES = (
    Game(
        "learning", "Two optimists learn from battles", "learning", "Slantchev 2003; Kalman 1960",
        "Each battle moves both estimates of the drift towards the truth. How far apart they are does not depend on "
        "luck: it shrinks with the number of battles alone. The error of either has a mean and a variance in closed "
        "form.",
        "`optimism`, `learning`, nobody talks. The estimate is worked out backwards from what war is worth to a side "
        "at the end, with an equation solved on its own.",
        "battles", _learning,
        limits="Normal beliefs only here; two types and beta beliefs have games of their own.",
    ),
    Game(
        "standing_firm", "Two who stand firm", "standing_firm", "Slantchev 2003; Feller 1968, ch. XIV",
        "If war teaches nothing, two who are sure to win fight to the end, however often they meet: the gambler's "
        "ruin.",
        "As in the gambler's ruin, with a bias for both, `mechanisms: {learning: false}` and a meeting each round.",
        "chance that the first wins a battle", _standing_firm,
    ),
)  # fmt: skip
