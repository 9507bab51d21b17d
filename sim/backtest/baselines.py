"""What a forecast has to beat: equal shares, how long interstate wars last, and how the other cases ended.

- *Equal shares*: every answer is as likely; for a time, every quarter of the horizon and never, and within a quarter
  every round.
- *Interstate wars*: the war goes on behind the horizon with the chance that a war of its age does; else all other kinds
  of end are as likely. It says nothing on preconditions and signatures. Where a truce holds on the date, no war is left
  to last, and it says nothing at all.
- *The other cases*: the kinds of end of all other conflicts in the set, each conflict once, and half a case added to
  each kind. It is the only baseline that learns from the set, so it leaves out the whole conflict that it forecasts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.scores import probabilities
from sim.backtest.base_rates import interstate_wars
from sim.backtest.cases import Case
from sim.backtest.questions import EQUAL, HAZARD, Choice, Clock

Floats = NDArray[np.float64]


def with_baselines(case: Case, choices: Sequence[Choice], clocks: Sequence[Clock]) -> dict[str, Any]:
    """The same choices and clocks with what both baselines say that need no other case."""
    told = [item.with_shares(EQUAL, equal(len(item.answers))) for item in choices]
    timed = [item.with_cumulative(EQUAL, equal_rounds(item.horizon)) for item in clocks]
    if case.scenario.belligerents and not case.truce_held:
        scenario = case.scenario
        ended = interstate_wars().ended(int(scenario.rounds), int(scenario.round_days), case.war_days)
        told = [_hazard_of_kinds(item, float(ended[-1])) if item.question == "kind" else item for item in told]
        timed = [item.with_cumulative(HAZARD, ended) if item.question == "fighting" else item for item in timed]
    return {"choices": tuple(told), "clocks": tuple(timed)}


def equal(answers: int) -> Floats:
    """As many equal shares."""
    return np.full(answers, 1 / answers)


def equal_rounds(horizon: int) -> Floats:
    """Probability that it has come by each round (shape: horizon), with a fifth each for four quarters and never."""
    return np.asarray(0.8 * np.arange(1, horizon + 1) / horizon, dtype=np.float64)


def _hazard_of_kinds(choice: Choice, ended: float) -> Choice:
    """No agreement if the war goes on, all other kinds alike if it ends."""
    others = max(len(choice.answers) - 1, 1)
    shares = [1 - ended if kind == "no_agreement" else ended / others for kind in choice.answers]
    return choice.with_shares(HAZARD, np.array(shares))


def others_of(choice: Choice, ends: Sequence[Sequence[str]]) -> Floats:
    """Probabilities of kinds from how the other conflicts ended, each a list of the ends of its cases."""
    counts = np.zeros(len(choice.answers))
    for conflict in ends:
        for kind in conflict:
            if kind in choice.answers:
                counts[choice.answers.index(kind)] += 1 / len(conflict)
    return probabilities(counts)
