"""`StudyResults`: what came of a study, point by point and run by run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa

from sim.analysis.quantities import Quantity
from sim.ensemble import to_pandas
from sim.errors import InputError, RunError
from sim.scenario.suggest import allowed_or_meant
from sim.study.plan import Plan
from sim.study.study import Study
from sim.study.sweeping.folder import MANIFEST, PARTS, POINTS, STUDY, read_state
from sim.study.sweeping.parts import COUNTING, DamagedPart
from sim.study.sweeping.recipes import quantities_of
from sim.study.sweeping.store import Files, Store
from sim.study.sweeping.waves import Failure, Part

if TYPE_CHECKING:
    from sim.study.sweeping.study_plots import StudyPlots

SHOWN = 20
"""Rows of a table of points in a notebook."""


@dataclass(frozen=True, eq=False)
class StudyResults:
    """What came of a study.

    Attributes:
        study: the study.
        plan: its design points.
        points: the plan's table, and for each quantity Q its average over the point's runs with its 95% interval
            (columns Q, Q_low, Q_high; NaN where there is none), and `runs`.
        precision: the half width of intervals that was asked for, if any.
        command: the command or call that made it, if it was recorded.
        files: what was written to a folder while playing; none if all is in memory.
    """

    study: Study
    plan: Plan
    points: pd.DataFrame
    store: Store = field(repr=False)
    parts: tuple[Part, ...] = field(repr=False)
    failed: tuple[Failure, ...] = ()
    precision: float | None = None
    command: str | None = None
    files: tuple[Path, ...] = ()

    @property
    def failures(self) -> pd.DataFrame:
        """Runs that could not be played: the design point as in `plan.table`, `first_run`, `end_run` and `error`."""
        rows = self.plan.table.iloc[[failure.point for failure in self.failed]].reset_index(drop=True)
        return rows.assign(
            first_run=pd.Series([failure.first_run for failure in self.failed], dtype="int64"),
            end_run=pd.Series([failure.end_run for failure in self.failed], dtype="int64"),
            error=pd.Series([failure.error for failure in self.failed], dtype="object"),
        )

    @property
    def run_count(self) -> int:
        """Number of runs of all points together."""
        return sum(part.runs for part in self.parts)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """What the study reports, in order."""
        return quantities_of(self.plan)

    def runs(self, columns: Sequence[str] | None = None, points: Sequence[int] | None = None) -> pd.DataFrame:
        """One row a run, in the order of points and runs.

        `point`, `run` and `draw` (the number of its draw of the parameters), then `columns` of the outcome table (by
        default all that were kept), for some `points` only if they are given. A column that a point's scenario does
        not have is missing there. At points of the same `plan.luck_of`, runs of the same number have the same luck, and
        runs of the same draw the same values of all numbers that the design leaves to the draw.

        Raises InputError for a column that was not kept, RunError if a part cannot be read.
        """
        wanted = None if points is None else sorted({int(point) for point in points})
        tables = []
        for part in self.parts:
            if wanted is None or any(part.first_point <= point <= part.last_point for point in wanted):
                table = self._read(part, columns)
                if wanted is not None:
                    table = table.filter(pa.compute.is_in(table["point"], pa.array(wanted, pa.int64())))
                tables.append(table)
        if not tables:
            tables = [self._read(part, columns).slice(0, 0) for part in self.parts[:1]]
        whole = pa.concat_tables(tables, promote_options="default").unify_dictionaries()
        for name in columns or ():
            if name not in whole.column_names:
                kept = self._read(self.parts[0], None).column_names
                raise InputError(f"there is no column '{name}' among the runs kept; {allowed_or_meant(name, kept)}")
        frame = to_pandas(whole)
        if columns is not None:
            frame = frame[[*COUNTING, *(name for name in columns if name not in COUNTING)]]
        in_order = frame["point"].is_monotonic_increasing and len(self.parts) <= len(self.points)
        if not in_order or not _counts_up(frame):
            frame = frame.sort_values(["point", "run"], kind="stable", ignore_index=True)
        return frame

    def _read(self, part: Part, columns: Sequence[str] | None) -> pa.Table:
        try:
            return self.store.get(part.name, None if columns is None else [*COUNTING, *columns])
        except DamagedPart as error:
            raise RunError(
                f"part {part.name} of the results cannot be read ({error}); have it played again with --resume"
            ) from error

    @property
    def plot(self) -> StudyPlots:
        """The figures: `results.plot.lines()`, `.heat_map()`."""
        from sim.study.sweeping.study_plots import StudyPlots

        return StudyPlots(self)

    def finding(self, quantity: str | None = None) -> str:
        """What the study says of a quantity, by default the one that it is about, in a sentence or two."""
        from sim.study.comparing.finding import finding

        return finding(self, quantity)

    def save(self, directory: str | Path) -> list[Path]:
        """Write everything to a new or empty folder, as `sweep` with `out`; the paths of the files.

        Raises InputError if the folder holds anything, RunError if it cannot be written.
        """
        from sim.study.sweeping.saving import save

        return save(self, Path(directory))

    def __repr__(self) -> str:
        failed = f", {len(self.failed)} failed" if self.failed else ""
        return f"<StudyResults of {self.study.name!r}: {len(self.points):,} points, {self.run_count:,} runs{failed}>"

    def _repr_html_(self) -> str:
        caption = f"{escape(self.study.name)}: {len(self.points):,} points, {self.run_count:,} runs. Not a forecast."
        table = self.points.head(SHOWN).to_html(index=False, border=0, float_format=lambda value: f"{value:.4g}")
        more = len(self.points) - SHOWN
        rest = f"<p>and {more:,} points more</p>" if more > 0 else ""
        return f"<div><p>{caption}</p>{table}{rest}</div>"


def _counts_up(frame: pd.DataFrame) -> bool:
    """Whether rows are in the order of points and, within them, runs."""
    point, run = frame["point"].to_numpy(), frame["run"].to_numpy()
    return bool(((point[1:] > point[:-1]) | ((point[1:] == point[:-1]) & (run[1:] > run[:-1]))).all())


def open_results(folder: str | Path) -> StudyResults:
    """The results of a study that a sweep has written to a folder.

    Raises InputError if it holds none, or if it is unfinished.
    """
    from sim.study import loads_study

    where = Path(folder)
    begun = read_state(where) if where.is_dir() else None
    if begun is None:
        raise InputError(f"{where}: holds no sweep of a study")
    if not begun.finished:
        raise InputError(f"{where}: the sweep of '{begun.name}' in it is unfinished; go on with --resume")
    try:
        manifest = json.loads((where / MANIFEST).read_text(encoding="utf-8"))
        study = loads_study((where / STUDY).read_text(encoding="utf-8"), name=str(where / STUDY))
        points = pd.read_parquet(where / POINTS)
    except (OSError, ValueError, pa.ArrowException) as error:
        raise InputError(f"{where}: cannot be read: {error}") from error
    return StudyResults(
        study=study,
        plan=study.plan(),
        points=points,
        store=Files(where / PARTS),
        parts=tuple(Part(**part) for part in manifest["parts"]),
        failed=tuple(Failure(**failure) for failure in manifest["failures"]),
        precision=manifest["precision"],
        command=manifest["command"],
        files=tuple(where / path for path in (*manifest["files"], *_part_files(manifest))),
    )


def _part_files(manifest: dict[str, list[dict[str, object]]]) -> list[str]:
    return [f"{PARTS}/{part['name']}.parquet" for part in manifest["parts"]]
