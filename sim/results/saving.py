"""Saving results: a folder that appears whole or not at all."""

from __future__ import annotations

import json
import os
import platform
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from sim.errors import InputError, RunError
from sim.results.table_file import TableFile, slices, write_table

if TYPE_CHECKING:
    from sim.results.results import Results

TABLE, SUMMARY, MANIFEST, PLOTS = "outcomes.parquet", "summary.json", "manifest.json", "plots"
TOOL, FORMAT = "sim", 1
PACKAGES = ("numpy", "numba", "pandas", "pyarrow")


def save(results: Results, target: Path) -> list[Path]:
    """Write a result to a folder; see `Results.save`."""
    with new_folder(target) as folder:
        data = results.data
        frames = data.frames() if isinstance(data, TableFile) else slices(data)
        written = write_rest(results, folder, write_table(folder / TABLE, frames, results.runs))
    return [target / path for path in written]


def check_target(target: Path) -> None:
    """Raise InputError unless a result may be written to a folder.

    A new or empty one, or an earlier result.
    """
    target = target.resolve()
    if target == Path.cwd() or target.parent == target:
        raise InputError(f"{target}: name a folder inside this one to write to")
    if not target.exists():
        return
    if not target.is_dir():
        raise InputError(f"{target}: is a file, not a folder")
    present = {path.relative_to(target).as_posix() for path in target.rglob("*") if not path.is_dir()}
    if not present:
        return
    if not _is_result(target):
        raise InputError(f"{target}: is not empty and no earlier result of sim; name another folder")
    foreign = sorted(present - _files_of(target))
    if foreign:
        others = f" and {len(foreign) - 1} more" if len(foreign) > 1 else ""
        raise InputError(
            f"{target}: holds an earlier result and also {foreign[0]}{others}, which replacing it would "
            "delete; move it away or name another folder"
        )


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """Give a folder to fill next to `target` and put it in its place when the block ends well.

    Yields the folder to write to. On any error or interruption what was written is removed
    and the target is left as it was.
    """
    check_target(target)
    final = target.resolve()
    token = secrets.token_hex(4)
    folder = final.parent / f".{final.name}.{token}.partial"
    try:
        final.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir()
        yield folder
        _sync(folder)
        _swap(folder, final, final.parent / f".{final.name}.{token}.old")
    except OSError as error:
        raise RunError(f"{target}: cannot be written: {error.strerror or error}; nothing was changed") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _swap(folder: Path, final: Path, old: Path) -> None:
    """Put a folder in the place of another, which is put back if that fails."""
    try:
        if final.exists():
            os.rename(final, old)
        os.rename(folder, final)
    except BaseException:
        if old.exists() and not final.exists():
            os.rename(old, final)
        raise
    shutil.rmtree(old, ignore_errors=True)
    _sync_path(final.parent)


def _sync(folder: Path) -> None:
    for path in [*folder.rglob("*"), folder]:
        _sync_path(path)


def _sync_path(path: Path) -> None:
    if path.is_dir() and os.name == "nt":  # Windows cannot open a folder
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_result(folder: Path) -> bool:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and manifest.get("tool") == TOOL


def _files_of(folder: Path) -> set[str]:
    """Files that an earlier result says are its own."""
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return {MANIFEST, *map(str, manifest.get("files", []))}


def write_rest(results: Results, folder: Path, table: TableFile) -> list[Path]:
    """Write everything but the table, which is in the folder already; paths of all files from the folder on."""
    from sim.report import PLOTS as FIGURES  # matplotlib only where figures are drawn
    from sim.report import save_figure

    summary = results.summary()
    _write_json(folder / SUMMARY, summary.to_dict())
    written = [Path(TABLE), Path(SUMMARY), Path(MANIFEST)]
    (folder / PLOTS).mkdir()
    for name, draw in FIGURES.items():
        paths = save_figure(draw(summary, None), folder / PLOTS, name)
        written += [path.relative_to(folder) for path in paths]
    _write_json(folder / MANIFEST, _manifest(results, table.schema, written))
    return written


def _write_json(path: Path, content: dict[str, Any]) -> None:
    text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _manifest(results: Results, schema: pa.Schema, written: list[Path]) -> dict[str, Any]:
    """What is needed to make the same table again. No date and no host: the same input, the same bytes."""
    return {
        "tool": TOOL,
        "format": FORMAT,
        "note": "What follows from the scenario's assumptions; not a forecast.",
        "command": results.command,
        "seed": results.seed,
        "runs": results.runs,
        "runs_per_point": results.runs_per_point,
        "versions": {
            "sim": _version("diplomatic-scenario-sim"),
            "python": platform.python_version(),
            **{name: _version(name) for name in PACKAGES},
        },
        "table": [{"name": field.name, "type": _type(field.type)} for field in schema],
        "files": [path.as_posix() for path in written],
        "scenario": {
            "name": results.scenario.name,
            "sha256": results.scenario.digest,
            "resolved": results.scenario.resolved(),
        },
    }


def _type(kind: pa.DataType) -> str:
    return "dictionary of string" if pa.types.is_dictionary(kind) else str(kind)


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
