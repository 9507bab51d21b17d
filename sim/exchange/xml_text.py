"""XML as a tree of elements that know their place in the file; nothing that a file can contain makes it do anything.

Python's own expat parser reports as it reads, so a document type declaration is refused where it begins, before it has
declared an entity: without one there is nothing to expand (a "billion laughs") and nothing to fetch. That is what
defusedxml does too; here it takes one handler, and places are needed in any case.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from sim.errors import Problem, ScenarioError
from sim.scenario.bounded import read_bounded
from sim.scenario.catalogue import display

MOST_BYTES = 10_000_000
MOST_DEPTH = 50


@dataclass(frozen=True)
class Element:
    """A tag with its attributes, the elements in it, and where it begins (line and column from 1)."""

    tag: str
    attributes: dict[str, str]
    file: str
    line: int
    column: int
    children: list[Element] = field(default_factory=list)

    def all(self, tag: str) -> Iterator[Element]:
        """The elements in it that have this tag."""
        return (child for child in self.children if child.tag == tag)

    def first(self, tag: str) -> Element | None:
        """The first element in it that has this tag."""
        return next(self.all(tag), None)

    def problem(self, message: str, hint: str = "") -> Problem:
        """A problem at this place."""
        return Problem(self.file, self.line, self.column, "", message, hint)

    def refuse(self, message: str, hint: str = "") -> NoReturn:
        """Raise ScenarioError with a problem at this place."""
        raise ScenarioError([self.problem(message, hint)])


def read_xml(path: Path) -> Element:
    """The outermost element of an XML file.

    Raises ScenarioError, with line and column, if it cannot be read, is no XML, declares a document type, or is beyond
    the bounds of MOST_BYTES and MOST_DEPTH.
    """
    name = display(path)
    return parse_xml(read_bounded(path, name, MOST_BYTES), name)


def parse_xml(content: bytes, name: str = "<string>") -> Element:
    """The outermost element of an XML text, called `name` in problems. Raises ScenarioError like `read_xml`."""
    reader = _Reader(name)
    try:
        reader.parser.Parse(content, True)
    except expat.ExpatError as error:
        message = f"no XML: {expat.errors.messages[error.code]}"
        raise ScenarioError([Problem(name, error.lineno, error.offset + 1, "", message)]) from None
    except (LookupError, ValueError):
        raise ScenarioError([reader.problem("its encoding is not known", "save it as UTF-8")]) from None
    assert reader.outermost is not None  # expat has found an element, or said that there is none
    return reader.outermost


class _Reader:
    """Builds the tree from what expat reports."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.outermost: Element | None = None
        self._open: list[Element] = []
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype

    def problem(self, message: str, hint: str = "") -> Problem:
        """A problem at the place that the parser has come to."""
        return Problem(self.name, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1, "", message, hint)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= MOST_DEPTH:
            raise ScenarioError([self.problem(f"more than {MOST_DEPTH} elements within each other")])
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        element = Element(tag, attributes, self.name, line, column)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.outermost = element
        self._open.append(element)

    def _end(self, tag: str) -> None:
        self._open.pop()

    def _refuse_doctype(self, *_: object) -> None:
        hint = "it could declare entities that grow or that read other files; delete it, the format needs none"
        raise ScenarioError([self.problem("a document type declaration", hint)])
