"""`set`: values put at paths, from Python or from `--set path=value`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from sim.errors import Problem, ScenarioError
from sim.scenario.inherit import merge
from sim.scenario.suggest import allowed_or_meant
from sim.scenario.tree import Node, Place, grow, plain
from sim.scenario.yaml_text import read_value

_OF_NAMED_ELEMENTS = ("actors", "issues", "steps", "tracks", "preconditions", "shocks")


def parse_assignments(assignments: Iterable[str]) -> dict[str, object]:
    """`path=value` texts, their values read as YAML, as a mapping for `load(..., set=...)`.

    Raises ScenarioError with every assignment that cannot be read.
    """
    values: dict[str, object] = {}
    problems: list[Problem] = []
    for assignment in assignments:
        place = Place(f"--set {assignment}")
        path, equals, text = assignment.partition("=")
        if not equals or not path.strip():
            problems.append(
                place.problem("", "an override has the form path=value", "such as actors.russia.patience=52")
            )
            continue
        try:
            values[path.strip()] = plain(read_value(text, place.file))
        except ScenarioError as error:
            problems += [place.problem(path.strip(), problem.message, problem.hint) for problem in error.problems]
    if problems:
        raise ScenarioError(problems)
    return values


def apply(tree: Node, values: Mapping[str, object]) -> tuple[Node, list[Problem]]:
    """The tree with values put at their paths, and a problem for each path that cannot be set."""
    problems: list[Problem] = []
    for path, value in values.items():
        place = Place(f"--set {path}={_shown(value)}")
        parts = tuple(path.split("."))
        if not all(parts):
            problems.append(place.problem(path, "this is no path", "such as actors.russia.patience"))
            continue
        missing = _missing_element(tree, parts)
        if missing is not None:
            hint = allowed_or_meant(missing[1], missing[2])
            problems.append(place.problem(path, f"there is no '{missing[1]}' in {missing[0]}", hint))
            continue
        try:
            node = grow(value, place)
        except ScenarioError as error:
            problems += [place.problem(path, problem.message, problem.hint) for problem in error.problems]
            continue
        tree = merge(tree, _overlay(tree, parts, node, place))
    return tree, problems


def _shown(value: object) -> str:
    if isinstance(value, str):
        return value
    try:
        text = json.dumps(value, default=str)
    except (TypeError, ValueError, RecursionError):
        text = type(value).__name__
    return text if len(text) <= 80 else text[:77] + "..."


def _missing_element(tree: Node, parts: tuple[str, ...]) -> tuple[str, str, list[str]] | None:
    """(section, name, names that exist) if the path leads to a named element that the file does not have."""
    if parts[0] not in _OF_NAMED_ELEMENTS or len(parts) < 2:
        return None
    section = tree.entries.get(parts[0])
    names = list(section.entries) if section is not None else []
    return None if parts[1] in names else (parts[0], parts[1], names)


def _overlay(tree: Node, parts: tuple[str, ...], leaf: Node, place: Place) -> Node:
    """A tree with one leaf; the mappings above it stay where the file has them."""
    above: list[Node | None] = [tree]
    for part in parts[:-1]:
        node = above[-1]
        above.append(node.entries.get(part) if node is not None else None)
    below = Node(leaf.value, place, place, whole=True)
    for part, node in zip(reversed(parts), reversed(above), strict=True):
        if node is not None and node.entries:
            below = Node({part: below}, node.place, node.key_place)
        else:
            below = Node({part: below}, place, place)
    return below
