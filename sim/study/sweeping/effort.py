"""How many runs each design point gets: the same for all, or more where intervals are still too wide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError
from sim.study.plan import MOST_RUNS
from sim.study.sweeping.tally import Totals
from sim.summary.estimates import Z

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Bools = NDArray[np.bool_]


def check_precision(precision: float, kinds: Sequence[Literal["share", "mean"]], runs_per_draw: int) -> None:
    """Refuse a precision that may take too many runs, or that nothing can have."""
    if "share" not in kinds:
        raise InputError("precision: the study reports no share of runs, and only shares can be known to +-H")
    finest = float(np.sqrt(Z**2 * 0.25 * runs_per_draw / MOST_RUNS))  # a share of 1/2 that parameters decide alone
    if not finest <= precision < 0.5:
        raise InputError(
            f"precision: {precision} is not between {finest:.2g} and 0.5; it is half the width of the widest interval "
            f"of a share at a point, and finer than {finest:.2g} may take more than {MOST_RUNS:,} runs a point"
        )


def whole_draws(runs: int, runs_per_draw: int) -> int:
    """As many runs, or a few more, so that no draw is cut in two when playing goes on."""
    return -(-runs // runs_per_draw) * runs_per_draw


def widest(totals: Totals, kinds: Sequence[Literal["share", "mean"]]) -> Floats:
    """Half the width of the widest interval of a share at each point (points,); NaN where no share is known."""
    found = np.full(totals.runs.size, np.nan)
    for number, kind in enumerate(kinds):
        if kind == "share":
            _, low, high = totals.estimates(number, kind)
            found = np.fmax(found, (high - low) / 2)
    return found


def next_ends(done: Integers, half_width: Floats, precision: float, runs_per_draw: int) -> Integers:
    """Up to which run each point is to be played (points,): up to where it is, if its intervals are narrow enough.

    What the square-root law asks for and 5% more, at least 20% more and at most four times as many, whole draws.
    """
    wider = half_width > precision
    ratio = np.where(wider, half_width, precision) / precision
    wanted = np.minimum(np.maximum(done * ratio**2 * 1.05, done * 1.2), done * 4.0)
    ends = np.ceil(wanted / runs_per_draw) * runs_per_draw
    return np.where(wider, np.minimum(ends, max(MOST_RUNS, int(done.max(initial=0)))), done).astype(np.int64)
