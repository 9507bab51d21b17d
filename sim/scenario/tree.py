"""Nodes: plain YAML values that remember where they were written.

A file is read into a tree of nodes, inheritance and overrides combine trees, and the models are built from
the plain values of the combined tree. Whatever is then found to be wrong at a path is located by walking the
tree. Nodes are never changed in place: aliases and inheritance share them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias

from sim.errors import Problem, ScenarioError

Scalar: TypeAlias = str | int | float | bool | None
Path: TypeAlias = tuple[str | int, ...]

MAX_DEPTH = 32
MAX_DIGITS = 18


class Place(NamedTuple):
    """A position in a file: line and column from 1, or 0 where there are no lines."""

    file: str
    line: int = 0
    column: int = 0

    def problem(self, path: Path | str, message: str, hint: str = "") -> Problem:
        """A problem at this place."""
        name = path if isinstance(path, str) else dotted(path)
        return Problem(self.file, self.line, self.column, name, message, hint)


@dataclass(frozen=True, slots=True)
class Node:
    """A value with its place, and the place of its key if it stands under one."""

    value: Scalar | list[Node] | dict[str, Node]
    place: Place
    key_place: Place | None = None
    whole: bool = False  # replaces what it is laid over instead of being merged with it

    @property
    def entries(self) -> dict[str, Node]:
        """The entries of a mapping; none for anything else."""
        return self.value if isinstance(self.value, dict) else {}

    def under_key(self, place: Place) -> Node:
        """The same node, standing under a key written at `place`."""
        return replace(self, key_place=place)

    def with_entries(self, entries: dict[str, Node]) -> Node:
        """The same node with other entries."""
        return replace(self, value=entries)


def dotted(path: Path) -> str:
    """A path as users write it: parts joined by dots."""
    return ".".join(str(part) for part in path)


def plain(node: Node) -> object:
    """The node's value as plain dicts, lists and scalars (new ones, safe to change)."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [plain(child) for child in node.value]
    return node.value


def find(node: Node, path: Path) -> Node | None:
    """The node at a path, or None where there is none."""
    for part in path:
        below = _child(node, part)
        if below is None:
            return None
        node = below
    return node


def locate(node: Node, path: Path, at_key: bool = False) -> Place:
    """The place of a path, or of the nearest element above it that was written.

    A value that starts on a later line than its key is located by its key, as is everything if `at_key`.
    """
    for position, part in enumerate(path):
        below = _child(node, part)
        if below is None:
            at_key = position > 0
            break
        node = below
    if node.key_place is not None and (at_key or node.key_place.line != node.place.line):
        return node.key_place
    return node.place


def _child(node: Node, part: str | int) -> Node | None:
    if isinstance(node.value, dict):
        return node.value.get(str(part))
    if isinstance(node.value, list) and isinstance(part, int) and 0 <= part < len(node.value):
        return node.value[part]
    return None


def grow(value: object, place: Place, depth: int = 0) -> Node:
    """A tree from Python values, all of it at one place.

    Accepts what YAML could have said: mappings, sequences, strings, finite numbers (numpy's too), booleans,
    None, dates and distributions. Raises ScenarioError for anything else.
    """
    if depth > MAX_DEPTH:
        raise ScenarioError([place.problem("", f"nested more than {MAX_DEPTH} deep")])
    as_yaml = getattr(value, "to_yaml", None)
    if callable(as_yaml):
        value = as_yaml()
    elif hasattr(value, "item") and hasattr(value, "dtype"):
        value = value.item()
    elif hasattr(value, "isoformat"):
        value = value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        raise ScenarioError([place.problem("", f"{value} is not a finite number")])
    if isinstance(value, int) and abs(value) >= 10**MAX_DIGITS:
        raise ScenarioError([place.problem("", f"whole numbers have at most {MAX_DIGITS} digits")])
    if value is None or isinstance(value, str | int | float):
        return Node(value, place)
    if isinstance(value, Mapping):
        entries = {str(key): grow(below, place, depth + 1).under_key(place) for key, below in value.items()}
        return Node(entries, place)
    if isinstance(value, Sequence | set | frozenset) and not isinstance(value, bytes | bytearray):
        items = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return Node([grow(item, place, depth + 1) for item in items], place)
    raise ScenarioError([place.problem("", f"a {type(value).__name__} cannot stand in a scenario")])
