"""`Drivers`: what drives a study's or a scenario's outcomes, to print, draw and write."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.analysis.driving import QuantityDrivers, ranking, statement
from sim.analysis.peeling import NEEDS, can_peel
from sim.errors import InputError
from sim.results.results import sim_version
from sim.scenario.suggest import allowed_or_meant
from sim.study.driving.driver_data import Laid
from sim.study.result_folder import write_result
from sim.summary import Origin

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.study.sweeping.study_results import StudyResults


@dataclass(frozen=True, repr=False)
class Drivers:
    """What drives the outcomes.

    `quantities` are in the order in which they are reported, `names` what people call the numbers and levers, `laid`
    the runs that it rests on.
    """

    title: str
    question: str
    quantities: tuple[QuantityDrivers, ...]
    names: Mapping[str, str] = field(repr=False)
    laid: Laid = field(repr=False)
    origin: Origin
    about: Mapping[str, Any] = field(repr=False)

    def __getitem__(self, quantity: str) -> QuantityDrivers:
        """What drives one of the quantities."""
        found = {item.quantity.name: item for item in self.quantities}
        if quantity not in found:
            raise InputError(f"'{quantity}' was not asked for; {allowed_or_meant(quantity, found)}")
        return found[quantity]

    @property
    def notes(self) -> tuple[str, ...]:
        """What had to be left out, and what cannot be done as this is installed."""
        return self.laid.notes if can_peel() else (*self.laid.notes, NEEDS)

    def statement(self, quantity: str | None = None) -> str:
        """What drives a quantity (by default the first), in a sentence or two made of its numbers."""
        return statement(self.quantities[0] if quantity is None else self[quantity], self.names)

    def tables(self) -> dict[str, pd.DataFrame]:
        """Tables by name: split, levers, sobol, morris, swings, main_effects, trees, box; those that there are."""
        parts: dict[str, list[pd.DataFrame]] = {}
        for item in self.quantities:
            for name, table in _tables_of(item):
                table.insert(0, "quantity", item.quantity.name)
                if "name" in table:
                    table.insert(2, "label", table["name"].map(lambda name: self.names.get(name, name)))
                parts.setdefault(name, []).append(table)
        return {name: pd.concat(tables, ignore_index=True) for name, tables in parts.items()}

    def figures(self) -> Iterator[tuple[str, Callable[[], Axes]]]:
        """Every figure by the name of its file."""
        from sim.report import driver_plots

        for item in self.quantities:
            name = re.sub(r"[^A-Za-z0-9_-]+", "-", item.quantity.name)
            if ranking(item):
                yield f"drivers-{name}", partial(driver_plots.ranks, item, self.names, self.origin)
            if item.levers is not None:
                yield f"levers-{name}", partial(driver_plots.levers, item, self.names, self.origin)
            if item.box is not None and item.box.bounds:
                yield f"region-{name}", partial(driver_plots.region, item, self.names, self.laid.values, self.origin)
        if any(item.split is not None for item in self.quantities):
            yield "split", partial(driver_plots.splits, self.quantities, self.origin)

    def save(self, directory: str | Path) -> list[Path]:
        """Write tables, plots and manifest.json to a folder; paths of the files.

        The folder appears whole or not at all. Raises InputError if it holds anything but an earlier result,
        RunError if it cannot be written.
        """
        about = {
            "title": self.title,
            **self.about,
            "notes": list(self.notes),
            "statements": {item.quantity.name: statement(item, self.names) for item in self.quantities},
        }
        return write_result(Path(directory), "drivers", self.tables(), self.figures(), about)

    def ema(self) -> tuple[pd.DataFrame, dict[str, Any]]:
        """Experiments and outcomes in the form of EMA workbench: one row a place and setting, means over runs."""
        from sim.study.driving.ema import as_ema

        return as_ema(self.laid, self.title)

    def save_ema(self, file: str | Path) -> Path:
        """Write `ema()` to a new .tar.gz, which EMA workbench's `load_results` reads; its path."""
        from sim.study.driving.ema import save_ema

        return save_ema(self.laid, self.title, file)

    def __repr__(self) -> str:
        names = ", ".join(item.quantity.name for item in self.quantities)
        return f"<Drivers of {self.title!r}: {self.laid.values.shape[1]} numbers, {self.origin.runs:,} runs; {names}>"

    def _repr_html_(self) -> str:
        lines = "".join(f"<li>{escape(statement(item, self.names))}</li>" for item in self.quantities)
        return f"<p>{escape(self.title)}</p><ul>{lines}</ul><p>Not a forecast.</p>"


def origin_of(results: StudyResults) -> Origin:
    """Where a study's results come from, for footnotes."""
    study = results.study
    return Origin(study.name, study.seed, results.run_count, study.runs_per_draw, sim_version())


def _tables_of(item: QuantityDrivers) -> Iterator[tuple[str, pd.DataFrame]]:
    if item.split is not None:
        rows = [("design", item.varied, item.split.design), ("drawn", "drawn numbers", item.split.drawn),
                ("chance", "chance", item.split.chance)]  # fmt: skip
        yield (
            "split",
            pd.DataFrame(
                [(part, words, share.value, share.low, share.high) for part, words, share in rows if share is not None],
                columns=["part", "of", "share", "low", "high"],
            ),
        )
    for name, found in (
        ("levers", item.levers), ("sobol", item.sobol), ("morris", item.screening), ("main_effects", item.effects),
        ("trees", item.trees), ("box", item.box),
    ):  # fmt: skip
        if found is not None:
            yield name, found.table().copy()
    if item.swings:
        yield "swings", pd.DataFrame(
            [(swing.name, swing.low, swing.high, swing.at_low.value, swing.at_low.low, swing.at_low.high,
              swing.at_high.value, swing.at_high.low, swing.at_high.high) for swing in item.swings],
            columns=["name", "low", "high", "at_low", "at_low_low", "at_low_high", "at_high", "at_high_low",
                     "at_high_high"],
        )  # fmt: skip
