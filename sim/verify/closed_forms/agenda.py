"""Who sets the agenda: Romer & Rosenthal 1978, Public Choice 33; with vetoes: Tsebelis 2002, Veto Players.

Members want a number to be at their best points, the nearer the better, and it stays at 0 if the one offer that one of
them makes finds too few who prefer it. A member with best point m > 0 prefers x > 0 to 0 if x is at most 2 m.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def best_offer(best: Mapping[str, float], setter: str, quota: int, veto: Sequence[str] = ()) -> float:
    """What `setter` gets: its best point, or the highest that enough others still take rather than nothing."""
    needed = [2 * best[name] for name in veto if name != setter]
    others = sorted((2 * point for name, point in best.items() if name != setter and name not in veto), reverse=True)
    return min([best[setter], *needed, *others[: max(0, quota - 1 - len(needed))]])


def accepted(best: Mapping[str, float], offer: float, quota: int, veto: Sequence[str] = ()) -> bool:
    """Whether enough members prefer `offer` to 0, and all with a veto do."""
    takes = {name for name, point in best.items() if offer <= 2 * point + 1e-9}
    return len(takes) >= quota and takes.issuperset(veto)


def gain(best: float, number: float) -> float:
    """How much nearer to its best point a member has it than with 0."""
    return best - abs(number - best)
