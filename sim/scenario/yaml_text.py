"""YAML text in, a tree of nodes out; nothing that a text can contain makes it do anything else.

Read from the events of libyaml's parser, by the rules of YAML 1.2 where 1.1 surprises: `no`, `yes`, `on` and
`off` are strings, `1e-3` is a number, a date is a string. Refused, with their places: duplicate keys, NaN and
infinities, tags (`!!python/...`), merge keys, a second document, nesting and alias expansion beyond fixed
bounds, files beyond 2 MB.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any

import yaml

from sim.errors import Problem, ScenarioError
from sim.scenario.bounded import read_bounded
from sim.scenario.tree import MAX_DEPTH, MAX_DIGITS, Node, Place, Scalar

MAX_BYTES = 2_000_000
MAX_NODES = 200_000

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULL = re.compile(r"(~|null|Null|NULL|)$")
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"[-+]?[0-9]+$")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")
_NOT_FINITE = re.compile(r"([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$")
_STRING_TAG = "tag:yaml.org,2002:str"
_UNPRINTABLE = re.compile("[^\x09\x0a\x0d\x20-\x7e\x85\xa0-\ud7ff\ufeff\ue000-\ufffd\U00010000-\U0010ffff]")


def read_file(path: FilePath, name: str) -> tuple[Node, list[Problem]]:
    """The tree of a UTF-8 file, called `name` in problems.

    Raises ScenarioError if it cannot be read at all.
    """
    content = read_bounded(path, name, MAX_BYTES)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place_of(content[: error.start].decode("utf-8", "replace"), name)
        raise ScenarioError([place.problem("", "not UTF-8 text")]) from None
    return read_text(text, name)


def read_text(text: str, name: str) -> tuple[Node, list[Problem]]:
    """The tree of a text, and the problems that did not keep it from being read (duplicate keys, NaN, tags).

    Raises ScenarioError if the text is not YAML or goes beyond the bounds.
    """
    if len(text) > MAX_BYTES:
        raise ScenarioError([Place(name).problem("", f"larger than {MAX_BYTES // 1_000_000} MB")])
    unprintable = _UNPRINTABLE.search(text)
    if unprintable:
        place = _place_of(text[: unprintable.start()], name)
        code = f"U+{ord(unprintable.group()):04X}"
        raise ScenarioError([place.problem("", f"not a text file: it contains the character {code}")])
    reader = _Reader(text, name)
    try:
        return reader.document(), reader.problems
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name, 1, 1)
        reason = getattr(error, "problem", None) or "cannot be read"
        raise ScenarioError([*reader.problems, place.problem("", f"not valid YAML: {reason}")]) from None


def read_value(text: str, name: str) -> Node:
    """The tree of a single value, as after `--set path=`. Raises ScenarioError for any problem."""
    node, problems = read_text(text, name)
    if problems:
        raise ScenarioError(problems)
    return node


def _place_of(before: str, name: str) -> Place:
    lines = before.split("\n")
    return Place(name, len(lines), len(lines[-1]) + 1)


class _Reader:
    """Builds nodes from parser events. Recursion is bounded by MAX_DEPTH, size by MAX_NODES."""

    def __init__(self, text: str, name: str) -> None:
        self._events: Iterator[Any] = iter(yaml.parse(text, Loader=_Loader))
        self._name = name
        self._anchors: dict[str, tuple[Node, int, int]] = {}
        self._open_anchors: set[str] = set()
        self._count = 0
        self.problems: list[Problem] = []

    def document(self) -> Node:
        """The only document of the stream; an empty stream is an empty value."""
        next(self._events)  # the start of the stream
        event = next(self._events)
        if isinstance(event, yaml.StreamEndEvent):
            return Node(None, Place(self._name, 1, 1))
        node, _ = self._node(next(self._events), (), 0)
        next(self._events)  # the end of the document
        event = next(self._events)
        if not isinstance(event, yaml.StreamEndEvent):
            self._report(event, (), "a second document begins here: a file holds one")
        return node

    def _node(self, event: Any, path: tuple[str | int, ...], depth: int) -> tuple[Node, int]:
        """A node and its height; counts what it would hold with all aliases written out."""
        if depth > MAX_DEPTH:
            self._stop(event, path, f"nested more than {MAX_DEPTH} deep")
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, path, depth)
        before = self._count
        self._grow(event, path, 1)
        if event.anchor is not None:
            self._open_anchors.add(event.anchor)
        if event.tag is not None and event.tag not in ("!", _STRING_TAG):
            self._report(event, path, f"tags such as {event.tag} are not allowed")
        if isinstance(event, yaml.ScalarEvent):
            node, height = Node(self._scalar(event, path), self._place(event)), 1
        elif isinstance(event, yaml.SequenceStartEvent):
            node, height = self._sequence(event, path, depth)
        else:
            node, height = self._mapping(event, path, depth)
        if event.anchor is not None:
            self._open_anchors.discard(event.anchor)
            self._anchors[event.anchor] = node, height, self._count - before
        return node, height

    def _alias(self, event: Any, path: tuple[str | int, ...], depth: int) -> tuple[Node, int]:
        if event.anchor in self._open_anchors:
            self._stop(event, path, f"the alias *{event.anchor} contains itself")
        if event.anchor not in self._anchors:
            self._stop(event, path, f"the alias *{event.anchor} is not defined above")
        node, height, size = self._anchors[event.anchor]
        self._grow(event, path, size)
        if depth + height > MAX_DEPTH + 1:
            self._stop(event, path, f"nested more than {MAX_DEPTH} deep")
        return node, height

    def _sequence(self, start: Any, path: tuple[str | int, ...], depth: int) -> tuple[Node, int]:
        items: list[Node] = []
        height = 0
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            node, below = self._node(event, (*path, len(items)), depth + 1)
            items.append(node)
            height = max(height, below)
        return Node(items, self._place(start)), height + 1

    def _mapping(self, start: Any, path: tuple[str | int, ...], depth: int) -> tuple[Node, int]:
        entries: dict[str, Node] = {}
        height = 0
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._key(event, path, depth)
            place = self._place(event)
            node, below = self._node(next(self._events), (*path, key or "?"), depth + 1)
            height = max(height, below)
            if key is None:
                continue
            if key in entries:
                first = entries[key].key_place
                line = first.line if first else 0
                self._report(event, (*path, key), f"duplicate key '{key}': it stands already in line {line}")
            elif key == "<<" and event.implicit[0]:
                self._report(event, path, "merge keys (<<) are not supported", "use extends, or an alias")
            else:
                entries[key] = node.under_key(place)
        return Node(entries, self._place(start)), height + 1

    def _key(self, event: Any, path: tuple[str | int, ...], depth: int) -> str | None:
        """The text of a key, None if it has none; numbers and booleans are taken as they are written."""
        if not isinstance(event, yaml.ScalarEvent):
            self._report(event, path, "a key must be a plain word")
            self._node(event, path, depth + 1)
            return None
        if event.anchor is not None:
            self._report(event, path, "a key cannot be an anchor")
        if event.tag is not None and event.tag not in ("!", _STRING_TAG):
            self._report(event, path, f"tags such as {event.tag} are not allowed")
        return str(event.value)

    def _scalar(self, event: Any, path: tuple[str | int, ...]) -> Scalar:
        text: str = event.value
        if event.tag is not None or not event.implicit[0]:  # only a plain scalar is implicit in this sense
            return text
        if _NULL.match(text):
            return None
        if text in _BOOLEANS:
            return _BOOLEANS[text]
        if _NOT_FINITE.match(text):
            self._report(event, path, f"{text} is not a finite number")
            return 0.0
        if _INTEGER.match(text):
            if len(text.lstrip("+-0")) <= MAX_DIGITS:
                return int(text)
            self._report(event, path, f"whole numbers have at most {MAX_DIGITS} digits")
            return 0
        if _FLOAT.match(text):
            number = float(text)
            if abs(number) != float("inf"):
                return number
            self._report(event, path, f"{text} is too large for a number")
            return 0.0
        return text

    def _place(self, event: Any) -> Place:
        return Place(self._name, event.start_mark.line + 1, event.start_mark.column + 1)

    def _grow(self, event: Any, path: tuple[str | int, ...], nodes: int) -> None:
        self._count += nodes
        if self._count > MAX_NODES:
            self._stop(event, path, f"more than {MAX_NODES} values once its aliases are written out")

    def _report(self, event: Any, path: tuple[str | int, ...], message: str, hint: str = "") -> None:
        self.problems.append(self._place(event).problem(path, message, hint))

    def _stop(self, event: Any, path: tuple[str | int, ...], message: str) -> None:
        self._report(event, path, message)
        raise ScenarioError(self.problems)
