"""What an attribution says, in words and rounded numbers."""

from __future__ import annotations

from sim.analysis.attribution import Attribution, Blame, Drop
from sim.summary.estimates import Mean
from sim.summary.wording import NOTHING, decimals


def change(mean: Mean, kind: str, *, signed: bool = True) -> str:
    """A change: percentage points of a share, such as +5.1, or a number in the quantity's unit."""
    if mean.mean is None:
        return NOTHING
    value = mean.mean * _scale(kind)
    return _number(value if signed else abs(value), _digits(mean, kind), "+" if signed else "")


def change_interval(mean: Mean, kind: str) -> str:
    """The interval of a change, such as +4.2 to +6.0."""
    if mean.low is None or mean.high is None:
        return NOTHING
    digits = _digits(mean, kind)
    low, high = (_number(value * _scale(kind), digits, "+") for value in (mean.low, mean.high))
    return f"{low} to {high}"


def level(mean: Mean, kind: str) -> str:
    """A level: a share in percent, or a number in the quantity's unit."""
    if mean.mean is None:
        return NOTHING
    text = f"{mean.mean * _scale(kind):.{_digits(mean, kind)}f}"
    text = "0" if float(text) == 0 else text
    return f"{text}%" if kind == "share" else text


def level_interval(mean: Mean, kind: str) -> str:
    """The interval of a level, such as 9.0 to 10.2."""
    if mean.low is None or mean.high is None:
        return NOTHING
    low, high = (f"{value * _scale(kind):.{_digits(mean, kind)}f}" for value in (mean.low, mean.high))
    return f"{low} to {high}" + ("%" if kind == "share" else "")


def unit_of(found: Attribution) -> str:
    """The unit of a change in words."""
    return "percentage points" if found.kind == "share" else found.unit.split(",")[0]


def title(found: Attribution) -> str:
    """The finding: which precondition does most of what all together do."""
    most = max(found.players, key=lambda item: abs(item.shapley.mean or 0.0))
    if is_told(most.shapley) and (not is_told(found.total) or _pulls_both_ways(found)):
        return (
            f"{found.label}: preconditions pull both ways; “{most.player.label}” weighs most "
            f"({change(most.shapley, found.kind)})"
        )
    if not is_told(found.total):
        return f"{found.label}: preconditions make no difference that these runs can tell"
    first = found.players[0]
    if not is_told(first.shapley) or first.share is None:
        return f"{found.label}: no single precondition stands out among {len(found.players)}"
    return f"{found.label}: {_share(first)} of the change is due to “{first.player.label}”"


def summary(found: Attribution) -> str:
    """Two or three sentences: the total, who has the largest part, the best one and the best two to drop."""
    before, after = level(found.kept, found.kind), level(found.dropped, found.kind)
    text = (
        f"With all of them {before}, without any {after}: "
        f"{change(found.total, found.kind)} {unit_of(found)} ({change_interval(found.total, found.kind)})."
    )
    if not is_told(found.total):
        return text + " That is no difference that these runs can tell."
    text += f" One to drop: {_drop(found.single, found.kind)}."
    if found.pair is not None:
        text += f" Two to drop: {_drop(found.pair, found.kind)}."
    return text


def _pulls_both_ways(found: Attribution) -> bool:
    """Whether what works against the total is more than half of it: then parts of the total say little."""
    total = found.total.mean or 0.0
    against = sum(min((item.shapley.mean or 0.0) * (1 if total > 0 else -1), 0.0) for item in found.players)
    return -against > abs(total) / 2


def is_told(mean: Mean) -> bool:
    """Whether an interval leaves 0 out."""
    return mean.low is not None and mean.high is not None and (mean.low > 0 or mean.high < 0)


def share_words(blame: Blame) -> str:
    """A player's part of the total in percent."""
    return NOTHING if blame.share is None else _share(blame)


def _share(blame: Blame) -> str:
    assert blame.share is not None
    return f"{100 * blame.share:.0f}%".replace("-0%", "0%")


def _drop(drop: Drop, kind: str) -> str:
    who = " and ".join(f"“{player.label}”" for player in drop.players)
    text = f"{who}, {change(drop.effect, kind)} ({change_interval(drop.effect, kind)})"
    if drop.lead is not None:
        text += f", {change(drop.lead, kind, signed=False)} ahead of the next"
        if not is_told(drop.lead):
            text += ", which may be as good"
    return text


def _number(value: float, digits: int, sign: str) -> str:
    text = f"{value:{sign}.{digits}f}"
    return text.lstrip("+-") if float(text) == 0 else text


def _scale(kind: str) -> float:
    return 100.0 if kind == "share" else 1.0


def _digits(mean: Mean, kind: str) -> int:
    if mean.low is None or mean.high is None or mean.high == mean.low:
        return 1
    return decimals(_scale(kind) * (mean.high - mean.low) / 2, 3)
