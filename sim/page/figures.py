"""Figures of the report as SVG to be put into the page."""

from __future__ import annotations

import io
import re
from functools import lru_cache
from html import escape
from threading import Lock
from typing import TYPE_CHECKING

from sim.page.gates import claims_in_words, explained
from sim.page.playing import RUNS, play
from sim.scenario import Scenario

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FIGURES = {
    "incidence": "When",
    "terms": "On what terms",
    "preconditions": "What stood in the way",
    "utilities": "What each actor got",
}
"""Figures that one can ask for beside the outcomes, with what they answer."""

DRAWING = Lock()
"""Matplotlib's settings are global: one figure at a time, whichever tab asks."""


@lru_cache(maxsize=32)
def figure(scenario: Scenario, name: str, runs: int = RUNS, seed: int = 0) -> str:
    """A figure of the ensemble by name, as SVG."""
    results = play(scenario, runs, seed).results
    with DRAWING:
        ax = getattr(results.plot, name)()
        return inline_svg(ax, f"{FIGURES[name]}: {ax.get_title(loc='left')}", name)


@lru_cache(maxsize=16)
def graph(scenario: Scenario) -> str:
    """The gate graph as SVG; boxes and arrows say what they stand for where the pointer rests on them."""
    from sim.report.gate_graph import gate_graph, tooltips
    from sim.report.style import figure_of

    explanation, claims = explained(scenario), claims_in_words(scenario)
    with DRAWING:
        ax = gate_graph(explanation, claims)
        title = next(words.get_text() for words in figure_of(ax).texts if words.get_gid() == "title")
        svg = inline_svg(ax, f"The gate graph: {title}", "gates")
    for part, words in tooltips(explanation, claims).items():
        svg = svg.replace(f'<g id="gates-{part}">', f'<g id="gates-{part}"><title>{escape(words)}</title>', 1)
    return svg


def inline_svg(ax: Axes, label: str, prefix: str) -> str:
    """A figure as an SVG element with a name for screen readers, its ids begun with `prefix`.

    To be called with no other figure being drawn.
    """
    from sim.report.style import figure_of, styled

    buffer = io.StringIO()
    with styled():
        figure_of(ax).savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    # several figures stand in one page, and their parts must not be taken for one another
    svg = re.sub(r'id="([^"]+)"', rf'id="{prefix}-\1"', svg)
    svg = re.sub(r'(xlink:href="#|url\(#)', rf"\1{prefix}-", svg)
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    name = " ".join(label.split())
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(name, quote=True)}" ', 1)
