"""Figures of a summary.

Each function takes a summary and, if the caller has one, an axes; it returns the axes.
"""

from collections.abc import Callable

from matplotlib.axes import Axes

from sim.report.outcome_plots import incidence, shares
from sim.report.precondition_plots import preconditions
from sim.report.save import save_figure
from sim.report.term_plots import terms
from sim.report.utility_plots import utilities
from sim.summary import Summary

PLOTS: dict[str, Callable[[Summary, Axes | None], Axes]] = {
    "shares": shares,
    "incidence": incidence,
    "terms": terms,
    "preconditions": preconditions,
    "utilities": utilities,
}
"""Every figure by name, in the order in which they are read."""

__all__ = ["PLOTS", "incidence", "preconditions", "save_figure", "shares", "terms", "utilities"]
