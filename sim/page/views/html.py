"""HTML text in the page."""

from __future__ import annotations

import solara


def Html(text: str) -> None:
    """Put HTML into the page; whoever makes it has escaped what it quotes (`sim.page.markup`)."""
    solara.HTML(tag="div", unsafe_innerHTML=text)
