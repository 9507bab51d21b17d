"""What users may rely on."""

import subprocess
import sys

import pytest

import sim

NAMES = [
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


def test_the_public_names_are_these() -> None:
    assert sim.__all__ == NAMES
    assert set(NAMES) <= set(dir(sim))


@pytest.mark.parametrize("name", NAMES)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    value = getattr(sim, name)
    assert isinstance(value, str) or value.__doc__


def test_errors_are_one_family() -> None:
    assert issubclass(sim.ScenarioError, sim.InputError)
    assert issubclass(sim.InputError, sim.SimError)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'forecast'"):
        sim.forecast  # noqa: B018


def test_importing_sim_loads_no_other_package() -> None:
    code = "import sys; before = {*sys.modules}; import sim; print(*{*sys.modules} - before)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    roots = {name.split(".")[0] for name in loaded.stdout.split()}
    assert roots <= {"sim"} | set(sys.stdlib_module_names)
