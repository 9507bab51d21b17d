"""The folder of a sweep: what it holds while it is unfinished, and what once it is done.

While playing, `parts/` fills and `unfinished.json` says of which study and by which engine. In the end come
points.parquet, summary.json, study.json, plots/, and last of all manifest.json, which makes the folder a result.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.errors import InputError, RunError
from sim.results.whole_file import PARTIAL, write_whole
from sim.study.sweeping.engine import engine_digest
from sim.study.sweeping.store import SUFFIX

UNFINISHED, MANIFEST, SUMMARY, STUDY, POINTS = (
    "unfinished.json", "manifest.json", "summary.json", "study.json", "points.parquet"
)  # fmt: skip
PARTS, PLOTS = "parts", "plots"
TOOL, FORMAT = "sim sweep", 2


@dataclass(frozen=True)
class Begun:
    """What a folder says of the sweep that it holds."""

    study: str
    name: str
    engine: str
    precision: float | None
    finished: bool


def prepare(target: Path, study: str, name: str, precision: float | None, resume: bool) -> float | None:
    """Make a folder ready for the parts of a study (its digest and name); the precision to play with.

    A new or empty folder is begun; with `resume` one that holds parts of the same study by the same engine is gone
    on with, by default with the precision that it was begun with. Raises InputError for any other folder, RunError if
    it cannot be written.
    """
    check_target(target, study, name, resume)
    begun = read_state(target)
    if begun is not None and precision is None:
        precision = begun.precision
    try:
        (target / PARTS).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RunError(f"{target}: cannot be written: {error.strerror or error}; nothing was changed") from error
    write_json(
        target / UNFINISHED,
        {
            "tool": TOOL,
            "format": FORMAT,
            "note": "Unfinished: some runs are still to be played. Go on with: sim sweep STUDY --out DIR --resume",
            "study": study,
            "name": name,
            "engine": engine_digest(),
            "precision": precision,
        },
    )
    return precision


def check_target(target: Path, study: str, name: str, resume: bool) -> None:
    """Raise InputError unless a sweep of a study may be written to a folder, or gone on with there."""
    whole = target.resolve()
    if whole == Path.cwd() or whole.parent == whole:
        raise InputError(f"{target}: name a folder inside this one to write to")
    if whole.exists() and not whole.is_dir():
        raise InputError(f"{target}: is a file, not a folder")
    if not whole.exists() or not any(whole.iterdir()):
        if resume:
            raise InputError(f"{target}: there is nothing to resume; leave out --resume to begin")
        return
    begun = read_state(whole)
    if begun is None:
        raise InputError(f"{target}: is not empty and holds no sweep; name another folder")
    if begun.study != study:
        which = "another version of the study" if begun.name == name else "another study,"
        raise InputError(f"{target}: holds {which} '{begun.name}'; name another folder")
    if not resume:
        state = "a finished sweep" if begun.finished else "an unfinished sweep"
        then = "to read it or to add what is missing" if begun.finished else "to go on with it"
        raise InputError(f"{target}: holds {state} of this study; say --resume {then}, or name another folder")
    if begun.engine != engine_digest():
        raise InputError(
            f"{target}: was begun with another version of sim, Python or a package (engine {begun.engine}, here "
            f"{engine_digest()}), whose runs must not be mixed with those of this one; name another folder"
        )
    _refuse_foreign(target)


def read_state(folder: Path) -> Begun | None:
    """What a folder says of the sweep that it holds; None if it holds none.

    Raises InputError if it is of a format that this version does not know.
    """
    for file, finished in ((UNFINISHED, False), (MANIFEST, True)):
        try:
            found = json.loads((folder / file).read_text(encoding="utf-8"))
        except FileNotFoundError:
            continue
        except (OSError, ValueError):
            return None
        if not isinstance(found, dict) or found.get("tool") != TOOL:
            return None
        if found.get("format") != FORMAT:
            raise InputError(f"{folder}: was written by another version of sim (format {found.get('format')})")
        study = found.get("study")
        digest, name = (study.get("sha256"), study.get("name")) if isinstance(study, dict) else (study, found["name"])
        return Begun(str(digest), str(name), str(found.get("engine")), found.get("precision"), finished)
    return None


def _refuse_foreign(target: Path) -> None:
    """Nothing but what a sweep writes: a file of somebody's own would be left between results, or lost."""
    ours = {UNFINISHED, MANIFEST, SUMMARY, STUDY, POINTS, PARTS, PLOTS}
    for path in sorted(target.iterdir()):
        if path.name not in ours and not path.name.endswith(PARTIAL):
            raise InputError(f"{target}: holds a sweep and also {path.name}; move it away or name another folder")
    for path in sorted((target / PARTS).glob("*")):
        if path.suffix != SUFFIX and not path.name.endswith(PARTIAL):
            raise InputError(f"{target}: holds a sweep and also {PARTS}/{path.name}; move it away")


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write a file of JSON that appears whole or not at all."""
    text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
    write_whole(path, f"{text}\n".encode())


def finish(target: Path) -> None:
    """Take away the mark that a folder is unfinished."""
    (target / UNFINISHED).unlink(missing_ok=True)
