"""One run told as a diary: who met, who refused whom and for what, what was tabled, what moved, why it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sim import arrays as on
from sim.model import Event, NegotiationModel, Text
from sim.scenario import Scenario

ENDINGS = {
    "settlement": "A settlement was signed, ratified and kept for as long as it was watched.",
    "relapse": "A settlement was signed and ratified, and then broken: the war is on again.",
    "frozen": "The last round passed under a ceasefire without a settlement: a frozen conflict.",
    "military_first": "{first} took by force what it wanted.",
    "military_second": "{second} took by force what it wanted.",
    "no_agreement": "The last round passed without an agreement.",
}


@dataclass(frozen=True)
class Entry:
    """What happened in a round, as sentences."""

    round: int
    date: str | None
    sentences: tuple[str, ...]


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

    def lines(self) -> list[str]:
        """The diary for reading."""
        lines = [f"{self.scenario.name}: run {self.run} of seed {self.seed}", ""]
        for entry in self.entries:
            when = f"Round {entry.round}" + (f" ({entry.date})" if entry.date else "")
            lines += [when, *(f"  {sentence}" for sentence in entry.sentences)]
        return [*lines, "", self.ending]

    def to_dict(self) -> dict[str, Any]:
        """The same for machines; JSON-able."""
        return {
            "scenario": self.scenario.name, "digest": self.scenario.digest, "seed": self.seed, "run": self.run,
            "outcome": self.record["outcome"], "ending": self.ending, "record": self.record,
            "parameters": self.parameters,
            "diary": [{"round": e.round, "date": e.date, "sentences": list(e.sentences)} for e in self.entries],
            "rounds": list(self.rounds),
        }  # fmt: skip


def trace(scenario: Scenario, seed: int = 0, run: int = 0, runs_per_point: int = 2) -> Trace:
    """Replay run ``run`` of the ensemble with ``seed`` and ``runs_per_point``."""
    model = NegotiationModel(scenario, seed=seed, run=run, runs_per_point=runs_per_point).run_model()
    return tell(model)


def tell(model: NegotiationModel) -> Trace:
    """The diary of a model that has been played to its end."""
    teller = _Teller(model)
    entries = [entry for number in range(1, model.round + 1) if (entry := teller.entry(number)).sentences]
    outcome = model.outcome or "no_agreement"
    sides = dict(zip(("first", "second"), (teller.actor_named(name) for name in model.case.belligerents), strict=False))
    return Trace(
        model.case, model.seed_of_run, model.number, tuple(entries), ENDINGS[outcome].format(**sides),
        model.record(), model.parameters, tuple(_numbers(model)),
    )  # fmt: skip


def _numbers(model: NegotiationModel) -> list[dict[str, Any]]:
    """Front and actors' numbers after each round, and the tracks' texts."""
    rounds = model.datacollector.get_model_vars_dataframe().to_dict("records")
    agents = model.datacollector.get_agent_vars_dataframe().reset_index()
    width = len(model.actors)
    for number, row in enumerate(rounds):
        block = agents.iloc[number * width : (number + 1) * width]
        row["actors"] = {
            actor["name"]: {
                key: actor[key] for key in ("disagreement", "aspiration", "estimate", "standing_value", "active")
            }
            for actor in block.to_dict("records")
        }
        row["texts"] = model.texts[number]
    return [dict(row) for row in rounds]


class _Teller:
    """Turns events into sentences, and leaves out what only repeats the round before."""

    def __init__(self, model: NegotiationModel) -> None:
        self.model = model
        self.names = model.compiled.names
        self.by_round: dict[int, list[Event]] = {}
        for event in model.events:
            self.by_round.setdefault(event.round, []).append(event)
        self.told: dict[tuple[str, int], object] = {}
        self.last_text: dict[tuple[str, int], Text] = {}

    def entry(self, number: int) -> Entry:
        """What is worth telling of a round."""
        sentences = [s for event in self.by_round.get(number, []) if (s := self.sentence(event, number)) is not None]
        start = self.model.case.date
        date = None
        if start is not None:
            date = (start + timedelta(days=(number - 1) * self.model.case.round_days)).strftime("%-d %b %Y")
        return Entry(number, date, tuple(sentences))

    def sentence(self, event: Event, number: int) -> str | None:
        """One event in words, None if it is no news."""
        tell = getattr(self, f"_{event.what}", None)
        return None if tell is None else tell(event, number)

    def actor_named(self, name: str) -> str:
        """What the scenario calls an actor."""
        return self.model.case.actors[name].label or name

    def actor(self, index: int) -> str:
        """The same by index."""
        return self.actor_named(self.names.actors[index])

    def step(self, index: int) -> str:
        """What the scenario calls a step."""
        name = self.names.steps[index]
        return self.model.case.steps[name].label or name

    def track(self, index: int) -> str:
        """What the scenario calls a track."""
        name = self.names.tracks[index]
        return self.model.case.tracks[name].label or name

    def holding(self, index: int) -> str:
        """A precondition with its holder."""
        name, holder = self.names.held[index]
        label = self.model.case.preconditions[name].label or name.replace("_", " ")
        return f"{self.actor_named(holder)} ({label})"

    def blockers(self, bits: float) -> str:
        """Everyone in a set of held preconditions."""
        return "; ".join(self.holding(p) for p in range(len(self.names.held)) if int(bits) >> p & 1)

    def is_news(self, kind: str, index: int, what: object) -> bool:
        """Whether this differs from what was told of the same thing before."""
        if self.told.get((kind, index)) == what:
            return False
        self.told[kind, index] = what
        return True

    def _shock(self, event: Event, number: int) -> str:
        name = self.names.shocks[event.subject]
        label = self.model.case.shocks[name].label or name.replace("_", " ")
        if event.object == 1:
            return f"Shock: {label}. The process is over."
        return f"Shock: {label}. No track meets for {int(event.amount)} rounds."

    def _talks_resumed(self, event: Event, number: int) -> str:
        return "Tracks can meet again."

    def _front_decided(self, event: Event, number: int) -> str:
        return f"The front gives way: {self.actor(event.subject)} has what it would take by force."

    def _waived(self, event: Event, number: int) -> str:
        return f"{self.holding(event.subject)} gives this precondition up."

    def _satisfied(self, event: Event, number: int) -> str:
        return f"Precondition met: {self.holding(event.subject)}."

    def _step_taken(self, event: Event, number: int) -> str:
        return f"Step taken: {self.step(event.subject)}."

    def _step_collapsed(self, event: Event, number: int) -> str:
        return f"{self.step(event.subject)} breaks down; the fighting is on again."

    def _step_blocked(self, event: Event, number: int) -> str | None:
        if not self.is_news("step", event.subject, event.amount):
            return None
        return f"{self.step(event.subject)} is held up by {self.blockers(event.amount)}."

    def _track_blocked(self, event: Event, number: int) -> str | None:
        if not self.is_news("track", event.subject, event.amount):
            return None
        return f"No meeting, {self.track(event.subject)}: refused by {self.blockers(event.amount)}."

    def _stayed_away(self, event: Event, number: int) -> str:
        return f"No meeting, {self.track(event.subject)}: {self.actor(event.object)} stays away."

    def _met(self, event: Event, number: int) -> str:
        self.told[("track", event.subject)] = None
        track = self.names.tracks[event.subject]
        text = self.model.texts[number - 1][track]
        before = self.last_text.get((track, event.object))
        self.last_text[track, event.object] = text
        opening = f"Meeting, {self.track(event.subject)}: {self.actor(event.object)} tables"
        if before is None:
            terms = "; ".join(
                self.term(issue, option) for issue, option in text.items() if self.is_change(issue, option)
            )
            return f"{opening} {terms or 'the status quo on every issue'}."
        moved = [f"{self.term(issue, option)} (before: {_shown(before[issue])})" for issue, option in text.items()
                 if option != before[issue]]  # fmt: skip
        return f"{opening} its earlier text{', changed: ' + '; '.join(moved) if moved else ' again'}."

    def is_change(self, issue: str, option: str | float) -> bool:
        """Whether an option is not the issue's status quo."""
        i = self.names.issue(issue)
        status_quo = self.model.as_text(self.model.state.package[on.STATUS_QUO])[self.names.issues[i]]
        return option != status_quo

    def term(self, issue: str, option: str | float) -> str:
        """An issue and its option in words."""
        label = self.model.case.issues[issue].label or issue.replace("_", " ")
        return f"{label}: {_shown(option)}"

    def _refused(self, event: Event, number: int) -> str:
        short = f"{-event.amount:.2f} short of what it holds out for"
        why = short if event.amount < 0 else "worse than no deal"
        return f"{self.actor(event.subject)} does not sign: {why}."

    def _signing_blocked(self, event: Event, number: int) -> str:
        return f"{self.actor(event.subject)} cannot sign: {self.blockers(event.amount)}."

    def _initialled(self, event: Event, number: int) -> str:
        return f"The text ({self.track(event.subject)}) is initialled and goes to the absent signatories."

    def _signed(self, event: Event, number: int) -> str:
        return f"The text ({self.track(event.subject)}) is signed."

    def _vetoed(self, event: Event, number: int) -> str:
        return f"Ratification fails in {self.actor(event.subject)}; its position hardens."

    def _settlement(self, event: Event, number: int) -> str:
        return "The settlement is ratified and comes into force."

    def _deal_broken(self, event: Event, number: int) -> str:
        return f"{self.actor(event.subject)} breaks the settlement: war is worth {event.amount:.2f} more to it."

    def _left(self, event: Event, number: int) -> str:
        return f"{self.actor(event.subject)} leaves the process after {int(event.amount)} rounds without progress."


def _shown(option: str | float) -> str:
    """An option as it is read."""
    return f"{option:.2f}" if isinstance(option, float) else option.replace("_", " ")


__all__ = ["ENDINGS", "Entry", "Trace", "tell", "trace"]
