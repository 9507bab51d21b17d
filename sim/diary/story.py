"""One run told as a diary: who met, who refused whom and for what, what was tabled, what moved, why it ended.

The model's events become sentences, those that only repeat what was told before are dropped, meetings at which nothing
new was tabled are gathered, and rounds in which there was nothing else are folded into one entry.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sim.diary.beliefs import what_war_taught
from sim.diary.teller import Teller, Told, listed, times
from sim.html import table as html_table
from sim.model import NegotiationModel
from sim.scenario import Scenario

ENDINGS = {
    "settlement": "A settlement was signed and ratified, and kept for as long as it was watched.",
    "relapse": "A settlement was signed and ratified, and then broken: the war is on again.",
    "frozen": "It ended under a ceasefire without a settlement: a frozen conflict.",
    "military_first": "{first} took by force what it wanted.",
    "military_second": "{second} took by force what it wanted.",
    "no_agreement": "It ended without an agreement{war}.",
}


@dataclass(frozen=True)
class Entry:
    """What happened in a round, as sentences; ``last`` is a later round if several alike are told in one."""

    round: int
    last: int
    date: str | None
    sentences: tuple[str, ...]

    @property
    def heading(self) -> str:
        """Which round or rounds, and the date of the first."""
        rounds = f"Round {self.round}" if self.last == self.round else f"Rounds {self.round} to {self.last}"
        return rounds + (f" ({'' if self.last == self.round else 'from '}{self.date})" if self.date else "")


@dataclass(frozen=True)
class Trace:
    """One run, replayed: its diary, its row of the outcome table, its numbers round by round."""

    scenario: Scenario
    seed: int
    run: int
    entries: tuple[Entry, ...]
    ending: str
    record: dict[str, Any]
    parameters: dict[str, float]
    rounds: tuple[dict[str, Any], ...]

    def lines(self, width: int = 80) -> list[str]:
        """The diary for reading, no line wider than ``width`` characters."""
        lines = textwrap.wrap(f"{self.scenario.name}: run {self.run} of seed {self.seed}", width)
        for entry in self.entries:
            lines += ["", entry.heading]
            for sentence in entry.sentences:
                lines += textwrap.wrap(sentence, width, initial_indent="  ", subsequent_indent="    ")
        return [*lines, "", *textwrap.wrap(self.ending, width)]

    def _repr_html_(self) -> str:
        caption = f"{self.scenario.name}: run {self.run} of seed {self.seed}"
        rows = [(entry.heading, " ".join(entry.sentences)) for entry in self.entries]
        return html_table(caption, ("", ""), [*rows, ("", self.ending)], texts=2)

    def to_dict(self) -> dict[str, Any]:
        """The same for machines; JSON-able."""
        diary = [{"round": e.round, "last": e.last, "date": e.date, "sentences": [*e.sentences]} for e in self.entries]
        return {
            "scenario": self.scenario.name, "digest": self.scenario.digest, "seed": self.seed, "run": self.run,
            "outcome": self.record["outcome"], "ending": self.ending, "record": self.record,
            "parameters": self.parameters, "diary": diary, "rounds": [*self.rounds],
        }  # fmt: skip


def trace(scenario: Scenario, seed: int = 0, run: int = 0, runs_per_point: int = 2) -> Trace:
    """Replay run ``run`` of the ensemble with ``seed`` and ``runs_per_point``."""
    model = NegotiationModel(scenario, seed=seed, run=run, runs_per_point=runs_per_point).run_model()
    return tell(model)


def tell(model: NegotiationModel) -> Trace:
    """The diary of a model that has been played to its end."""
    teller = Teller(model)
    told = fold(teller.tell(number) for number in range(1, model.round + 1))
    sides = [teller.actor_named(name) for name in model.case.belligerents] or ["", ""]
    ending = ENDINGS[model.outcome or "no_agreement"].format(
        first=sides[0], second=sides[1], war="; the war goes on" if model.case.belligerents else ""
    )
    ending = " ".join([ending, *what_war_taught(model)])
    entries = tuple(
        Entry(round_.round, round_.last, date_of(model.case, round_.round), tuple(sentences(round_))) for round_ in told
    )
    return Trace(
        model.case, model.seed_of_run, model.number, entries, ending, model.record(), model.parameters,
        tuple(numbers_of(model)),
    )  # fmt: skip


def date_of(scenario: Scenario, number: int) -> str | None:
    """The day on which a round begins, if the scenario has a date."""
    if scenario.date is None:
        return None
    day = scenario.date + timedelta(days=(number - 1) * scenario.round_days)
    return f"{day.day} {day:%b %Y}"


def fold(rounds: Iterable[Told]) -> list[Told]:
    """Leave out rounds without anything to tell, and make one of neighbours in which known texts were tabled again."""
    kept: list[Told] = []
    for told in rounds:
        if kept and told.again and not told.news and not kept[-1].news:
            kept[-1].last = told.last
            kept[-1].again += told.again
        elif told.news or told.again:
            kept.append(told)
    return kept


def sentences(told: Told) -> list[str]:
    """News first, then, in one sentence, where known texts were tabled again."""
    if not told.again:
        return told.news
    counted = {track: told.again.count(track) for track in told.again}
    where = listed([f"{track} ({times(count)})" if count > 1 else track for track, count in counted.items()], "; ")
    return [*told.news, f"Known texts are tabled again: {where}."]


def numbers_of(model: NegotiationModel) -> list[dict[str, Any]]:
    """Front and actors' numbers after each round, and the tracks' texts."""
    rounds = model.datacollector.get_model_vars_dataframe().to_dict("records")
    agents = model.datacollector.get_agent_vars_dataframe().reset_index().to_dict("records")
    width = len(model.actors)
    shown = ("disagreement", "aspiration", "estimate", "standing_value", "active")
    for number, row in enumerate(rounds):
        block = agents[number * width : (number + 1) * width]
        row["actors"] = {actor["name"]: {key: actor[key] for key in shown} for actor in block}
        row["texts"] = model.texts[number]
    return [dict(row) for row in rounds]
