"""Which scenarios the page offers, and which files it may read: those of the chosen folders and no others.

Whatever is typed into the page is read as YAML and nothing else. Names in it (`extends`, `seeds`) that lead outside the
folders are refused before any file is looked at, so that a text cannot be used to find out what else is on the disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sim.errors import InputError, Problem, ScenarioError
from sim.scenario import Scenario, shipped, shipped_seeds
from sim.scenario.catalogue import SUFFIXES
from sim.scenario.loading import build_from, in_order
from sim.scenario.tree import Node
from sim.scenario.yaml_text import read_file, read_text

DEEPEST = 20
"""Files that extend one another are followed this far; the loader refuses longer chains itself."""
OUTSIDE = "is outside the folders that this page reads"


@dataclass(frozen=True)
class Collection:
    """Scenarios to choose from, by name, and the folders (resolved) whose files may be read."""

    files: Mapping[str, Path]
    folders: tuple[Path, ...]
    first: str = "flagship"
    own: frozenset[str] = field(default_factory=frozenset)

    def text(self, name: str) -> str:
        """The text of a scenario's file. Raises InputError for a name that is not offered or a file that is gone."""
        try:
            return self._path(name).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(
                f"{name}: cannot be read: {getattr(error, 'strerror', None) or 'not UTF-8 text'}"
            ) from None

    def read(self, text: str, name: str) -> Scenario:
        """The scenario of a text that stands where the file `name` stands.

        Raises ScenarioError with all problems, among them names that lead outside the folders.
        """
        base = self._path(name).parent
        tree, problems = read_text(text, name)
        refused = list(self._refused(tree, base, 0))
        if refused:
            raise ScenarioError(in_order([*problems, *refused], name))
        return build_from(tree, problems, name, base, (), {})

    def _path(self, name: str) -> Path:
        path = self.files.get(name)
        if path is None or not self.may_read(path):
            raise InputError(f"this page has no scenario '{name}' (it has: {', '.join(self.files)})")
        return path

    def may_read(self, path: Path) -> bool:
        """Whether a path, links followed, lies in one of the folders."""
        try:
            resolved = path.resolve()
        except (OSError, ValueError, RuntimeError):
            return False
        return any(resolved.is_relative_to(folder) for folder in self.folders)

    def _refused(self, tree: Node, base: Path, depth: int) -> Iterator[Problem]:
        """A problem for each name in a file, and in those that it extends, that leads outside."""
        extends, seeds = tree.entries.get("extends"), tree.entries.get("seeds")
        listed = seeds.value if seeds is not None and isinstance(seeds.value, list) else []
        named = [("seeds", node, shipped_seeds()) for node in listed]
        if extends is not None:
            named.append(("extends", extends, shipped()))
        for key, node, known in named:
            if not isinstance(node.value, str) or node.value in known:
                continue
            paths = list(_candidates(node.value, base))
            if not all(self.may_read(path) for path in paths):
                yield node.place.problem(key, f"'{node.value}' {OUTSIDE}")
            elif key == "extends" and depth < DEEPEST:
                for path in [path for path in paths if path.is_file()][:1]:
                    above, _ = read_file(path, path.name)
                    yield from self._refused(above, path.parent, depth + 1)


def _candidates(named: str, base: Path) -> Iterator[Path]:
    """Every file that the loader would look for under a name."""
    try:
        yield base / named
        if not named.endswith(SUFFIXES):
            yield from (base / f"{named}{suffix}" for suffix in SUFFIXES)
    except ValueError:
        return


def collection(chosen: str | Path | None = None) -> Collection:
    """The shipped scenarios, and those next to `chosen`: a shipped name, a YAML file, or a folder of them.

    Raises InputError if it is none of these.
    """
    files = dict(shipped())
    folders = {path.resolve().parent for path in (*files.values(), *shipped_seeds().values())}
    first = "flagship"
    if chosen is None or str(chosen) in files:
        return Collection(files, tuple(sorted(folders)), str(chosen) if chosen is not None else first)
    path = Path(chosen)
    if not path.exists() and path.with_name(f"{path.name}.yaml").is_file():
        path = path.with_name(f"{path.name}.yaml")
    folder = path if path.is_dir() else path.parent
    found = {file.name: file for file in _scenarios_in(folder)}
    if path.is_file():
        found[path.name] = path
        first = path.name
    elif path.is_dir() and found:
        first = next(iter(found))
    else:
        what = "holds no YAML file" if path.is_dir() else "there is no such scenario, file or folder"
        raise InputError(f"'{chosen}': {what} (shipped: {', '.join(files)})")
    folders.add(folder.resolve())
    # one's own files first: they are what one came for
    return Collection({**found, **files}, tuple(sorted(folders)), first, frozenset(found))


def _scenarios_in(folder: Path) -> Iterable[Path]:
    """YAML files of a folder, those that links lead elsewhere left out."""
    inside = folder.resolve()
    files = (path for path in sorted(folder.iterdir()) if path.suffix in SUFFIXES and path.is_file())
    return [path for path in files if path.resolve().is_relative_to(inside)]
