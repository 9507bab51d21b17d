"""Saving what a group decides: tables, figures, all numbers, and what is needed to make it again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sim.results.results import sim_version
from sim.spatial import tables
from sim.spatial.decision import Decision
from sim.spatial.words import title, winner
from sim.study.result_folder import write_result
from sim.summary import Origin

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def save(decision: Decision, target: Path, command: str | None = None) -> list[Path]:
    """Write a decision to a folder, which appears whole or not at all; paths of the files.

    Raises InputError if the folder holds anything but an earlier result, RunError if it cannot be written.
    """
    about = {
        "command": command,
        "seed": decision.seed,
        "runs": decision.runs,
        "table": decision.table.name,
        "text": [title(decision), winner(decision)],
    }
    written = {
        "actors": tables.actors(decision),
        "path": tables.path(decision),
        "challenges": tables.challenges(decision),
        "readings": tables.readings(decision),
    }
    if decision.spread is not None:
        written |= {"draws": tables.draws(decision), "drivers": tables.drivers(decision)}
    return write_result(target, "spatial", written, figures(decision), about, tables.content(decision))


def figures(decision: Decision) -> Iterator[tuple[str, Callable[[], Axes]]]:
    """Name and drawing of each figure."""
    from sim.report import spatial_plots as plots  # matplotlib only where figures are drawn

    origin = Origin(Path(decision.table.name).stem, decision.seed, decision.runs, 1, sim_version())
    yield "positions", partial(plots.positions, decision, origin)
    if decision.spread is not None:
        yield "distribution", partial(plots.distribution, decision, origin)
