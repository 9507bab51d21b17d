"""Which precondition gave way first in each run of a table, in the sense in which history is coded (O7).

The engine notes a precondition as met as soon as its condition holds. That is more often than it *came about*: a text
that lies on the table, even the holder's own draft, says what the holder demands; and a rule on who may sit there is
met by every table that keeps it. So here

- a waiver counts for every precondition, in its round;
- `after` a step: it is satisfied when the step is in force;
- a `text` that must say something: when what it held up goes ahead under a text that does, the step taken or the text
  signed;
- a rule on who sits at the table (`with`, `without`, `only_with`) is kept or waived, never satisfied.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.backtest.questions import NONE
from sim.scenario import Precondition, Scenario
from sim.summary.timing import rounds_of

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Fallen:
    """Which precondition fell first in each run.

    `names` are preconditions, then none; `first` (runs, names) is 1 for the one that fell first, in equal parts where
    several fell in the same round; `rounds` when; `waived` (runs, preconditions) whether its fall was a waiver.
    """

    names: tuple[str, ...]
    first: Floats
    rounds: Floats
    waived: NDArray[np.bool_]

    @classmethod
    def of(cls, scenario: Scenario, table: pd.DataFrame) -> Fallen:
        """A precondition of several holders falls when the first of them gives way, or it is satisfied for one."""
        when = np.full((len(table), len(scenario.preconditions)), np.inf)
        waived = np.zeros(when.shape, dtype=bool)
        for place, (name, rule) in enumerate(scenario.preconditions.items()):
            for holder in rule.holders:
                column = name if len(rule.holders) == 1 else f"{name}.{holder}"
                for way, rounds in (
                    ("satisfied", satisfied_rounds(rule, table, column)),
                    ("waived", _rounds(table, f"waived.{column}")),
                ):
                    earlier = rounds < when[:, place]
                    waived[earlier, place] = way == "waived"
                    when[:, place] = np.minimum(when[:, place], rounds)
        earliest = when.min(axis=1, initial=np.inf)
        first = (when == earliest[:, None]) & np.isfinite(when)
        none = ~np.isfinite(earliest)
        parts = np.column_stack([first, none]).astype(np.float64)
        rounds = np.where(none, np.nan, earliest)
        return cls((*scenario.preconditions, NONE), parts / parts.sum(axis=1, keepdims=True), rounds, waived)

    @property
    def counts(self) -> Floats:
        """Runs in which each was first; parts of runs where several fell at once."""
        return np.asarray(self.first.sum(axis=0), dtype=np.float64)

    def ways(self, name: str) -> dict[str, float]:
        """How a precondition fell where it was first: shares of waived and satisfied, none if it never was."""
        place = self.names.index(name)
        weights = self.first[:, place]
        if weights.sum() <= 0:
            return {}
        waived = float((weights * self.waived[:, place]).sum() / weights.sum())
        return {"waived": waived, "satisfied": 1 - waived}


def satisfied_rounds(rule: Precondition, table: pd.DataFrame, column: str) -> Floats:
    """The round in which a precondition was satisfied (shape: runs), infinite where it never was."""
    met = _rounds(table, f"satisfied.{column}")
    if rule.after is not None:
        return met
    if rule.text is None:
        return np.full(len(table), np.inf)
    if rule.gate in ("talks", "any_track"):
        return met
    passed = f"step.{rule.gate}" if isinstance(rule.gate, str) and rule.gate != "signing" else "signed"
    return np.asarray(np.maximum(met, _rounds(table, passed)), dtype=np.float64)


def _rounds(table: pd.DataFrame, column: str) -> Floats:
    return np.nan_to_num(rounds_of(table[column]), nan=np.inf)
