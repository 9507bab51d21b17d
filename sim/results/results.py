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
    from sim.analysis.influence import Influence
    from sim.results.plots import Plots
    from sim.scenario import Scenario

DISTRIBUTION = "diplomatic-scenario-sim"


def sim_version() -> str | None:
    """The installed version, None when the package is used without being installed."""
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return None


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

    def influence(self) -> tuple[Influence, ...]:
        """What each uncertain number does to the outcomes, from these runs' own draws, the largest change first.

        Computed once. Raises InputError if there are too few runs.
        """
        return self._influence

    @cached_property
    def _influence(self) -> tuple[Influence, ...]:
        from sim.results.influence import influence_of

        return influence_of(self)

    @property
    def plot(self) -> Plots:
        """The figures.

        Of the summary: `results.plot.shares()`, `.incidence()`, `.terms()`, `.preconditions()`, `.utilities()`,
        `.ideals()`. Of draws and single runs: `.tornado()`, `.bargaining()`, `.front()`, `.beliefs()`.
        """
        return self._plots

    @cached_property
    def _plots(self) -> Plots:
        from sim.results.plots import Plots

        return Plots(self)

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
