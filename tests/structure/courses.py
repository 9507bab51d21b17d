"""What happened in simulated runs, as courses that the analysis can be asked about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from sim.scenario import Scenario


@dataclass(frozen=True)
class Course:
    """A run: (round, phase, event) in order of time, and the round in which each hold was waived."""

    events: tuple[tuple[int, int, str], ...]
    waived: tuple[tuple[str, int], ...]

    def waived_by(self, round_: int) -> frozenset[str]:
        """Holds that were waived in that round or before."""
        return frozenset(key for key, when in self.waived if when <= round_)

    def order(self, steps: set[str]) -> tuple[str, ...]:
        """Its events in an order that `possible_order` is asked about: of steps taken in one round only the first."""
        kept: list[str] = []
        last = -1
        for round_, _, event in self.events:
            if event in steps and round_ == last:
                continue
            kept.append(event)
            last = round_ if event in steps else last
        return tuple(kept)


def courses(scenario: Scenario, table: pd.DataFrame) -> Iterator[Course]:
    """All different runs of an outcome table."""
    steps = {f"step.{name}": name for name in scenario.steps}
    formal = [f"met.{name}" for name, track in scenario.tracks.items() if track.formal]
    holds = [column for column in table.columns if column.startswith("waived.")]
    seen = set()
    rows = table[[*steps, *formal, "signed", *holds]].astype("float64").fillna(0).astype(int)
    for row in rows.to_dict("records"):
        events = [(row[column], 0, name) for column, name in steps.items() if row[column]]
        met = [row[column] for column in formal if row[column]]
        events += [(min(met), 1, "talks")] if met else []
        events += [(row["signed"], 2, "signature")] if row["signed"] else []
        waived = tuple((column.removeprefix("waived."), row[column]) for column in holds if row[column])
        course = Course(tuple(sorted(events)), waived)
        if course not in seen:
            seen.add(course)
            yield course
