"""What conditioning on observations says, in words."""

from __future__ import annotations

from collections.abc import Sequence

from sim.analysis.blame_words import change, is_told, level
from sim.analysis.conditioning import Change, Shift

SURE = 0.05
"""Corrected p-value below which a parameter counts as moved."""


def moved(shifts: Sequence[Shift]) -> tuple[Shift, ...]:
    """The uncertain numbers that moved beyond chance, the furthest first."""
    return tuple(shift for shift in shifts if shift.p < SURE)


def outcomes_title(changes: Sequence[Change]) -> str:
    """The share that changes most."""
    told = [item for item in changes if item.kind == "share" and is_told(item.change)]
    if not told:
        return "What was seen changes no share by more than these runs can tell"
    most = max(told, key=lambda item: abs(item.change.mean or 0.0))
    way = "rises" if (most.change.mean or 0.0) > 0 else "falls"
    return (
        f"Given what was seen, “{most.label}” {way} from {level(most.before, 'share')} to {level(most.after, 'share')}"
    )


def parameters_title(shifts: Sequence[Shift]) -> str:
    """How many numbers moved, and which most."""
    found = moved(shifts)
    if not found:
        return f"What was seen moves none of {len(shifts)} uncertain numbers beyond chance"
    way = "up" if found[0].places[1] > 0.5 else "down"
    return f"What was seen moves {len(found)} of {len(shifts)} uncertain numbers, most {found[0].path}: {way}"


def summary(changes: Sequence[Change], shifts: Sequence[Shift]) -> str:
    """Two sentences: what changes most, and which parameters moved."""
    told = sorted(
        (item for item in changes if item.kind == "share" and is_told(item.change)),
        key=lambda item: -abs(item.change.mean or 0.0),
    )
    text = outcomes_title(changes)
    if len(told) > 1:
        rest = ", ".join(f"“{item.label}” {change(item.change, item.kind)}" for item in told[1:4])
        text += f"; {rest} percentage points"
    return f"{text}. {parameters_title(shifts)}."
