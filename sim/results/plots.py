"""`Results.plot`: the figures of a result."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from sim.errors import InputError
from sim.summary.path_names import path_names

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.analysis.courses import Courses
    from sim.analysis.room import Room
    from sim.results.results import Results

FOLLOWED = 400
"""Runs that are followed round by round for a fan."""


class Plots:
    """Figures of a result. Each method draws on `ax`, or on a new figure, and returns the axes."""

    def __init__(self, results: Results) -> None:
        self._results = results
        self._follow = lru_cache(maxsize=2)(self._followed)

    def shares(self, ax: Axes | None = None) -> Axes:
        """How often each outcome came, with intervals and the range over parameter draws."""
        return self._draw("shares", ax)

    def incidence(self, ax: Axes | None = None) -> Axes:
        """By which round how many runs had come to each outcome."""
        return self._draw("incidence", ax)

    def terms(self, ax: Axes | None = None) -> Axes:
        """What signed texts say, issue by issue."""
        return self._draw("terms", ax)

    def preconditions(self, ax: Axes | None = None) -> Axes:
        """By which round preconditions were waived or satisfied."""
        return self._draw("preconditions", ax)

    def utilities(self, ax: Axes | None = None) -> Axes:
        """What each actor got against its disagreement value."""
        return self._draw("utilities", ax)

    def ideals(self, ax: Axes | None = None) -> Axes:
        """What signed texts say on each issue, stacked, against what each actor likes best."""
        from sim.analysis.ideals import ideals_of
        from sim.report.ideal_plot import ideals

        return ideals(self._results.summary(), ideals_of(self._results.scenario), ax)

    def tornado(self, outcome: str | None = None, ax: Axes | None = None) -> Axes:
        """How often an outcome (by default the commonest) comes at either end of the numbers that move it most.

        Raises InputError for an outcome that never came, and for a scenario without uncertain numbers.
        """
        from sim.report.tornado_plot import tornado

        results, summary = self._results, self._results.summary()
        came = {item.name: item for item in summary.outcomes if item.share.count}
        name = outcome or next(iter(came))
        if name not in came:
            raise InputError(f"'{name}' came in no run (allowed: {', '.join(came)})")
        found = results.influence()
        if not found:
            raise InputError(f"{results.scenario.name}: has no uncertain numbers that could drive anything")
        names = path_names([item.name for item in found], results.scenario)
        return tornado(found, name, came[name].label, came[name].share, names, summary.origin, ax)

    def bargaining(
        self, run: int | None = None, first: str | None = None, second: str | None = None, ax: Axes | None = None
    ) -> Axes:
        """What two actors could have agreed on in one run, what was tabled in it, and what was signed in all runs.

        By default the belligerents, in the middle run of the settlements, or of the commonest outcome without any.
        Raises InputError for a run that was not played and for actors that do not exist.
        """
        from sim.report.room_plot import bargaining

        summary = self._results.summary()
        return bargaining(self.room(run, first, second), summary.origin, summary.names.actors, ax)

    def front(self, runs: int = FOLLOWED, ax: Axes | None = None) -> Axes:
        """Where the front stands round by round in the first `runs` runs: median, middle half, middle 80%.

        Raises InputError for a scenario without a front that moves.
        """
        from sim.report.course_plots import front

        courses = self.courses(runs)
        return front(courses, replace(self._results.summary().origin, runs=courses.runs), ax)

    def beliefs(self, runs: int = FOLLOWED, ax: Axes | None = None) -> Axes:
        """What each actor takes the front's movement to be, and what it is, in the first `runs` runs.

        Raises InputError for a scenario without a front that moves.
        """
        from sim.report.course_plots import beliefs

        courses = self.courses(runs)
        return beliefs(courses, replace(self._results.summary().origin, runs=courses.runs), ax)

    def room(self, run: int | None = None, first: str | None = None, second: str | None = None) -> Room:
        """The data of `bargaining`."""
        from sim.analysis.room import room_for_a_deal
        from sim.model import NegotiationModel

        results = self._results
        number = self.usual_run() if run is None else run
        if not 0 <= number < results.runs:
            raise InputError(f"run: {number} is not between 0 and {results.runs - 1}, the runs of this result")
        model = NegotiationModel(results.scenario, results.seed, number, runs_per_point=results.runs_per_point)
        return room_for_a_deal(model.run_model(), first, second, results.table)

    def usual_run(self) -> int:
        """The middle run of the settlements, or of the commonest outcome if there are none."""
        from sim.summary import middle_run

        summary = self._results.summary()
        came = [item.name for item in summary.outcomes if item.share.count]
        outcome = "settlement" if "settlement" in came else came[0]
        return middle_run(self._results.data, summary.names, outcome)

    def courses(self, runs: int = FOLLOWED) -> Courses:
        """The data of `front` and `beliefs`; followed once."""
        return self._follow(min(runs, self._results.runs))

    def _followed(self, runs: int) -> Courses:
        from sim.analysis.courses import follow

        results = self._results
        return follow(results.scenario, results.seed, runs, results.runs_per_point)

    def _draw(self, name: str, ax: Axes | None) -> Axes:
        from sim.report import PLOTS  # matplotlib takes its time: only for those who draw

        return PLOTS[name](self._results.summary(), ax)
