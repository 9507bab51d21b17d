"""How robust a decision is: a study's settings of its levers across the uncertain numbers."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.analysis.quantities import quantity
from sim.analysis.robustness import Better, Floats, Robustness, robustness
from sim.errors import InputError
from sim.study.comparing.options import Option, common_runs, options_of, runs_of
from sim.study.language.reading import load_study
from sim.study.study import Study
from sim.study.sweeping.study_results import StudyResults
from sim.study.sweeping.sweep import sweep

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STATES, RUNS_PER_STATE = 200, 50
"""How many draws of the uncertain numbers are played, and how often each, where a study does not design them."""

LESS_IS_BETTER = ("rounds_to.", "blocked.", "refused.", "relapse", "military_", "no_agreement")
"""Beginnings of the names of quantities of which less is taken to be better, if nobody says otherwise."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Robust:
    """How robust the settings of a study's levers are. `seed` is the study's, `title` its name."""

    title: str
    robustness: Robustness
    study: Study
    command: str | None = None

    @property
    def seed(self) -> int:
        """The seed of all chance."""
        return self.study.seed

    def frame(self) -> pd.DataFrame:
        """One row an option."""
        return self.robustness.frame()

    def plot(self, ax: Axes | None = None) -> Axes:
        """Mean and worst regret of each option; on `ax`, or on a new figure."""
        from sim.report.robustness_plots import regrets  # matplotlib takes its time: only for those who draw

        return regrets(self.robustness, self.title, self.seed, ax)

    def save(self, directory: str | Path) -> list[Path]:
        """Write table, figure and manifest to a folder that appears whole or not at all; paths of the files.

        Raises InputError if the folder holds anything but an earlier result, RunError if it cannot be written.
        """
        from sim.study.result_folder import write_result

        about = {
            "title": self.title, "command": self.command, "quantity": self.robustness.quantity,
            "better": self.robustness.better, "threshold": self.robustness.threshold, "study": self.study.resolved(),
        }  # fmt: skip
        return write_result(
            Path(directory), "robustness", {"robustness": self.frame()}, [("regrets", partial(self.plot, None))], about
        )

    def __repr__(self) -> str:
        found = self.robustness
        return f"<Robustness of {self.title!r}: {len(found.options)} options in {found.states:,} states>"

    def _repr_html_(self) -> str:
        table = self.frame().to_html(index=False, border=0, float_format=lambda value: f"{value:.4g}")
        return f"<div><p>{escape(self.title)}. Not a forecast.</p>{table}</div>"


def robust(
    study: Study | StudyResults | str | Path,
    name: str | None = None,
    *,
    better: Better | None = None,
    threshold: float | None = None,
    states: int = STATES,
    runs_per_state: int = RUNS_PER_STATE,
    threads: int | None = None,
    progress: Progress | None = None,
    command: str | None = None,
) -> Robust:
    """Compare the settings of a study's levers across the uncertain numbers, on one quantity.

    `name` is a quantity that the study reports, by default its `finding` or else its first. `better` is "more" or
    "less"; by default what `LESS_IS_BETTER` says. `threshold` is what is enough, by default what the first setting
    reaches on average.

    A study that designs its uncertain numbers is played as it is: each of its points is a state. Of any other
    `states` draws are played `runs_per_state` times each. Results of a sweep are taken as they are.

    Raises InputError for a study with fewer than two settings, for runs too few, and for a quantity that it does not
    report.
    """
    results = study if isinstance(study, StudyResults) else None
    asked = _asked(study, states, runs_per_state)
    wanted = _wanted(asked, name)
    options = options_of(results.plan if results is not None else asked.plan())
    if len(options) < 2:
        raise InputError(f"'{asked.name}' has no levers and a single scenario: there is nothing to decide")
    if results is None:  # only once it is clear that there is something to judge
        results = sweep(asked, threads=threads, progress=progress)
    what = quantity(wanted, options[0].scenario)
    values, numbers = _values(results, options, wanted)
    found = robustness(
        values, [option.name for option in options], what, better=better or _better(wanted), threshold=threshold,
        states=numbers, shared_luck=not options[0].single and np.unique(results.plan.luck_of).size < len(numbers),
    )  # fmt: skip
    return Robust(results.study.name, found, results.study, command)


def _asked(study: Study | StudyResults | str | Path, states: int, runs_per_state: int) -> Study:
    """The study to play: its uncertain numbers as it designs them, or as many draws as there shall be states."""
    if isinstance(study, StudyResults):
        return study.study
    loaded = study if isinstance(study, Study) else load_study(study)
    if loaded.uncertainties:
        return loaded
    if states < 2 or not 2 <= runs_per_state <= 1000:
        raise InputError("robustness needs at least 2 states and between 2 and 1,000 runs in each")
    return dataclasses.replace(loaded, runs=states * runs_per_state, runs_per_draw=runs_per_state)


def _wanted(study: Study, name: str | None) -> str:
    wanted = name or study.finding or (study.outcomes[0] if study.outcomes else None)
    if wanted not in study.outcomes:
        allowed = ", ".join(study.outcomes)
        raise InputError(f"'{wanted}' is not among the outcomes that '{study.name}' reports (allowed: {allowed})")
    return wanted


def _better(name: str) -> Better:
    return "less" if name.startswith(LESS_IS_BETTER) else "more"


def _values(results: StudyResults, options: tuple[Option, ...], wanted: str) -> tuple[Floats, np.ndarray]:
    """Values (options, states, runs) of a quantity, and the numbers of the states.

    A state that was not played to its end is left out; where states have more runs than others, so are these.
    """
    reads = [quantity(wanted, option.scenario) for option in options]
    tables = common_runs([
        runs_of(results, option, list(what.columns)) for option, what in zip(options, reads, strict=True)
    ])  # fmt: skip
    state = tables[0]["draw" if options[0].single else "state"].to_numpy()
    numbers, starts, sizes = np.unique(state, return_index=True, return_counts=True)
    runs = int(np.median(sizes))
    whole = sizes >= runs
    rows = starts[whole][:, None] + np.arange(runs)
    values = np.stack([what.values(table) for what, table in zip(reads, tables, strict=True)])
    return np.asarray(values[:, rows], dtype=np.float64), numbers[whole]
