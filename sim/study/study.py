"""A study: a question to a scenario, what is varied to answer it, and how often each point is played."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from sim import html
from sim.scenario import Distribution, Scenario
from sim.study.design.designs import DRAWN, GRID, Sampling
from sim.study.design.levers import Lever

if TYPE_CHECKING:
    from sim.study.plan import Plan

Crossing = Literal["full", "zipped"]


@dataclass(frozen=True)
class Design:
    """Which points are played.

    `levers` and `uncertainties` say how each is sampled, `crossing` how scenarios, levers and uncertainties meet.
    `rows` are those of an explicit list of lever settings: lever -> a setting, or a tuple of settings to sweep over;
    levers that a row leaves out stay as the scenario has them.
    """

    levers: Sampling = GRID
    uncertainties: Sampling = DRAWN
    crossing: Crossing = "full"
    rows: tuple[Mapping[str, object], ...] = ()


@dataclass(frozen=True)
class Study:
    """What a study file declares, complete and checked. Made by `load_study`, `loads_study` and `new_study`.

    `scenarios` are those of the file, by name, before any lever; distributions that the study replaces are in them.
    `uncertainties` are the paths of the designed ones, in order; what is not designed is drawn for each run, or for
    each `runs_per_draw` runs. `runs` is the number of runs at each design point, `outcomes` the quantities that are
    reported (`sim.analysis.quantities`), `finding` the one that the question is about.
    """

    name: str
    scenarios: Mapping[str, Scenario]
    question: str = ""
    levers: Mapping[str, Lever] = field(default_factory=dict)
    uncertainties: tuple[str, ...] = ()
    design: Design = Design()
    runs: int = 1000
    runs_per_draw: int = 2
    seed: int = 0
    outcomes: tuple[str, ...] = ()
    finding: str | None = None
    origin: str = "<string>"

    def plan(self) -> Plan:
        """Its design points, and the scenarios to compile for them."""
        from sim.study.plan import make_plan

        return make_plan(self)

    def dimensions(self) -> dict[str, Distribution]:
        """The designed uncertainties by path; where scenarios differ, as the first that has it states it."""
        found: dict[str, Distribution] = {}
        for scenario in self.scenarios.values():
            found = {**scenario.dimensions(), **found}
        return {path: found[path] for path in self.uncertainties if path in found}

    def resolved(self) -> dict[str, Any]:
        """Plain JSON-able data of the whole, scenarios and defaults written out, as `loads_study` accepts it."""
        from sim.study.language.written import written

        return written(self)

    def _repr_html_(self) -> str:
        rows = [("scenario", scenario.name) for scenario in self.scenarios.values()]
        rows += [("lever", f"{lever.label or name}: {_settings_of(lever)}") for name, lever in self.levers.items()]
        count = len(self.uncertainties)
        rows += [
            (
                "uncertain numbers",
                f"{count} spread out by the design, the rest drawn for every {self.runs_per_draw} runs",
            ),
            ("runs at each point", f"{self.runs:,}, seed {self.seed}"),
            ("reported", ", ".join(self.outcomes)),
        ]
        return html.table(f"{self.name}. {self.question}".strip(), ("", ""), rows, texts=2)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of `resolved()`, in hex.

        The order of scenarios, levers and settings counts, for it is that of the points; that of other keys does not.
        """
        data = self.resolved()
        data["scenarios"] = list(data["scenarios"].items())
        levers = [
            (name, {**lever, "settings": list(lever.get("settings", {}))}) for name, lever in data["levers"].items()
        ]
        text = json.dumps({**data, "order": levers}, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()


def _settings_of(lever: Lever) -> str:
    """What a lever can be set to, in a line."""
    if lever.settings:
        return ", ".join(lever.settings)
    if lever.between is not None:
        return f"{lever.between[0]:g} to {lever.between[1]:g}"
    return ", ".join(f"{value:g}" for value in lever.values)
