"""Many runs of a scenario: playing them, what came of them, and saving it."""

from sim.results.plots import Plots
from sim.results.results import Results
from sim.results.running import run
from sim.results.saving import check_target

__all__ = ["Plots", "Results", "check_target", "run"]
