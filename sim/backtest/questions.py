"""What is asked of each case: of which kind the end is, which precondition gives way first, and when things come.

A `Choice` is a question with one of several answers, a `Clock` one with a round or never. Each holds what every
*forecaster* said: the model (`model`), and those that it has to beat (`sim.backtest.baselines`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.analysis import scores

Floats = NDArray[np.float64]

MODEL, HAZARD, EQUAL, OTHERS, POOL = "model", "hazard", "equal", "others", "pool"
FORECASTERS = {
    MODEL: "the model",
    HAZARD: "interstate wars",
    EQUAL: "equal shares",
    OTHERS: "the other cases",
    POOL: "model and equal shares mixed",
}
"""Who forecasts, with the words for it. Not everyone has an answer to every question."""

CHOICES = {
    "kind": "how it ends",
    "first": "what gives way first",
    "quarter": "when it is decided, in quarters of the horizon",
}
CLOCKS = {
    "decided": "decided",
    "signed": "signed",
    "ceasefire": "a first ceasefire",
    "fighting": "the end of the fighting",
    "first_round": "the first precondition to give way",
}
NONE, NEVER = "none", "not within the horizon"
QUARTERS = ("first quarter", "second quarter", "third quarter", "last quarter")


@dataclass(frozen=True)
class Choice:
    """A question with one of several answers: `happened` is the place of the one that came, in `answers`.

    `shares` maps forecasters to probabilities (shape: answers). `counts` is in how many runs each came.
    """

    question: str
    answers: tuple[str, ...]
    happened: int
    shares: Mapping[str, Floats]
    counts: Floats

    def with_shares(self, forecaster: str, shares: Floats) -> Choice:
        """The same with what one more forecaster says."""
        return replace(self, shares={**self.shares, forecaster: shares})

    def given(self, forecaster: str) -> float:
        """The probability that a forecaster gave to what happened."""
        return float(self.shares[forecaster][self.happened])

    def scores(self, forecaster: str) -> dict[str, float]:
        """All scores of a forecaster."""
        told = self.shares[forecaster]
        return {
            "probability": self.given(forecaster),
            "brier": scores.brier(told, self.happened),
            "log": scores.log_score(told, self.happened),
        }


@dataclass(frozen=True)
class Clock:
    """A question with a round, or never, as its answer: `came` is None for not within the horizon.

    `cumulative` maps forecasters to the probability that it has come by each round (shape: rounds of the horizon).
    """

    question: str
    came: int | None
    round_days: int
    cumulative: Mapping[str, Floats]

    @property
    def horizon(self) -> int:
        """Rounds of the horizon."""
        return len(next(iter(self.cumulative.values())))

    def with_cumulative(self, forecaster: str, cumulative: Floats) -> Clock:
        """The same with what one more forecaster says."""
        return replace(self, cumulative={**self.cumulative, forecaster: cumulative})

    def scores(self, forecaster: str) -> dict[str, float]:
        """The ranked probability score as a share of the horizon (0 to 1), and in weeks."""
        rounds = scores.crps(self.cumulative[forecaster], self.came)
        return {"crps": rounds / self.horizon, "crps_weeks": rounds * self.round_days / 7}

    def median(self, forecaster: str) -> int | None:
        """The first round by which it is as likely to have come as not; None if that is behind the horizon."""
        reached = np.flatnonzero(self.cumulative[forecaster] >= 0.5)
        return int(reached[0]) + 1 if reached.size else None


def quarter_of(came: int | None, horizon: int) -> int:
    """The quarter of the horizon (0 to 3) in which a round lies; 4 for never."""
    return 4 if came is None else min(4 * (came - 1) // horizon, 3)
