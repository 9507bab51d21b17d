"""Two levels: a government that signs and a parliament that ratifies."""

from __future__ import annotations

import math

import numpy as np

from sim.verify.check import AtMost, Case, Check, Distribution, Every, Floats, Higher, Mean, Played, Share, Statistic
from sim.verify.closed_forms import putnam
from sim.verify.game import Game

SURPLUS, NOTHING = 0.6, 0.2  # two costs of war of 0.3; what blue has without a deal
ROUNDS = 8


def _offered(played: Played) -> Floats:
    """What the last text tabled would have brought blue above having no deal."""
    return np.asarray(1 - played.column("text.land") - NOTHING)


def _ratified(played: Played) -> Floats:
    return played.ended("settlement")


def _gain_if_ratified(played: Played) -> Floats:
    """Of the deals: what blue gains."""
    return np.where(played.signed() == 1, _offered(played), np.nan)


def _gain(played: Played) -> Floats:
    """What blue gains, nothing without a deal."""
    return np.where(played.signed() == 1, _offered(played), 0.0)


def _putnam(long: bool) -> list[Case]:
    cases = []
    for scale in (0.15, 0.3, 0.6, 1.0) if not long else (0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0):
        offer, chance = putnam.best_offer(SURPLUS, scale), putnam.chance_of_ratification(SURPLUS, scale)
        checks: list[Check] = [
            Every("gain offered", offer, _offered),
            Share("ratified", chance, _ratified),
            Mean("what the second may expect to gain", putnam.expected_gain(SURPLUS, scale), _gain),
        ]
        cases.append(Case(f"thresholds up to {scale}", scale, checks, {"actors.blue.ratification": scale}))
    return cases


def _in_its_round(asked: Floats) -> Statistic:
    """What is asked in the round in which a run signs; place 0 of `asked` is for runs that never do."""
    return lambda played: np.asarray(asked[np.nan_to_num(played.column("signed")).astype(np.int64)])


def _again(long: bool) -> list[Case]:
    """Red offers again after each veto."""
    cases = []
    for scale in (0.5, 0.8) if not long else (0.2, 0.4, 0.5, 0.6, 0.8, 1.0):
        offers = np.array(putnam.offers(SURPLUS, scale, ROUNDS))
        shares = np.diff(np.minimum(offers / scale, 1.0), prepend=0.0)
        agreed = float(shares.sum())
        asked = np.array([math.nan, *offers])
        checks: list[Check] = [
            Share("ratified in the end", agreed, _ratified),
            Every(
                "gain ratified in the round of ratification",
                _in_its_round(asked),
                _gain_if_ratified,
            ),
        ]
        if shares.size > 1:
            checks.append(
                Distribution("distribution of rounds", shares / agreed, lambda played: played.column("signed"))
            )
        settings = {"actors.blue.ratification": scale, "rounds": ROUNDS}
        cases.append(Case(f"thresholds up to {scale}", scale, checks, settings))
    return cases


def _deviations(long: bool) -> list[Case]:
    """Red offers something else by a table; what it is held against is what its ordinary drafter offers."""
    cases = []
    for scale in (0.2, 0.5, 1.0):
        for offered in (0.1, 0.2, 0.3, 0.4) if not long else np.round(np.arange(0.05, 0.551, 0.05), 9):
            exact = putnam.worth_of_offer(SURPLUS, scale, float(offered))
            checks: list[Check] = [
                Mean("what the proposer gains", exact, _gain_of_red),
                AtMost("gain, against that by its ordinary offer", _gain_of_red),
            ]
            ordinary = {"actors.blue.ratification": scale}
            table = {"tactic": "table", "strategy": {"demand": [1 - NOTHING - float(offered)], "accept": [0]}}
            offers = {**ordinary, "actors.red": {"war_cost": 0.3, **table}}
            series = f"thresholds up to {scale}"
            cases.append(Case(f"{series}, offered {offered:g}", float(offered), checks, offers, series, ordinary))
    return cases


def _gain_of_red(played: Played) -> Floats:
    return np.where(played.signed() == 1, SURPLUS - _offered(played), 0.0)


def _schelling(long: bool) -> list[Case]:
    cases = []
    for less, more in [(0.05, 0.1), (0.1, 0.2), (0.2, 0.3)] + ([(0.05, 0.3), (0.15, 0.25)] if long else []):
        checks = [Higher(f"what blue gains, against thresholds up to {less}", _gain)]
        cases.append(
            Case(
                f"thresholds up to {more} instead of {less}", more, checks, {"actors.blue.ratification": more},
                "tighter and better off", {"actors.blue.ratification": less},
            )
        )  # fmt: skip
    for less, more in [(0.4, 0.6), (0.6, 1.0)]:
        checks = [Higher(f"what blue gains, against thresholds up to {more}", _gain)]
        cases.append(
            Case(
                f"thresholds up to {less} instead of {more}", less, checks, {"actors.blue.ratification": less},
                "too tight and worse off", {"actors.blue.ratification": more},
            )
        )  # fmt: skip
    return cases


GAMES = (
    Game(
        "putnam", "The best offer to a parliament", "putnam", "Putnam 1988",
        "The best offer is half of the surplus, or the highest threshold if that is less; it is ratified with the "
        "chance that the threshold lies below it.",
        "`ratification`, and `tactic: screening` for the side that offers; one round.",
        "highest threshold of the ratifier", _putnam,
    ),
    Game(
        "putnam_deviations", "No other offer to a parliament pays", "putnam", "Putnam 1988",
        "A greater gain offered is ratified more often and leaves less; the best offer is where both balance.",
        "Red offers a number by `tactic: table`; it is held against its drafter with `tactic: screening`.",
        "gain offered", _deviations,
    ),
    Game(
        "putnam_again", "Offer after veto", "putnam", "Putnam 1988",
        "A veto tells that the threshold lies higher. The next offer is half-way from the refused one to the surplus, "
        "or the highest threshold.",
        "As above with eight rounds and `harden: 0`. The proposer looks one round ahead.",
        "highest threshold of the ratifier", _again,
    ),
    Game(
        "schelling", "Tied hands can win more", "putnam", "Schelling 1960; Putnam 1988",
        "A side whose ratifier demands more is offered more, and gains by it as long as the highest threshold is "
        "below half of the surplus (0.3 here); beyond that what it loses by vetoes is more than what it wins by them.",
        "Two scales of `ratification`, the same runs.",
        "highest threshold of the ratifier", _schelling,
    ),
)  # fmt: skip
