"""The plan of a study: its design points, and the few scenarios that have to be compiled for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.scenario import Scenario

if TYPE_CHECKING:
    import pandas

    from sim.study.study import Study

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Variant:
    """What is compiled: a scenario of the study with the settings of its levers made."""

    name: str
    scenario: Scenario


@dataclass(frozen=True)
class Plan:
    """The design points of a study.

    `table` has one row a point: `point` (0 onwards), `scenario`, one column a lever, one column a designed uncertainty
    by its path. `variant_of` (points,) is the place in `variants` of the scenario that is played there. `paths` are
    the numbers that the design sets, by scenario path, and `values` (points, paths) what they are set to, as a
    scenario states them; NaN leaves a number as the variant has it (drawn for the run, if it is uncertain). A variant
    that has no such dimension has NaN there.
    """

    study: Study
    variants: tuple[Variant, ...]
    table: pandas.DataFrame
    variant_of: Integers
    paths: tuple[str, ...]
    values: Floats

    def __len__(self) -> int:
        """The number of design points."""
        return len(self.table)

    @property
    def runs(self) -> int:
        """The number of runs of all points together, if none stops early."""
        return len(self.table) * self.study.runs


def make_plan(study: Study) -> Plan:
    """The plan of a study."""
    raise NotImplementedError
