"""The cells of a table of actors: a number, or a range of which the number is known to lie in."""

from __future__ import annotations

import math

from sim.scenario import Distribution, Number
from sim.scenario.kinds import NumberFault

RANGE = ".."
FORMS = "a number such as 40, a range 30..50 (all equally likely), or 30..40..50 (40 the likeliest)"


def number_of(text: str) -> Number:
    """The number of a cell: `40`, `30..50` (uniform) or `30..40..50` (triangular, the likeliest in the middle).

    Raises NumberFault for anything else.
    """
    parts = [_finite(part.strip(), text) for part in text.split(RANGE)]
    if len(parts) == 1:
        return parts[0]
    if len(parts) > 3:
        raise NumberFault(f"'{text}' has more than three numbers", f"allowed: {FORMS}")
    if parts != sorted(parts):
        raise NumberFault(f"the numbers of '{text}' do not rise", "a range runs from its lower to its upper end")
    if parts[0] == parts[-1]:
        return parts[0]
    return Distribution("uniform" if len(parts) == 2 else "triangular", tuple(parts))


def scaled(number: Number, factor: float) -> Number:
    """A number or range times a positive factor."""
    if isinstance(number, Distribution):
        return Distribution(number.kind, tuple(factor * value for value in number.parameters))
    return factor * number


def _finite(part: str, text: str) -> float:
    try:
        value = float(part)
    except ValueError:
        hint = f"allowed: {FORMS}"
        if "," in part:
            hint = "write the decimal point as a point, and thousands without a mark"
        raise NumberFault(f"'{text}' is no number", hint) from None
    if not math.isfinite(value):
        raise NumberFault(f"'{text}' is not a finite number")
    return value
