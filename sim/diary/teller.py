"""The events of a run in words."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim import arrays as on
from sim.model import Event, NegotiationModel, Text

ANSWERS = {"apart", "refused", "signing_blocked", "initialled", "signed", "vetoed"}


@dataclass
class Told:
    """A round while it is told: news, and tracks at which texts that are known were tabled again."""

    round: int
    last: int
    news: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)


def units(events: list[Event]) -> list[list[Event]]:
    """Events that belong together: a meeting with the answers to its text; the answers of those who were absent."""
    together: list[list[Event]] = []
    for event in events:
        head = together[-1][0].what if together else ""
        if event.what in ANSWERS and (head == "met" or head in ANSWERS):
            together[-1].append(event)
        elif event.what == "satisfied" and head == "met":
            together.insert(-1, [event])  # by who sits at the table
        else:
            together.append([event])
    return together


class Teller:
    """Turns events into sentences, and leaves out what only repeats what was told before."""

    def __init__(self, model: NegotiationModel) -> None:
        self.model = model
        self.names = model.compiled.names
        self.by_round: dict[int, list[Event]] = {}
        for event in model.events:
            self.by_round.setdefault(event.round, []).append(event)
        self.told: dict[tuple[str, int], object] = {}
        # how a drafter's text was answered at a track, and how those who were absent answered
        self.answered: dict[tuple[str, int, int], tuple[tuple[str, int, float], ...]] = {}
        # what each actor tabled last, and how to speak of it
        self.tabled: dict[int, tuple[Text, str]] = {}
        opening = model.case.opening_text
        if opening is not None and opening.by is not None:
            text = model.as_text(model.state.package[on.OPENING])
            self.tabled[self.names.actor(opening.by)] = (text, f'"{opening.label}"' if opening.label else "its draft")

    def tell(self, number: int) -> Told:
        """What is worth telling of a round."""
        told = Told(number, number)
        if number == 1:
            told.news += [f"{self.actor(a)} only plays for time in this run." for a in self.stalling()]
        for unit in units(self.by_round.get(number, [])):
            meeting = unit[0] if unit[0].what == "met" else None
            if not self.is_repeated(unit):
                told.news += self.in_words(unit)
            elif meeting is not None and meeting.object != on.ALL_TOGETHER:
                told.again.append(self.track(meeting.subject) + (", not signed" if len(unit) > 1 else ""))
            if meeting is not None:
                self.told["track", meeting.subject] = None
        return told

    def in_words(self, unit: list[Event]) -> list[str]:
        """Events that belong together as one paragraph, none if there is no news in them."""
        tellers = ((getattr(self, f"_{event.what}", None), event) for event in unit)
        said = [sentence for tell, event in tellers if tell is not None and (sentence := tell(event)) is not None]
        if unit[0].what in ANSWERS:
            said = ["Those who were absent answer.", *said]
        return [" ".join(said)] if said else []

    def is_repeated(self, unit: list[Event]) -> bool:
        """Whether a known text was tabled again and answered as before, or once more turned down by the absent."""
        head = unit[0]
        met = head.what == "met"
        if not met and head.what not in ANSWERS:
            return False
        answers = tuple((e.what, e.subject, e.amount if e.what == "signing_blocked" else e.object) for e in unit[met:])
        key = ("met", head.subject, head.object) if met else ("absent", 0, 0)
        before = self.answered.get(key, ())
        self.answered[key] = answers
        if met and not self.is_known(head):
            self.answered.pop(("absent", 0, 0), None)
            return False
        return answers == () or (answers == before and all(what != "signed" for what, _, _ in answers))

    def stalling(self) -> list[int]:
        """Those who do not negotiate in earnest."""
        return [a for a, actor in enumerate(self.model.actors) if not actor.sincere]

    def actor_named(self, name: str) -> str:
        """What the scenario calls an actor."""
        return self.model.case.actors[name].label or _shown(name)

    def actor(self, index: int) -> str:
        """The same by index."""
        return self.actor_named(self.names.actors[index])

    def step(self, index: int) -> str:
        """What the scenario calls a step."""
        name = self.names.steps[index]
        return self.model.case.steps[name].label or _shown(name)

    def track(self, index: int) -> str:
        """What the scenario calls a track."""
        name = self.names.tracks[index]
        return self.model.case.tracks[name].label or _shown(name)

    def demand(self, index: int) -> tuple[str, str]:
        """The holder of a precondition and what it is, without the holder's name again."""
        name, holder = self.names.held[index]
        who = self.actor_named(holder)
        return who, (self.model.case.preconditions[name].label or _shown(name)).removesuffix(f" ({who})")

    def blockers(self, bits: float) -> str:
        """Everyone in a set of held preconditions, those who hold the same together."""
        holders: dict[str, list[str]] = {}
        for p in range(len(self.names.held)):
            if int(bits) >> p & 1:
                who, what = self.demand(p)
                holders.setdefault(what, []).append(who)
        return listed([f"{listed(who)} ({what})" for what, who in holders.items()], "; ")

    def is_news(self, kind: str, index: int, what: object) -> bool:
        """Whether this differs from what was told of the same thing before."""
        if self.told.get((kind, index)) == what:
            return False
        self.told[kind, index] = what
        return True

    def is_known(self, event: Event) -> bool:
        """Whether a meeting saw the drafter's last text again."""
        if event.object == on.ALL_TOGETHER:
            return any(other.what == "apart" for other in self.by_round[event.round])
        known = self.tabled.get(event.object)
        return known is not None and known[0] == self.text_of(event)

    def text_of(self, event: Event) -> Text:
        """What a meeting's track had on the table at the end of the round."""
        return self.model.texts[event.round - 1][self.names.tracks[event.subject]]

    def terms(self, text: Text, before: Text | None = None) -> str:
        """What a text says on the issues on which it departs from another (the status quo)."""
        other = before or self.model.as_text(self.model.state.package[on.STATUS_QUO])
        return "; ".join(
            f"{self.model.case.terms[issue].label or _shown(issue)}: {_shown(option)}"
            + (f" (before: {_shown(other[issue])})" if before else "")
            for issue, option in text.items()
            if option != other[issue]
        )

    def _shock(self, event: Event) -> str:
        name = self.names.shocks[event.subject]
        label = self.model.case.shocks[name].label or _shown(name)
        rounds = int(event.amount)
        if event.object == 1:
            return f"Shock: {label}. That is the end of the process."
        return f"Shock: {label}. " + (f"No track meets for {_rounds(rounds)}." if rounds else "Talks go on.")

    def _talks_resumed(self, event: Event) -> str:
        return "Tracks can meet again."

    def _front_decided(self, event: Event) -> str:
        return f"The front gives way to {self.actor(event.subject)}."

    def _waived(self, event: Event) -> str:
        return "{} gives up a precondition: {}.".format(*self.demand(event.subject))

    def _satisfied(self, event: Event) -> str:
        who, what = self.demand(event.subject)
        met_by = {on.TEXT_SAYS: "The text on the table meets", on.FORMAT_RULE: "The table meets"}
        opening = met_by.get(int(self.model.compiled.layout.gate[event.subject, on.KIND]), "What has happened meets")
        return f"{opening} {possessive(who)} precondition: {what}."

    def _step_taken(self, event: Event) -> str:
        settled = ("settlement", 0) in self.told
        return f"{'Carried out' if settled else 'Step taken'}: {self.step(event.subject)}."

    def _step_collapsed(self, event: Event) -> str:
        return f"{self.step(event.subject)} breaks down."

    def _step_blocked(self, event: Event) -> str | None:
        if not self.is_news("step", event.subject, event.amount):
            return None
        return f"{self.step(event.subject)}: held up by {self.blockers(event.amount)}."

    def _broken_off(self, event: Event) -> str:
        return "Talks break down for good."

    def _walked_out(self, event: Event) -> str:
        return f"{self.actor(event.subject)} walks out for what it has elsewhere, worth {event.amount:.2f} to it."

    def _track_blocked(self, event: Event) -> str | None:
        if not self.is_news("track", event.subject, event.amount):
            return None
        return f"No meeting, {self.track(event.subject)}: refused by {self.blockers(event.amount)}."

    def _stayed_away(self, event: Event) -> str:
        return f"No meeting, {self.track(event.subject)}: {self.actor(event.object)} stays away."

    def _met(self, event: Event) -> str | None:
        if event.object == on.ALL_TOGETHER:
            return self._sealed(event)
        text = self.text_of(event)
        before, called = self.tabled.get(event.object, (None, ""))
        self.tabled[event.object] = (text, f"its text of round {event.round}")
        if before is None:
            what = self.terms(text) or "the status quo on every issue"
        else:
            changes = self.terms(text, before)
            what = called + (f", changed: {changes}" if changes else " again")
        return f"Meeting, {self.track(event.subject)}: {self.actor(event.object)} tables {what}."

    def _sealed(self, event: Event) -> str | None:
        if any(other.what == "apart" and other.subject == event.subject for other in self.by_round[event.round]):
            if not self.is_news("sealed", event.subject, True):
                return None
            return f"Meeting, {self.track(event.subject)}: all hand in sealed offers."
        middle = self.terms(self.text_of(event)) or "the status quo on every issue"
        return f"Meeting, {self.track(event.subject)}: the sealed offers meet. In their middle lies {middle}."

    def _believed(self, event: Event) -> str:
        self.told["doubted", event.subject] = None
        return f"{self.counsel(event)} {self.actor(event.object)} believes it: it would lose by lying."

    def _doubted(self, event: Event) -> str | None:
        if not self.is_news("doubted", event.subject, (event.object, event.amount)):
            return None
        return f"{self.counsel(event)} {self.actor(event.object)} does not believe it: it need not lose by lying."

    def counsel(self, event: Event) -> str:
        """What a mediator says of the war cost that it knows."""
        track = self.model.case.tracks[self.names.tracks[event.subject]]
        mediator, subject = (self.actor_named(name) for name in (track.mediator or "", track.mediator_knows or ""))
        found = ("much", "above") if event.amount > 0 else ("little", "below")
        told = f"{mediator} tells {self.actor(event.object)} that war costs {subject} {found[0]}"
        return f"{told} ({found[1]} {abs(event.amount):.2f})."

    def _conceded(self, event: Event) -> str:
        return f"{self.actor(event.subject)} gives in."

    def _apart(self, event: Event) -> str | None:
        if not self.is_news("apart", event.subject, True):
            return None
        return "The offers are opened and miss each other; nothing is tabled."

    def _refused(self, event: Event) -> str | None:
        reason = f"{-event.amount:.2f} short of what it holds out for"
        if event.amount > -0.005:
            reason = "less than it holds out for" if event.amount < 0.0 else "less than it has without a deal"
        return f"{self.actor(event.subject)} does not sign: {reason}."

    def _signing_blocked(self, event: Event) -> str:
        demands = [self.demand(p)[1] for p in range(len(self.names.held)) if int(event.amount) >> p & 1]
        return f"{self.actor(event.subject)} cannot sign: {listed(demands, '; ')}."

    def _initialled(self, event: Event) -> str:
        return f"The text ({self.track(event.subject)}) is initialled and goes to those who were not there."

    def _signed(self, event: Event) -> str:
        return f"The text ({self.track(event.subject)}) is signed."

    def _vetoed(self, event: Event) -> str:
        return f"{self.actor(event.subject)} does not ratify: {event.amount:.2f} above no deal is not enough at home."

    def _settlement(self, event: Event) -> str:
        self.told["settlement", 0] = True
        return f"The settlement is in force. {self.terms(self.text_of(event)) or 'Everything stays as it is'}."

    def _deal_broken(self, event: Event) -> str:
        return f"{self.actor(event.subject)} breaks the settlement: war is worth {event.amount:.2f} more to it."

    def _left(self, event: Event) -> str:
        return (
            f"{self.actor(event.subject)} leaves, tired after {_rounds(int(event.amount))} of war without formal talks."
        )


def listed(items: list[str], between: str = ", ") -> str:
    """Items in a row; two or more short ones end in "and"."""
    if between == ", " and len(items) > 1:
        return f"{between.join(items[:-1])} and {items[-1]}"
    return between.join(items)


def times(number: int) -> str:
    """How often, from two on."""
    return "twice" if number == 2 else f"{number} times"


def possessive(who: str) -> str:
    """Whose something is."""
    return f"{who}'" if who.endswith("s") else f"{who}'s"


def _rounds(number: int) -> str:
    """So many rounds."""
    return f"{number} round" if number == 1 else f"{number} rounds"


def _shown(option: str | float) -> str:
    """An option or a name as it is read."""
    return f"{option:.2f}" if isinstance(option, float) else option.replace("_", " ")
