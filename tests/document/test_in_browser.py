"""The report in a browser and on paper: nothing fails, nothing is asked for, and who cannot see can read it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.document import report
from tests.page.browsing import OPTIONS, browser

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: pip install '.[test]'")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed: pip install '.[test]'")
pytestmark = pytest.mark.skipif(browser() is None, reason="no Chromium: apt-get install chromium (.ci/run does)")

GRAVE = ("serious", "critical")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return report("contradictory_order", runs=1_200).save(tmp_path_factory.mktemp("report") / "report.html")


@pytest.fixture(scope="module")
def tab(file: Path) -> Any:
    with playwright.sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=browser(), args=list(OPTIONS))
        opened = launched.new_page(viewport={"width": 1000, "height": 900})
        said: list[str] = []
        asked: list[str] = []
        opened.on("console", lambda message: said.append(message.text))
        opened.on("pageerror", lambda error: said.append(str(error)))
        opened.on("request", lambda request: asked.append(request.url))
        opened.goto(file.as_uri())
        yield opened, said, asked
        launched.close()


def test_nothing_is_asked_for_and_nothing_fails(tab: Any, file: Path) -> None:
    opened, said, asked = tab
    opened.wait_for_load_state("networkidle")
    assert said == []
    assert {address for address in asked if not address.startswith("data:image/png;base64,")} == {file.as_uri()}


def test_axe_finds_nothing_serious(tab: Any) -> None:
    opened, _, _ = tab
    found = axe.Axe().run(opened).response
    assert len(found["passes"]) > 15, "axe looked at nothing"
    assert [item["id"] for item in found["violations"] if item["impact"] in GRAVE] == []


@pytest.mark.parametrize("width", [1000, 380])
def test_it_fits_the_window_without_scrolling_sideways(tab: Any, width: int) -> None:
    opened, _, _ = tab
    opened.set_viewport_size({"width": width, "height": 900})
    assert opened.evaluate("document.documentElement.scrollWidth") <= width


def test_figures_are_drawn_with_letters(tab: Any) -> None:
    """A glyph that a figure uses has a size only if it was found among the shared ones."""
    opened, _, _ = tab
    sizes = opened.evaluate(
        "[...document.querySelectorAll('figure svg')].map(svg => [...svg.querySelectorAll('use')]"
        ".filter(use => use.getAttribute('href').startsWith('#DejaVu') && use.getBBox().width > 0).length)"
    )
    assert sizes
    assert min(sizes) > 20


def test_it_prints_to_pages_that_nothing_sticks_out_of(tab: Any) -> None:
    opened, _, _ = tab
    opened.set_viewport_size({"width": 1000, "height": 900})
    opened.emulate_media(media="print")
    paper = opened.pdf(format="A4", prefer_css_page_size=True)
    opened.emulate_media(media="screen")
    assert paper.startswith(b"%PDF")
    pages = paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page ") + paper.count(b"/Type /Page/")
    assert 8 <= pages <= 45
