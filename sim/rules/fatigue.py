"""When a third party leaves: fatigue grows with each round of war without a formal meeting that it sat at."""

from __future__ import annotations

from sim.kernel import rule


@rule
def fatigue_after(fatigue: float, met_formally: bool, fighting: bool) -> float:
    """Rounds of fatigue after this one; a formal meeting or a silent front does not tire."""
    return fatigue if met_formally or not fighting else fatigue + 1.0


@rule
def leaves(fatigue: float, exit_after: float) -> bool:
    """Whether an actor with so many rounds of fatigue is past ``exit_after`` (infinite: never)."""
    return fatigue > exit_after
