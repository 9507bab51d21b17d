"""Diplomatic scenario simulation: bargaining while fighting, under declared preconditions.

::

    import sim

    scenario = sim.load("flagship")
    results = sim.run(scenario, runs=10_000, seed=1)
    results.summary().outcomes       # shares with intervals
    results.table                    # one row a run, pandas
    results.plot.shares()            # a figure
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

    __version__: str

_HOMES = {
    "Actor": "sim.model",
    "InputError": "sim.errors",
    "NegotiationModel": "sim.model",
    "Results": "sim.results",
    "Scenario": "sim.scenario",
    "ScenarioError": "sim.errors",
    "SimError": "sim.errors",
    "Trace": "sim.diary",
    "check": "sim.scenario",
    "load": "sim.scenario",
    "loads": "sim.scenario",
    "run": "sim.results",
    "shipped": "sim.scenario",
    "trace": "sim.diary",
}

__all__ = [
    "Actor",
    "InputError",
    "NegotiationModel",
    "Results",
    "Scenario",
    "ScenarioError",
    "SimError",
    "Trace",
    "__version__",
    "check",
    "load",
    "loads",
    "run",
    "shipped",
    "trace",
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
