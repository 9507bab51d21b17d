"""From chapters to a page of HTML, by a template that escapes whatever is put into it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from sim.document.blocks import Block, Chapter, Figure
from sim.document.inline import Inliner
from sim.results.results import sim_version

TEMPLATES = Path(__file__).with_name("templates")


def page(title: str, chapters: Sequence[Chapter]) -> str:
    """The page. Figures are drawn now, one after the other."""
    inliner = Inliner()
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters["drawing"] = lambda figure: Markup(_drawing(inliner, figure))
    environment.filters["kind"] = _kind
    environment.filters["anchor"] = _anchor
    style = Markup((TEMPLATES / "style.css").read_text(encoding="utf-8"))
    body = environment.get_template("body.html.j2").render(chapters=chapters, title=title, version=sim_version())
    # the letters of all figures are known once the last of them has been drawn
    return environment.get_template("page.html.j2").render(
        title=title, style=style, body=Markup(body), letters=Markup(inliner.shared())
    )


def _drawing(inliner: Inliner, figure: Figure) -> str:
    if figure.draw is None:
        return inliner.add(figure.svg, figure.alt)
    from sim.report.save import as_svg

    ax = figure.draw()
    said = " ".join(ax.get_title(loc="left").split())
    return inliner.add(as_svg(ax), f"{said}. {figure.alt}" if said else figure.alt)


def _kind(block: Block) -> str:
    """The name of the macro that writes a block."""
    return type(block).__name__.lower()


def _anchor(text: str) -> str:
    """A text as the name of a place in the page."""
    return "".join(letter if letter.isalnum() or letter in "-_." else "-" for letter in text)
