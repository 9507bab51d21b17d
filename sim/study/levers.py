"""Levers: what somebody could decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Setting:
    """A change of a scenario: values put at paths, and paths removed; without either the scenario as it is."""

    set: Mapping[str, object]
    remove: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lever:
    """What somebody could decide: named `settings`, or a number at `path` with `values` or `between` two ends.

    `levels` are how many values a grid takes between the two ends. The first setting or value is the base, with which
    the others are compared.
    """

    name: str
    settings: Mapping[str, Setting]
    path: str | None = None
    values: tuple[object, ...] = ()
    between: tuple[float, float] | None = None
    levels: int | None = None

    @property
    def is_number(self) -> bool:
        """Whether it sets a number, so that one compiled scenario serves all its values."""
        return self.path is not None and not self.settings
