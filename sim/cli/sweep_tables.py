"""The tables that `sim sweep` prints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from rich.console import RenderableType
from rich.text import Text

from sim.analysis.quantities import Quantity
from sim.cli.console import grid
from sim.summary import Share
from sim.summary.estimates import Mean
from sim.summary.wording import NOTHING, number, number_interval, percent, percent_interval

if TYPE_CHECKING:
    from sim.study.sweeping.study_results import StudyResults

MOST_POINTS, ENDS = 32, 8
"""Points that are shown at most, and how many of the lowest and of the highest where there are more."""
MOST_VARIED = 4
"""Columns of what was varied, at most."""


def tables(results: StudyResults) -> Iterator[RenderableType]:
    """All tables in the order in which they are read."""
    yield _heading(results)
    yield Text(results.finding(), style="bold")
    about = _about(results)
    yield _estimates(results, about)
    if len(results.points) <= MOST_POINTS:
        yield from (_estimates(results, quantity) for quantity in results.quantities if quantity is not about)
    yield Text(_reading(results), style="dim")


def _about(results: StudyResults) -> Quantity:
    """The quantity that the study is about, or the first."""
    found = {quantity.name: quantity for quantity in results.quantities}
    return found.get(results.study.finding or "", results.quantities[0])


def _heading(results: StudyResults) -> RenderableType:
    study = results.study
    text = Text(f"{study.name}\n", style="bold")
    if study.question:
        text.append(f"{study.question}\n", style="not bold")
    points, runs = len(results.points), results.run_count
    text.append(
        f"{points:,} design point{'s' * (points != 1)}, {runs:,} runs, {study.runs_per_draw} a draw of what the design "
        f"leaves open; seed {study.seed}.\nNot a forecast: what follows from the scenarios' assumptions.",
        style="not bold",
    )
    return text


def _estimates(results: StudyResults, quantity: Quantity) -> RenderableType:
    """A quantity at each point, or at the lowest and highest ones."""
    varied = _shown(results)
    columns = [_label(results, column) for column in varied]
    title = quantity.label if quantity.kind == "share" else f"{quantity.label} ({quantity.unit})"
    head = "share" if quantity.kind == "share" else "mean"
    table = grid(title, ["point", *columns, head, "95% interval", "runs"], wrapped=tuple(range(1, 1 + len(varied))))
    for place in _chosen(results, quantity):
        if place is None:
            table.add_section()
            continue
        row = results.points.iloc[place]
        table.add_row(
            str(row["point"]), *(_level(row[column]) for column in varied), *_words(row, quantity), f"{row['runs']:,}"
        )  # fmt: skip
    return table


def _shown(results: StudyResults) -> list[str]:
    """Columns of what was varied: all if they are few, else levers and scenarios alone."""
    varied = results.plot.varied
    if len(varied) <= MOST_VARIED:
        return varied
    return [column for column in varied if column == "scenario" or column in results.study.levers][:MOST_VARIED]


def _reading(results: StudyResults) -> str:
    """How to read the tables."""
    notes = []
    if len(results.points) > MOST_POINTS:
        notes.append(
            f"The {ENDS} lowest and the {ENDS} highest of {len(results.points):,} points; the table of all is "
            "points.parquet."
        )
    hidden = len(results.plot.varied) - len(_shown(results))
    if hidden:
        notes.append(f"{hidden} numbers that the design set are not shown; `sim drivers` says which of them matter.")
    notes.append(
        "95% interval: Monte Carlo error. Settings of levers have the same luck, run by run: `sim compare` tells them "
        "apart better than these intervals."
    )
    return " ".join(notes)


def _chosen(results: StudyResults, quantity: Quantity) -> list[int | None]:
    """Rows to show, None for a gap."""
    count = len(results.points)
    if count <= MOST_POINTS:
        return list(range(count))
    values = results.points[quantity.name].to_numpy(dtype=np.float64)
    order = [int(place) for place in np.argsort(values, kind="stable") if not np.isnan(values[place])]
    return [*order[:ENDS], None, *order[-ENDS:]]


def _words(row: Any, quantity: Quantity) -> tuple[str, str]:
    """A value and its interval at a point."""
    value, low, high = (float(row[f"{quantity.name}{end}"]) for end in ("", "_low", "_high"))
    runs = int(row["runs"])
    if np.isnan(value):
        return NOTHING, NOTHING
    if quantity.kind == "share":
        share = Share(value, low, high, round(value * runs), runs, float(runs))
        return percent(share), percent_interval(share)
    mean = Mean(value, None if np.isnan(low) else low, None if np.isnan(high) else high)
    return number(mean), number_interval(mean)


def point_in_words(results: StudyResults, point: int) -> str:
    """What was set at a design point."""
    row = results.plan.table.iloc[point]
    return ", ".join(f"{column}: {_level(value)}" for column, value in row.items() if column != "point")


def _label(results: StudyResults, column: str) -> str:
    lever = results.study.levers.get(column)
    return (lever.label if lever is not None else "") or column


def _level(value: Any) -> str:
    if isinstance(value, float):
        return NOTHING if np.isnan(value) else f"{value:.4g}"
    return str(value)
