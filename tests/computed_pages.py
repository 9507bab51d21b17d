"""Pages of docs/ with a part that is computed, and figures that carry the numbers which they draw."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Text

from sim.report.style import figure_of, styled


def below_marker(page: str, marker: str, below: str) -> str:
    """A page with another text below its marker. Raises ValueError if it has none."""
    above, found, _ = page.partition(marker)
    if not found:
        raise ValueError(f"no line: {marker.strip()}")
    return above + marker + below


def numbers(ax: Axes) -> str:
    """All numbers that a figure draws, and its title, as text: what makes two pictures the same."""
    lines = [" ".join(f"{v:.3f}" for v in np.ravel([line.get_xdata(), line.get_ydata()])) for line in ax.lines]
    bars = [f"{bar.get_x():.3f} {bar.get_width():.3f}" for bar in ax.patches]  # type: ignore[attr-defined]
    return " ".join([ax.get_title(loc="left"), *lines, *bars])


def save_picture(ax: Axes, file: Path, title: str, description: str) -> None:
    """Write a figure as SVG; the numbers in it are its description, for the tests and for who asks."""
    file.parent.mkdir(parents=True, exist_ok=True)
    drawn = figure_of(ax)
    for text in drawn.findobj(Text):
        text.set_fontfamily("sans-serif")  # with the fonts that a reader may have instead of ours
    # letters as letters: a fifth of the size of drawn ones
    with styled(), matplotlib.rc_context({"svg.fonttype": "none"}):
        drawn.savefig(
            file, metadata={"Date": None, "Creator": None, "Title": title, "Description": description}
        )  # fmt: skip


def numbers_in(file: Path) -> list[str]:
    """The numbers and words that a picture says it shows."""
    described = re.search(r"<dc:description>(.*?)</dc:description>", file.read_text(encoding="utf-8"), re.DOTALL)
    assert described is not None
    return unescape(described[1]).split()
