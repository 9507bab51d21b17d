"""What drives one quantity: everything that was found of it, the numbers in order, and a sentence about them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from sim.analysis.discovery import Bound, Box
from sim.analysis.factors import FactorEffect, FactorEffects
from sim.analysis.quantities import Quantity
from sim.analysis.scoring import MainEffects, TreeScores
from sim.analysis.screening import Screening, Swing
from sim.analysis.sensitivity import SobolIndices
from sim.analysis.variance import Estimate, VarianceSplit
from sim.summary.wording import DASH, decimals, percent, percent_interval, sentence

POINTS_FOR_ENDS = 500
"""Fewest points from which it is said what the quantity is at the ends of a number's range."""
MOST_NAMED = 3
"""How many numbers a sentence names."""


@dataclass(frozen=True)
class QuantityDrivers:
    """What drives one quantity; what the design does not allow is None, or empty.

    `split` is of its variance, where `varied` says what its part `design` is due to; `levers` are effects of a grid;
    `sobol`, `screening` and `swings` come from designs made for them; `effects` and `trees` from points of any
    design; `box` is the region in which it is common, and `case` says what counts as a case there. `same` says that it
    is the same in all runs.
    """

    quantity: Quantity
    mean: float
    split: VarianceSplit | None
    varied: str
    levers: FactorEffects | None = None
    sobol: SobolIndices | None = None
    screening: Screening | None = None
    swings: tuple[Swing, ...] = ()
    effects: MainEffects | None = None
    trees: TreeScores | None = None
    box: Box | None = None
    case: str = ""
    same: bool = False


@dataclass(frozen=True)
class Ranked:
    """A number in its place: how much it matters, and whether that is beyond what chance would give.

    `weight` is what it is ranked by (`weighed_by` says what that is), `first` its first-order index where that is
    another. From `low` to `high` of the number, the quantity goes from `at_low` to `at_high` (NaN: not known).
    """

    name: str
    weight: Estimate
    clear: bool
    first: Estimate | None = None
    low: float = math.nan
    high: float = math.nan
    at_low: float = math.nan
    at_high: float = math.nan


def weighed_by(found: QuantityDrivers) -> str:
    """What the weights of a ranking are."""
    if found.sobol is not None:
        return "total Sobol index"
    if found.screening is not None:
        return "typical change over the whole range" if found.screening.runs > 1 else "mean absolute effect"
    if found.swings:
        return "largest change from the base"
    corrected = found.effects is None or found.effects.corrected
    return "share of what all numbers explain" if corrected else "share of the variance, chance included"


def ranking(found: QuantityDrivers) -> tuple[Ranked, ...]:
    """The uncertain numbers, what matters most first; empty where their weights are not known."""
    told = found.effects is not None and found.effects.points >= POINTS_FOR_ENDS
    ends = {item.name: item for item in found.effects.effects} if found.effects is not None and told else {}

    def ranked(name: str, weight: Estimate, clear: bool, first: Estimate | None = None) -> Ranked:
        at = ends.get(name)
        if at is None:
            return Ranked(name, weight, clear, first)
        return Ranked(name, weight, clear, first, at.low, at.high, at.at_low, at.at_high)

    if found.sobol is not None and found.sobol.told:
        names, first, total = found.sobol.names, found.sobol.first, found.sobol.total
        items = [ranked(name, whole, whole.low > 0, one) for name, one, whole in zip(names, first, total, strict=True)]
    elif found.screening is not None:
        strong = found.screening.runs > 1
        items = [
            ranked(item.name, item.strength if strong else item.mu_star, item.above_chance)
            for item in found.screening.effects
        ]
    elif found.swings:
        items = [_swung(swing) for swing in found.swings]
    elif found.effects is not None:
        items = [ranked(item.name, item.share, item.above_chance) for item in found.effects.effects]
    else:
        items = []
    return tuple(sorted((item for item in items if item.weight.known), key=lambda item: -item.weight.value))


def _swung(swing: Swing) -> Ranked:
    change = max((swing.at_low, swing.at_high), key=lambda end: abs(end.value))
    ends = sorted((abs(change.low), abs(change.high)))
    clear = change.low > 0 or change.high < 0
    weight = Estimate(abs(change.value), ends[0] if clear else 0.0, ends[1])
    return Ranked(swing.name, weight, clear, None, swing.low, swing.high, swing.at_low.value, swing.at_high.value)


# Words -------------------------------------------------------------------------------------------------------


def statement(found: QuantityDrivers, names: Mapping[str, str]) -> str:
    """What drives the quantity, in sentences made of its numbers."""
    parts = [_of_split(found), _of_levers(found, names), _of_ranking(found, names), _of_box(found, names)]
    said = "It is the same in all runs." if found.same else " ".join(part for part in parts if part)
    return f"{found.quantity.label}. {said or 'These runs do not tell what drives it.'}"


def share(estimate: Estimate) -> str:
    """A share and its interval, such as 21% (17 to 25%), cut to what a share can be."""
    if not estimate.known:
        return DASH
    half = 50 * (estimate.high - estimate.low)
    digits = min(decimals(half), 1) if math.isfinite(half) else 0
    value, low, high = (100 * min(max(end, 0.0), 1.0) for end in (estimate.value, estimate.low, estimate.high))
    return f"{value:.{digits}f}% ({low:.{digits}f}{DASH}{high:.{digits}f}%)"


def amount(value: float, quantity: Quantity) -> str:
    """A level of the quantity: a share in percent, anything else to three digits."""
    return f"{round(100 * value) + 0:d}%" if quantity.kind == "share" else f"{value:.3g}"


def change(estimate: Estimate, quantity: Quantity) -> str:
    """A change of the quantity with its interval, such as +7.8 points (6.5 to 9.1)."""
    scale, unit = (100.0, " points") if quantity.kind == "share" else (1.0, "")
    value, low, high = (scale * number + 0.0 for number in (estimate.value, estimate.low, estimate.high))
    digits = decimals((high - low) / 2)
    return f"{value:+.{digits}f}{unit} ({low:.{digits}f} to {high:.{digits}f})"


def weight(item: Ranked, found: QuantityDrivers) -> str:
    """A weight with its interval, in the unit of the ranking."""
    if found.screening is None and not found.swings:
        return share(item.weight)
    scale, unit = (100.0, " points") if found.quantity.kind == "share" else (1.0, "")
    value, low, high = (scale * number for number in (item.weight.value, item.weight.low, item.weight.high))
    digits = decimals((high - low) / 2)
    return f"{value:.{digits}f}{unit} ({low:.{digits}f}{DASH}{high:.{digits}f})"


def bound_words(bound: Bound, names: Mapping[str, str]) -> str:
    """A bound of a region."""
    name = names.get(bound.name, bound.name)
    if isinstance(bound.value, tuple):
        return f"{name} is {' or '.join(bound.value)}"
    return f"{name} is {bound.side} {bound.value:.3g}"


def _of_split(found: QuantityDrivers) -> str:
    split = found.split
    if split is None or not split.design.known:
        return ""
    drawn = f", the numbers drawn for each run {share(split.drawn)}" if split.drawn is not None else ""
    return (
        f"{sentence(found.varied)} explain {share(split.design)} of the variance between single runs{drawn}, chance "
        f"{share(split.chance)}."
    )


def _of_levers(found: QuantityDrivers, names: Mapping[str, str]) -> str:
    if found.levers is None or not found.levers.effects:
        return ""
    parts = [_lever(item, found.quantity, names) for item in found.levers.effects[:MOST_NAMED]]
    return f"{sentence('; '.join(parts))}."


def _lever(item: FactorEffect, quantity: Quantity, names: Mapping[str, str]) -> str:
    words = f"{names.get(item.name, item.name)}, from {item.ends[0]} to {item.ends[1]}"
    return f"{words}: {change(item.change, quantity)}"


def _of_ranking(found: QuantityDrivers, names: Mapping[str, str]) -> str:
    ranked = ranking(found)
    clear = [item for item in ranked if item.clear]
    if not ranked:
        return "What the single numbers do cannot be told from chance in so few runs." if found.effects else ""
    if not clear:
        return f"None of {len(ranked)} numbers is clear of chance."
    named = [f"{names.get(item.name, item.name)} ({weight(item, found)}{_course(item, found)})" for item in clear]
    rest = "" if len(clear) <= MOST_NAMED else f" Clear of chance are {len(clear)} of {len(ranked)} numbers."
    return f"Most of it goes with {'; '.join(named[:MOST_NAMED])}, by {weighed_by(found)}.{rest}"


def _course(item: Ranked, found: QuantityDrivers) -> str:
    if not math.isfinite(item.at_low) or found.swings:
        return ""
    ends = (amount(item.at_low, found.quantity), amount(item.at_high, found.quantity))
    return f"; {ends[0]} where it is lowest, {ends[1]} where highest"


def _of_box(found: QuantityDrivers, names: Mapping[str, str]) -> str:
    box = found.box
    if box is None:
        return ""
    if not box.found:
        return "No region of the numbers was found in which it is beyond doubt commoner than elsewhere."
    where = " and ".join(bound_words(bound, names) for bound in box.bounds)
    return (
        f"It is commonest where {where}: {percent(box.density)} ({percent_interval(box.density)}) of the runs there "
        f"against {percent(box.base)} of all, and {percent(box.coverage)} of all cases lie there."
    )
