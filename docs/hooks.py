"""What the site takes from the code when it is built: the reference of the commands, and the notebook as a page.

MkDocs calls `on_page_markdown` for each page (see `hooks` in mkdocs.yml).
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Any

import nbformat
import typer
from typer.cli import get_docs_for_click

from sim.cli.app import app

DOCS = Path(__file__).parent
COMMANDS, NOTEBOOK = "<!-- here: the commands -->", "<!-- here: the notebook -->"


def on_page_markdown(markdown: str, **_: Any) -> str:
    """A page with its marker, if it has one, replaced by what the code says."""
    if COMMANDS in markdown:
        markdown = markdown.replace(COMMANDS, commands())
    if NOTEBOOK in markdown:
        markdown = markdown.replace(NOTEBOOK, notebook(DOCS / "tutorial.ipynb"))
    return markdown


def commands() -> str:
    """Every command with its arguments and options, as Typer itself describes them."""
    command = typer.main.get_command(app)
    context = typer.Context(command, info_name="sim")
    text = get_docs_for_click(obj=command, ctx=context, name="sim")
    text = text.partition("## ")[1] + text.partition("## ")[2]  # what comes before is the list of what follows
    return re.sub(r"^## `(sim [^`]*)`", r"## \1", text, flags=re.MULTILINE)


def notebook(path: Path) -> str:
    """A notebook's cells and what they gave, as Markdown."""
    return "\n\n".join(part for cell in nbformat.read(path, as_version=4).cells for part in _cell(cell))


def _cell(cell: Any) -> list[str]:
    if cell.cell_type == "markdown":
        return [cell.source]
    parts = [f"```python\n{cell.source}\n```"]
    for output in cell.get("outputs", ()):
        data = output.get("data", {})
        if "image/png" in data:
            parts.append(f'<img alt="figure" src="data:image/png;base64,{"".join(data["image/png"].split())}">')
        elif "text/html" in data:
            parts.append(f"<div>{_one_block(data['text/html'])}</div>")
        else:
            parts.append(f"<pre>{escape(output.get('text') or data.get('text/plain', ''))}</pre>")
    return parts


def _one_block(html: str) -> str:
    """HTML without empty lines, at which Markdown would end it, and without the look that pandas gives its tables."""
    html = re.sub(r"<style.*?</style>", "", html, flags=re.DOTALL).replace(' border="1" class="dataframe"', "")
    return "\n".join(line for line in html.splitlines() if line.strip())
