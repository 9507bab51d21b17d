"""What a study found, in one or two sentences made of its numbers and their intervals.

Of levers: by how much the largest effects move the quantity, whether one exceeds the other, and whether the effect of
one depends on another. Of uncertain numbers that a design spreads out: which go with it, by rank correlation (Fisher's
interval). Nothing is said to be a difference unless its 95% interval leaves out zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.analysis.quantities import Quantity
from sim.errors import InputError
from sim.study.comparing.contrasts import MOST_VALUES, Change, Contrasts, Effect, Factor, Interaction, factors
from sim.study.design.designs import SAMPLED
from sim.summary.estimates import LEVEL, Mean
from sim.summary.wording import decimals, sentence

if TYPE_CHECKING:
    from sim.study.sweeping.study_results import StudyResults

MOST_NAMED = 4
"""How many effects, or uncertain numbers, a finding names."""
MATERIAL = 0.25
"""An effect is said to depend on something if it differs by this part of itself."""


def finding(results: StudyResults, quantity: str | None = None) -> str:
    """What a study says of a quantity (by default that of its `finding`, or else the first of its outcomes).

    Raises InputError for a quantity that the study does not report.
    """
    study, asked = results.study, quantity or results.study.finding
    known = {item.name: item for item in results.quantities}
    what = known.get(asked) if asked is not None else next(iter(known.values()))
    if what is None:
        raise InputError(f"the study reports no quantity '{asked}'; it reports {', '.join(known)}")
    sampled = study.design.levers.kind in SAMPLED
    if not sampled and factors(results.plan) and results.plan.runs <= MOST_VALUES:
        return _of_factors(Contrasts(results, what), what, results)
    return _of_numbers(results, what)


# Levers ------------------------------------------------------------------------------------------------------


def _of_factors(contrasts: Contrasts, what: Quantity, results: StudyResults) -> str:
    strongest = _in_order(contrasts)
    if not strongest:
        return f"{what.label}: no two points of this design differ in one lever alone."
    named = strongest[:MOST_NAMED]
    parts = [_effect_in_words(effect, what) for effect in named]
    sentences = [f"{what.label}. {sentence('; '.join(parts))}."]
    if len(named) == 1:
        sentences += _course(contrasts, named[0], what)
    else:
        sentences += _ranked(contrasts, named, what)
        sentences += _elsewhere(results, what, named)
        sentences += _dependence(contrasts, named, what)
    return " ".join(sentences)


def _in_order(contrasts: Contrasts) -> list[Effect]:
    """What each factor does at most, the largest first."""
    effects = [_strongest(contrasts, factor) for factor in contrasts.factors]
    return sorted((effect for effect in effects if effect is not None), key=lambda effect: -abs(effect.change.value))


def _strongest(contrasts: Contrasts, factor: Factor) -> Effect | None:
    """What a factor does at most: a number from its first level to its last, otherwise the base against any other."""
    last = len(factor.levels) - 1
    others = [last] if factor.is_number and None not in factor.levels else range(1, last + 1)
    effects = [contrasts.effect(factor, 0, other) for other in others]
    ends = _between_values(contrasts, factor)
    found = [effect for effect in (*effects, ends) if effect is not None]
    return max(found, key=lambda effect: abs(effect.change.value)) if found else None


def _between_values(contrasts: Contrasts, factor: Factor) -> Effect | None:
    """One at a time, a number's first value against its last, rather than the scenario as it is against either."""
    if not factor.is_number or None not in factor.levels or len(factor.levels) < 3:
        return None
    return contrasts.effect(factor, 1, len(factor.levels) - 1)


def _effect_in_words(effect: Effect, what: Quantity) -> str:
    factor = effect.factor
    first, last = factor.words[effect.first], factor.word(effect.last)
    by = f"{factor.label} from {first} to {last}" if factor.is_number else f"{factor.label}, {last} instead of {first}"
    if effect.change.low == effect.change.high == 0:
        return f"{by}: {_level(effect.before, effect.change, what)} either way, without a difference in any run"
    levels = " to ".join(_level(mean, effect.change, what) for mean in (effect.before, effect.after))
    doubt = "" if effect.change.clear else ", not clear of zero"
    return f"{by}: {levels} ({_change(effect.change, what)}{doubt})"


def _ranked(contrasts: Contrasts, named: list[Effect], what: Quantity) -> list[str]:
    """Whether the largest effect exceeds the second."""
    apart = contrasts.apart(named[0], named[1]) if named[0].change.clear else None
    if apart is None:
        return []
    first, second = named[0].factor.label, named[1].factor.label
    if apart.low > 0:
        return [f"The first matters more than the second (by {_change(apart, what)})."]
    return [f"Whether {first} matters more than {second} these runs do not tell ({_change(apart, what)})."]


def _elsewhere(results: StudyResults, what: Quantity, named: list[Effect]) -> list[str]:
    """The share that the study reports in which the order of the two largest effects is clearly the other way round."""
    if not named[0].change.clear or not named[1].change.clear or results.plan.runs > MOST_VALUES // 10:
        return []
    first, second = (effect.factor.name for effect in named[:2])
    found: list[tuple[Change, Quantity]] = []
    for other in results.quantities:
        if other.kind != "share" or other.name == what.name:
            continue
        contrasts = Contrasts(results, other)
        effects = {effect.factor.name: effect for effect in _in_order(contrasts)}
        apart = contrasts.apart(effects[second], effects[first])
        if apart is not None and apart.low > 0:
            found.append((apart, other))
    if not found:
        return []
    apart, other = max(found, key=lambda item: item[0].value)
    return [f"Not so of {other.label}: there the second matters more (by {_change(apart, other)})."]


def _dependence(contrasts: Contrasts, named: list[Effect], what: Quantity) -> list[str]:
    """The clearest case of an effect that depends on another factor, if it does so by a quarter or more."""
    found: list[Interaction] = []
    for effect in named:
        for other in named:
            if other is effect:
                continue
            ends, at = (effect.first, effect.last), (other.first, other.last)
            item = contrasts.interaction(effect.factor, ends, other.factor, at)
            if item is not None and item.difference.clear and item.relative >= MATERIAL:
                found.append(item)
    if not found:
        return []
    clearest = max(found, key=lambda item: item.relative)
    depends, on = clearest.one.factor, clearest.factor
    cases = "; ".join(
        f"{_change(effect.change, what)}, where it is {on.word(level)}"
        for effect, level in ((clearest.one, clearest.first), (clearest.other, clearest.last))
    )
    return [f"What {depends.label} does depends on {on.label}: {cases}."]


def _course(contrasts: Contrasts, effect: Effect, what: Quantity) -> list[str]:
    """Of a single number with several values: where in between most of it happens."""
    factor = effect.factor
    if not factor.is_number or len(factor.levels) < 3 or None in factor.levels:
        return []
    steps = [contrasts.effect(factor, place, place + 1) for place in range(len(factor.levels) - 1)]
    made = [step for step in steps if step is not None]
    if len(made) < len(steps):
        return []
    signs = {float(np.sign(step.change.value)) for step in made if step.change.clear}
    if not signs:
        return ["Between no two neighbouring values is the difference clear of zero."]
    if len(signs) > 1:
        means = [made[0].before.mean or 0.0, *(step.after.mean or 0.0 for step in made)]
        top, bottom = (factor.word(int(place)) for place in (np.argmax(means), np.argmin(means)))
        return [f"It does not move in one direction: highest at {top}, lowest at {bottom}."]
    largest = max(made, key=lambda step: abs(step.change.value))
    way = "rises" if signs == {1.0} else "falls"
    ends = f"{factor.words[largest.first]} and {factor.word(largest.last)}"
    return [f"It {way}, most of all between {ends} ({_change(largest.change, what)})."]


# Uncertain numbers -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Association:
    """Spearman's rank correlation of a quantity with a designed number over design points, with its 95% interval."""

    name: str
    correlation: float
    low: float
    high: float
    points: int

    def clear_of(self, tests: int) -> bool:
        """Whether it is clear of zero when so many are looked at (Bonferroni)."""
        z = NormalDist().inv_cdf(1 - (1 - LEVEL) / 2 / tests)
        return bool(abs(np.arctanh(self.correlation)) * np.sqrt(self.points - 3) > z)


def associations(points: pd.DataFrame, quantity: str, columns: list[str]) -> Iterator[Association]:
    """How a quantity goes with each column that is a number and varies."""
    z = NormalDist().inv_cdf(0.5 + LEVEL / 2)
    for column in columns:
        both = points[[column, quantity]].dropna()
        if both[column].dtype == object or len(both) < 5 or min(both.nunique()) < 2:
            continue
        ranks = both.rank()
        found = float(np.clip(np.corrcoef(ranks[column], ranks[quantity])[0, 1], -0.999999, 0.999999))
        low, high = np.tanh(np.arctanh(found) + np.array([-z, z]) / np.sqrt(len(both) - 3))
        yield Association(column, found, float(low), float(high), len(both))


def _of_numbers(results: StudyResults, what: Quantity) -> str:
    """Which designed numbers a quantity goes with, over design points."""
    columns = [*results.study.levers, *results.study.uncertainties]
    found = list(associations(results.points, what.name, columns))
    size = len(results.points)
    clear = sorted(
        (item for item in found if item.clear_of(len(found))), key=lambda item: (-abs(item.correlation), item.name)
    )
    if not found:
        return f"{what.label}. Nothing varies in this design that it could go with."
    if not clear:
        return f"{what.label}. It goes clearly with none of {len(found)} numbers over {size:,} points."
    words = "; ".join(
        f"{item.name} {item.correlation:+.2f} ({item.low:.2f} to {item.high:.2f})" for item in clear[:MOST_NAMED]
    )
    more = len(clear) - MOST_NAMED
    others = f"{more} more are" if more > 1 else "One more is" if more == 1 else "No other is"
    return (
        f"{what.label}. Of {len(found)} numbers it goes most with {words}: rank correlations over {size:,} points. "
        f"{others} clear of zero, allowing for how many were looked at."
    )


# Words -------------------------------------------------------------------------------------------------------


def _level(mean: Mean, change: Change, what: Quantity) -> str:
    """A mean, to as many digits as the change has."""
    scale, unit = (100.0, "%") if what.kind == "share" else (1.0, "")
    return f"{_rounded(scale * (mean.mean or 0.0), _digits(change, scale))}{unit}"


def _change(change: Change, what: Quantity) -> str:
    """A change with its interval: +7.8 points, 6.5 to 9.1."""
    scale, unit = (100.0, " points") if what.kind == "share" else (1.0, "")
    digits = _digits(change, scale)
    value, low, high = (_rounded(scale * number, digits) for number in (change.value, change.low, change.high))
    return f"{'' if value.startswith('-') else '+'}{value}{unit}, {low} to {high}"


def _digits(change: Change, scale: float) -> int:
    """One more than the interval's width supports where that begins with a small digit: 14% to 14% says nothing."""
    return decimals(scale * (change.high - change.low) / 6)


def _rounded(value: float, digits: int) -> str:
    text = f"{value:.{digits}f}"
    return text.lstrip("-") if float(text) == 0 else text
