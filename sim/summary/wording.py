"""Numbers in words: no more digits than the interval supports."""

from __future__ import annotations

import math

from sim.summary.estimates import Mean, Share
from sim.summary.timing import When

DASH = "\N{EN DASH}"
NOTHING = DASH
"""What stands where there is nothing to say."""

_PHRASES = {
    "settlement": "a settlement",
    "relapse": "a settlement and then war again",
    "frozen": "a ceasefire without settlement",
    "no_agreement": "no agreement",
}


def decimals(half_width: float, most: int = 6) -> int:
    """Decimals of a number known to +- half_width: down to the first significant digit of the latter."""
    if not math.isfinite(half_width) or half_width <= 0:
        return 0
    rounded = float(f"{half_width:.0e}")
    return min(max(0, -math.floor(math.log10(rounded))), most)


def percent(share: Share) -> str:
    """A share of runs, such as 46% or 2.8%."""
    if share.share is None:
        return NOTHING
    if share.count in (0, share.of):
        return "100%" if share.count else "0%"
    return f"{100 * share.share:.{_share_decimals(share)}f}%"


def percent_interval(share: Share) -> str:
    """The interval of a share, such as 45 to 47%."""
    if share.share is None:
        return NOTHING
    digits = _share_decimals(share)
    low = "0" if share.low <= 0 else f"{100 * share.low:.{digits}f}"
    high = "100" if share.high >= 1 else f"{100 * share.high:.{digits}f}"
    return f"{low}{DASH}{high}%"


def headline(share: Share) -> str:
    """A share for a title: whole percents from 10% on."""
    value = share.share
    return percent(share) if value is None or value < 0.1 or share.count == share.of else f"{100 * value:.0f}%"


def plain_percent(value: float) -> str:
    """A share whose interval is not known, in whole percent."""
    return f"{100 * value:.0f}%"


def number(mean: Mean, most: int = 3) -> str:
    """A mean over runs, such as 30.5."""
    if mean.mean is None:
        return NOTHING
    text = f"{mean.mean:.{_mean_decimals(mean, most)}f}"
    return text.lstrip("-") if float(text) == 0 else text


def number_interval(mean: Mean, most: int = 3) -> str:
    """The interval of a mean, such as 30.0 to 30.9."""
    if mean.low is None or mean.high is None:
        return NOTHING
    digits = _mean_decimals(mean, most)
    return f"{mean.low + 0.0:.{digits}f} to {mean.high + 0.0:.{digits}f}"


def median_and_quartiles(when: When | None) -> str:
    """The time of an event, such as 51 (34 to 65)."""
    if when is None:
        return NOTHING
    return f"{when.median:.0f} ({when.first_quartile:.0f}{DASH}{when.third_quartile:.0f})"


def phrase(code: str, label: str) -> str:
    """An outcome inside a sentence."""
    return _PHRASES.get(code, label)


def sentence(text: str) -> str:
    """A text with a capital at its start."""
    return text[:1].upper() + text[1:]


def _share_decimals(share: Share) -> int:
    return decimals(50 * (share.high - share.low))


def _mean_decimals(mean: Mean, most: int) -> int:
    if mean.low is None or mean.high is None:
        return min(2, most)
    if mean.high == mean.low:
        return min(2, most)
    return decimals((mean.high - mean.low) / 2, most)
