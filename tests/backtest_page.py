"""What docs/backtest.md shows. ``python -m tests.backtest_page`` brings its tables, text and figures up to date.

Needed when the engine, a case or the way of scoring has changed: the documents' tests hold page and figures to what
``sim backtest`` finds. The words above the marker are written by hand; what stands below it is computed.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Text

from sim.backtest import Backtest, backtest
from sim.backtest.page import markdown
from sim.backtest.saving import figures
from sim.report.style import figure_of, styled

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
    above, marker, _ = page.partition(MARKER)
    if not marker:
        raise ValueError(f"no line: {MARKER.strip()}")
    return above + MARKER + markdown(found(), "images/backtest")


def numbers(ax: Axes) -> str:
    """All numbers that a figure draws, and its title, as text: what makes two pictures the same."""
    lines = [" ".join(f"{v:.3f}" for v in np.ravel([line.get_xdata(), line.get_ydata()])) for line in ax.lines]
    bars = [f"{bar.get_x():.3f} {bar.get_width():.3f}" for bar in ax.patches]  # type: ignore[attr-defined]
    return " ".join([ax.get_title(loc="left"), *lines, *bars])


def main() -> None:
    """Rewrite what is computed on the page, and the figures."""
    PAGE.write_text(updated(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    FIGURES.mkdir(parents=True, exist_ok=True)
    for name, draw in figures(found()):
        ax = draw()
        drawn = figure_of(ax)
        about = {"Date": None, "Creator": None, "Title": ax.get_title(loc="left"), "Description": numbers(ax)}
        for text in drawn.findobj(Text):
            text.set_fontfamily("sans-serif")  # with the fonts that a reader may have instead of ours
        with styled(), matplotlib.rc_context({"svg.fonttype": "none"}):
            drawn.savefig(FIGURES / f"{name}.svg", metadata=about)


if __name__ == "__main__":
    main()
