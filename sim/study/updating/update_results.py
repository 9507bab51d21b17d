"""`UpdateResults`: a scenario before and after something was seen, to print, draw and write."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.analysis.blame_words import level, level_interval
from sim.analysis.conditioning import Agreement, Change, Shift
from sim.analysis.update_words import summary
from sim.errors import InputError
from sim.study.answer import Answer, asked_for
from sim.study.result_folder import write_result

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, repr=False, kw_only=True)
class UpdateResults(Answer):
    """What a scenario says once something has been seen.

    `effective` is the number of runs that those which agree are worth. `table` has one row a run: `run`, `point`,
    `weight` (0: contradicts what was seen; the largest is 1) and the columns of the outcome table that were needed.
    """

    observed: str
    agreements: tuple[Agreement, ...]
    changes: tuple[Change, ...]
    shifts: tuple[Shift, ...]
    effective: float
    table: pd.DataFrame

    def __getitem__(self, quantity: str) -> Change:
        """A quantity before and after."""
        return asked_for(quantity, {item.name: item for item in self.changes})

    @property
    def quantities(self) -> pd.DataFrame:
        """One row a quantity: before, after and change, each with its interval."""
        rows = [
            {"quantity": item.name, "label": item.label, "unit": item.unit,
             **{f"{when}{end}": getattr(mean, what) for when, mean in (("before", item.before), ("after", item.after),
                                                                       ("change", item.change))
                for end, what in (("", "mean"), ("_low", "low"), ("_high", "high"))}}
            for item in self.changes
        ]  # fmt: skip
        return pd.DataFrame(rows)

    @property
    def parameters(self) -> pd.DataFrame:
        """One row an uncertain number: its 10, 50 and 90% points before and after, and how sure it is that it moved."""
        rows = [
            {"parameter": item.path,
             **{f"{when}_{level}": value for when, values in (("before", item.before), ("after", item.after))
                for level, value in zip((10, 50, 90), values, strict=True)},
             "distance": item.distance, "p": item.p}
            for item in self.shifts
        ]  # fmt: skip
        return pd.DataFrame(rows)

    def plot(self, what: str = "outcomes", ax: Axes | None = None) -> Axes:
        """Draw `outcomes` or `parameters` before and after, on `ax` or a new figure; returns the axes."""
        from sim.report.update_plots import outcomes, parameters

        if what not in ("outcomes", "parameters"):
            raise InputError(f"there is no figure '{what}'; allowed: outcomes, parameters")
        if what == "outcomes":
            return outcomes(self.changes, self.effective, self.origin, ax)
        return parameters(self.shifts, self.effective, self.origin, ax)

    def to_dict(self) -> dict[str, Any]:
        """Everything but the table, as plain data."""
        return {
            "scenario": self.scenario.name,
            "observed": self.observed,
            "seed": self.seed,
            "runs": self.runs,
            "runs_per_point": self.runs_per_point,
            "effective": self.effective,
            "sentence": summary(self.changes, self.shifts),
            "observations": [dataclasses.asdict(item) for item in self.agreements],
            "quantities": [dataclasses.asdict(item) for item in self.changes],
            "parameters": [dataclasses.asdict(item) for item in self.shifts],
        }

    def save(self, directory: str | Path) -> list[Path]:
        """Write update.json, quantities.csv, parameters.csv, runs.csv, plots and manifest.json; paths of the files.

        The folder appears whole or not at all. Raises InputError if it holds anything but an earlier result,
        RunError if it cannot be written.
        """
        figures = [(f"update_{what}", partial(self.plot, what)) for what in ("outcomes", "parameters")]
        about = {**self.about(), "observed": [item.text for item in self.agreements]}
        tables = {"quantities": self.quantities, "parameters": self.parameters, "runs": self.table}
        return write_result(Path(directory), "update", tables, figures, about, self.to_dict())

    def __repr__(self) -> str:
        return (
            f"<Update of {self.scenario.name!r}: {len(self.agreements)} observations, {self.effective:,.0f} effective "
            f"of {self.runs:,} runs>"
        )

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td style='text-align:left'>{escape(item.label)}</td>"
            f"<td>{level(item.before, item.kind)}</td><td>{level_interval(item.before, item.kind)}</td>"
            f"<td>{level(item.after, item.kind)}</td><td>{level_interval(item.after, item.kind)}</td></tr>"
            for item in self.changes
        )
        head = "<tr><th></th><th>before</th><th>95% interval</th><th>given that</th><th>95% interval</th></tr>"
        caption = f"{escape(repr(self)[1:-1])}. Not a forecast."
        return f"<table><caption>{caption}</caption><thead>{head}</thead><tbody>{rows}</tbody></table>"
