"""Levers: what somebody could decide, and which combinations of decisions a design asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from sim.errors import InputError
from sim.scenario.suggest import allowed_or_meant
from sim.study.design.designs import Sampling, unit_cube

if TYPE_CHECKING:
    from sim.scenario import Scenario

AS_IT_IS = "as it is"
"""What a table says of a lever with named settings that is left as the scenario has it."""

Level = str | float | None
"""A named setting, a number, or None: as the scenario has it."""
Row = Mapping[str, Level]


@dataclass(frozen=True)
class Setting:
    """A change of a scenario: values put at paths, and paths removed; without either the scenario as it is."""

    set: Mapping[str, object] = field(default_factory=dict)
    remove: tuple[str, ...] = ()
    label: str = ""

    @property
    def changes(self) -> bool:
        """Whether it changes anything."""
        return bool(self.set or self.remove)


@dataclass(frozen=True)
class Lever:
    """What somebody could decide: named `settings`, or a number at `paths` with `values` or `between` two ends.

    `levels` are how many values a grid takes between the two ends. The first setting or value is the base, with which
    the others are compared. A number that stands at several paths is the same at all of them.
    """

    name: str
    label: str = ""
    settings: Mapping[str, Setting] = field(default_factory=dict)
    paths: tuple[str, ...] = ()
    values: tuple[float, ...] = ()
    between: tuple[float, float] | None = None
    levels: int | None = None
    unit: str = ""

    @property
    def is_number(self) -> bool:
        """Whether it sets a number, so that one compiled scenario serves all its values."""
        return not self.settings

    @property
    def ends(self) -> tuple[float, float]:
        """The smallest and the largest value of a numeric lever."""
        return self.between or (min(self.values), max(self.values))

    def grid(self) -> tuple[Level, ...]:
        """Its settings or values, one after the other. Raises InputError for two ends without `levels`."""
        if self.settings:
            return tuple(self.settings)
        if self.between is None:
            return self.values
        if self.levels is None:
            raise InputError(f"levers.{self.name}: between two ends this design needs levels, such as levels: 5")
        return tuple(float(value) for value in np.linspace(*self.between, self.levels))

    def at(self, share: float) -> Level:
        """The level at a coordinate of the unit cube; None where that is NaN."""
        if np.isnan(share):
            return None
        if self.between is not None:
            return float(self.between[0] + share * (self.between[1] - self.between[0]))
        levels = self.grid()
        return levels[min(int(share * len(levels)), len(levels) - 1)]

    def level(self, asked: object) -> Level:
        """The level that a row of an explicit list asks for. Raises InputError for one that it does not have."""
        if self.settings:
            if shown(asked) in self.settings:
                return shown(asked)
            hint = allowed_or_meant(shown(asked), self.settings)
            raise InputError(f"lever {self.name} has no setting '{asked}'; {hint}")
        if isinstance(asked, bool) or not isinstance(asked, int | float):
            raise InputError(f"lever {self.name} takes a number, not '{asked}'")
        low, high = self.ends
        if not low <= asked <= high:
            raise InputError(f"lever {self.name} goes from {low:g} to {high:g}, and {asked:g} is outside")
        return float(asked)

    def in_words(self, level: Level) -> str:
        """A level inside a sentence, a number without its unit."""
        if level is None:
            return next((setting.label for setting in self.settings.values() if not setting.changes), AS_IT_IS)
        if self.settings:
            return self.settings[str(level)].label
        return f"{level:g}"

    def shown(self, level: Level, scenario: Scenario) -> str | float:
        """What a table of design points says of a level."""
        if level is not None:
            return level
        if self.settings:
            return next((name for name, setting in self.settings.items() if not setting.changes), AS_IT_IS)
        stated = dict(scenario.values()).get(self.paths[0])
        return float(stated) if isinstance(stated, int | float) else float("nan")


def shown(value: object) -> str:
    """A value as the name of a setting."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def lever_rows(
    levers: Mapping[str, Lever], design: Sampling, listed: Sequence[Mapping[str, object]], seed: int
) -> list[Row]:
    """The combinations of levels that a design asks for, one row each; without levers a single empty row.

    `one_at_a_time` begins with the scenario as it is. Raises InputError for what the levers do not allow.
    """
    if not levers:
        return [{}]
    if design.kind == "list":
        return [row for one in listed for row in _swept(levers, one)]
    if design.kind == "grid":
        return [
            dict(zip(levers, levels, strict=True)) for levels in product(*(lever.grid() for lever in levers.values()))
        ]
    if design.kind == "zipped":
        return _zipped(levers)
    if design.kind == "one_at_a_time":
        return list(_one_at_a_time(levers))
    cube = unit_cube(design, len(levers), seed)
    return [{name: lever.at(share) for (name, lever), share in zip(levers.items(), row, strict=True)} for row in cube]


def row_count(levers: Mapping[str, Lever], design: Sampling, listed: Sequence[Mapping[str, object]]) -> int:
    """How many rows `lever_rows` has, without making them."""
    if not levers:
        return 1
    if design.kind == "list":
        return sum(prod(len(levels) for levels in _fixed(levers, row).values()) for row in listed)
    if design.kind == "grid":
        return prod(len(lever.grid()) for lever in levers.values())
    if design.kind in ("zipped", "one_at_a_time"):
        return len(lever_rows(levers, design, listed, 0))
    return design.points(len(levers))


def _asked(lever: Lever, wanted: object) -> tuple[Level, ...]:
    if wanted == "all":
        return lever.grid()
    items = wanted if isinstance(wanted, list | tuple) else [wanted]
    return tuple(lever.level(item) for item in items)


def _fixed(levers: Mapping[str, Lever], row: Mapping[str, object]) -> dict[str, tuple[Level, ...]]:
    """The levels of each lever that a row of an explicit list asks for."""
    for name in row:
        if name not in levers:
            raise InputError(f"there is no lever '{name}'; {allowed_or_meant(name, levers)}")
    return {name: _asked(lever, row[name]) if name in row else (None,) for name, lever in levers.items()}


def _swept(levers: Mapping[str, Lever], row: Mapping[str, object]) -> Iterator[Row]:
    fixed = _fixed(levers, row)
    for levels in product(*fixed.values()):
        yield dict(zip(fixed, levels, strict=True))


def _zipped(levers: Mapping[str, Lever]) -> list[Row]:
    columns = [lever.grid() for lever in levers.values()]
    if len({len(column) for column in columns}) > 1:
        sizes = ", ".join(f"{name} has {len(column)}" for name, column in zip(levers, columns, strict=True))
        raise InputError(f"levers that are zipped need as many levels each, and {sizes}")
    return [dict(zip(levers, levels, strict=True)) for levels in zip(*columns, strict=True)]


def _one_at_a_time(levers: Mapping[str, Lever]) -> Iterator[Row]:
    base: Row = dict.fromkeys(levers)
    yield base
    for name, lever in levers.items():
        for level in lever.grid():
            if lever.is_number or lever.settings[str(level)].changes:
                yield {**base, name: level}
