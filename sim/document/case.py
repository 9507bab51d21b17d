"""A scenario and what is known of it: runs, what its preconditions allow, what drives it. Worked out when asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from sim.scenario.claims import claims_in
from sim.summary.path_names import path_names

if TYPE_CHECKING:
    from sim.analysis.influence import Influence
    from sim.analysis.room import Room
    from sim.model import NegotiationModel
    from sim.results import Results
    from sim.scenario import Claim, Scenario
    from sim.structure import Explanation
    from sim.summary import Summary

Tell = Callable[[str], None]
SECONDS = 20.0
"""The search for deadlocks and ways out stops after this time; flagships take a second."""
MOST_WAYS = 8
UNITS = {1: "day", 7: "week", 30: "month", 365: "year"}
FEWEST_RUNS = 1_000
"""From fewer runs nothing is said of what drives the outcomes."""


@dataclass(frozen=True)
class Case:
    """One scenario of a report.

    `results` are its runs, None where only its preconditions are explained; `waived` are holds taken as waived.
    `command` is what makes the same report or result again.
    """

    scenario: Scenario
    results: Results | None
    command: str
    waived: tuple[str, ...] = ()

    @property
    def summary(self) -> Summary:
        """What came of the runs."""
        assert self.results is not None
        return self.results.summary()

    @cached_property
    def explanation(self) -> Explanation:
        """What the preconditions allow, before any run."""
        from sim.structure import explain

        return explain(self.scenario, waive=self.waived, most=MOST_WAYS, seconds=SECONDS)

    @cached_property
    def influence(self) -> tuple[Influence, ...]:
        """What each uncertain number does; empty where there are none, or too few runs to tell."""
        if self.results is None or self.results.runs // self.results.runs_per_point < FEWEST_RUNS // 2:
            return ()
        return self.results.influence()

    @cached_property
    def names(self) -> dict[str, str]:
        """What people call the uncertain numbers."""
        return path_names(self.scenario.dimensions(), self.scenario)

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """Id -> claim of everything that the scenario's seeds say."""
        return claims_in(self.scenario)

    @cached_property
    def room(self) -> Room:
        """The room for a deal in the run that is usual for it."""
        assert self.results is not None
        return self.results.plot.room()

    def model(self, run: int) -> NegotiationModel:
        """One of the runs, played again to its end."""
        from sim.model import NegotiationModel

        assert self.results is not None
        per_point = self.results.runs_per_point
        return NegotiationModel(self.scenario, self.results.seed, run, runs_per_point=per_point).run_model()

    def actor(self, name: str) -> str:
        """An actor's label."""
        return self.scenario.actors[name].label or name

    def day(self, number: float) -> str:
        """A round in words, with the month in which it begins if there is a date: "round 63 (February 2027)"."""
        if self.scenario.date is None:
            return f"round {number:.0f}"
        day = self.scenario.date + timedelta(days=(round(number) - 1) * self.scenario.round_days)
        return f"round {number:.0f} ({day:%B %Y})"

    @property
    def span(self) -> str:
        """How long the scenario is played, in words: "78 weeks (about 18 months)"."""
        rounds, length = int(self.scenario.rounds), int(self.scenario.round_days)
        days = rounds * length
        unit = UNITS.get(length)
        words = f"{rounds} rounds of {length} days" if unit is None else f"{rounds} {unit}{'' if rounds == 1 else 's'}"
        if length >= 28 or days < 120:
            return words
        return f"{words} (about {f'{days / 365:.2g} years' if days >= 730 else f'{days / 30.4:.0f} months'})"


def days_in_words(days: int) -> str:
    """A number of days: "a week", "3 days"."""
    return {1: "a day", 7: "a week", 14: "two weeks", 30: "a month", 365: "a year"}.get(days, f"{days} days")
