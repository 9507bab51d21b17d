"""The tutorial notebook runs from the top, and shows what it gives now."""

from __future__ import annotations

from pathlib import Path

import pytest
from numba.core import config

from tests.notebook import executed, read, shown

pytestmark = pytest.mark.skipif(config.DISABLE_JIT, reason="minutes without the compiler")


def test_the_notebook_shows_what_its_cells_give(tmp_path: Path) -> None:
    # if the engine or the flagship has changed: python -m tests.notebook
    now, then = shown(executed(str(tmp_path))), shown(read())
    assert len(now) == len(then)
    for number, (gives, shows) in enumerate(zip(now, then, strict=True)):
        assert gives == shows, f"code cell {number}"


def test_the_notebook_holds_nothing_of_who_ran_it() -> None:
    notebook = read()
    assert set(notebook.metadata) == {"kernelspec"}
    for cell in notebook.cells:
        assert cell.metadata == {}
        assert not any("/home" in str(output) or "/work" in str(output) for output in cell.get("outputs", ()))
        assert not any(output.get("name") == "stderr" for output in cell.get("outputs", ()))


def test_the_notebook_goes_from_the_article_to_a_finding_with_pictures() -> None:
    text = "\n".join(cell.source for cell in read().cells)
    for call in ("load_seed(", "sim.load(", "explain(", "sim.run(", "compare(", "blame(", "sim.trace("):
        assert call in text
    assert any("a picture" in outputs for outputs in shown(read()))
