"""Shipped scenarios, seeds and studies, found by name: in a wheel under sim/shipped, in a checkout at its root."""

from __future__ import annotations

from pathlib import Path

from sim.errors import ScenarioError
from sim.scenario.suggest import allowed_or_meant, suggest
from sim.scenario.tree import Place

_PACKAGE = Path(__file__).resolve().parent.parent
SUFFIXES = (".yaml", ".yml")


def shipped() -> dict[str, Path]:
    """Name -> file of every scenario that comes with sim, by name."""
    return shipped_files("scenarios")


def shipped_seeds() -> dict[str, Path]:
    """Name -> file of every seed (a set of claims) that comes with sim, by name."""
    return shipped_files("seeds")


def shipped_files(folder: str) -> dict[str, Path]:
    """Name -> YAML file of everything in a folder that comes with sim, by name."""
    inside = _PACKAGE / "shipped" / folder
    root = inside if inside.is_dir() else _PACKAGE.parent / folder
    return {path.stem: path for path in sorted(root.glob("*.yaml"))} if root.is_dir() else {}


def find(named: str, base: Path | None, known: dict[str, Path], what: str, place: Place, path: str = "") -> Path:
    """The file that is meant by a shipped name or by a path relative to `base` (None: the working directory).

    A shipped name wins over a file that has no suffix. Raises ScenarioError, at `place`, with what may be
    meant.
    """
    if named in known:
        return known[named]
    folder = base or Path()
    try:
        candidates = [folder / named]
        if not named.endswith(SUFFIXES):
            candidates += [folder / f"{named}{suffix}" for suffix in SUFFIXES]
        for candidate in candidates:
            if candidate.is_file():
                return candidate
        if candidates[0].is_dir():
            raise ScenarioError([place.problem(path, f"'{named}' is a directory, not a file")])
    except (OSError, ValueError):
        pass  # a name that no file can have (too long, a null byte): not found
    hint = allowed_or_meant(named, known) if "/" not in named else suggest(Path(named).stem, known)
    message = f"there is no {what} '{named}', neither shipped nor as a file"
    raise ScenarioError([place.problem(path, message, hint.replace("allowed:", "shipped:"))])


def display(path: Path) -> str:
    """A path as messages show it: relative to the working directory if it is below."""
    try:
        return str(path.relative_to(Path.cwd())) if path.is_absolute() else str(path)
    except (ValueError, OSError):
        return str(path)
