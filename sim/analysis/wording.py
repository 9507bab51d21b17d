"""Changes in words: no more digits than the interval supports, signs that are seen."""

from __future__ import annotations

import math

from sim.analysis.paired import Difference
from sim.summary.estimates import Mean
from sim.summary.wording import NOTHING, decimals

MINUS = "\N{MINUS SIGN}"


def level(value: Mean, kind: str) -> str:
    """A quantity before or after: a share such as 9.5%, a mean such as 76.4."""
    if value.mean is None:
        return NOTHING
    scale, unit = (100.0, "%") if kind == "share" else (1.0, "")
    if kind == "share" and value.mean in (0.0, 1.0):
        return f"{100 * value.mean:.0f}%"
    if value.low is None or value.high is None:
        return f"{scale * value.mean:.2f}{unit}"
    return f"{scale * value.mean:.{decimals(scale * (value.high - value.low) / 2, 3)}f}{unit}"


def change(item: Difference) -> str:
    """A change with its sign: of a share in percentage points, of a mean in its unit."""
    scale = _scale(item)
    return signed(scale * item.change, decimals(scale * (item.high - item.low) / 2, 3))


def paired_interval(item: Difference) -> str:
    """The paired interval of a change, such as +2.5 to +3.8."""
    return _interval(item.low, item.high, item)


def unpaired_interval(item: Difference) -> str:
    """The interval that two separate ensembles would give."""
    return _interval(item.unpaired_low, item.unpaired_high, item)


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
    scale = _scale(item)
    digits = decimals(scale * (item.high - item.low) / 2, 3)
    return f"{signed(scale * low, digits)} to {signed(scale * high, digits)}"


def _scale(item: Difference) -> float:
    return 100.0 if item.kind == "share" else 1.0
