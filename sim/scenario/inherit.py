"""`extends` and `remove`: a file laid over its parent, keeping where everything was written.

Mappings are merged key by key, everything else is replaced. A number is replaced as a whole unless only its
trimmings (`within`, `why`, ...) are given; where a file may give one of several things (a position or values,
one condition of a precondition), giving one replaces the other.
"""

from __future__ import annotations

from pathlib import Path as FilePath

from sim.errors import Problem, ScenarioError
from sim.scenario.catalogue import display, scenarios_by_name
from sim.scenario.catalogue import find as find_file
from sim.scenario.kinds import KINDS
from sim.scenario.numbers import MODIFIERS
from sim.scenario.suggest import allowed_or_meant
from sim.scenario.tree import Node, Path, Place, locate
from sim.scenario.yaml_text import read_file

MAX_ANCESTORS = 16
_NAMED_BY_OPTION = ("values", "enforcement", "value", "requires", "stakes", "text", "floor")
_CONDITIONS = ("after", "only_with", "with", "without", "text")
_ALTERNATIVES: dict[tuple[str, ...], tuple[tuple[str, ...], ...]] = {
    ("issues", "*"): (("options",), ("divisible",), ("kind",)),
    ("issues", "*", "stakes", "*"): (("position",), ("values",)),
    ("preconditions", "*"): tuple((key,) for key in _CONDITIONS),
}
_ONE_ISSUE = {
    ("preconditions", "*", "text"),
    ("preconditions", "*", "gate"),
    ("preconditions", "*", "eased_by"),
    ("preconditions", "*", "rigidity"),
    ("steps", "*", "in_settlement"),
    ("proposer",),
}


def with_ancestors(
    tree: Node, base: FilePath | None, seen: tuple[FilePath, ...]
) -> tuple[Node, dict[str, str], list[Problem]]:
    """A file's tree laid over all that it extends, its ancestors (name -> folder), and the problems found on
    the way.

    `base` is the folder that relative paths start from, `seen` the files that led here. Raises ScenarioError
    if an ancestor cannot be read or the files extend each other in a circle.
    """
    extends, removed = tree.entries.get("extends"), tree.entries.get("remove")
    own = tree.with_entries({key: node for key, node in tree.entries.items() if key not in ("extends", "remove")})
    if extends is None or extends.value is None:
        problems = []
        if removed is not None and removed.value:
            message = "there is nothing to remove from without extends"
            problems.append(locate(tree, ("remove",), at_key=True).problem("remove", message))
        return own if isinstance(tree.value, dict) else tree, {}, problems
    if not isinstance(extends.value, str):
        message = "extends takes the name of a scenario or a path"
        raise ScenarioError([extends.place.problem("extends", message)])
    path = find_file(extends.value, base, scenarios_by_name(), "scenario", extends.place, "extends")
    resolved = path.resolve()
    if resolved in seen:
        raise ScenarioError([extends.place.problem("extends", f"'{extends.value}' extends this file in turn")])
    if len(seen) >= MAX_ANCESTORS:
        raise ScenarioError([extends.place.problem("extends", f"more than {MAX_ANCESTORS} files extend each other")])
    parent, problems = read_file(path, display(path))
    if not isinstance(parent.value, dict):
        raise ScenarioError([extends.place.problem("extends", f"{display(path)} holds no scenario")])
    parent, files, above = with_ancestors(parent, path.parent, (*seen, resolved))
    parent, missing = without(parent, removed)
    files = {display(path): str(resolved.parent), **files}
    return merge(parent, own), files, [*problems, *above, *missing]


def without(tree: Node, removed: Node | None) -> tuple[Node, list[Problem]]:
    """The tree without the paths that are listed, and a problem for each that is not there."""
    if removed is None or removed.value is None:
        return tree, []
    if not isinstance(removed.value, list):
        return tree, [removed.place.problem("remove", "remove takes a list of paths")]
    problems: list[Problem] = []
    for item in removed.value:
        if not isinstance(item.value, str):
            problems.append(item.place.problem("remove", "a path is a text such as preconditions.withdrawal_first"))
            continue
        changed = drop(tree, tuple(item.value.split(".")), item.place, problems)
        tree = changed or tree
    return tree, problems


def drop(tree: Node, path: tuple[str, ...], place: Place, problems: list[Problem], depth: int = 0) -> Node | None:
    """The tree without a path; None, and a problem, if there is no such path."""
    part = path[depth]
    below = tree.entries.get(part)
    if below is None:
        above = f" in {'.'.join(path[:depth])}" if depth else ""
        message = f"'{'.'.join(path)}' does not exist: there is no '{part}'{above}"
        problems.append(place.problem("remove", message, allowed_or_meant(part, tree.entries)))
        return None
    entries = dict(tree.entries)
    if depth == len(path) - 1:
        del entries[part]
        return tree.with_entries(entries)
    changed = drop(below, path, place, problems, depth + 1)
    if changed is None:
        return None
    entries[part] = changed
    return tree.with_entries(entries)


def merge(parent: Node, child: Node, path: Path = ()) -> Node:
    """The child laid over the parent."""
    if child.whole or not isinstance(child.value, dict) or not isinstance(parent.value, dict):
        return child
    if _replaces_number(parent, child, path):
        return child
    entries = dict(parent.value)
    pattern = _pattern(path)
    for group in _ALTERNATIVES.get(pattern, ()):
        given = any(key in child.value for key in group)
        others = [key for other in _ALTERNATIVES[pattern] if other != group for key in other]
        for key in others if given else ():
            if key not in child.value:
                entries.pop(key, None)
    if pattern in _ONE_ISSUE and any(key != "by" for key in child.value):
        entries = {key: node for key, node in entries.items() if key == "by"}
    for key, node in child.value.items():
        entries[key] = merge(entries[key], node, (*path, key)) if key in entries else node
    return child.with_entries(entries)


def _pattern(path: Path) -> tuple[str, ...]:
    """A path with the names of elements replaced by stars: every second part."""
    return tuple(str(part) if position % 2 == 0 else "*" for position, part in enumerate(path))


def _is_number(node: Node, path: Path) -> bool:
    if "fixed" in node.entries and not (path and path[-1] in _NAMED_BY_OPTION) and path != ("proposer",):
        return True
    return any(isinstance(node.entries[kind].value, list) for kind in KINDS if kind in node.entries)


def _replaces_number(parent: Node, child: Node, path: Path) -> bool:
    if _is_number(child, path):
        return True
    return _is_number(parent, path) and any(key not in MODIFIERS for key in child.entries)
