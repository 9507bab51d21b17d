"""Diplomatic scenario simulation: bargaining while fighting, under declared preconditions.

::

    import sim

    scenario = sim.load("flagship")
    results = sim.run(scenario, runs=10_000, seed=1)
    results.summary().outcomes       # shares with intervals
    results.table                    # one row a run, pandas
    results.plot.shares()            # a figure
    sim.explain(scenario).answers    # before any run: what the preconditions keep shut, and the ways out
    sim.compare("flagship", "us_exit") # the same runs in several scenarios
    sim.sweep("which_demand").points # a study: every design point, with intervals
    print(*sim.trace(scenario, seed=1, run=42).lines(), sep="\\n")   # one run as a diary

What is imported here is loaded when it is first used, so that `import sim` and `sim --help` are fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.diary import Trace, trace
    from sim.errors import InputError, ScenarioError, SimError
    from sim.model import Actor, NegotiationModel
    from sim.results import Results, run
    from sim.scenario import Scenario, check, load, loads, shipped
    from sim.structure import explain
    from sim.study import Study, load_study
    from sim.study.blaming.blame import blame
    from sim.study.comparing.compare import compare
    from sim.study.comparing.robust import robust
    from sim.study.driving.drivers import drivers
    from sim.study.driving.scenario_drivers import scenario_drivers
    from sim.study.sweeping.study_results import StudyResults, open_results
    from sim.study.sweeping.sweep import sweep
    from sim.study.updating.update import update

    __version__: str

_HOMES = {
    "Actor": "sim.model",
    "InputError": "sim.errors",
    "NegotiationModel": "sim.model",
    "Results": "sim.results",
    "Scenario": "sim.scenario",
    "ScenarioError": "sim.errors",
    "SimError": "sim.errors",
    "Study": "sim.study",
    "StudyResults": "sim.study.sweeping.study_results",
    "Trace": "sim.diary",
    "blame": "sim.study.blaming.blame",
    "check": "sim.scenario",
    "compare": "sim.study.comparing.compare",
    "drivers": "sim.study.driving.drivers",
    "explain": "sim.structure",
    "load": "sim.scenario",
    "load_study": "sim.study",
    "loads": "sim.scenario",
    "open_results": "sim.study.sweeping.study_results",
    "robust": "sim.study.comparing.robust",
    "run": "sim.results",
    "scenario_drivers": "sim.study.driving.scenario_drivers",
    "shipped": "sim.scenario",
    "sweep": "sim.study.sweeping.sweep",
    "trace": "sim.diary",
    "update": "sim.study.updating.update",
}

__all__ = [
    "Actor",
    "InputError",
    "NegotiationModel",
    "Results",
    "Scenario",
    "ScenarioError",
    "SimError",
    "Study",
    "StudyResults",
    "Trace",
    "__version__",
    "blame",
    "check",
    "compare",
    "drivers",
    "explain",
    "load",
    "load_study",
    "loads",
    "open_results",
    "robust",
    "run",
    "scenario_drivers",
    "shipped",
    "sweep",
    "trace",
    "update",
]


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib.metadata import version

        return version("diplomatic-scenario-sim")
    if name not in _HOMES:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
