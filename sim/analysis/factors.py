"""What each of several levers does when all their combinations are played: the analysis of variance of a grid.

The means over all other levers, at each level of one, vary by how much that lever does by itself; that variance over
the variance of all combinations is its share (the first-order index of a discrete design; Fisher 1925). What shares
leave to 1 is what levers do only together.

How chance enters. Every combination is played with the same lucks and draws, so chance is in the differences between
combinations only; squares are products of different lucks, in which it drops out (`sim.analysis.variance`). The
combinations are all there are: intervals are over lucks and draws alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from sim.analysis.variance import NOT_KNOWN, Estimate, Floats, centred, products


@dataclass(frozen=True)
class FactorEffect:
    """What a lever does: its `share` of the variance between combinations, and the mean at each of its `levels`.

    `change` is the largest difference between two levels, paired run by run: from `levels[first]` to `levels[last]`.
    """

    name: str
    share: Estimate
    levels: tuple[object, ...]
    means: tuple[float, ...]
    change: Estimate
    first: int
    last: int

    @property
    def ends(self) -> tuple[str, str]:
        """The two levels of the change in words."""
        one, other = (self.levels[place] for place in (self.first, self.last))
        return _words(one), _words(other)


def _words(level: object) -> str:
    return f"{level:g}" if isinstance(level, float | np.floating) else str(level)


@dataclass(frozen=True)
class FactorEffects:
    """Effects of all levers, the largest share first, and the variance between combinations, chance removed."""

    effects: tuple[FactorEffect, ...]
    variance: Estimate
    combinations: int

    @property
    def together(self) -> float:
        """The share of what levers do only in combination; NaN where nothing varies."""
        return 1 - sum(item.share.value for item in self.effects)

    def table(self) -> pd.DataFrame:
        """One row a lever."""
        rows = [
            (item.name, item.share.value, item.share.low, item.share.high, *item.ends, item.change.value,
             item.change.low, item.change.high)
            for item in self.effects
        ]  # fmt: skip
        columns = ["name", "share", "share_low", "share_high", "from", "to", "change", "change_low", "change_high"]
        return pd.DataFrame(rows, columns=columns)


def factor_effects(settings: pd.DataFrame, outcomes: Floats) -> FactorEffects:
    """Effects of levers from a full grid.

    `settings` has one row a combination and one column a lever, all combinations once; `outcomes` (combinations,
    lucks >= 2) with the same lucks everywhere. Columns that are not independent (runs of one draw) have to be averaged
    before. Levers with a single level are left out.
    """
    values = centred(outcomes)
    whole = products(values, values).mean(axis=0)
    variance = _over_lucks(float(whole.mean()), 2 * whole)
    names = [name for name in settings.columns if settings[name].nunique(dropna=False) > 1]
    found = [_effect(str(name), settings[name], values, outcomes, whole, variance) for name in names]
    return FactorEffects(tuple(sorted(found, key=_by_share)), variance, len(settings))


def _by_share(effect: FactorEffect) -> float:
    return -effect.share.value if effect.share.known else -abs(effect.change.value)


def _effect(
    name: str, column: pd.Series, values: Floats, outcomes: Floats, whole: Floats, variance: Estimate
) -> FactorEffect:
    places, levels = pd.factorize(column, sort=False, use_na_sentinel=False)
    sizes = np.bincount(places)[:, None]

    def at_levels(numbers: Floats) -> Floats:
        sums = np.zeros((len(levels), numbers.shape[1]))
        np.add.at(sums, places, numbers)
        return sums / sizes

    centres, means = at_levels(values), at_levels(outcomes)
    share = NOT_KNOWN
    if variance.low > 0:
        part = (products(centres, centres) * sizes).sum(axis=0) / sizes.sum()
        value = float(part.mean() / whole.mean())
        share = _over_lucks(value, 2 * (part - value * whole) / whole.mean())
    first, last = _extremes(means)
    difference = means[last] - means[first]
    change = _over_lucks(float(difference.mean()), difference)
    return FactorEffect(
        name, share, tuple(levels), tuple(map(float, means.mean(axis=1))), change, first, last
    )  # fmt: skip


def _extremes(means: Floats) -> tuple[int, int]:
    """The two levels that differ most, in their order."""
    averages = means.mean(axis=1)
    pairs: Sequence[tuple[int, int]] = list(combinations(range(len(averages)), 2))
    return max(pairs, key=lambda pair: abs(averages[pair[1]] - averages[pair[0]]))


def _over_lucks(value: float, by_luck: Floats) -> Estimate:
    return Estimate.of(value, float(by_luck.std(ddof=1) / np.sqrt(len(by_luck))))
