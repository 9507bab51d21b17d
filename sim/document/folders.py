"""Chapters of results that other commands have written to folders: from their tables and figures, as they are there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.document.answer import NO_FORECAST
from sim.document.blocks import Block, Chapter, Code, Figure, Paragraph, Section, Table
from sim.document.words import listed
from sim.errors import InputError
from sim.summary.names import words

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 15
"""Rows of a table from a file; the file has the rest."""
MOST_TOLD = 3
DIGITS = 4
KINDS = {
    "comparison": "What a change makes of it",
    "drivers": "What drives it",
    "blame": "Which demand is to blame",
    "update": "What a sighting changes",
    "robust": "What holds whatever is assumed",
}
RUN_BY_RUN = ("flipped",)
"""Tables with a row a run: nobody reads those in a report."""


def of_folder(folder: Path, manifest: dict[str, Any]) -> Chapter:
    """The chapter of a result, from the tables and figures in its folder.

    Raises InputError for files that are missing or cannot be read, or that are no drawings.
    """
    kind = str(manifest.get("kind", ""))
    title = str(manifest.get("title") or (manifest.get("scenario") or {}).get("name") or kind)
    said = manifest.get("statements") or {}
    statements = [str(text) for text in (said.values() if isinstance(said, dict) else said)]
    files = [str(name) for name in manifest.get("files", [])]
    frames = {Path(name).stem: _frame(folder, name) for name in files if name.endswith(".csv")}
    if kind == "comparison" and "differences" in frames:
        statements = _changes(frames["differences"])
    heading = KINDS.get(kind, kind.capitalize() or "Result")
    blocks: list[Block] = [Paragraph(text) for text in statements[1:]]
    blocks += [_figure(folder, name) for name in files if name.endswith(".svg")]
    opening = Paragraph(statements[0] if statements else f"{heading}: {title}.", "lead")
    sections = [Section("figures", heading, tuple(blocks))]
    tables = [_table(name, frame) for name, frame in frames.items() if name not in RUN_BY_RUN and len(frame)]
    if tables:
        sections.append(Section("tables", "The numbers", tuple(tables)))
    if manifest.get("command"):
        made = (Paragraph("It comes from:"), Code(str(manifest["command"])))
        sections.append(Section("making", "How this was made", made))
    found = tuple((key, str(manifest[key])) for key in ("seed", "runs") if key in manifest)
    return Chapter(title, (opening, Paragraph(NO_FORECAST, "warning")), tuple(sections), found)


def inside(folder: Path, name: str) -> Path:
    """A file of a folder; names that lead out of it are refused."""
    path = (folder / name).resolve()
    if folder.resolve() not in path.parents:
        raise InputError(f"{folder}: its manifest names a file outside it: {name}")
    return path


def _changes(differences: pd.DataFrame) -> list[str]:
    """For each alternative a sentence on the shares that changed beyond chance, the largest first."""
    wanted = {"base", "other", "label", "kind", "before", "after", "change", "low", "high"}
    if not wanted <= set(differences.columns):
        return []
    told = []
    for (base, other), rows in differences[differences["kind"] == "share"].groupby(["base", "other"], sort=False):
        clear = rows[(rows["low"] > 0) | (rows["high"] < 0)]
        order = clear["change"].abs().sort_values(ascending=False, kind="stable").index[:MOST_TOLD]
        parts = [
            _change({str(key): value for key, value in row.items()}) for row in clear.loc[order].to_dict("records")
        ]
        start = f"In {other} instead of {base}"
        told.append(
            f"{start} these go: {listed(parts)}." if parts else f"{start} no share of runs changes beyond chance."
        )
    return told


def _change(row: dict[str, Any]) -> str:
    before, after, change, low, high = (100 * float(row[key]) for key in ("before", "after", "change", "low", "high"))
    return (
        f"{row['label']} from {before:.0f}% to {after:.0f}% of runs ({change:+.1f} points, {low:+.1f} to {high:+.1f})"
    )


def _figure(folder: Path, name: str) -> Figure:
    try:
        text = inside(folder, name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{folder / name}: cannot be read: {error}") from error
    stem = Path(name).stem
    return Figure(stem, f"Figure: {re.sub(r'[-_]+', ' ', stem)}", "", svg=text)


def _frame(folder: Path, name: str) -> pd.DataFrame:
    import pandas as pd

    try:
        return pd.read_csv(inside(folder, name))
    except pd.errors.EmptyDataError:
        return pd.DataFrame()
    except (OSError, ValueError) as error:
        raise InputError(f"{folder / name}: cannot be read: {error}") from error


def _table(name: str, frame: pd.DataFrame) -> Table:
    """The first rows, without columns in which all rows say the same, and without codes where there are labels."""
    same = [column for column in frame.columns if len(frame) > 1 and frame[column].nunique(dropna=False) == 1]
    codes = ["name"] if "label" in frame.columns else []
    shown = frame.drop(columns=[*same, *(code for code in codes if code in frame.columns and code not in same)])
    if not len(shown.columns):
        shown = frame
    more = f", the first {MOST_ROWS} of {len(frame):,} rows" if len(frame) > MOST_ROWS else ""
    rows = tuple(tuple(_cell(value) for value in row) for row in shown.head(MOST_ROWS).itertuples(index=False))
    numeric = tuple(place for place, kind in enumerate(shown.dtypes) if kind.kind in "fi")
    columns = tuple(str(column).replace("_", " ") for column in shown.columns)
    return Table(f"{words(name)}{more}", columns, rows, numeric, wide=True)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "" if value != value else f"{value:.{DIGITS}g}"
    return str(value)
