"""Two who hand in sealed offers and keep to themselves what the thing is worth to them."""

from __future__ import annotations

import numpy as np

from sim.verify.check import AtMost, Case, Check, Every, Floats, Mean, Played, Share, Statistic
from sim.verify.closed_forms import double_auction
from sim.verify.closed_forms.double_auction import Support
from sim.verify.game import Game
from sim.verify.games.sharing import worth

UNIT: Support = (0.0, 1.0)
NEAR = 1e-6


def _types(played: Played) -> tuple[Floats, Floats]:
    """Costs and values of the runs."""
    return played.draws["actors.seller.strategy.type"], played.draws["actors.buyer.strategy.type"]


def _price(played: Played) -> Floats:
    """Of sales."""
    return np.where(played.signed() == 1, played.column("text.price"), np.nan)


def _strategies(cost: Support, values: Support) -> dict[str, object]:
    """Both sides' offers as tables, lines between the ends of their supports; a buyer keeps what it does not bid."""
    asked = [worth(double_auction.ask(own, cost, values)) for own in cost]
    kept = [worth(1 - double_auction.bid(own, cost, values)) for own in values]
    return {
        f"actors.{side}.strategy": {
            "type": {"uniform": list(support)}, "at": list(support), "demand": [line], "accept": [line],
        }
        for side, support, line in (("seller", cost, asked), ("buyer", values, kept))
    }  # fmt: skip


def _checks(cost: Support, values: Support) -> list[Check]:
    least, possible = double_auction.least_gain(cost, values), double_auction.possible_gain(cost, values)
    part = double_auction.gain(cost, values) / possible
    lowest_ask, highest_bid = double_auction.ask(cost[0], cost, values), double_auction.bid(values[1], cost, values)

    def sells(played: Played) -> Floats:
        """Whether theory has a sale; where both offers are the same, rounding may decide."""
        costs, worths = _types(played)
        gain = worths - costs
        return np.where(np.abs(gain - least) > NEAR, 1.0 * (gain >= least), played.signed())

    def halfway(played: Played) -> Floats:
        """Offers move by two thirds of what types do."""
        costs, worths = _types(played)
        return (lowest_ask + highest_bid) / 2 + ((costs - cost[0]) - (values[1] - worths)) / 3

    def of_all(played: Played) -> Floats:
        """Gains as a part of what could be gained: held against what each run could gain, which takes out its luck."""
        costs, worths = _types(played)
        return part + ((worths - costs) * played.signed() - part * np.maximum(worths - costs, 0.0)) / possible

    return [
        Share("a sale", double_auction.chance_of_sale(cost, values), lambda played: played.signed()),
        Mean("gain, of all that could be", part, of_all),
        Every("sale if and only if it gains enough", sells, lambda played: played.signed()),
        Every("the price, by both types", halfway, _price),
    ]  # fmt: skip


def _cases(long: bool) -> list[Case]:
    supports: list[tuple[float, Support, tuple[float, ...]]] = [
        (0.0, UNIT, (0.75, 0.85, 1.0) if not long else (0.75, 0.8, 0.85, 0.9, 0.95, 1.0)),
        (0.0, (0.25, 1.0), (0.75, 1.0) if not long else (0.75, 0.8, 0.9, 1.0)),
        (0.2, (0.1, 0.6), (0.5, 0.9) if not long else (0.5, 0.6, 0.75, 0.9)),
    ]
    return [
        Case(
            f"costs {lowest} to {highest}, values {values[0]} to {values[1]}", highest,
            _checks((lowest, highest), values), _strategies((lowest, highest), values),
            f"costs from {lowest}, values {values[0]} to {values[1]}",
        )
        for lowest, values, tops in supports
        for highest in tops
    ]  # fmt: skip


def _hands_in(side: str, offer: float) -> dict[str, object]:
    """One side hands in this price whatever its type, the other plays the equilibrium."""
    insists = [worth(offer if side == "seller" else 1 - offer)]
    return {**_strategies(UNIT, UNIT), f"actors.{side}.strategy": {"demand": insists, "accept": insists}}


def _gained_by(side: str, own: float) -> Statistic:
    """What a side of this type gains by the price."""
    sign = 1 if side == "seller" else -1
    return lambda played: np.where(played.signed() == 1, sign * (played.column("text.price") - own), 0.0)


def _deviations(long: bool) -> list[Case]:
    types = [("buyer", 0.4), ("buyer", 0.7), ("seller", 0.2)] + ([("buyer", 0.9), ("seller", 0.5)] if long else [])
    shades = (-0.3, -0.2, -0.1, -0.05, -0.02, 0.0, 0.02, 0.05, 0.1, 0.2, 0.3) if long else (-0.2, -0.05, 0.0, 0.05, 0.2)
    cases = []
    for side, own in types:
        offers = {"buyer": double_auction.bid, "seller": double_auction.ask}
        best = offers[side](own, UNIT, UNIT)
        for shade in shades:
            # a seller is a buyer in the mirror: it keeps 1 - cost as a buyer keeps its value, and asks for 1 - bid
            value, offered = (own, best + shade) if side == "buyer" else (1 - own, 1 - best - shade)
            statistic = _gained_by(side, own)
            checks: list[Check] = [
                Mean("what it may expect to gain", double_auction.gain_by_bid(value, offered), statistic),
                AtMost("gain, against that by its equilibrium offer", statistic),
            ]
            cases.append(
                Case(
                    f"{side} of type {own}, {shade:+} on its offer", shade, checks, _hands_in(side, best + shade),
                    f"{side} of type {own}", _hands_in(side, best),
                )
            )  # fmt: skip
    return cases


GAMES = (
    Game(
        "double_auction", "A sealed double auction", "private_values", "Chatterjee & Samuelson 1983",
        "Offers in straight lines are an equilibrium: each shades its offer by a third of the way to the best that it "
        "may meet. A sale takes place if it gains at least a quarter of the distance between the highest value and the "
        "lowest cost; on equal supports in 9 of 32 meetings, which bring 27/32 of all that could be gained.",
        "`protocol: sealed`; a strategy as a table whose columns are the ends of the support of a side's type.",
        "highest cost of a seller", _cases,
    ),
    Game(
        "double_auction_deviations", "No other offer pays in the double auction", "private_values",
        "Chatterjee & Samuelson 1983",
        "Against the equilibrium offers of the other, what a side may expect to gain is a quadratic of its own offer, "
        "and the equilibrium's is at its top.",
        "One side hands in another price, on a grid around the equilibrium's; the other plays as in double_auction.",
        "added to the equilibrium offer", _deviations,
    ),
)  # fmt: skip
