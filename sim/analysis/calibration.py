"""Whether probabilities came true as often as they said.

Answers to many questions are sorted by the probability that they were given; in each bin the share that came true
should be near the mean of what was said. How near, says the forecast itself: it draws answers to all questions anew
by its own probabilities, and the range in which most of the drawn shares lie is what a perfect forecaster would show
(*consistency bars*: Broecker & Smith 2007, Weather and Forecasting 22, 651-661). Exactly one answer of a question
comes true, and is drawn so. Questions are drawn independently of one another; where they are about the same event the
bars are too narrow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.scores import log_score

Floats = NDArray[np.float64]

EDGES = (0.0, 0.05, 0.15, 0.3, 0.5, 1.0)
"""Bins of probability: each from one edge up to, and without, the next."""
DRAWS, LEVEL = 4_000, 0.9


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers that were given about the same probability.

    `said` is the mean of these, `came` the share that came true, `answers` their number; if the probabilities were
    right, `came` would lie from `low` to `high` in nine of ten such sets.
    """

    said: float
    came: float
    low: float
    high: float
    answers: int

    @property
    def consistent(self) -> bool:
        """Whether what came is within what chance does."""
        return self.low <= self.came <= self.high


@dataclass(frozen=True, slots=True)
class Surprise:
    """The mean logarithmic score, beside what its own probabilities make of it.

    `expected` is its mean over draws, and `as_bad` the share of draws with one at least as bad as `score`: small if the
    forecaster was surer than it should be, near 1 if less sure.
    """

    score: float
    expected: float
    as_bad: float


def calibration(shares: Sequence[Floats], happened: Sequence[int], seed: int = 0) -> tuple[Bin, ...]:
    """Bins with their consistency bars, lowest first, empty ones left out.

    `shares` holds the probabilities of each question's answers, `happened` the place of the one that came true.
    """
    said = np.concatenate(shares)
    bins = np.searchsorted(EDGES[1:-1], said, side="right")
    sizes = np.bincount(bins, minlength=len(EDGES) - 1)
    starts = np.cumsum([0, *(len(item) for item in shares)])[:-1]
    came = np.bincount(bins[starts + np.asarray(happened)], minlength=sizes.size)
    chance = np.random.default_rng(seed)
    drawn = np.zeros((DRAWS, sizes.size))
    for start, item in zip(starts, shares, strict=True):
        np.add.at(drawn, (np.arange(DRAWS), bins[start + _draws(item, chance)]), 1)
    total = np.bincount(bins, weights=said, minlength=sizes.size)
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    return tuple(
        Bin(float(total[n] / size), float(came[n] / size), float(low[n] / size), float(high[n] / size), int(size))
        for n, size in enumerate(sizes)
        if size
    )


def surprise(shares: Sequence[Floats], happened: Sequence[int], weights: Floats, seed: int = 0) -> Surprise:
    """The weighted mean logarithmic score against what the probabilities expect of it (`weights` sum to 1)."""
    score = float(weights @ [log_score(item, place) for item, place in zip(shares, happened, strict=True)])
    chance = np.random.default_rng(seed)
    drawn = np.zeros(DRAWS)
    for item, weight in zip(shares, weights, strict=True):
        costs = np.array([log_score(item, place) for place in range(len(item))])
        drawn += weight * costs[_draws(item, chance)]
    return Surprise(score, float(drawn.mean()), float((drawn >= score - 1e-12).mean()))


def _draws(shares: Floats, chance: np.random.Generator) -> NDArray[np.int64]:
    """Answers of a question drawn by its probabilities (shape: draws)."""
    found = np.searchsorted(np.cumsum(shares), chance.random(DRAWS), side="right")
    return np.minimum(found, len(shares) - 1).astype(np.int64)
