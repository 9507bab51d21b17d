"""Take it or leave it, with the other's cost of war a secret."""

from __future__ import annotations

import numpy as np

from sim.verify.check import Case, Check, Every, Floats, Played, Share
from sim.verify.closed_forms import fearon
from sim.verify.game import Game


def _war(played: Played) -> Floats:
    return played.ended("military_first", "military_second")


def _won_wars(played: Played) -> Floats:
    """Of the wars: 1 if the first won."""
    return np.where(_war(played) == 1, played.ended("military_first"), np.nan)


def _worst_gain(played: Played) -> Floats:
    """Of the deals: what the worse off of the two gains, if that is a loss; else 0."""
    gains = [played.column(f"utility.{a}") - played.column(f"disagreement.{a}") for a in ("red", "blue")]
    return np.where(played.signed() == 1, np.minimum(np.minimum(*gains), 0.0), np.nan)


def _checks(start: float, own: float, lowest: float, highest: float) -> list[Check]:
    war = fearon.chance_of_war(own, lowest, highest)
    checks: list[Check] = [
        Every("the offer", start + fearon.best_demand(own, lowest, highest), lambda played: played.column("text.land")),
        Share("war", war, _war),
        Share("settlement", 1 - war, lambda played: played.ended("settlement")),
        Every("loss by a deal", 0.0, _worst_gain),
    ]
    if war > 0:
        checks.append(Share("the first wins, of the wars", start, _won_wars))
    return checks


def _case(start: float, own: float, lowest: float, highest: float, at: float, series: str) -> Case:
    settings = {
        "battlefield.start": start, "actors.red.war_cost": own,
        "actors.blue.war_cost": {"uniform": [lowest, highest], "private": True},
    }  # fmt: skip
    label = f"start {start}, red's cost {own}, blue's {lowest} to {highest}"
    return Case(label, at, _checks(start, own, lowest, highest), settings, series)


def _cases(long: bool) -> list[Case]:
    own_costs = (0.0, 0.1, 0.3, 0.5) if not long else (0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5)
    types = [(0.4, 0.0, 0.6), (0.3, 0.1, 0.5)] + ([(0.5, 0.2, 0.4), (0.6, 0.02, 0.3)] if long else [(0.5, 0.2, 0.4)])
    return [
        _case(start, own, lowest, highest, own, f"blue's cost {lowest} to {highest}")
        for start, lowest, highest in types
        for own in own_costs
    ]


GAMES = (
    Game(
        "fearon", "Take it or leave it", "fearon", "Fearon 1995",
        "The best offer trades the risk of war off against what is gained from those who accept. Without much to fear "
        "from war the proposer takes a risk; where the highest cost less its own is below twice the lowest, it offers "
        "what every type accepts, and there is no war. No deal leaves anybody worse off than war.",
        "`tactic: screening`, a `private` uniform `war_cost`, one round, `war: lottery`.",
        "what war costs the proposer", _cases,
    ),
)  # fmt: skip
