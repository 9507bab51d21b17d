"""Play a part: one takes the chair of an actor and decides round by round, against the model's other actors.

A game is a frozen list of decisions. Where it stands is found by playing the run anew up to the first question that
has no answer yet: a run takes a few hundredths of a second, the same decisions give the same run to the last bit, and
no thread has to wait for anybody. Going back is dropping the last decisions.

Two kinds of decision. *Orders* hold for a round and those after it, for each track, step and precondition: yes, no,
ask, or as the advisers (the model) would. *Questions* come up within a round where the orders say ask: a draft of one's
own, a text to be signed, a step that could be taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from sim.errors import InputError
from sim.page.seat import Position
from sim.page.table import Answer, Kind, Order, Orders, Question
from sim.scenario import Scenario

MOST_AT_ONCE = 500
Move: TypeAlias = Literal["round", "answer"]


@dataclass(frozen=True)
class Game:
    """All decisions so far: the orders of each round that was begun, and the answers to questions in their order.

    `orders` are those for the next round. `left_to_advisers`: after these decisions the model decides for the chair.
    """

    scenario: Scenario
    chair: str
    seed: int = 0
    run: int = 0
    rounds: tuple[Orders, ...] = ()
    answers: tuple[Answer, ...] = ()
    orders: Orders = field(default_factory=Orders)
    left_to_advisers: bool = False

    @property
    def decisions(self) -> int:
        """How many have been made: rounds begun, questions answered, the chair left."""
        return len(self.rounds) + len(self.answers) + self.left_to_advisers

    def position(self) -> Position:
        """Where the game stands: the run played up to the open question, the end of the last round, or its end."""
        return Position(
            self.scenario, self.chair, self.seed, self.run, self.rounds, self.answers, self.left_to_advisers
        )

    def order(self, kind: Kind, name: str, order: Order) -> Game:
        """With an order for the rounds to come."""
        return replace(self, orders=self.orders.give(kind, name, order))

    def ask_again(self, again: bool) -> Game:
        """With texts that were turned down put to the chair again, or not."""
        return replace(self, orders=replace(self.orders, ask_again=again))

    def play_round(self) -> Game:
        """With one more round begun under the orders."""
        return replace(self, rounds=(*self.rounds, self.orders))

    def play_on(self, most: int = MOST_AT_ONCE) -> Game:
        """With rounds begun under the orders until a question comes up, there is news, or the run is over."""
        game = self.play_round()
        position = game.position()
        begun = 1
        while position.goes_on and not position.news and begun < most:
            position.play(self.orders)
            begun += 1
        return replace(game, rounds=(*self.rounds, *(self.orders,) * begun))

    def answer(self, answer: Answer, question: Question | None = None) -> Game:
        """With the open question answered; if `question` is given, that is also the order for the rounds to come."""
        game = replace(self, answers=(*self.answers, answer))
        if question is None:
            return game
        orders = game.orders.give(question.kind, question.name, "no" if answer is False else "yes")
        return replace(game, orders=replace(orders, text=dict(answer)) if isinstance(answer, Mapping) else orders)

    def leave(self) -> Game:
        """With everything from here on left to the model."""
        return replace(self, left_to_advisers=True)

    def back(self) -> Game:
        """Without the last round, and without the answers that were given in it."""
        if self.left_to_advisers:
            return replace(self, left_to_advisers=False)
        shorter = replace(self, rounds=self.rounds[:-1], orders=self.rounds[-1] if self.rounds else self.orders)
        used = shorter.position().answers_used
        return replace(shorter, answers=self.answers[:used])


def deal(scenario: Scenario, chair: str, seed: int = 0, run: int = 0) -> Game:
    """A new game. Raises InputError if the scenario has no such actor."""
    if chair not in scenario.actors:
        raise InputError(f"there is no chair '{chair}' (allowed: {', '.join(scenario.actors)})")
    return Game(scenario, chair, seed, run)
