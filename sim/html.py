"""Small HTML for notebooks: everything that is put into it is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

_LEFT = " style='text-align:left'"


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[object]], *, texts: int = 1) -> str:
    """A table of plain texts. The first `texts` columns are words and stand to the left, the others to the right."""

    def cells(row: Sequence[object], tag: str) -> str:
        places = (_LEFT if column < texts else "" for column in range(len(row)))
        return "".join(f"<{tag}{place}>{escape(str(cell))}</{tag}>" for place, cell in zip(places, row, strict=True))

    body = "".join(f"<tr>{cells(row, 'td')}</tr>" for row in rows)
    header = f"<thead><tr>{cells(head, 'th')}</tr></thead>" if any(head) else ""
    return f"<table><caption>{escape(caption)}</caption>{header}<tbody>{body}</tbody></table>"


def paragraph(text: str) -> str:
    """A paragraph of plain text."""
    return f"<p>{escape(text)}</p>"
