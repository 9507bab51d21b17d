"""When things happen: times, and the share of runs in which something has happened by a round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.summary.columns import Codes
from sim.summary.estimates import Floats, Ints, Points, Share, effective_size, quantiles_of, share_of, wilson

QUARTILES = (0.25, 0.5, 0.75)


@dataclass(frozen=True, slots=True)
class When:
    """Quartiles of the round (1-based) among the runs in which it happened.

    `low` to `high` for the median, 95%.
    """

    first_quartile: float
    median: float
    third_quartile: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Curve:
    """Share of all runs in which it had happened by a round: a step function, given where it steps.

    Starts at round 0 with 0; `low` and `high` are pointwise 95% intervals. All of the same length.
    """

    rounds: tuple[int, ...]
    share: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]

    def at(self, round_number: float) -> float:
        """The share by a round."""
        return self.share[int(np.searchsorted(self.rounds, round_number, side="right")) - 1]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens at most once a run, counted the first time: how often, when, and its curve."""

    name: str
    label: str
    ever: Share
    when: When | None
    curve: Curve


def rounds_of(column: pd.Series) -> Floats:
    """A column of round numbers as floats, NaN where it never happened."""
    return np.asarray(column.to_numpy(dtype="float64", na_value=np.nan), dtype=np.float64)


def event_of(name: str, label: str, rounds: Floats, points: Points) -> Event:
    """Summarise the rounds of an event (shape: runs; NaN = never)."""
    happened = ~np.isnan(rounds)
    return Event(name, label, share_of(happened, points), when_of(rounds, points), curve_of(rounds, points))


def when_of(rounds: Floats, points: Points) -> When | None:
    """Quartiles of the rounds that are not NaN; None if there are none."""
    happened = ~np.isnan(rounds)
    if not happened.any():
        return None
    first, median, third = quantiles_of(rounds[happened], points.where(happened), QUARTILES)
    return When(first.value, median.value, third.value, median.low, median.high)


def curve_of(rounds: Floats, points: Points) -> Curve:
    """Share of runs in which an event had happened by each round at which it did (shape.

    Runs; NaN = never).
    """
    steps, count, squares = _cumulative(rounds, points)
    return _curve(steps, count / max(points.runs, 1), effective_size(points, count, squares))


def incidence(ended: Floats, outcome: Codes, codes: Mapping[str, int], points: Points) -> dict[str, Curve]:
    """Cumulative incidence of competing outcomes (Aalen & Johansen 1978), with pointwise intervals.

    `ended` is the round in which a run's fate was decided, `outcome` its code (shape: runs). Every run of a
    table ends, so that nothing is censored and the estimate is the plain share of runs that ended so by then.
    """
    times, estimate = aalen_johansen(ended, outcome, max(codes.values(), default=-1) + 1)
    curves = {}
    for name, code in codes.items():
        steps, count, squares = _cumulative(np.where(outcome == code, ended, np.nan), points)
        share = estimate[np.searchsorted(times, steps), code]
        curves[name] = _curve(steps, share, effective_size(points, count, squares))
    return curves


def aalen_johansen(time: Floats, event: Codes, events: int) -> tuple[Floats, Floats]:
    """Aalen and Johansen's estimate of cumulative incidence under competing risks.

    `time` when each run was last seen, `event` what happened then (0..events-1, or -1: censored, nothing
    yet). Returns the times at which something happened (ascending) and the incidence after each (times,
    events). The increment at t is S(t-) d_k(t) / n(t), with S the share to whom nothing has happened yet.
    """
    times, position = np.unique(time, return_inverse=True)
    position *= events + 1
    position += np.where(event < 0, events, event)
    happened = np.bincount(position, minlength=len(times) * (events + 1)).reshape(len(times), events + 1)
    at_risk = len(time) - np.concatenate(([0.0], happened.sum(axis=1).cumsum()[:-1]))
    hazards = happened[:, :events] / at_risk[:, None]
    survival = np.cumprod(1 - hazards.sum(axis=1))
    before = np.concatenate(([1.0], survival[:-1]))
    seen = happened[:, :events].sum(axis=1) > 0
    return times[seen], np.cumsum(before[:, None] * hazards, axis=0)[seen]


def _cumulative(rounds: Floats, points: Points) -> tuple[Ints, Floats, Floats]:
    """Rounds at which an event happens, runs that have had it by then, and `sum (runs of a point)^2 / n_i`.

    The r-th event of a point lifts its squared count from (r - 1)^2 to r^2, that is by 2r - 1: one pass over
    the events in order of time gives the correlation at every round.
    """
    happened = ~np.isnan(rounds)
    time, point = rounds[happened].astype(np.int64), points.index[happened]
    width = int(time.max(initial=0)) + 1
    point *= width
    point += time
    point.sort()  # by point, then by time: one sort of one number is quicker and smaller than one of two
    point, time = np.divmod(point, width)
    starts = np.flatnonzero(np.diff(point, prepend=-1))
    rank = np.arange(1, len(point) + 1)
    rank -= np.repeat(starts, np.diff(starts, append=len(point)))
    lift = np.bincount(time, weights=(2.0 * rank - 1) / points.sizes[point], minlength=width)
    count = np.bincount(time, minlength=width).astype(np.float64)
    steps = np.flatnonzero(count)
    return steps, count[steps].cumsum(), lift[steps].cumsum()


def _curve(steps: Ints, share: Floats, effective: Floats) -> Curve:
    low, high = wilson(share, effective)
    return Curve(
        (0, *(int(step) for step in steps)),
        (0.0, *(float(value) for value in share)),
        (0.0, *(float(value) for value in low)),
        (0.0, *(float(value) for value in high)),
    )
