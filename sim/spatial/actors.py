"""Actors on a line: what each can bring to bear, where it stands, and how much it cares."""

from __future__ import annotations

from dataclasses import dataclass

from sim.scenario import Distribution, Number


@dataclass(frozen=True)
class Actor:
    """A row of the spatial model's usual input.

    `capability` is what it could bring to bear, 0 or more, on any scale: only proportions between actors count.
    `position` is what it wants on the issue, on any scale. `salience` is the part of its capability that it would
    spend on this issue, on [0, 1]. Each is a number, or a distribution where the file has a range. `why` is the
    file's reason, empty where there is none, and `line` the line of the file, 0 where there is no file.
    """

    name: str
    capability: Number
    position: Number
    salience: Number
    why: str = ""
    line: int = 0

    @property
    def numbers(self) -> dict[str, Number]:
        """The three numbers by the name of their column."""
        return {"capability": self.capability, "position": self.position, "salience": self.salience}


def support(number: Number) -> tuple[float, float]:
    """The smallest and the largest value of a number or distribution."""
    return number.support if isinstance(number, Distribution) else (float(number), float(number))


def centre(number: Number) -> float:
    """The number itself; of a range its mode if it names one, else its middle."""
    if not isinstance(number, Distribution):
        return float(number)
    return number.parameters[1] if number.kind == "triangular" else number.mean
