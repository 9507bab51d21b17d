"""Offer after offer, by those who look ahead: prices, who takes them, and what short rounds do to delay."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from sim.verify.check import AtMost, Case, Check, Distribution, Every, Floats, Higher, Mean, Played, Share, Statistic
from sim.verify.closed_forms import looking_ahead
from sim.verify.closed_forms.looking_ahead import Offer
from sim.verify.game import Game

START, HIGHEST = 0.4, 0.6
"""The proposer's chance in the lottery, and the highest cost of the other, which only the other knows."""
FEW_LEFT = 1e-4
"""Without a last offer: as many are played as leave no more than this share of types."""


def _settings(asked: Sequence[float], slopes: Sequence[float], weekly: float, days: int = 7) -> dict[str, object]:
    """Prices of red, and lines of blue over its cost, as tables."""
    return {
        "rounds": len(asked), "round_days": days, "actors.red.discount": weekly, "actors.blue.discount": weekly,
        "actors.red.strategy": {"demand": [START + price for price in asked], "accept": [0]},
        "actors.blue.strategy": {
            "by": "war_cost", "at": [0, HIGHEST], "demand": [1],
            "accept": [[1 - START, 1 - START - slope * HIGHEST] for slope in slopes],
        },
    }  # fmt: skip


def _plan(offers: Sequence[Offer], weekly: float, days: int = 7) -> dict[str, object]:
    return _settings([offer.asked for offer in offers], [offer.slope for offer in offers], weekly, days)


def _gain(side: str) -> Statistic:
    """What a side has of a deal above the lottery, counted from the start."""
    return lambda played: np.where(
        played.signed() == 1, played.column(f"utility.{side}") - played.column(f"disagreement.{side}"), 0.0
    )


def _asked(offers: Sequence[Offer]) -> Every:
    """The price at which it was signed, run by run, against that of its round."""
    prices = np.array([math.nan, *(START + offer.asked for offer in offers)])
    return Every(
        "the price in the round of signing",
        lambda played: prices[np.nan_to_num(played.column("signed")).astype(np.int64)],
        lambda played: np.where(played.signed() == 1, played.column("text.land"), np.nan),
    )


def _shares(offers: Sequence[Offer]) -> Floats:
    """Shares of types that take the first, second, ... offer."""
    return -np.diff([HIGHEST, *(offer.left for offer in offers)]) / HIGHEST


def _checks(offers: Sequence[Offer], discount: float) -> list[Check]:
    shares = _shares(offers)
    mine, yours = looking_ahead.gain_by(
        [offer.asked for offer in offers], [offer.slope for offer in offers], discount, HIGHEST
    )
    checks: list[Check] = [
        Share("take the first offer", float(shares[0]), lambda played: 1.0 * (played.column("signed") == 1)),
        Mean("what the proposer gains", mine, _gain("red")),
        Mean("what the other gains", yours, _gain("blue")),
        Share("war in the end", offers[-1].left / HIGHEST, lambda played: 1.0 - played.signed()),
        _asked(offers),
    ]
    if len(offers) > 1:
        law = shares / shares.sum()
        checks.append(Distribution("distribution of rounds", law, lambda played: played.column("signed")))
    return checks


def _with_a_last(long: bool) -> list[Case]:
    cases = []
    for number in (1, 2, 4, 8) if long else (1, 3):
        for discount in (0.3, 0.8, 0.95) if not long else (0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99):
            offers = looking_ahead.offers(discount, HIGHEST, number, last=True)
            label = f"a week leaves {discount}, offers: {number}"
            cases.append(
                Case(label, discount, _checks(offers, discount), _plan(offers, discount), f"offers: {number}")
            )  # fmt: skip
    return cases


def _many(weekly: float, days: int) -> tuple[float, list[Offer]]:
    """What a round leaves, and offers until hardly anyone is left."""
    discount = weekly ** (days / 7)
    left = looking_ahead.offers(discount, 1.0, 1, last=False)[0].left
    return discount, looking_ahead.offers(discount, HIGHEST, math.ceil(math.log(FEW_LEFT) / math.log(left)), last=False)


def _weeks(played: Played) -> Floats:
    """Weeks from the first offer to the signature; not a number without one."""
    return (played.column("signed") - 1) * played.scenario.round_days / 7


def _short_rounds(long: bool) -> list[Case]:
    cases = []
    for weekly in (0.97, 0.9):
        for days in (7, 28, 112) if not long else (7, 14, 28, 56, 112, 224, 364):
            discount, offers = _many(weekly, days)
            shares = _shares(offers)
            weeks = float(shares @ np.arange(len(offers)) / shares.sum()) * days / 7
            checks: list[Check] = [
                Mean("weeks to a signature", weeks, _weeks),
                Every("the first price, above the lottery", offers[0].asked, _first_price),
                *_checks(offers, discount),
            ]
            against = None
            if days > 7:
                checks.append(Higher("weeks to a signature, against rounds of a week", _weeks))
                against = _plan(_many(weekly, 7)[1], weekly)
            label, series = f"rounds of {days} days, a week leaves {weekly}", f"a week leaves {weekly}"
            cases.append(Case(label, days, checks, _plan(offers, weekly, days), series, against))
    return cases


def _first_price(played: Played) -> Floats:
    return np.where(played.column("signed") == 1, played.column("text.land") - START, np.nan)


# Deviations -------------------------------------------------------------------------------------------------------

GRID = {"offers for ever, a week leaves 0.8": (0.8, 0), "four offers, a week leaves 0.9": (0.9, 4)}
"""Equilibria from which one side departs: what a week leaves, and the number of offers, 0 without a last one."""


def _equilibria() -> list[tuple[str, float, list[Offer]]]:
    return [
        (name, weekly, looking_ahead.offers(weekly, HIGHEST, number, last=True) if number else _many(weekly, 7)[1])
        for name, (weekly, number) in GRID.items()
    ]


def _pricing(long: bool) -> list[Case]:
    cases = []
    for name, weekly, offers in _equilibria():
        slopes = [offer.slope for offer in offers]
        for times in (0.5, 0.9, 1.0, 1.1, 1.5) if not long else (0.3, 0.5, 0.7, 0.9, 0.95, 1.0, 1.05, 1.1, 1.3, 1.5, 2):
            prices = [times * offer.asked for offer in offers]
            exact, _ = looking_ahead.gain_by(prices, slopes, weekly, HIGHEST)
            checks: list[Check] = [
                Mean("what the proposer gains", exact, _gain("red")),
                AtMost("gain, against that by the prices of the equilibrium", _gain("red")),
            ]
            settings = _settings(prices, slopes, weekly)
            cases.append(
                Case(f"{times:g} times the prices; {name}", times, checks, settings, name, _plan(offers, weekly))
            )  # fmt: skip
    return cases


def _waiting(long: bool) -> list[Case]:
    cases = []
    name, weekly, offers = _equilibria()[0]
    for own in (0.5, 0.15) if not long else (0.55, 0.4, 0.25, 0.15):
        for number in (1, 2, 3, 5, 7) if not long else (1, 2, 3, 4, 5, 6, 8, 10):
            exact = max(0.0, weekly ** (number - 1) * (own - offers[number - 1].asked))
            checks: list[Check] = [
                Every("what it gains", exact, _gain("blue")),
                AtMost("gain, against that by the equilibrium's moment", _gain("blue")),
            ]
            equilibrium = {**_plan(offers, weekly), "actors.blue.war_cost": own}
            accept = [1.0] * (number - 1) + [0.0, 1.0]
            waits = {**equilibrium, "actors.blue.strategy": {"demand": [1], "accept": accept}}
            label = f"cost {own}, takes offer {number}; {name}"
            cases.append(Case(label, number, checks, waits, f"its cost is {own}", equilibrium))
    return cases


GAMES = (
    Game(
        "screening_ahead", "Offer after offer, by those who look ahead", "screening_ahead",
        "Sobel & Takahashi 1983; Powell 1996",
        "Who has a secret waits for better offers if the next one is worth more to it, and whoever asks reckons with "
        "that. Both follow by working backwards from the last offer, before the lottery. The patient leave more types "
        "after an offer.",
        "Strategies as tables, blue's by its `war_cost`, and `discount`.",
        "what a week leaves of a gain", _with_a_last,
    ),
    Game(
        "coase", "Short rounds and delay", "screening_ahead",
        "Coase 1972; Stokey 1981; Gul, Sonnenschein & Wilson 1986",
        "Without a last offer a constant share of types is left after each. It nears 1 as rounds get short, yet the "
        "deal comes sooner and at a lower price: who can make the next offer soon cannot hold out for much now.",
        "As above; rounds from a week to a year, and `discount` stays what it is in a week.",
        "days in a round", _short_rounds,
        limits="It is played until one type in ten thousand is left, who then fight.",
    ),
    Game(
        "coase_pricing", "No other prices pay, offer after offer", "screening_ahead", "Stokey 1981",
        "Against those who wait by the lines of the equilibrium, higher and lower prices bring less.",
        "Red asks a multiple of the equilibrium's prices.",
        "times the prices of the equilibrium", _pricing,
    ),
    Game(
        "coase_waiting", "No other moment pays to take an offer", "screening_ahead", "Stokey 1981",
        "Each type gains most by the offer that the equilibrium has it take; earlier it pays more, later it waits for "
        "too little.",
        "Blue of a known cost takes one offer of the equilibrium's, whatever it is.",
        "number of the offer that is taken", _waiting, runs=20,
    ),
)  # fmt: skip
