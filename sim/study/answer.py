"""What the answers of `blame` and `update` have in common: the runs that they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from sim.errors import InputError
from sim.results.results import sim_version
from sim.scenario import Scenario
from sim.scenario.suggest import allowed_or_meant
from sim.study.result_folder import named
from sim.summary import Origin

Found = TypeVar("Found")


@dataclass(frozen=True, repr=False, kw_only=True)
class Answer:
    """A question to a scenario, answered by `runs` runs of which `runs_per_point` share a draw of the parameters."""

    scenario: Scenario
    seed: int
    runs: int
    runs_per_point: int
    command: str | None = None

    @property
    def origin(self) -> Origin:
        """Where it comes from, for footnotes."""
        return Origin(self.scenario.name, self.seed, self.runs, self.runs_per_point, sim_version())

    def about(self) -> dict[str, Any]:
        """What is needed to make it again, for its manifest."""
        return {"command": self.command, "seed": self.seed, "runs": self.runs, "runs_per_point": self.runs_per_point,
                "scenario": named(self.scenario)}  # fmt: skip


def asked_for(quantity: str, found: Mapping[str, Found]) -> Found:
    """What was found on a quantity. Raises InputError, with what may be meant, for one that was not asked for."""
    if quantity not in found:
        raise InputError(f"'{quantity}' was not asked for; {allowed_or_meant(quantity, found)}")
    return found[quantity]
