"""Bilateral negotiation on imported domains, here and in NegMAS: how often, how well, and how quickly they agree.

Both play time-dependent tactics (Faratin, Sierra & Jennings 1998) with the same exponents, Boulware, linear and
conceder, each against each and either beginning, for the same number of rounds. Both are judged by one yardstick: the
utilities of the file, the frontier over all packages, and the Nash point.

Two things are not alike. In a round here one drafts and the other answers; in one of NegMAS each offers and answers
once, so NegMAS has twice as many offers. And a drafter here knows what the other wants, and takes what is best for it
among texts that are good enough for itself; NegMAS's time-based negotiators know only their own utility.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any

import numpy as np

from sim.analysis.bargaining import shortfall
from sim.compile import compile_scenario
from sim.ensemble import play, play_blocks
from tests.bench.domains import Case, Floats
from tests.bench.measure import seconds_per_run

EXPONENTS = {"boulware": 4.0, "linear": 1.0, "conceder": 0.25}
"""Of the share of the time that is gone, as NegMAS names them; `concession` is one over that."""
PAIRS = list(itertools.product(EXPONENTS, repeat=2))
RUNS = 40
"""Runs of a pair here: the lot says who begins, and nothing else differs."""


@dataclass(frozen=True)
class Played:
    """What came of a domain's negotiations: the points agreed on (n, 2), of how many, and CPU seconds of one."""

    points: Floats
    negotiations: int
    seconds: float


@dataclass(frozen=True)
class Quality:
    """The share of a domain's negotiations that agreed; means over the agreements of the distance to the nearest
    efficient package, of what both could have had more, and of the distance to the Nash point; and the mean sum of the
    two utilities over all negotiations, with no deal counted as the reservation values.
    """

    agreed: float
    to_frontier: float
    missed: float
    to_nash: float
    welfare: float


def quality(case: Case, played: Played) -> Quality:
    """How good a domain's agreements are."""
    points = played.points
    agreed = len(points) / played.negotiations
    nothing = sum(case.reservations)
    if not len(points):
        return Quality(0.0, np.nan, np.nan, np.nan, nothing)
    edge = case.edge.points
    gaps = np.linalg.norm(points[:, None, :] - edge[None, :, :], axis=2).min(axis=1)
    nash = np.nan if case.nash is None else float(np.linalg.norm(points - case.nash, axis=1).mean())
    welfare = agreed * float(points.sum(axis=1).mean()) + (1 - agreed) * nothing
    return Quality(agreed, float(gaps.mean()), float(shortfall(points, edge).mean()), nash, welfare)


def played_here(case: Case, rounds: int, least: float) -> Played:
    """All pairs of tactics in the compiled ensemble; the time is that of long enough batches on one thread."""
    scenario = case.scenario(rounds)
    actors = list(scenario.actors)
    points, seconds = [], []
    for pair in PAIRS:
        tactics = {f"actors.{actor}.concession": 1 / EXPONENTS[kind] for actor, kind in zip(actors, pair, strict=True)}
        paired = scenario.with_(set=tactics)
        table = play(paired, 0, RUNS, 0)
        signed = table[table["outcome"] == "settlement"]
        points.append(signed[[f"utility.{actor}" for actor in actors]].to_numpy(dtype=np.float64))
        seconds.append(seconds_per_run(paired, 3, least))
    return Played(np.vstack(points), RUNS * len(PAIRS), float(np.mean(seconds)))


def peer_utilities(case: Case) -> tuple[Any, list[Any]]:
    """A domain as NegMAS has it: its outcome space, and a linear additive utility for either party."""
    from negmas import make_issue, make_os
    from negmas.preferences import LinearAdditiveUtilityFunction

    terms = case.terms
    space = make_os([make_issue(list(issue.values), name=issue.label) for issue in case.domain.issues])
    utilities = []
    for a in range(2):
        values = {
            issue.label: dict(zip(issue.values, terms.values[a][i], strict=True))
            for i, issue in enumerate(case.domain.issues)
        }
        weights = {issue.label: terms.saliences[a][i] for i, issue in enumerate(case.domain.issues)}
        utilities.append(
            LinearAdditiveUtilityFunction(
                values=values, weights=weights, outcome_space=space, reserved_value=terms.reservations[a]
            )
        )
    return space, utilities


def played_there(case: Case, rounds: int) -> Played:
    """All pairs of tactics in NegMAS, either party beginning; making utilities, as compiling here, is not counted."""
    from negmas import SAOMechanism
    from negmas.sao import BoulwareTBNegotiator, ConcederTBNegotiator, LinearTBNegotiator

    kinds = {"boulware": BoulwareTBNegotiator, "linear": LinearTBNegotiator, "conceder": ConcederTBNegotiator}
    space, utilities = peer_utilities(case)

    def negotiate(pair: tuple[str, str], first: int) -> Any:
        mechanism = SAOMechanism(outcome_space=space, n_steps=rounds)
        for a in (first, 1 - first):
            mechanism.add(kinds[pair[a]](name=f"party {a}"), preferences=utilities[a])
        return mechanism.run().agreement

    negotiate(PAIRS[0], 0)  # what is done once is not counted, as here
    begin = time.process_time()
    agreements = [negotiate(pair, first) for pair, first in itertools.product(PAIRS, (0, 1))]
    seconds = (time.process_time() - begin) / len(agreements)
    points = [[float(utility(found)) for utility in utilities] for found in agreements if found is not None]
    return Played(np.array(points).reshape(-1, 2), len(agreements), seconds)


def alone(case: Case, rounds: int, repeats: int) -> float:
    """CPU seconds of a negotiation here that is made into arrays for itself, as if each had a domain of its own."""
    scenario = case.scenario(rounds)
    play(scenario, 0, 1, 0)
    begin = time.process_time()
    for run in range(repeats):
        for _ in play_blocks(compile_scenario(scenario), 0, 1, run, workers=1):
            pass
    return (time.process_time() - begin) / repeats


@dataclass(frozen=True)
class Compared:
    """Means over domains of one size: how good agreements are, CPU seconds of one here and there, and here `alone`."""

    name: str
    here: Quality
    there: Quality
    seconds: tuple[float, float]
    alone: float


def compare(cases: Sequence[Case], rounds: int, least: float) -> Compared:
    """Domains of one size in both engines, in turn."""
    pairs = [(case, played_here(case, rounds, least), played_there(case, rounds)) for case in cases]
    here, there = (
        Quality(*np.nanmean([astuple(quality(one[0], one[side])) for one in pairs], axis=0)) for side in (1, 2)
    )
    seconds = float(np.mean([one[1].seconds for one in pairs])), float(np.mean([one[2].seconds for one in pairs]))
    name = cases[0].name if len(cases) == 1 else f"{len(cases)} domains"
    each = float(np.mean([alone(case, rounds, 10) for case in cases]))
    return Compared(f"{name} of {cases[0].packages:,} packages", here, there, seconds, each)
