"""Who divides a pie as theory has it: what everyone signs for in each round, by backward induction.

After the last round everybody has what it has without a deal, D. Before, let v be what somebody expects at the start of
the next round. It signs for what waiting is worth, ``D + discount (1 - breakdown) (v - D)``, for no less than its
outside option, and, as everybody in this model, for no less than D. Who proposes offers the cheapest partners whose
signatures are enough exactly that, and keeps the rest if that is no less than waiting is worth to it; equally cheap
partners are drawn by lot. (Two sides in turn: Rubinstein 1982, with breakdown Binmore, Rubinstein & Wolinsky 1986, with
outside options Binmore, Shaked & Sutton 1989; a quota: Baron & Ferejohn 1989; vetoes: Winter 1996.)

With turns it matters who comes when, which a lot decides once a run: each order of turns has its own solution.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats, Integers
from sim.compile.buffer import CONVERSIONS, Buffer
from sim.rules.pies import SAME_PRICE
from sim.scenario import Scenario
from sim.scenario.conditions import Fixed
from sim.scenario.terms import shares

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Division:
    """A pie to be divided by n actors; all arrays are (n,), in the order of names.

    ``kept`` is the share of a gain that is left after a round's delay, chance of a breakdown included; ``without`` what
    each has without a deal, ``outside`` what it can walk out for (-1: nothing). ``signatures`` are needed, ``veto``
    says whose in any case. ``turns`` (m, n) are the orders of turns, each a row of actors; without turns there is one
    solution, and ``proposes`` are everyone's chances to propose.
    """

    rounds: int
    kept: Floats
    without: Floats
    outside: Floats
    signatures: int
    veto: Flags
    turns: Integers | None
    proposes: Floats


def solve(game: Division) -> Floats:
    """What each signs for but for its outside option, (orders of turns * rounds, n): order by order, round by round."""
    actors = game.kept.size
    orders = 1 if game.turns is None else game.turns.shape[0]
    signs_for = np.empty((orders, game.rounds, actors))
    expected = np.tile(game.without, (orders, 1))
    for t in reversed(range(game.rounds)):
        waiting = game.without + game.kept * (expected - game.without)
        signs_for[:, t] = np.maximum(waiting, game.without)
        bars = np.maximum(signs_for[:, t], game.outside)
        if game.turns is not None:
            expected = proposed(game, bars, waiting, game.turns[:, t % actors])
        else:
            everyone = np.arange(actors)
            same = np.broadcast_to(bars, (actors, actors)), np.broadcast_to(waiting, (actors, actors))
            expected = (game.proposes @ proposed(game, *same, everyone))[None, :]
    return signs_for.reshape(orders * game.rounds, actors)


def proposed(game: Division, bars: Floats, waiting: Floats, proposer: Integers) -> Floats:
    """What everyone expects (m, n) once it is known who proposes, ``proposer`` (m,), and what they sign for (m, n)."""
    rows = np.arange(proposer.size)
    chance = partner_chances(game, bars, proposer)
    rest = 1.0 - np.sum(chance * bars, axis=1)
    offered = chance * bars
    offered[rows, proposer] = rest
    # whoever can walk out for more than waiting is worth does so once it has to refuse; that ends it for all
    walks: Flags = np.greater(game.outside, waiting + SAME_PRICE)
    walks[rows, proposer] = False
    refused = np.where(np.any(walks, axis=1, keepdims=True), np.where(walks, game.outside, game.without), waiting)
    # the proposer decides by what the engine looks at: what it signs for itself
    offers = rest >= bars[rows, proposer] - SAME_PRICE
    return np.where(offers[:, None], offered, refused)


def partner_chances(game: Division, bars: Floats, proposer: Integers) -> Floats:
    """How likely each (m, n) is to be among the cheapest partners of a proposer, equally cheap ones by lot."""
    rows = np.arange(proposer.size)
    needed = np.broadcast_to(game.veto, bars.shape).copy()
    needed[rows, proposer] = False
    wanted = np.maximum(game.signatures - 1 - needed.sum(axis=1), 0)  # there may be more vetoes than it takes
    free = ~needed
    free[rows, proposer] = False
    prices = np.where(free, bars, math.inf)
    last = np.sort(prices, axis=1)[rows, np.maximum(wanted - 1, 0)][:, None]
    surely = free & (prices < last - SAME_PRICE)
    equal = free & ~surely & (prices <= last + SAME_PRICE)
    by_lot = (wanted - surely.sum(axis=1)) / np.maximum(equal.sum(axis=1), 1)
    return np.where(needed | surely, 1.0, 0.0) + np.where(equal, by_lot[:, None], 0.0)


def plays_equilibrium(scenario: Scenario) -> bool:
    """Whether anybody does."""
    return any(actor.tactic == "equilibrium" for actor in scenario.actors.values())


def orders_of_turns(scenario: Scenario) -> int:
    """How many orders of turns there are: one where nobody takes turns."""
    return math.factorial(len(scenario.actors)) if scenario.proposer in ("rotating", "alternate") else 1


def solution_shape(scenario: Scenario) -> tuple[int, int]:
    """Rows and columns of the solution; no rows if nobody needs it."""
    if not plays_equilibrium(scenario):
        return 0, len(scenario.actors)
    return orders_of_turns(scenario) * scenario.rounds, len(scenario.actors)


def place_solution(scenario: Scenario, buffer: Buffer) -> None:
    """Solve the scenario, if anybody plays its equilibrium, and write the solution."""
    if plays_equilibrium(scenario):
        buffer.write("solution", solve(division_of(scenario)))


def division_of(scenario: Scenario) -> Division:
    """The pie of a scenario that `sim.scenario.solvable` has found to be one that can be solved."""
    names = sorted(scenario.actors)
    weeks = scenario.round_days / 7.0
    switch = scenario.mechanisms
    (issue,) = scenario.issues
    stated = scenario.fallbacks.no_deal.get(issue, scenario.issues[issue].status_quo)
    actors = [scenario.actors[name] for name in names]

    def per_round(conversion: str, *values: object) -> Floats:
        return CONVERSIONS[conversion](np.array([float(str(value)) for value in values]), weeks)

    discount = per_round("factor_per_round", *(actor.discount if switch.discounting else 1.0 for actor in actors))
    breakdown = per_round("rate_per_round", scenario.breakdown if switch.breakdown else 0.0)[0]
    outside = [-1.0 if actor.outside_option is None else float(str(actor.outside_option)) for actor in actors]
    signing = scenario.signing
    turns, proposes = None, np.zeros(len(names))
    if isinstance(scenario.proposer, Fixed):
        proposes[names.index(scenario.proposer.fixed)] = 1.0
    elif scenario.proposer == "random":
        weights = per_round("as_is", *(actor.recognition for actor in actors))
        proposes = weights / weights.sum()
    else:
        turns = np.array(list(itertools.permutations(range(len(names)))), dtype=np.int64)
    return Division(
        rounds=scenario.rounds,
        kept=discount * (1.0 - breakdown),
        without=np.array([float(shares(stated).get(name, 0.0)) for name in names]),
        outside=np.array(outside),
        signatures=len(names) if signing is None else signing.quota,
        veto=np.array([signing is None or name in signing.veto for name in names]),
        turns=turns,
        proposes=proposes,
    )
