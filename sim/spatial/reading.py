"""Reads a CSV of actors with capability, position and salience, or says all that is wrong with it.

The first row names the columns, in any order; see COLUMNS for the words that are understood. Commas, semicolons or tabs
part the cells. Lines that begin with `#` and empty ones are skipped. A cell holds a number or a range (`cells.py`).
Saliences are parts of 1 or percent: if any is above 1, all of them are percent.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sim.errors import Problem, ScenarioError
from sim.scenario.bounded import read_bounded
from sim.scenario.catalogue import display, shipped_files
from sim.scenario.kinds import NumberFault
from sim.scenario.suggest import allowed_or_meant, closest
from sim.spatial.actors import Actor, support
from sim.spatial.cells import number_of, scaled

COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("name", "actor", "stakeholder", "player", "group"),
    "capability": ("capability", "capabilities", "influence", "power", "clout", "resources"),
    "position": ("position", "preference"),
    "salience": ("salience", "importance", "priority"),
    "why": ("why", "note", "notes", "comment", "comments", "source"),
}
"""What a column holds -> the words for it, in small letters."""
NUMBERS = ("capability", "position", "salience")
SEPARATORS = (",", ";", "\t")
MOST_BYTES = 2_000_000


@dataclass(frozen=True)
class ActorTable:
    """A file of actors: `name` as messages call it, its actors in order, and the columns that nothing reads."""

    name: str
    actors: tuple[Actor, ...]
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Row:
    """A line's cells, stripped, and the column (from 1) at which each begins."""

    line: int
    cells: list[str]
    starts: list[int]


@dataclass(frozen=True)
class _Header:
    """The place of each column that is read, the columns that are not, and how many cells a row may have."""

    places: dict[str, int]
    unread: tuple[str, ...]
    width: int


def shipped_tables() -> dict[str, Path]:
    """Name -> file of every table of actors that comes with sim, by name."""
    return shipped_files("scenarios/spatial", ".csv")


def read_actors(source: Path | str) -> ActorTable:
    """The actors of a CSV file, or of a table that comes with sim, by its name.

    Raises ScenarioError with all problems, each with file, line and column.
    """
    known = shipped_tables()
    file = known.get(str(source), Path(source))
    name = display(file)
    if not file.exists():
        hint = allowed_or_meant(str(source), known).replace("allowed:", "shipped:")
        raise ScenarioError([Problem(name, 0, 0, "", "there is no such table, neither shipped nor as a file", hint)])
    content = read_bounded(file, name, MOST_BYTES)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ScenarioError([Problem(name, line, 1, "", "not UTF-8 text", "save the table as CSV UTF-8")]) from None
    return parse_actors(text, name)


def parse_actors(text: str, name: str = "<string>") -> ActorTable:
    """The actors of a CSV text, called `name` in problems. Raises ScenarioError like `read_actors`."""
    problems: list[Problem] = []
    rows = list(_rows(text, name, problems))
    if not rows:
        hint = "the first row names the columns: name,capability,position,salience"
        raise ScenarioError(problems or [Problem(name, 0, 0, "", "the file is empty", hint)])
    header, faults = _header(rows[0], name)
    if faults:
        raise ScenarioError([*problems, *faults])
    actors = [actor for row in rows[1:] if (actor := _actor(row, header, name, problems)) is not None]
    problems += _twice(actors, name)
    if len(rows) < 3 and not problems:
        problems.append(Problem(name, rows[-1].line, 1, "", "fewer than two actors", "one row an actor"))
    actors = _in_parts(actors, rows, header.places, name, problems)
    if problems:
        raise ScenarioError(sorted(dict.fromkeys(problems), key=lambda one: (one.line, one.column)))
    return ActorTable(name, tuple(actors), header.unread)


def _rows(text: str, name: str, problems: list[Problem]) -> Iterator[_Row]:
    """The rows that say something. A row is one line; what parts cells is told from the first."""
    separator = ""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        separator = separator or max(SEPARATORS, key=line.count)
        try:
            cells = next(csv.reader([line], delimiter=separator, strict=True))
        except csv.Error:
            hint = 'a cell in quotation marks ends on its line; a mark inside one is written twice: ""'
            problems.append(Problem(name, number, 1, "", "the quotation marks of this row do not close", hint))
            continue
        cells = [cell.strip() for cell in cells]
        if any(cells):
            yield _Row(number, cells, _starts(line, separator))


def _starts(line: str, separator: str) -> list[int]:
    """The column (from 1) of the first character of each cell."""
    starts, quoted = [1], False
    for at, sign in enumerate(line, 1):
        if sign == '"':
            quoted = not quoted
        elif sign == separator and not quoted:
            starts.append(at + 1)
    return starts


def _header(row: _Row, name: str) -> tuple[_Header, list[Problem]]:
    """What the first row says, and what is wrong with it."""
    meaning = {word: column for column, words in COLUMNS.items() for word in words}
    places: dict[str, int] = {}
    unread: list[tuple[int, str]] = []
    problems = []
    for place, cell in enumerate(row.cells):
        column = meaning.get(cell.lower())
        if column is None:
            unread.append((place, cell))
        elif column in places:
            message = f"'{cell}' and '{row.cells[places[column]]}' both name the column {column}"
            problems.append(Problem(name, row.line, row.starts[place], "", message, "leave one of them out"))
        else:
            places[column] = place
    for column in ("name", *NUMBERS):
        if column not in places:
            like = closest(column, [cell for _, cell in unread])
            hint = f"is '{like}' meant? " if like else ""
            hint += f"understood: {', '.join(COLUMNS[column])}"
            problems.append(Problem(name, row.line, 1, "", f"the first row names no column {column}", hint))
    return _Header(places, tuple(cell for _, cell in unread if cell), len(row.cells)), problems


def _actor(row: _Row, header: _Header, name: str, problems: list[Problem]) -> Actor | None:
    """The actor of a row, saliences as written; None if the row has none."""
    here: list[Problem] = []
    cells = [*row.cells, *[""] * (header.width - len(row.cells))]
    places = header.places
    label = cells[places["name"]]
    if not label:
        here.append(_problem(row, places["name"], name, "", "the actor has no name"))
    if any(cells[header.width :]):
        message, hint = (
            "the row has more cells than the first row has columns",
            "a text with the separator in it goes in quotation marks",
        )
        here.append(_problem(row, header.width, name, label, message, hint))
    values = {}
    for column in NUMBERS:
        place, path, text = places[column], f"{label}.{column}", cells[places[column]]
        try:
            if not text:
                raise NumberFault("the cell is empty", "a number or a range must stand here")
            values[column] = number_of(text)
            if column != "position" and support(values[column])[0] < 0:
                raise NumberFault(f"{column} {text} is below 0", "0 or more")
        except NumberFault as fault:
            here.append(_problem(row, place, name, path, fault.message, fault.hint))
    problems += here
    why = cells[places["why"]] if "why" in places else ""
    return None if here else Actor(label, **values, why=why, line=row.line)


def _problem(row: _Row, place: int, name: str, path: str, message: str, hint: str = "") -> Problem:
    column = row.starts[place] if place < len(row.starts) else row.starts[-1]
    return Problem(name, row.line, column, path, message, hint)


def _twice(actors: Sequence[Actor], name: str) -> Iterator[Problem]:
    """Names that two rows have."""
    first: dict[str, int] = {}
    for actor in actors:
        if actor.name in first:
            message = f"the actor stands in line {first[actor.name]} already"
            yield Problem(name, actor.line, 1, actor.name, message, "each name once")
        first.setdefault(actor.name, actor.line)


def _in_parts(
    actors: list[Actor], rows: Sequence[_Row], places: dict[str, int], name: str, problems: list[Problem]
) -> list[Actor]:
    """The actors with their saliences as parts of 1: percent where any is above 1."""
    if not any(support(actor.salience)[1] > 1 for actor in actors):
        return actors
    by_line = {row.line: row for row in rows}
    for actor in actors:
        if support(actor.salience)[1] > 100:
            message = f"salience {by_line[actor.line].cells[places['salience']]} is above 100"
            hint = "a part of 1, or of 100 in the whole column: the part of its capability that it would spend"
            row = by_line[actor.line]
            problems.append(_problem(row, places["salience"], name, f"{actor.name}.salience", message, hint))
    return [replace(actor, salience=scaled(actor.salience, 0.01)) for actor in actors]
