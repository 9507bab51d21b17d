"""What a document is made of: plain data that a template turns into HTML. No block holds any markup."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class Paragraph:
    """Sentences. `tone` is "plain", "lead" (what is read if nothing else is), "note" (small) or "warning"."""

    text: str
    tone: str = "plain"


@dataclass(frozen=True)
class Bullets:
    """A list, numbered if `ordered`; an item may have a list below it."""

    items: tuple[str | tuple[str, tuple[str, ...]], ...]
    ordered: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell of a table with more to it than text.

    `links` are (words, anchor) within the chapter; a `strong` text stands out, `small` stands below it; a `flag` is a
    word that must not be missed.
    """

    text: str
    links: tuple[tuple[str, str], ...] = ()
    strong: bool = False
    small: str = ""
    flag: str = ""


@dataclass(frozen=True)
class Table:
    """A table: `columns` are headings, `numeric` the places of columns that are set to the right.

    The first cell of a row is its heading. `wide` tables are set small.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | Cell, ...], ...]
    numeric: tuple[int, ...] = ()
    wide: bool = False
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A figure: `draw` makes it, or `svg` is the text of one that was drawn before; `alt` says what it shows.

    `name` is what its files are called.
    """

    name: str
    alt: str
    caption: str
    draw: Callable[[], Axes] | None = None
    svg: str = ""


@dataclass(frozen=True)
class Diary:
    """A run told round by round: (heading, sentences)."""

    title: str
    reason: str
    entries: tuple[tuple[str, tuple[str, ...]], ...]
    ending: str
    command: str


@dataclass(frozen=True)
class Heading:
    """A heading within a section."""

    text: str


@dataclass(frozen=True)
class Code:
    """A command to be typed."""

    text: str


Block: TypeAlias = Paragraph | Bullets | Table | Figure | Diary | Heading | Code


@dataclass(frozen=True)
class Section:
    """A part of a chapter. `anchor` is unique within it."""

    anchor: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Chapter:
    """What is said of one source. `answer` opens the document; `commands` make it again."""

    title: str
    answer: tuple[Block, ...]
    sections: tuple[Section, ...]
    facts: tuple[tuple[str, str], ...] = field(default=())


def figures_of(chapters: Sequence[Chapter]) -> list[tuple[int, Figure]]:
    """All figures with the number of their chapter, in order."""
    return [
        (number, block)
        for number, chapter in enumerate(chapters)
        for blocks in (chapter.answer, *(section.blocks for section in chapter.sections))
        for block in blocks
        if isinstance(block, Figure)
    ]
