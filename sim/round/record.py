"""Noting what happened, for those who read one run; silent in an ensemble."""

from __future__ import annotations

from sim.arrays import AMOUNT, AT, EVENT, LOGGED, OBJECT, ROUND, SUBJECT, State
from sim.kernel import phase


@phase
def note(s: State, event: int, subject: int, object_: int, amount: float) -> None:
    """Write an event of this round to the log, if there is one with room left."""
    at = s.now[LOGGED]
    if at < s.log.shape[0]:
        s.log[at, AT] = s.now[ROUND]
        s.log[at, EVENT] = event
        s.log[at, SUBJECT] = subject
        s.log[at, OBJECT] = object_
        s.log[at, AMOUNT] = amount
        s.now[LOGGED] = at + 1
