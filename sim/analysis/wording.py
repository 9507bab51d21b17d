"""Changes in words: no more digits than the interval supports, signs that are seen."""

from __future__ import annotations

import math

from sim.analysis.paired import Difference
from sim.summary.estimates import Mean
from sim.summary.wording import NOTHING, decimals

MINUS = "\N{MINUS SIGN}"


def before_and_after(item: Difference) -> tuple[str, str]:
    """A quantity in both cases: shares such as 9.5%, means such as 76.4, with as many digits each."""
    scale, unit = _scale(item), "%" if item.kind == "share" else ""
    digits = max(_level_digits(value, scale) for value in (item.before, item.after))
    return _level(item.before, scale, digits, unit), _level(item.after, scale, digits, unit)


def _level_digits(value: Mean, scale: float) -> int:
    """None for a share of 0% or 100%, whose interval says nothing about the other's."""
    if value.low is None or value.high is None or (scale > 1 and value.mean in (0.0, 1.0)):
        return 0
    return decimals(scale * (value.high - value.low) / 2, 3)


def _level(value: Mean, scale: float, digits: int, unit: str) -> str:
    if value.mean is None:
        return NOTHING
    text = f"{scale * value.mean:.{digits}f}"
    if unit and value.mean in (0.0, 1.0):
        text = f"{scale * value.mean:.0f}"
    return f"{text}{unit}"


def change(item: Difference) -> str:
    """A change with its sign: of a share in percentage points, of a mean in its unit."""
    return signed(_scale(item) * item.change, _digits(item))


def paired_interval(item: Difference) -> str:
    """The paired interval of a change, such as +2.5 to +3.8."""
    return _interval(item.low, item.high, item)


def unpaired_half_width(item: Difference) -> str:
    """Half the interval that two separate ensembles would give, such as ±1.5."""
    half = _scale(item) * (item.unpaired_high - item.unpaired_low) / 2
    return f"\N{PLUS-MINUS SIGN}{half:.{_digits(item)}f}" if math.isfinite(half) else "unknown"


def narrower(item: Difference) -> str:
    """By how much pairing narrows the interval, such as 3.2x."""
    factor = item.narrower
    if factor is None:
        return NOTHING
    return "no run moved" if math.isinf(factor) else f"{factor:.1f}x"


def signed(value: float, digits: int) -> str:
    """A number with its sign; zero has none."""
    text = f"{abs(value):.{digits}f}"
    if not float(text):
        return text
    return f"{'+' if value > 0 else MINUS}{text}"


def _interval(low: float, high: float, item: Difference) -> str:
    if not math.isfinite(high - low):
        return "unknown"
    scale, digits = _scale(item), _digits(item)
    return f"{signed(scale * low, digits)} to {signed(scale * high, digits)}"


def _digits(item: Difference) -> int:
    """So many that the interval's half width shows, and is not rounded by more than a sixth of itself."""
    width = (item.high - item.low) or (item.unpaired_high - item.unpaired_low)
    return decimals(_scale(item) * width / 6, 3)


def _scale(item: Difference) -> float:
    return 100.0 if item.kind == "share" else 1.0
