"""Writing the results of a study: the table of points, a summary, the study itself, figures, and what made them."""

from __future__ import annotations

import dataclasses
import platform
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.errors import InputError, RunError
from sim.results.results import sim_version
from sim.results.saving import PACKAGES
from sim.results.whole_file import write_whole
from sim.study.sweeping.engine import PACKAGES as ENGINE_PACKAGES
from sim.study.sweeping.engine import engine_digest
from sim.study.sweeping.folder import (
    FORMAT,
    MANIFEST,
    PARTS,
    PLOTS,
    POINTS,
    STUDY,
    SUMMARY,
    TOOL,
    finish,
    prepare,
    write_json,
)
from sim.study.sweeping.parts import DamagedPart, encode
from sim.study.sweeping.store import Files

if TYPE_CHECKING:
    from sim.study.sweeping.study_results import StudyResults


def save(results: StudyResults, target: Path) -> list[Path]:
    """Write results to a new or empty folder; see `StudyResults.save`."""
    if isinstance(results.store, Files) and results.store.folder.resolve() == (target / PARTS).resolve():
        raise InputError(f"{target}: is where these results are already")
    prepare(target, results.study.digest, results.study.name, results.precision, resume=False)
    copies = Files(target / PARTS)
    for part in results.parts:
        try:
            copies.put(part.name, encode(results.store.get(part.name), part.name))
        except DamagedPart as error:
            raise RunError(f"part {part.name} of the results cannot be read: {error}") from error
    return write_rest(results, target)


def write_rest(results: StudyResults, target: Path) -> list[Path]:
    """Write everything but the parts, which are in the folder; the paths of all files. The manifest comes last."""
    Files(target / PARTS).tidy({part.name for part in results.parts})
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pandas(results.points, preserve_index=False), sink, compression="zstd")
    write_whole(target / POINTS, sink.getvalue().to_pybytes())
    write_json(target / SUMMARY, summary(results))
    write_json(target / STUDY, results.study.resolved())
    written = [Path(POINTS), Path(SUMMARY), Path(STUDY), Path(MANIFEST), *_figures(results, target)]
    write_json(target / MANIFEST, _manifest(results, written))
    finish(target)
    parts = [Path(PARTS) / f"{part.name}.parquet" for part in results.parts]
    return [target / path for path in (*written, *parts)]


def _figures(results: StudyResults, target: Path) -> list[Path]:
    """Draw what suits the design; paths from the folder on."""
    from sim.report import save_figure  # matplotlib only where figures are drawn

    folder = target / PLOTS
    try:
        folder.mkdir(exist_ok=True)
        paths = [path for name, figure in results.plot.fitting().items() for path in save_figure(figure, folder, name)]
    except OSError as error:
        raise RunError(f"{folder}: cannot be written: {error.strerror or error}") from error
    return [path.relative_to(target) for path in paths]


def summary(results: StudyResults) -> dict[str, Any]:
    """What a reader wants to know first, as plain values for JSON."""
    study = results.study
    return {
        "name": study.name,
        "question": study.question,
        "finding": results.finding(),
        "note": "What follows from the scenarios' assumptions; not a forecast.",
        "scenarios": list(study.scenarios),
        "points": len(results.points),
        "runs": results.run_count,
        "runs_per_draw": study.runs_per_draw,
        "seed": study.seed,
        "quantities": [_described(results, number) for number in range(len(results.quantities))],
        "failures": [_plain(row) for row in results.failures.to_dict("records")],
    }


def _described(results: StudyResults, number: int) -> dict[str, Any]:
    """A quantity in words, and at which points its estimate is lowest and highest."""
    quantity = results.quantities[number]
    value, low, high = (results.points[f"{quantity.name}{end}"].to_numpy() for end in ("", "_low", "_high"))
    found: dict[str, Any] = {"name": quantity.name, "label": quantity.label, "unit": quantity.unit}
    for end, place in (("lowest", np.nanargmin), ("highest", np.nanargmax)) if not np.isnan(value).all() else ():
        at = int(place(value))
        found[end] = {
            "point": int(results.points["point"].iloc[at]),
            "value": float(value[at]),
            "low": _number(low[at]),
            "high": _number(high[at]),
        }
    return found


def _plain(row: dict[Any, Any]) -> dict[str, Any]:
    """A row of a table as values for JSON."""
    plain = {str(key): value.item() if isinstance(value, np.generic) else value for key, value in row.items()}
    return {key: value for key, value in plain.items() if not (isinstance(value, float) and np.isnan(value))}


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _manifest(results: StudyResults, written: list[Path]) -> dict[str, Any]:
    """What is needed to make the same results again, or to read them. No date and no host."""
    packages = (*PACKAGES, *ENGINE_PACKAGES)
    return {
        "tool": TOOL,
        "format": FORMAT,
        "note": "What follows from the scenarios' assumptions; not a forecast.",
        "command": results.command,
        "study": {"name": results.study.name, "sha256": results.study.digest},
        "engine": engine_digest(),
        "precision": results.precision,
        "versions": {
            "sim": sim_version(),
            "python": platform.python_version(),
            **{name: _version(name) for name in dict.fromkeys(packages)},
        },
        "files": [path.as_posix() for path in written],
        "failures": [dataclasses.asdict(failure) for failure in results.failed],
        "parts": [dataclasses.asdict(part) for part in results.parts],
    }


def _version(package: str) -> str:
    return version(package)
