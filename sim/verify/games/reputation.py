"""Who stands longer: strategies that give in with a chance a round, with and without stubborn types."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from sim.verify.check import AtMost, Case, Check, Distribution, Floats, Mean, Played, Share, Statistic
from sim.verify.closed_forms import attrition, reputation
from sim.verify.closed_forms.reputation import Side
from sim.verify.game import Game
from sim.verify.games.sharing import gained, worth

SIDES = ("first", "second")
OPENING = 2
"""Rounds in which each tables its demand for the first time; before that there is nothing to give in to."""
NEAR = 1e-6


def _stands_on(demand: float, chances: Sequence[float], stubborn: float) -> dict[str, object]:
    """A strategy: a demand, the chances to give in round by round, and a type 1 that never does."""
    return {
        "type": {"choice": [0, 1], "weights": [1 - stubborn, stubborn]} if stubborn > 0 else 0, "at": [0, 1],
        "demand": [worth(demand)], "accept": [worth(demand)],
        "concede": [[0, 0]] * OPENING + [[chance, 0] for chance in chances],
    }  # fmt: skip


def _settings(
    demands: Sequence[float], discounts: Sequence[float], chances: Sequence[Sequence[float]], stubborn: Sequence[float]
) -> dict[str, object]:
    found: dict[str, object] = {}
    for place, side in enumerate(SIDES):
        found[f"actors.{side}.discount"] = discounts[place]
        found[f"actors.{side}.strategy"] = _stands_on(demands[place], chances[place], stubborn[place])
    return found


def _round(played: Played) -> Floats:
    """The round in which somebody gave in, the first in which anybody could is 1; not a number for never."""
    return played.column("signed") - OPENING


def _gave_in(demand: float) -> Statistic:
    """1 where the pie went to the side that demands this share of it for the first side, as it was asked."""
    return lambda played: np.where(played.signed() == 1, 1.0 * (np.abs(played.column("text.pie") - demand) < NEAR), 0.0)


def _still_standing(after: int) -> Statistic:
    """Of the runs in which both stand in that round: 1 if somebody gives in then."""

    def told(played: Played) -> Floats:
        number = np.nan_to_num(_round(played), nan=np.inf)
        return np.where(number >= after, 1.0 * (number == after), np.nan)

    return told


# Stubborn types ---------------------------------------------------------------------------------------------------


def _stubborn(long: bool) -> list[Case]:
    cases = []
    settings = [((0.7, 0.7), (0.98, 0.98), 0.1), ((0.8, 0.6), (0.98, 0.95), 0.1), ((0.6, 0.6), (0.97, 0.97), 0.3)]
    for demands, discounts, second in settings if long else settings[:2]:
        for first in (0.05, 0.1, 0.4) if not long else (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.6):
            one, two = (
                Side(demand, stubborn, -math.log(discount))
                for demand, stubborn, discount in zip(demands, (first, second), discounts, strict=True)
            )
            label = f"stubborn with chance {first} and {second}, demands {demands[0]} and {demands[1]}"
            series = f"demands {demands[0]} and {demands[1]}; the second's {second}"
            cases.append(_of_stubborn(one, two, label, series))
    return cases


class _War:
    """Two sides of whom each may be stubborn: their chances to stand, week by week, and the scenario's settings."""

    def __init__(self, one: Side, two: Side) -> None:
        """Everything up to the week after which only the stubborn stand."""
        self.sides = one, two
        self.rounds = math.ceil(reputation.end(one, two)) + 1
        self.stands = [
            np.array([1.0, *(reputation.standing(mine, other, time) for time in range(self.rounds))])
            for mine, other in ((one, two), (two, one))
        ]
        self.both = self.stands[0] * self.stands[1]

    def hazard(self, number: int) -> float:
        """The chance that somebody gives in in round `number` (from 1), given that both stand until then."""
        if number > self.rounds:
            return 0.0
        return float(1 - self.both[number] / self.both[number - 1])

    def settings(self, more: int = 1) -> dict[str, object]:
        """Both strategies as tables, and `more` rounds than it takes."""
        chances = [
            reputation.chances(list(stands), side.stubborn)
            for stands, side in zip(self.stands, self.sides, strict=True)
        ]
        one, two = self.sides
        discounts = [math.exp(-side.rate) for side in self.sides]
        strategies = _settings((one.demand, two.demand), discounts, chances, (one.stubborn, two.stubborn))
        return {"rounds": self.rounds + OPENING + more, **strategies}


def _of_stubborn(one: Side, two: Side, label: str, series: str) -> Case:
    war = _War(one, two)
    never = reputation.deadlock(one, two)
    once = [reputation.at_once(one, two), reputation.at_once(two, one)]
    # where both give in at once, the lot decides
    falls = [-np.diff(side) for side in war.stands]
    second_gives_in = float((falls[1] * war.stands[0][1:]).sum() + (falls[0] * falls[1]).sum() / 2)
    checks: list[Check] = [
        Share("deadlock for ever", never, lambda played: 1.0 - played.signed()),
        Share("somebody gives in at once", 1 - (1 - once[0]) * (1 - once[1]),
              lambda played: 1.0 * (played.column("signed") == OPENING + 1)),
        Share("the second gives in, sooner or later", second_gives_in, _gave_in(one.demand)),
        Share("somebody gives in in the week after the first", war.hazard(2), _still_standing(2)),
        Distribution("distribution of rounds, of those that end", -np.diff(war.both) / (1 - never), _round),
    ]  # fmt: skip
    return Case(label, one.stubborn, checks, war.settings(), series)


def _hazards(long: bool) -> list[Case]:
    """The same war, week by week."""
    cases = []
    for demands, stubborn in [((0.7, 0.7), (0.3, 0.2)), ((0.7, 0.6), (0.2, 0.2))]:
        war = _War(*(Side(demand, kind, -math.log(0.95)) for demand, kind in zip(demands, stubborn, strict=True)))
        last = war.rounds
        for number in sorted({1, 2, last // 2, last + 2} | (set(range(3, last + 3, 2)) if long else set())):
            series = f"demands {demands[0]} and {demands[1]}"
            checks = [Share("somebody gives in then, if both still stand", war.hazard(number), _still_standing(number))]
            cases.append(Case(f"{series}, week {number}", number, checks, war.settings(5), series))
    return cases


# No other moment pays ---------------------------------------------------------------------------------------------


def _moments(
    demands: tuple[float, float], discounts: tuple[float, float], rounds: int, whens: Sequence[int], *, stubborn: bool,
    series: str,
) -> list[Case]:  # fmt: skip
    """The first side gives in for sure in a round, against an equilibrium that is exact in rounds.

    Both give in with the hazards that keep the other indifferent, for so many rounds; with `stubborn` types who still
    stands then is one of them, without they go on.
    """
    hazards = [attrition.hazard_in_rounds(demands[1 - place], demands[place], discounts[1 - place]) for place in (0, 1)]
    stands = [[(1 - hazard) ** number for number in range(rounds + 1)] for hazard in hazards]
    types = [side[-1] if stubborn else 0.0 for side in stands]
    chances = [
        reputation.chances(side, kind) if stubborn else [hazard]
        for side, kind, hazard in zip(stands, types, hazards, strict=True)
    ]
    equilibrium = _settings(demands, discounts, chances, [0.0, types[1]])
    length = {"rounds": OPENING + (rounds + max(whens) + 20 if stubborn else 400)}
    others = stands[1] if stubborn else [(1 - hazards[1]) ** number for number in range(401)]
    statistic = gained("first", discounts[0] ** -OPENING)
    cases = []
    for when in whens:
        exact = attrition.worth_of_giving_in(when, others, *demands, discounts[0])
        surely = _settings(demands, discounts, [[0.0] * when + [1.0], chances[1]], [0.0, types[1]])
        checks: list[Check] = [
            Mean("what it may expect", exact, statistic),
            AtMost("what it has, against what it has in equilibrium", statistic),
        ]
        label = f"{series}: gives in in round {when + 1}"
        cases.append(Case(label, when + 1, checks, {**length, **surely}, series, {**length, **equilibrium}))
    return cases


def _indifference(long: bool) -> list[Case]:
    whens = (0, 2, 5, 12) if not long else (0, 1, 2, 4, 7, 11, 16, 22)
    games = [((0.7, 0.7), (0.9, 0.9)), ((0.8, 0.6), (0.95, 0.8))] + ([((0.6, 0.55), (0.97, 0.99))] if long else [])
    return [
        case
        for demands, discounts in games
        for case in _moments(
            demands, discounts, 1, whens, stubborn=False,
            series=f"demands {demands[0]} and {demands[1]}, discounts {discounts[0]} and {discounts[1]}",
        )
    ]  # fmt: skip


def _against_stubborn(long: bool) -> list[Case]:
    whens = (0, 10, 19, 23, 30) if not long else (0, 3, 6, 9, 12, 15, 17, 19, 20, 22, 25, 30, 40)
    games = [((0.7, 0.7), (0.9, 0.9))] + ([((0.75, 0.65), (0.9, 0.8)), ((0.6, 0.6), (0.95, 0.95))] if long else [])
    return [
        case
        for demands, discounts in games
        for case in _moments(
            demands, discounts, 20, whens, stubborn=True,
            series=f"demands {demands[0]} and {demands[1]}, discounts {discounts[0]} and {discounts[1]}",
        )
    ]  # fmt: skip


GAMES = (
    Game(
        "attrition_indifference", "In a war of attrition it does not matter when one gives in", "stubborn",
        "Hendricks, Weiss & Wilson 1988; Maynard Smith 1974",
        "Against an other that gives in with the right hazard, every moment to give in is worth the same, so that none "
        "pays more than the equilibrium, in which each side gives in with a constant chance a round.",
        "`tactic: table` with `concede`, and `discount`, which makes waiting dear. The first side gives in for sure "
        "in a round of a grid. The hazards are exact in rounds: both can give in at once, and then the lot decides.",
        "round in which the first gives in", _indifference,
    ),
    Game(
        "stubborn", "Who might be stubborn stands on it", "stubborn", "Abreu & Gul 2000",
        "Both are sure to be stubborn at the same moment, until which each gives in at a constant rate; the weaker one "
        "gives in at once with the chance that this takes. There is no agreement for ever if both are stubborn.",
        "Strategies of continuous time, read once a week: a `type` 1 that never gives in, and a chance to `concede` "
        "for type 0 in each round.",
        "chance that the first is stubborn", _stubborn,
    ),
    Game(
        "stubborn_hazard", "How likely one is to give in, week by week", "stubborn", "Abreu & Gul 2000",
        "With some chance at once, then with the same chance each week, and after the end never: who still stands is "
        "stubborn.",
        "As above; a week's chance is taken of the runs in which both still stand.",
        "week", _hazards,
    ),
    Game(
        "stubborn_deviations", "Against who might be stubborn no other moment pays", "stubborn", "Abreu & Gul 2000",
        "Up to the end every moment to give in is worth the same; after it only stubborn ones stand, and waiting is a "
        "loss.",
        "As in attrition_indifference, with stubborn types, in as many rounds as it takes to be sure of them (twenty).",
        "round in which the first gives in", _against_stubborn,
    ),
)  # fmt: skip
