"""Offers in turn, by strategies of the equilibrium, and by others."""

from __future__ import annotations

import numpy as np

from sim.verify.check import AtMost, Case, Check, Every, Floats, Mean, Played, Share, Statistic
from sim.verify.closed_forms import alternating
from sim.verify.closed_forms.alternating import Plan
from sim.verify.game import Game
from sim.verify.games.sharing import gained, worth

SIDES = ("first", "second")


def _settings(discounts: tuple[float, float], breakdown: float, plans: tuple[Plan, Plan]) -> dict[str, object]:
    """Both sides' plans as tables."""
    found: dict[str, object] = {"breakdown": breakdown}
    for side, discount, plan in zip(SIDES, discounts, plans, strict=True):
        found[f"actors.{side}.discount"] = discount
        found[f"actors.{side}.strategy"] = {"demand": [worth(plan.demand)], "accept": [worth(plan.accept)]}
    return found


def _kept(discounts: tuple[float, float], breakdown: float) -> tuple[float, float]:
    return discounts[0] * (1 - breakdown), discounts[1] * (1 - breakdown)


def _cases(long: bool) -> list[Case]:
    cases = []
    patience = (0.3, 0.9, 0.99) if not long else (0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99)
    for second, breakdown in [(0.9, 0.02), (0.5, 0.2), (0.98, 0.0)]:
        for first in patience:
            discounts = first, second
            plans = alternating.equilibrium(*_kept(discounts, breakdown))
            opening, closing = plans[0].demand, 1 - plans[1].demand
            checks: list[Check] = [
                Mean("what the first may expect", (opening + closing) / 2, gained("first")),
                Every("its share, if it begins", opening, _where_it_begins(opening, closing, first=True)),
                Every("its share, if the other begins", closing, _where_it_begins(opening, closing, first=False)),
                Share("signed in the first round", 1.0, lambda played: 1.0 * (played.column("signed") == 1)),
                Share("the first begins", 0.5, _where_it_begins(opening, closing, first=None)),
            ]
            label = f"a week leaves {first} and {second}, breakdown {breakdown}"
            series = f"the second's discount {second}, breakdown {breakdown}"
            cases.append(Case(label, first, checks, _settings(discounts, breakdown, plans), series))
    return cases


def _where_it_begins(opening: float, closing: float, *, first: bool | None) -> Statistic:
    """The first's share in the runs in which it begins, or does not (told by the nearer demand); or which."""

    def told(played: Played) -> Floats:
        share = played.column("text.pie")
        begins = share > (opening + closing) / 2
        if first is None:
            return np.asarray(1.0 * begins)
        return np.where(begins == first, share, np.nan)

    return told


def _deviations(long: bool) -> list[Case]:
    discounts, breakdown = (0.95, 0.9), 0.02
    kept = _kept(discounts, breakdown)
    plans = alternating.equilibrium(*kept)
    changes = (-0.3, -0.1, -0.03, -0.015, 0.0, 0.015, 0.03, 0.1, 0.3) if long else (-0.1, -0.03, 0.0, 0.03)
    cases = []
    for place, side in enumerate(SIDES):
        mine, other = plans[place], plans[1 - place]
        for what in ("demand", "bar", "both"):
            for change in changes:
                new = Plan(
                    mine.demand + (change if what != "bar" else 0.0),
                    mine.accept + (change if what != "demand" else 0.0),
                )
                if not 0 <= new.accept <= new.demand <= 1:  # nobody signs below its bar, not even its own text
                    continue
                exact = sum(alternating.worth(new, other, kept[place])) / 2
                checks: list[Check] = [
                    Mean("what it may expect", exact, gained(side)),
                    AtMost("what it has, against what it has in equilibrium", gained(side)),
                ]
                both = (new, other) if place == 0 else (other, new)
                cases.append(
                    Case(
                        f"the {side}, {change:+} on its {'demand and bar' if what == 'both' else what}", change, checks,
                        _settings(discounts, breakdown, both), f"the {side}'s {what}",
                        _settings(discounts, breakdown, plans),
                    )
                )  # fmt: skip
    return cases


GAMES = (
    Game(
        "rubinstein", "Alternating offers by those who look ahead", "rubinstein",
        "Rubinstein 1982; Binmore, Rubinstein & Wolinsky 1986",
        "Whoever begins demands (1 - k2) / (1 - k1 k2) and has it at once, where k is what a round's delay leaves of a "
        "gain: the discount times the chance that talks go on. Who waits at less cost has more.",
        "The equilibrium as `tactic: table`, `discount`, `breakdown`, and `proposer: alternate`, where the lot says "
        "who begins.",
        "what a week leaves to the first", _cases, runs=1000,
    ),
    Game(
        "rubinstein_deviations", "No other plan pays in alternating offers", "rubinstein", "Rubinstein 1982",
        "Whoever asks for more is refused and has the other's offer a round later; who asks for less has less; who "
        "refuses what it should take has as much as by taking it, a round later, and who would take less is not "
        "offered less.",
        "One side's demand, its bar, or both are moved on a grid, and the other's plan is that of rubinstein.",
        "added to what the equilibrium says", _deviations, runs=2000,
    ),
)  # fmt: skip
