"""Where the sources of the model leave room for more than one reading, and which is taken."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import Literal, get_args

from sim.errors import InputError

View = Literal["shared", "own"]
Confrontation = Literal["standoff", "stronger"]
Choice = Literal["strongest", "nearest"]
ROUNDS, MOST_ROUNDS = 25, 1_000


@dataclass(frozen=True)
class Settings:
    """How a group decides.

    - `rounds`: after how many rounds it stops if positions do not settle before, 1 to 1,000.
    - `view`: what a challenger takes its opponent's gain to be. `shared`: what the opponent itself expects, with its
      own risk exponent (Scholz, Calbert & Smith 2011). `own`: what it would be if the opponent were as inclined to
      take risks as the challenger (Bueno de Mesquita 1985, 1997: everything as the challenger perceives it).
    - `confrontation`: what happens where both expect to gain. `standoff`: neither moves, the source calls the end
      uncertain (Bueno de Mesquita 1997). `stronger`: who expects to gain less moves to the other's position, as open
      re-implementations have it.
    - `choice`: which of several proposals is accepted. `strongest`: that of the challenger who expects to gain most,
      the least move among equals (Bueno de Mesquita 1997: who can enforce a proposal makes it stick). `nearest`: the
      least move, the strongest among equals.
    - `status_quo`: probability, on [0, 1], that nothing would change without a challenge; with what is left of it the
      opponent would come to the median (Bueno de Mesquita 1985). 1 in Scholz, Calbert & Smith (2011).

    Raises InputError for values that are none of these.
    """

    rounds: int = ROUNDS
    view: View = "shared"
    confrontation: Confrontation = "standoff"
    choice: Choice = "strongest"
    status_quo: float = 1.0

    def __post_init__(self) -> None:
        """Refuse what has no meaning."""
        for name, kinds in (("view", View), ("confrontation", Confrontation), ("choice", Choice)):
            if getattr(self, name) not in get_args(kinds):
                raise InputError(f"{name} is '{getattr(self, name)}'; allowed: {', '.join(get_args(kinds))}")
        if not 1 <= self.rounds <= MOST_ROUNDS:
            raise InputError(f"rounds is {self.rounds}; allowed: 1 to {MOST_ROUNDS:,}")
        if not 0 <= self.status_quo <= 1:
            raise InputError(f"status_quo is {self.status_quo:g}; allowed: 0 to 1")

    def readings(self) -> tuple[Settings, ...]:
        """The same in every combination of view, confrontation and choice, its own first."""
        kinds = product(get_args(View), get_args(Confrontation), get_args(Choice))
        all_of_them = [replace(self, view=view, confrontation=clash, choice=choice) for view, clash, choice in kinds]
        return (self, *(one for one in all_of_them if one != self))
