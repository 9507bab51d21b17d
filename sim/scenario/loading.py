"""From a file or a text to a Scenario, or to all that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path as FilePath
from typing import Any, cast

from pydantic import ValidationError

from sim.errors import Problem, ScenarioError
from sim.scenario import overrides
from sim.scenario.catalogue import display, find, scenarios_by_name
from sim.scenario.completion import complete
from sim.scenario.inherit import with_ancestors, without
from sim.scenario.models import Scenario
from sim.scenario.problems import error_path, pydantic_problems
from sim.scenario.references import reference_problems
from sim.scenario.tree import Node, Place, grow, plain
from sim.scenario.yaml_text import read_file, read_text

_NOTHING: Mapping[str, object] = {}


def load(source: str | FilePath, set: Mapping[str, object] = _NOTHING) -> Scenario:
    """The scenario of a file, or of a shipped scenario by name, with the values of `set` put at their paths.

    `set` maps dotted paths ("actors.russia.patience") to numbers, texts, lists or mappings as a file would
    have them. Raises ScenarioError with all problems, each with file, line and column.
    """
    place = Place(str(source))
    path = find(str(source), None, scenarios_by_name(), "scenario", place)
    name = display(path)
    tree, problems = read_file(path, name)
    return build_from(tree, problems, name, path.parent, (path.resolve(),), set)


def loads(text: str, set: Mapping[str, object] = _NOTHING, name: str = "<string>") -> Scenario:
    """The scenario of a YAML text, called `name` in problems; paths in it start from the working directory.

    Raises ScenarioError like `load`.
    """
    tree, problems = read_text(text, name)
    return build_from(tree, problems, name, None, (), set)


def build_from(
    tree: Node,
    problems: list[Problem],
    name: str,
    base: FilePath | None,
    seen: tuple[FilePath, ...],
    values: Mapping[str, object],
) -> Scenario:
    """The scenario of a tree as it was read, laid over what it extends, with `values` put at their paths.

    `name` is the file in which it stands, `base` the folder from which its relative paths start (None: the working
    directory), `seen` the files that led here. Raises ScenarioError like `load`, with `problems` among the others.
    """
    if tree.value is None:
        problems.append(tree.place.problem("", "the file is empty", "the smallest has a name, two actors and an issue"))
    elif not isinstance(tree.value, dict):
        problems.append(tree.place.problem("", "a scenario is a mapping, beginning with `name: ...`"))
    if not isinstance(tree.value, dict):
        raise ScenarioError(problems)
    try:
        tree, folders, more = with_ancestors(tree, base, seen)
    except ScenarioError as error:
        raise ScenarioError(in_order([*problems, *error.problems], name)) from None
    folders = {name: str((base or FilePath()).resolve()), **folders}
    return build(tree, [*problems, *more], name, folders, values, ())


def build(
    source: Node,
    problems: list[Problem],
    origin: str,
    folders: dict[str, str],
    values: Mapping[str, object],
    remove: Sequence[str],
) -> Scenario:
    """The scenario of a whole tree, once paths are removed and values set.

    Raises ScenarioError with all problems.
    """
    found = list(problems)
    tree, more = without(source, grow(list(remove), Place("remove")))
    found += more
    tracks = tree.entries.get("tracks")
    if (tracks is None or tracks.value is None) and any(path.split(".")[0] == "tracks" for path in values):
        tree = tree.with_entries({**tree.entries, "tracks": _default_tracks(tree)})
    tree, more = overrides.apply(tree, values)
    found += more
    raw = complete(cast(dict[str, Any], plain(tree)))
    scenario, more = _validate(raw, tree, folders)
    found += [problem for problem in more if not _follows(problem, problems)]
    if found or scenario is None:
        raise ScenarioError(in_order(found, origin))
    scenario._source = tree
    scenario._origin = origin
    scenario._folders = folders
    return scenario


def _default_tracks(tree: Node) -> Node:
    actors = tree.entries.get("actors")
    names = sorted(actors.entries) if actors is not None else []
    return grow({"talks": {"participants": names}}, tree.place)


def _validate(raw: dict[str, Any], tree: Node, folders: dict[str, str]) -> tuple[Scenario | None, list[Problem]]:
    """The scenario, if its data allow one, and all problems.

    Where values are wrong, they are left out and the rest is built, so that references are checked at once.
    """
    problems: list[Problem] = []
    left_out: list[tuple[str | int, ...]] = []
    for attempt in range(8):
        try:
            scenario = Scenario.model_validate(raw)
        except ValidationError as error:
            if attempt == 0:
                problems = pydantic_problems(error, Scenario, tree)
            paths = [error_path(details) for details in error.errors(include_url=False)]
            if not all(_leave_out(raw, path) for path in paths):
                return None, problems
            left_out += paths
            continue
        problems += reference_problems(scenario, tree, left_out, folders)
        return scenario, problems
    return None, problems


def _leave_out(raw: dict[str, Any], path: tuple[str | int, ...]) -> bool:
    """Take out what an error blames, or the element that lacks it; False if that would be the file itself."""
    above: list[tuple[Any, str | int]] = []
    node: Any = raw
    part: Any
    for part in path:
        if not isinstance(node, dict | list):
            break
        above.append((node, part))
        try:
            node = node[part]
        except (KeyError, IndexError, TypeError):
            above.pop()
            break
    if not above:
        return False
    container, key = above[-1]
    del container[key]
    return True


def _follows(problem: Problem, earlier: list[Problem]) -> bool:
    """Whether a problem only says again what is wrong with the text: `[0, .nan]` is no uniform either."""
    return any(
        (problem.file, problem.line) == (cause.file, cause.line) and f"{cause.path}.".startswith(f"{problem.path}.")
        for cause in earlier
    )


def in_order(problems: list[Problem], first: str) -> list[Problem]:
    """Problems in reading order, those of the file `first` first, none twice."""
    unique = dict.fromkeys(problems)
    return sorted(unique, key=lambda problem: (problem.file != first, problem.file, problem.line, problem.column))
