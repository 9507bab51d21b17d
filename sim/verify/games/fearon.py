"""Take it or leave it, with the other's cost of war a secret."""

from __future__ import annotations

import numpy as np

from sim.verify.check import AtMost, Case, Check, Every, Floats, Mean, Played, Share
from sim.verify.closed_forms import fearon
from sim.verify.game import Game

START = 0.4  # as in the file


def _war(played: Played) -> Floats:
    return played.ended("military_first", "military_second")


def _won_wars(played: Played) -> Floats:
    """Of the wars: 1 if the first won."""
    return np.where(_war(played) == 1, played.ended("military_first"), np.nan)


def _worst_gain(played: Played) -> Floats:
    """Of the deals: what the worse off of the two gains, if that is a loss; else 0."""
    gains = [played.column(f"utility.{a}") - played.column(f"disagreement.{a}") for a in ("red", "blue")]
    return np.where(played.signed() == 1, np.minimum(np.minimum(*gains), 0.0), np.nan)


def _outside_the_range(played: Played) -> Floats:
    """Of the deals: how far the land lies outside the bargaining range, which ends where either would rather fight."""
    field, red = played.scenario.battlefield, played.scenario.actors["red"]
    assert field is not None
    start, land = float(field.start), played.column("text.land")  # type: ignore[arg-type]
    lowest, highest = start - float(red.war_cost), start + played.draws["actors.blue.war_cost"]  # type: ignore[arg-type]
    return np.where(played.signed() == 1, np.maximum(np.maximum(lowest - land, land - highest), 0.0), np.nan)


def _gain(played: Played) -> Floats:
    """What red has of a deal above war."""
    return np.where(played.signed() == 1, played.column("utility.red") - played.column("disagreement.red"), 0.0)


def _checks(start: float, own: float, lowest: float, highest: float) -> list[Check]:
    war = fearon.chance_of_war(own, lowest, highest)
    checks: list[Check] = [
        Every("the offer", start + fearon.best_demand(own, lowest, highest), lambda played: played.column("text.land")),
        Share("war", war, _war),
        Share("settlement", 1 - war, lambda played: played.ended("settlement")),
        Every("loss by a deal", 0.0, _worst_gain),
        Every("deals outside the bargaining range", 0.0, _outside_the_range),
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


def _deviations(long: bool) -> list[Case]:
    """Red asks for something else by a table; what it is held against is what its ordinary drafter asks."""
    cases = []
    for own, lowest, highest in [(0.1, 0.0, 0.6), (0.3, 0.2, 0.4)] + ([(0.0, 0.1, 0.5)] if long else []):
        ordinary = {
            "actors.red.war_cost": own, "actors.blue.war_cost": {"uniform": [lowest, highest], "private": True},
        }  # fmt: skip
        for asked in (0.1, 0.2, 0.25, 0.3, 0.4) if not long else np.round(np.arange(0.0, 0.601, 0.05), 9):
            exact = fearon.worth_of_demand(float(asked), own, lowest, highest)
            checks: list[Check] = [
                Mean("what the proposer gains", exact, _gain),
                AtMost("gain, against that by its ordinary offer", _gain),
            ]
            table = {"tactic": "table", "strategy": {"demand": [START + float(asked)], "accept": [0]}}
            asks = {**ordinary, "actors.red": {"war_cost": own, **table}}
            series = f"red's cost {own}, blue's {lowest} to {highest}"
            cases.append(Case(f"{series}, asked {asked:g}", float(asked), checks, asks, series, ordinary))
    return cases


GAMES = (
    Game(
        "fearon", "Take it or leave it", "fearon", "Fearon 1995",
        "The best offer trades the risk of war off against what is gained from those who accept. Without much to fear "
        "from war the proposer takes a risk; where the highest cost less its own is below twice the lowest, it offers "
        "what every type accepts, and there is no war. No deal leaves anybody worse off than war.",
        "`tactic: screening`, a `private` uniform `war_cost`, one round, `war: lottery`.",
        "what war costs the proposer", _cases,
    ),
    Game(
        "fearon_deviations", "No other offer pays, to take or to leave", "fearon", "Fearon 1995",
        "What is gained by asking for more, from those who accept, and what is lost by those who fight balance at the "
        "best offer; where nobody need be risked, that is where the first would refuse.",
        "Red asks for a number by `tactic: table`; it is held against its drafter with `tactic: screening`.",
        "asked above the value of the lottery", _deviations,
    ),
)  # fmt: skip
