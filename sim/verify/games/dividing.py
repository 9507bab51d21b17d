"""Dividing a cake: where the ordinary drafters agree with theories of bargaining, and where they do not."""

from __future__ import annotations

import math

import numpy as np

from sim.verify.check import Case, Check, Every, Floats, Played
from sim.verify.closed_forms import dividing
from sim.verify.game import Game

WHY_PATIENCE = (
    "Ordinary tactics do not reckon with what the other would offer next: without a war that patience makes cheap or "
    "dear, it does not count, and neither does who proposes first."
)
WHY_RISK = (
    "A drafter splits the gain whatever the risk; theory gives who proposes an edge, which vanishes with the risk."
)
WHY_OPTION = (
    "What the other has elsewhere counts as its disagreement value, and the rest is split; in theory an outside option "
    "that is worse than waiting is an empty threat."
)


def _share(played: Played) -> Floats:
    return played.column("text.cake")


def _without(first: float, second: float) -> dict[str, object]:
    """A lottery at even chances whose costs leave the sides with these values."""
    return {"actors.red.war_cost": round(0.5 - first, 12), "actors.blue.war_cost": round(0.5 - second, 12)}


def _nash(long: bool) -> list[Case]:
    return [
        Case(
            f"red has {first} without a deal, blue {second}", first,
            [Every("the first's share", dividing.split_the_difference(first, second), _share)],
            _without(first, second), f"blue has {second}",
        )
        for second in (0.0, 0.3)
        for first in ((0.0, 0.2, 0.4) if not long else (0.0, 0.1, 0.2, 0.3, 0.4, 0.5))
    ]  # fmt: skip


def _ends_wanted(long: bool) -> list[Case]:
    """The same, said by `position` instead of `values`."""
    positions = {
        "issues.cake.stakes.red": {"salience": 1, "position": 1},
        "issues.cake.stakes.blue": {"salience": 1, "position": 0},
    }
    return [
        Case(
            f"red has {first} without a deal", first,
            [Every("the first's share", dividing.split_the_difference(first, 0.0), _share)],
            {**_without(first, 0.0), **positions},
        )
        for first in (0.0, 0.2, 0.4)
    ]  # fmt: skip


def _ultimatum(long: bool) -> list[Case]:
    """A side that screens holds the other to what it has: Rubinstein's division for an other without patience."""
    return [
        Case(
            f"blue has {second} without a deal", second,
            [Every("the first's share", min(dividing.rubinstein(0.9, 0.0), 1 - second), _share)],
            {**_without(0.0, second), "actors.red.tactic": "screening"},
        )
        for second in ((0.0, 0.3) if not long else (0.0, 0.1, 0.2, 0.3, 0.4, 0.5))
    ]  # fmt: skip


def _rubinstein(long: bool) -> list[Case]:
    weeks = (10.0, 50.0) if not long else (5.0, 10.0, 20.0, 50.0, 200.0)
    cases = []
    for first in weeks:
        exact = dividing.rubinstein(math.exp(-1 / first), math.exp(-1 / 20))
        check: Check = Every("the first's share", exact, _share, deviates=WHY_PATIENCE)
        settings = {"actors.red.patience": first, "actors.blue.patience": 20}
        cases.append(Case(f"patience {first:g} and 20 weeks", first, [check], settings))
    return cases


def _breakdown(long: bool) -> list[Case]:
    cases = []
    for risk in (0.02, 0.2) if not long else (0.01, 0.02, 0.05, 0.1, 0.2, 0.4):
        exact = dividing.breakdown(risk, 0.1, 0.3)
        # a shock ends talks before the first offer as well: only runs that signed tell
        check: Check = Every("the first's share", exact, _signed_share, deviates=WHY_RISK)
        settings = {**_without(0.1, 0.3), "shocks.breakdown.hazard": risk}
        cases.append(Case(f"risk of breakdown {risk}", risk, [check], settings))
    return cases


def _signed_share(played: Played) -> Floats:
    return np.where(played.signed() == 1, played.column("text.cake"), math.nan)


def _outside(long: bool) -> list[Case]:
    cases = []
    discount = math.exp(-1 / 20)
    for option in (0.2, 0.4) if not long else (0.1, 0.2, 0.3, 0.4, 0.48):
        exact = dividing.with_outside_option(discount, option)
        check: Check = Every("the first's share", exact, _share, deviates=WHY_OPTION)
        settings = {**_without(0.0, option), "actors.red.patience": 20, "actors.blue.patience": 20}
        cases.append(Case(f"blue could have {option} elsewhere", option, [check], settings))
    return cases


GAMES = (
    Game(
        "split_the_difference", "The division of two who split the gain", "divide",
        "Nash 1950; Kalai 1977; Binmore, Rubinstein & Wolinsky 1986",
        "Where utility can be passed on, Nash's, Kalai and Smorodinsky's and the egalitarian point are one: each has "
        "what it would have without a deal, and half of the rest. It is also where alternating offers end when the "
        "risk of a breakdown is small.",
        "`tactic: reservation` on both sides.",
        "what the first has without a deal", _nash, runs=200,
    ),
    Game(
        "wanted_ends", "The same division, of two who want all of it", "divide", "Nash 1950; Kalai 1977",
        "As in split_the_difference: how the file says that each wants the whole cake cannot matter.",
        "`position: 1` and `position: 0` instead of `values`.",
        "what the first has without a deal", _ends_wanted, runs=200,
    ),
    Game(
        "ultimatum", "The division of a proposer who screens", "divide", "Rubinstein 1982, with an impatient responder",
        "A proposer whose offer will be answered with no counter-offer leaves the other what it has without a deal.",
        "`tactic: screening` on the side that proposes, against a known cost.",
        "what the second has without a deal", _ultimatum, runs=200,
    ),
    Game(
        "patience", "Alternating offers with unequal patience", "divide", "Rubinstein 1982",
        "The first to propose gets (1 - d2) / (1 - d1 d2) for discount factors d1 and d2 a round.",
        "`patience`, ordinary tactics.",
        "patience of the first, in weeks", _rubinstein, runs=200,
        limits="A division like this needs strategies that look ahead: see rubinstein and taking_turns.",
    ),
    Game(
        "breakdown", "Alternating offers with a risk of breakdown", "divide", "Binmore, Rubinstein & Wolinsky 1986",
        "With a chance that talks end after each refusal, the proposer has an edge that grows with it.",
        "A shock that ends the run.",
        "risk of a breakdown a round", _breakdown, runs=200,
        limits="Right in the limit of a small risk: split_the_difference. At any risk: rubinstein, turns_breakdown.",
    ),
    Game(
        "outside_option", "Alternating offers with an outside option", "divide", "Binmore, Shaked & Sutton 1989",
        "An option outside the talks counts only if it beats going on with them.",
        "The option is what the second has without a deal.",
        "what the second could have elsewhere", _outside, runs=200,
        limits="In the engine what one has without a deal always counts; what one can walk out for: `turns_outside`.",
    ),
)  # fmt: skip
