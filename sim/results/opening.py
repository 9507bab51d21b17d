"""Opening a result that was saved to a folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa

from sim.errors import InputError, ScenarioError
from sim.results.results import Results
from sim.results.saving import MANIFEST, TABLE, TOOL
from sim.results.table_file import TableFile
from sim.scenario import Scenario, loads


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a folder of results. Raises InputError if there is none, or if it cannot be read."""
    if not folder.is_dir():
        raise InputError(f"{folder}: there is no such folder")
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(f"{folder}: holds no result of sim (there is no {MANIFEST} in it)") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{folder / MANIFEST}: cannot be read: {error}") from error
    if not isinstance(manifest, dict) or not str(manifest.get("tool", "")).startswith(TOOL):
        raise InputError(f"{folder}: holds no result of sim")
    return manifest


def open_run(folder: str | Path) -> Results:
    """The result that `sim run --out` or `Results.save` has written to a folder; its table is read when it is needed.

    Raises InputError if the folder holds none, or one whose scenario this version cannot read.
    """
    where = Path(folder)
    manifest = read_manifest(where)
    if not (where / TABLE).is_file():
        raise InputError(f"{where}: holds no runs (there is no {TABLE} in it)")
    scenario = stored_scenario(manifest, where)
    try:
        table = TableFile(where / TABLE)
        return Results(
            scenario, table, seed=int(manifest["seed"]), runs_per_point=int(manifest["runs_per_point"]),
            command=manifest.get("command"),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, OSError, pa.ArrowException) as error:
        raise InputError(f"{where}: cannot be read: {error}") from error


def stored_scenario(manifest: dict[str, Any], folder: Path) -> Scenario:
    """The scenario that a manifest holds. Raises InputError if there is none, or if it cannot be read."""
    stored = manifest.get("scenario")
    if not isinstance(stored, dict) or "resolved" not in stored:
        raise InputError(f"{folder}: its {MANIFEST} holds no scenario")
    text = json.dumps(stored["resolved"], ensure_ascii=False)
    try:
        return loads(text, name=f"{folder / MANIFEST}: scenario")
    except ScenarioError as error:
        raise InputError(
            f"{folder}: its scenario cannot be read; claim files of its own are looked for from this folder on\n{error}"
        ) from error
