"""Offer after offer: short-sighted in the engine, strategic in theory."""

from __future__ import annotations

import math

import numpy as np

from sim.verify.check import Case, Check, Distribution, Every, Floats, Higher, Mean, Played, Share
from sim.verify.closed_forms import screening
from sim.verify.game import Game

ROUNDS, START = 12, 0.4
WHY_SHORT_SIGHTED = (
    "`tactic: screening` looks at the next round alone, and who has a secret takes whatever beats war instead of "
    "waiting for a better offer. So half of the types are left after each offer, however patient they are. Strategies "
    "that look ahead come from outside (`tactic: table`): see screening_ahead and coase."
)


def _signed(played: Played) -> Floats:
    return played.column("signed")


def _refused_first(played: Played) -> Floats:
    """1 where the first offer was not accepted."""
    return np.asarray(1.0 - (played.column("signed") == 1))


def _gap_to_last_demand(own: float, lowest: float, highest: float) -> Every:
    """What was asked when it was signed, run by run, against the demand of that round."""
    asked = np.array([math.nan, *screening.demands(own, lowest, highest, ROUNDS)])

    def exact(played: Played) -> Floats:
        return np.asarray(START + asked[np.nan_to_num(played.column("signed")).astype(np.int64)])

    def told(played: Played) -> Floats:
        return np.where(np.isnan(played.column("signed")), np.nan, played.column("text.land"))

    return Every("text signed in the round of signing", exact, told)


def _short_sighted(long: bool) -> list[Case]:
    cases = []
    for lowest, highest in [(0.0, 0.6), (0.05, 0.45)]:
        for own in (0.0, 0.1) if not long else (0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3):
            shares = np.array(screening.shares(own, lowest, highest, ROUNDS))
            agreed = min(float(shares.sum()), 1.0)
            rounds = float(shares @ np.arange(1, shares.size + 1)) / agreed
            checks: list[Check] = [
                Share("agreed in the end", agreed, lambda played: played.ended("settlement")),
                Mean("rounds, of agreements", rounds, _signed),
                _gap_to_last_demand(own, lowest, highest),
            ]
            if shares.size > 1:
                checks.append(Distribution("distribution of rounds", shares / agreed, _signed))
            settings = {
                "actors.red.war_cost": own, "actors.blue.war_cost": {"uniform": [lowest, highest], "private": True},
            }  # fmt: skip
            label = f"red's cost {own}, blue's {lowest} to {highest}"
            cases.append(Case(label, own, checks, settings, f"blue's cost {lowest} to {highest}"))
    return cases


def _weeks(played: Played) -> Floats:
    """Weeks until the signature; those who never sign have waited to the end."""
    length = played.scenario.round_days / 7
    rounds = played.column("signed")
    return np.where(np.isnan(rounds), played.scenario.rounds, rounds) * length


def _equilibrium(long: bool) -> list[Case]:
    cases = []
    patience = 52.0
    types = {"actors.red.war_cost": 0, "actors.blue.war_cost": {"uniform": [0, 0.6], "private": True}}
    for days in (7, 28, 91) if not long else (7, 14, 28, 56, 91, 182, 364):
        left = screening.share_left(math.exp(-days / 7 / patience))
        checks: list[Check] = [
            Share("left after the first offer", left, _refused_first, deviates=WHY_SHORT_SIGHTED),
        ]
        against = None
        if days > 7:
            checks.append(Higher("weeks to a signature, against rounds of a week", _weeks))
            against = {**types, "round_days": 7, "rounds": 30}
        settings = {**types, "round_days": days, "rounds": 30}
        cases.append(Case(f"rounds of {days} days, patience of a year", days, checks, settings, against=against))
    return cases


GAMES = (
    Game(
        "screening", "Offer after offer, short-sighted", "screening", "Powell 1996, without the strategic part",
        "After each refusal the proposer knows that the other's cost is lower than what it asked, and asks for less: "
        "demand plus own cost is halved each time, until every type that is left accepts. So who signs when is known.",
        "`tactic: screening` with `refusal_learning`, twelve rounds, then the lottery.",
        "what war costs the proposer", _short_sighted,
    ),
    Game(
        "screening_equilibrium", "Offer after offer, as theory has it", "screening",
        "Stokey 1981; Sobel & Takahashi 1983; Coase 1972",
        "In equilibrium those with a secret wait for better offers: of patient ones nearly all are left after an "
        "offer. Still, as rounds get short the deal comes sooner (Coase).",
        "As above, with rounds of other lengths.",
        "days in a round", _equilibrium,
        limits="The direction of Coase's conjecture holds; the share left after an offer is that of the short-sighted.",
    ),
)  # fmt: skip
