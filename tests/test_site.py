"""What the site takes from the code, and what its check would catch. ``python -m tests.site`` builds it."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
import typer
from typer.core import TyperGroup

import sim
from sim.cli.app import app
from tests.site import fetched

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def hooks() -> ModuleType:
    spec = importlib.util.spec_from_file_location("site_hooks", ROOT / "docs" / "hooks.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_has_every_command_with_every_option(hooks: ModuleType) -> None:
    page = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    text = hooks.on_page_markdown(page)
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    for name, command in group.commands.items():
        part = text.partition(f"## sim {name}\n")[2].partition("\n## ")[0]
        assert part, name
        for parameter in command.params:
            shown = parameter.opts[0] if parameter.opts[0].startswith("-") else (parameter.metavar or parameter.name)
            assert str(shown).upper().strip("[]").split(".")[0].split("|")[0] in part.upper(), f"{name}: {shown}"


def test_the_reference_has_every_public_name() -> None:
    page = (ROOT / "docs" / "reference" / "python.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^::: [\w.]+\.(\w+)$", page, re.MULTILINE)) | set(re.findall(r"\w+Error", page))
    assert set(sim.__all__) - {"__version__"} <= named


def test_the_notebook_becomes_a_page_with_its_cells_and_what_they_gave(hooks: ModuleType) -> None:
    page = (ROOT / "docs" / "tutorial-notebook.md").read_text(encoding="utf-8")
    text = hooks.on_page_markdown(page)
    assert "```python\nflagship = sim.load" in text
    assert 'src="data:image/png;base64,' in text
    assert "<caption>" in text
    assert "# From an article to a finding" in text


def test_a_page_without_markers_is_left_as_it_is(hooks: ModuleType) -> None:
    assert hooks.on_page_markdown("# A page\n") == "# A page\n"


@pytest.mark.parametrize(
    "text, found",
    [
        ('<script async src="https://cdn.example/a.js"></script>', ["https://cdn.example/a.js"]),
        ("<link rel=stylesheet href=//fonts.example/css>", ["//fonts.example/css"]),
        ('<link href="https://fonts.example" rel="preconnect">', ["https://fonts.example"]),
        ("@font-face{src:url(https://fonts.example/a.woff2)}", ["https://fonts.example/a.woff2"]),
        ('<a href="https://pysathq.github.io">PySAT</a> <img src="images/a.svg">', []),
        ('<img src="data:image/png;base64,//8/"> <link rel="next" href="https://a.example">', []),
    ],
)
def test_what_a_browser_would_fetch_from_elsewhere_is_seen(text: str, found: list[str]) -> None:
    assert fetched(text) == found
