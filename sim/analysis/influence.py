"""What each assumption does to the outcomes, from runs that drew every uncertain number by themselves.

Runs are sorted by one number; those in which it lies in its lowest fifth are set against those in its highest. All
other numbers go through their whole ranges in both, so the difference is that number's doing, or chance. From it come
how far each outcome's share moves, and the question that a sceptic asks first: does the order of outcomes turn round?

Intervals allow for runs that share a draw: means over draws, not over runs, are what varies (the normal interval of a
difference of two independent means). "Clear" means clear of 0 though this many differences were looked at
(Bonferroni 1936), so that among all numbers of a scenario in which none does anything, one in twenty scenarios shows
any.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray
from scipy import special

from sim.analysis.variance import Estimate, Floats
from sim.errors import InputError

PART = 5
"""A number's range is cut into so many parts with the same chance; its lowest and its highest are compared."""
FEWEST = 50
"""Fewest draws at an end from which anything is said."""
FEW_VALUES = 8
"""A number with at most so many different values is compared at its least and at its greatest value."""


@dataclass(frozen=True, slots=True)
class Flip:
    """At one end of a number `above` is more frequent than `below`, which is the other way round in all runs together.

    `end` is "low" or "high"; the shares are those at that end.
    """

    end: str
    above: str
    below: str
    share_above: float
    share_below: float


@dataclass(frozen=True)
class Influence:
    """What one uncertain number does.

    `low` and `high` are its mean values at its ends; `at_low` and `at_high` the share of each outcome there, `change`
    by how much it differs, each with its 95% interval. `clear` are the outcomes whose change is clear of chance, the
    largest first; `flips` the pairs of outcomes whose order turns round beyond chance.
    """

    name: str
    low: float
    high: float
    at_low: Mapping[str, Estimate]
    at_high: Mapping[str, Estimate]
    change: Mapping[str, Estimate]
    clear: tuple[str, ...]
    flips: tuple[Flip, ...]

    @property
    def most(self) -> str:
        """The outcome that it moves most."""
        return max(self.change, key=lambda name: abs(self.change[name].value))

    @property
    def weight(self) -> float:
        """How far it moves the outcome that it moves most, as a share of runs."""
        return abs(self.change[self.most].value)


def influences(
    values: Floats, outcomes: NDArray[np.int64], labels: Sequence[str], names: Sequence[str]
) -> tuple[Influence, ...]:
    """What each number does, the largest change first, clear ones before others.

    `values` (draws, numbers) of the numbers called `names`; `outcomes` (draws, runs) as places in `labels`. Raises
    InputError if there are too few draws.
    """
    if len(values) < PART * FEWEST:
        raise InputError(f"{len(values):,} draws are too few to tell what each number does: {PART * FEWEST} are needed")
    shares = np.stack([(outcomes == code).mean(axis=1) for code in range(len(labels))], axis=1)
    overall = shares.mean(axis=0)
    pairs = [(one, other) for one, other in permutations(range(len(labels)), 2) if overall[one] > overall[other]]
    strict = float(special.ndtri(1 - 0.025 / max(len(names) * max(len(labels), 2 * len(pairs)), 1)))
    found = [
        _influence(str(name), values[:, number], shares, labels, pairs, strict) for number, name in enumerate(names)
    ]
    return tuple(sorted(found, key=lambda item: (not item.clear, -item.weight)))


def _ends(values: Floats) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Draws at the low and at the high end of a number."""
    different = np.unique(values)
    if len(different) <= FEW_VALUES:
        return values == different[0], values == different[-1]
    low, high = np.quantile(values, (1 / PART, 1 - 1 / PART))
    return values <= low, values >= high


def _influence(
    name: str, values: Floats, shares: Floats, labels: Sequence[str], pairs: Sequence[tuple[int, int]], strict: float
) -> Influence:
    low, high = _ends(values)
    known = min(low.sum(), high.sum()) >= FEWEST and not (low & high).any()
    at = [(shares[end].mean(axis=0), _error(shares[end])) for end in (low, high)]
    change = at[1][0] - at[0][0]
    error = np.hypot(at[0][1], at[1][1])
    moved = [place for place in np.argsort(-np.abs(change)) if known and abs(change[place]) > strict * error[place]]
    return Influence(
        name=name,
        low=float(values[low].mean()),
        high=float(values[high].mean()),
        at_low=_estimates(labels, *at[0]),
        at_high=_estimates(labels, *at[1]),
        change=_estimates(labels, change, error),
        clear=tuple(labels[place] for place in moved),
        flips=tuple(_flips(shares, (low, high), labels, pairs, strict)) if known else (),
    )


def _flips(
    shares: Floats, ends: tuple[NDArray[np.bool_], NDArray[np.bool_]], labels: Sequence[str],
    pairs: Sequence[tuple[int, int]], strict: float,
) -> list[Flip]:  # fmt: skip
    """Pairs (more frequent in all runs, less frequent) whose order is the other way round at an end, beyond chance."""
    found = []
    for end, rows in zip(("low", "high"), ends, strict=True):
        means = shares[rows].mean(axis=0)
        for first, second in pairs:
            apart = shares[rows, second] - shares[rows, first]
            if apart.mean() > strict * _error(apart[:, None])[0]:
                found.append(Flip(end, labels[second], labels[first], float(means[second]), float(means[first])))
    return sorted(found, key=lambda flip: -(flip.share_above + flip.share_below))


def _error(shares: Floats) -> Floats:
    error: Floats = shares.std(axis=0, ddof=1) / np.sqrt(len(shares)) if len(shares) > 1 else np.full(
        shares.shape[1], np.nan
    )  # fmt: skip
    return error


def _estimates(labels: Sequence[str], values: Floats, errors: Floats) -> dict[str, Estimate]:
    return {
        label: Estimate.of(float(value), float(error))
        for label, value, error in zip(labels, values, errors, strict=True)
    }
