"""What docs/backtest.md shows. ``python -m tests.backtest_page`` brings its tables, text and figures up to date.

Needed when the engine, a case or the way of scoring has changed: the documents' tests hold page and figures to what
``sim backtest`` finds. The words above the marker are written by hand; what stands below it is computed.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sim.backtest import Backtest, backtest
from sim.backtest.page import markdown
from sim.backtest.saving import figures
from tests.computed_pages import below_marker, numbers, save_picture

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "backtest.md"
FIGURES = ROOT / "docs" / "images" / "backtest"
MARKER = "<!-- below: python -m tests.backtest_page -->\n"


@cache
def found() -> Backtest:
    """The cases that come with sim, scored."""
    return backtest()


def updated(page: str) -> str:
    """The page with what is found now below its marker."""
    return below_marker(page, MARKER, markdown(found(), "images/backtest"))


def main() -> None:
    """Rewrite what is computed on the page, and the figures."""
    PAGE.write_text(updated(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    for name, draw in figures(found()):
        ax = draw()
        save_picture(ax, FIGURES / f"{name}.svg", ax.get_title(loc="left"), numbers(ax))


if __name__ == "__main__":
    main()
