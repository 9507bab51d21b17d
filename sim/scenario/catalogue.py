"""Shipped scenarios, seeds and studies, found by name: in a wheel under sim/shipped, in a checkout at its root."""

from __future__ import annotations

from pathlib import Path

from sim.errors import ScenarioError
from sim.scenario.suggest import allowed_or_meant, suggest
from sim.scenario.tree import Place

_PACKAGE = Path(__file__).resolve().parent.parent
SUFFIXES = (".yaml", ".yml")
OUTCOME = ".outcome"  # what a historical case ended in stands next to it, in NAME.outcome.yaml: not a scenario
COLLECTIONS = ("history", "reference")  # folders of scenarios, whose names begin with the folder's


def shipped() -> dict[str, Path]:
    """Name -> file of every scenario that comes with sim, by name, without the collections."""
    return shipped_files("scenarios")


def shipped_in(collection: str) -> dict[str, Path]:
    """Name -> file of every scenario of a collection that comes with sim: ``history/korea``, by name."""
    return {f"{collection}/{name}": path for name, path in shipped_files(f"scenarios/{collection}").items()}


def scenarios_by_name() -> dict[str, Path]:
    """Name -> file of every scenario that can be loaded by name, those of the collections last."""
    known = shipped()
    for collection in COLLECTIONS:
        known |= shipped_in(collection)
    return known


def shipped_seeds() -> dict[str, Path]:
    """Name -> file of every seed (a set of claims) that comes with sim, by name."""
    return shipped_files("seeds")


def shipped_files(folder: str, suffix: str = ".yaml") -> dict[str, Path]:
    """Name -> file of everything with a suffix in a folder that comes with sim, by name."""
    inside = _PACKAGE / "shipped" / folder
    root = inside if inside.is_dir() else _PACKAGE.parent / folder
    found = sorted(root.glob(f"*{suffix}")) if root.is_dir() else []
    return {path.stem: path for path in found if not path.stem.endswith(OUTCOME)}


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
    hint = _hint(named, known)
    message = f"there is no {what} '{named}', neither shipped nor as a file"
    raise ScenarioError([place.problem(path, message, hint.replace("allowed:", "shipped:"))])


def _hint(named: str, known: dict[str, Path]) -> str:
    """What may have been meant by a name that nothing has: the collections are many, and listed only by their own."""
    plain = [name for name in known if "/" not in name]
    if "/" not in named:
        return allowed_or_meant(named, plain)
    collection = f"{named.split('/')[0]}/"
    members = [name for name in known if name.startswith(collection)]
    return allowed_or_meant(named, members) if members else suggest(Path(named).stem, plain)


def display(path: Path) -> str:
    """A path as messages show it: relative to the working directory if it is below."""
    try:
        return str(path.relative_to(Path.cwd())) if path.is_absolute() else str(path)
    except (ValueError, OSError):
        return str(path)
