"""The tutorial notebook, executed. ``python -m tests.notebook`` brings what its cells show up to date.

What a cell prints or shows as text or a table is held to what it gives now; pictures are not compared byte by byte,
since they differ with the version of Matplotlib and its fonts.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

PATH = Path(__file__).resolve().parent.parent / "docs" / "tutorial.ipynb"
PICTURES = ("image/png", "image/svg+xml")
SECONDS = 120
"""A cell that takes longer has failed."""


def read() -> nbformat.NotebookNode:
    """The notebook as it stands in the repository."""
    return nbformat.read(PATH, as_version=4)


def executed(folder: str) -> nbformat.NotebookNode:
    """The notebook, run from the top in a new kernel that works in `folder`. Raises CellExecutionError."""
    notebook = read()
    NotebookClient(notebook, timeout=SECONDS, kernel_name="python3", resources={"metadata": {"path": folder}}).execute()
    return tidied(notebook)


def tidied(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Without what differs from one execution to the next: times, versions, the name of a figure beside the figure."""
    notebook.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
        cell.metadata = {}
        if cell.cell_type == "code":
            cell.outputs = [_tidied(output) for output in cell.outputs]
    return notebook


def _tidied(output: nbformat.NotebookNode) -> nbformat.NotebookNode:
    if "metadata" in output:
        output.metadata = {}
    if any(kind in output.get("data", {}) for kind in PICTURES):
        output.data.pop("text/plain", None)
    return output


def shown(notebook: nbformat.NotebookNode) -> list[list[Any]]:
    """What each code cell shows, a picture only as that there is one."""
    return [[_shown(output) for output in cell.outputs] for cell in notebook.cells if cell.cell_type == "code"]


def _shown(output: nbformat.NotebookNode) -> Any:
    data = output.get("data", {})
    if any(kind in data for kind in PICTURES):
        return "a picture"
    return output.get("text") or data.get("text/html") or data.get("text/plain")


def main() -> None:
    """Write the notebook with what its cells show now."""
    nbformat.write(executed(str(PATH.parent)), PATH)


if __name__ == "__main__":
    main()
