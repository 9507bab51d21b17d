"""Proper scores: how good a probability was, once it is known what happened. Less is better in all of them.

A score is *proper* if nobody can expect a better one by announcing other probabilities than those he believes.

- Of one of several kinds: the Brier score (Brier 1950, Monthly Weather Review 78, 1-3), the squared distance to what
  happened, 0 to 2; and the logarithmic score (Good 1952, JRSS B 14, 107-114), minus the natural logarithm of the
  probability of what happened, 0 to infinity.
- Of a time: the continuous ranked probability score of a discrete distribution up to a horizon (Epstein 1969, Journal
  of Applied Meteorology 8, 985-987; Matheson & Winkler 1976, Management Science 22, 1087-1096). It looks at the
  horizon's rounds only, so *not within the horizon* is one mass, wherever behind the horizon it lies; it stays proper
  (the threshold-weighted score of Gneiting & Ranjan 2011, JBES 29, 411-422).

A share of runs is no probability: what never came in 2,000 runs is not impossible. `probabilities` adds half a run to
each kind before it divides (Jeffreys 1946; Krichevsky & Trofimov 1981), so that no logarithmic score is infinite.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

ADDED = 0.5
"""Runs that are added to each kind (Jeffreys' prior)."""


def probabilities(counts: ArrayLike) -> Floats:
    """Probabilities of kinds from how many runs came to each (shape: kinds; 0 or more, need not be whole)."""
    seen = np.asarray(counts, dtype=np.float64)
    if seen.size == 0 or (seen < 0).any():
        raise ValueError("counts: one or more numbers that are not negative")
    return np.asarray((seen + ADDED) / (seen.sum() + ADDED * seen.size), dtype=np.float64)


def brier(shares: ArrayLike, happened: int) -> float:
    """Brier score of probabilities of kinds (shape: kinds, sum 1) when kind `happened` came: 0 (sure, right) to 2."""
    away = _kinds(shares).copy()
    away[happened] -= 1.0
    return float(away @ away)


def log_score(shares: ArrayLike, happened: int) -> float:
    """Logarithmic score in nats, 0 to infinity; ln K for equal shares of K kinds."""
    share = float(_kinds(shares)[happened])
    return float(-np.log(share)) if share > 0 else float("inf")


def crps(cumulative: ArrayLike, came: int | None) -> float:
    """Ranked probability score of a time, in rounds: 0 to the horizon.

    `cumulative[t - 1]` is the probability that it comes in round t or before (shape: rounds of the horizon; from 0 to
    1, never falling; what is missing to 1 at the end is the mass at *not within the horizon*). `came` is the round in
    which it came, None for not within the horizon. If the forecast is a single round it is the distance to it in
    rounds, with *never* as the round behind the horizon.
    """
    below = np.asarray(cumulative, dtype=np.float64)
    if below.ndim != 1 or below.size == 0 or (np.diff(below, prepend=0.0) < -1e-9).any() or below[-1] > 1 + 1e-9:
        raise ValueError("cumulative: probabilities that never fall, from 0 to 1, one a round")
    if came is not None and not 1 <= came <= below.size:
        raise ValueError(f"came: round {came} is not within 1 to {below.size}")
    seen = np.zeros(below.size) if came is None else (np.arange(1, below.size + 1) >= came).astype(np.float64)
    return float(((below - seen) ** 2).sum())


def cumulative_of(rounds: ArrayLike, horizon: int) -> Floats:
    """Share of runs in which something has come by each round (shape: horizon).

    `rounds` (shape: runs) holds the round of each run, from 1 on, NaN or a round behind the horizon for never.
    """
    came = np.asarray(rounds, dtype=np.float64)
    if came.size == 0:
        raise ValueError("rounds: at least one run")
    within = came[came <= horizon].astype(np.int64)
    if within.size and within.min() < 1:
        raise ValueError("rounds: they count from 1")
    counts = np.bincount(within, minlength=horizon + 1)[1:]
    return np.asarray(np.cumsum(counts) / came.size, dtype=np.float64)


def _kinds(shares: ArrayLike) -> Floats:
    given = np.asarray(shares, dtype=np.float64)
    if given.ndim != 1 or given.size == 0 or (given < 0).any() or abs(float(given.sum()) - 1) > 1e-9:
        raise ValueError("shares: probabilities of kinds, which add up to 1")
    return given
