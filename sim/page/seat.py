"""A run with a chair in other hands: the model's actor that decides by orders and answers, and stops at a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from sim.model import Actor, Event, NegotiationModel, Text
from sim.page.course import Frame, Recorder
from sim.page.table import Answer, Asked, Orders, Question, mended, options_on_table
from sim.scenario import Scenario

NEWS = frozenset({
    "shock", "talks_resumed", "front_decided", "waived", "satisfied", "step_taken", "step_collapsed", "initialled",
    "signed", "vetoed", "settlement", "deal_broken", "left",
})  # fmt: skip
"""What one would want to stop for when several rounds are played at once."""


class OpenQuestion(Exception):
    """The run cannot go on without an answer."""

    def __init__(self, question: Question) -> None:
        super().__init__(question.kind)
        self.question = question


class Decider:
    """Orders, answers and what was asked, of one game while it is played."""

    def __init__(self, answers: Sequence[Answer], advised: bool) -> None:
        """`advised`: where answers run out the model decides."""
        self.answers = answers
        self.advised = advised
        self.used = 0
        self.orders = Orders()
        self.round = 0
        self.advisers = False
        self.asked: list[Asked] = []
        self.turned_down: list[Text] = []

    def decide(self, question: Question) -> bool:
        """Yes or no, by order or by answer. Raises OpenQuestion where neither is there."""
        done = self._decide(question)
        self.asked.append(Asked(self.round, question.kind, question.name, question.would, done))
        if question.kind == "accepts" and not done and question.text is not None:
            self.turned_down.append(question.text)
        return done

    def _decide(self, question: Question) -> bool:
        order = "advisers" if self.advisers else self.orders.of(question.kind, question.name)
        if order == "advisers":
            return question.would
        if order != "ask":
            return order == "yes"
        known = question.kind == "accepts" and question.text in self.turned_down
        if known and not self.orders.ask_again:
            return False
        return self._next(question) is not False

    def draft(self, question: Question, actor: Actor) -> Text:
        """The text to be tabled, by order or by answer. Raises OpenQuestion where neither is there."""
        assert question.text is not None
        order = "advisers" if self.advisers else self.orders.of("proposes", question.name)
        wanted: Answer = question.text
        if order == "yes" and self.orders.text is not None:
            wanted = self.orders.text
        elif order == "ask":
            wanted = self._next(question)
        text = mended(actor.model, wanted, question.text) if isinstance(wanted, Mapping) else question.text
        self.asked.append(Asked(self.round, "proposes", question.name, True, text == question.text))
        return text

    def _next(self, question: Question) -> Answer:
        if self.used >= len(self.answers):
            if self.advised:
                return question.text if question.kind == "proposes" and question.text is not None else question.would
            raise OpenQuestion(question)
        self.used += 1
        return self.answers[self.used - 1]


class Seated(Actor):
    """An actor whose decisions a `Decider` makes."""

    decider: ClassVar[Decider]

    def attends(self, track: str, would: bool) -> bool:
        """Whether to come to a meeting."""
        return self.decider.decide(Question("attends", track, would))

    def proposes(self, track: str, text: Text) -> Text:
        """What to table."""
        return self.decider.draft(Question("proposes", track, True, dict(text), options_on_table(self.model)), self)

    def accepts(self, track: str, text: Text, would: bool) -> bool:
        """Whether to sign."""
        return self.decider.decide(Question("accepts", track, would, dict(text)))

    def takes(self, step: str, would: bool) -> bool:
        """Whether to agree to a step."""
        return self.decider.decide(Question("takes", step, would))

    def waives(self, precondition: str, would: bool) -> bool:
        """Whether to give a precondition up."""
        return self.decider.decide(Question("waives", precondition, would))


class Position:
    """A game played up to where it stands.

    `model` is the run, `question` what has to be answered before its round can end (None: nothing), `asked` every
    decision of the chair so far, `rounds` how many rounds were played to their end.
    """

    def __init__(
        self, scenario: Scenario, chair: str, seed: int, run: int, rounds: Sequence[Orders], answers: Sequence[Answer],
        left_to_advisers: bool,
    ) -> None:  # fmt: skip
        """Play the run under these decisions."""
        self.decider = Decider(answers, left_to_advisers)
        kind = type("Seated", (Seated,), {"decider": self.decider})
        self.model = NegotiationModel(scenario, seed=seed, run=run, actors={chair: kind})
        self.chair = self.model.actors[self.model.compiled.names.actor(chair)]
        self.question: Question | None = None
        self.rounds = 0
        self._recorder = Recorder(self.model)
        for orders in rounds:
            if not self.goes_on:
                break
            self.play(orders)
        if left_to_advisers:
            self.decider.advisers = True
            while self.goes_on:
                self.play(self.decider.orders)

    @property
    def frames(self) -> tuple[Frame, ...]:
        """The rounds that were played to their end."""
        return self._recorder.frames()

    @property
    def asked(self) -> Sequence[Asked]:
        """Every decision of the chair so far."""
        return self.decider.asked

    @property
    def answers_used(self) -> int:
        """How many answers the rounds so far took."""
        return self.decider.used

    @property
    def over(self) -> bool:
        """Whether the run has ended."""
        return not self.model.running

    @property
    def goes_on(self) -> bool:
        """Whether another round can begin."""
        return self.question is None and self.model.running

    @property
    def news(self) -> list[Event]:
        """What happened in the last whole round that one would want to stop for."""
        return [event for event in self.model.events if event.round == self.rounds and event.what in NEWS]

    def play(self, orders: Orders) -> None:
        """Play a round under orders, up to its end or to a question."""
        self.decider.orders, self.decider.round = orders, self.rounds + 1
        try:
            self.model.step()
        except OpenQuestion as stop:
            self.question = stop.question
            return
        self.rounds += 1
        self._recorder.note()
