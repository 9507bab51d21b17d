"""One flat buffer of real parameters, and where an uncertain number is written in it.

Every number of a scenario is *placed*: a fixed one is written once, an uncertain one leaves a *target* (dimension,
place in the buffer, how it is converted to rounds), to be written for each parameter point. Others may know a
private number only by its distribution; for them its mean stands in a second buffer.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sim.arrays import Floats, Integers, Parameters
from sim.scenario import Distribution

Shape = tuple[int, ...]


def rate_per_round(value: Floats, weeks: float) -> Floats:
    """Chance per round of a weekly chance."""
    kept: Floats = 1.0 - (1.0 - value) ** weeks
    return kept


def factor_per_round(value: Floats, weeks: float) -> Floats:
    """A factor by which something shrinks, from a week to a round."""
    factor: Floats = value**weeks
    return factor


def per_round(value: Floats, weeks: float) -> Floats:
    """What is proportional to time, from weeks to rounds."""
    return value * weeks


def root_per_round(value: Floats, weeks: float) -> Floats:
    """A volatility, from the square root of a week to that of a round."""
    root: Floats = value * weeks**0.5
    return root


def wander_per_round(value: Floats, weeks: float) -> Floats:
    """How a drift wanders, from weekly drifts per square root of a week to drifts a round per square root of a round.

    A drift of so much a week is ``weeks`` times as much a round, and over a round its own walk has ``weeks`` steps.
    """
    wandering: Floats = value * weeks**1.5
    return wandering


def in_rounds(value: Floats, weeks: float) -> Floats:
    """A duration, from weeks to rounds."""
    return value / weeks


def days_in_rounds(value: Floats, weeks: float) -> Floats:
    """A duration, from days to rounds."""
    return value / (7.0 * weeks)


def as_is(value: Floats, weeks: float) -> Floats:
    """No conversion."""
    return value


CONVERSIONS = {
    f.__name__: f
    for f in (
        as_is,
        rate_per_round,
        factor_per_round,
        per_round,
        root_per_round,
        wander_per_round,
        in_rounds,
        days_in_rounds,
    )
}


@dataclass(frozen=True)
class Target:
    """A place in the buffer that takes a dimension's value."""

    dimension: str
    place: int
    conversion: str
    private: bool


@dataclass
class Buffer:
    """The buffer while it is filled; ``weeks`` is the length of a round."""

    shapes: dict[str, Shape]
    weeks: float
    private_information: bool
    values: Floats = field(init=False)
    seen: Floats = field(init=False)
    targets: list[Target] = field(default_factory=list)
    offsets: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        """Lay the fields out one after the other."""
        self.offsets = {}
        size = 0
        for name, shape in self.shapes.items():
            self.offsets[name] = size
            size += int(np.prod(shape))
        self.values = np.zeros(size)
        self.seen = np.zeros(size)

    def fill(self, name: str, value: float) -> None:
        """Write ``value`` everywhere in a field."""
        start = self.offsets[name]
        stop = start + int(np.prod(self.shapes[name]))
        self.values[start:stop] = value
        self.seen[start:stop] = value

    def write(self, name: str, table: Floats) -> None:
        """Write a whole field of certain numbers, in its own shape."""
        start = self.offsets[name]
        self.values[start : start + table.size] = table.ravel()
        self.seen[start : start + table.size] = table.ravel()

    def put(
        self, name: str, at: Shape, value: float | Distribution, path: str, conversion: str = "as_is",
        known: bool | None = None,
    ) -> None:  # fmt: skip
        """Place ``value``, found at ``path`` in the scenario, at index ``at`` of field ``name``.

        ``known`` overrides whether others know the draw (default: unless it is private).
        """
        place = self.offsets[name] + int(np.ravel_multi_index(at, self.shapes[name]))
        convert = CONVERSIONS[conversion]
        if isinstance(value, Distribution):
            private = value.private and self.private_information if known is None else not known
            self.targets.append(Target(path, place, conversion, private))
            mean = convert(np.array([value.mean]), self.weeks)[0]
            self.values[place] = mean
            self.seen[place] = mean
        else:
            number = convert(np.array([float(value)]), self.weeks)[0]
            self.values[place] = number
            self.seen[place] = number


def parameters_on(buffer: Floats, shapes: dict[str, Shape]) -> Parameters:
    """``Parameters`` as views on a flat ``buffer``."""
    views: dict[str, Floats] = {}
    start = 0
    for name, shape in shapes.items():
        stop = start + int(np.prod(shape))
        views[name] = buffer[start:stop].reshape(shape)
        start = stop
    return Parameters(**views)


def indices(places: list[int]) -> Integers:
    """Places as an int64 array, also when there are none."""
    return np.array(places, dtype=np.int64)
