"""`Results`: the table of many runs of a scenario, and what can be made of it."""

from __future__ import annotations

from functools import cached_property
from html import escape
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from sim.results.saving import save
from sim.results.table_file import TableFile
from sim.summary import Names, Summary, summarise
from sim.summary.wording import percent, percent_interval

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.scenario import Scenario

DISTRIBUTION = "diplomatic-scenario-sim"


def sim_version() -> str | None:
    """The installed version, None when the package is used without being installed."""
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return None


class Plots:
    """Figures of a summary. Each method draws on `ax`, or on a new figure, and returns the axes."""

    def __init__(self, summary: Summary) -> None:
        self._summary = summary

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

    def _draw(self, name: str, ax: Axes | None) -> Axes:
        from sim.report import PLOTS  # matplotlib takes its time: only for those who draw

        return PLOTS[name](self._summary, ax)


class Results:
    """Many runs of a scenario.

    Attributes:
        scenario: the scenario that was played.
        table: one row a run; the columns are described in `sim.outcomes`. If it was written to a folder as it
            came, it is read from there when it is first asked for.
        files: what was written to a folder while playing; none if the table is in memory.
        seed: the seed.
        runs_per_point: how many runs share a draw of the uncertain parameters.
        command: the command or call that made it, if it was recorded.
    """

    def __init__(
        self,
        scenario: Scenario,
        table: pd.DataFrame | TableFile,
        *,
        seed: int,
        runs_per_point: int = 2,
        command: str | None = None,
    ) -> None:
        self.scenario = scenario
        self.data = table
        self.files: tuple[Path, ...] = ()
        self.seed = seed
        self.runs_per_point = runs_per_point
        self.command = command

    @property
    def runs(self) -> int:
        """Number of runs."""
        return len(self.data)

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row a run."""
        return self.data.frame() if isinstance(self.data, TableFile) else self.data

    def summary(self) -> Summary:
        """Shares, times, terms, preconditions, utilities, each with its interval. Computed once."""
        return self._summary

    @cached_property
    def _summary(self) -> Summary:
        return summarise(self.data, Names.of(self.scenario), seed=self.seed, version=sim_version())

    @property
    def plot(self) -> Plots:
        """The figures.

        `results.plot.shares()`, `.incidence()`, `.terms()`, `.preconditions()`, `.utilities()`.
        """
        return Plots(self.summary())

    def save(self, directory: str | Path) -> list[Path]:
        """Write everything to a folder and return the paths of the files.

        The folder appears whole or not at all. Files: outcomes.parquet (the table), summary.json,
        manifest.json (what is needed to make it again) and plots/ (PNG and SVG). An earlier result of sim is
        replaced. Raises InputError if the folder holds anything else, RunError if it cannot be written.
        """
        return save(self, Path(directory))

    def __repr__(self) -> str:
        return f"<Results of {self.scenario.name!r}: {self.runs:,} runs, seed {self.seed}>"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td style='text-align:left'>{escape(item.label)}</td><td>{percent(item.share)}</td>"
            f"<td>{percent_interval(item.share)}</td></tr>"
            for item in self.summary().outcomes
        )
        head = "<tr><th>outcome</th><th>share</th><th>95% interval</th></tr>"
        caption = f"{escape(self.scenario.name)}: {self.runs:,} runs, seed {self.seed}. Not a forecast."
        return f"<table><caption>{caption}</caption><thead>{head}</thead><tbody>{rows}</tbody></table>"
