"""The page itself: one `Page` a tab of the browser, whose state nobody else sees."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import solara

from sim.page import markup
from sim.page.controls import Choice, Tabs
from sim.page.desk import Desk, open_desk
from sim.page.shelf import shelf
from sim.page.views.chair_view import ChairView
from sim.page.views.file_view import FileView
from sim.page.views.gates_view import GatesView
from sim.page.views.html import Html
from sim.page.views.outcomes_view import OutcomesView
from sim.page.views.run_view import RunView
from sim.page.views.state import Tab

VIEWS = {
    "outcomes": ("How it may end", OutcomesView),
    "run": ("One run", RunView),
    "gates": ("The gates", GatesView),
    "chair": ("Play a part", ChairView),
    "file": ("The scenario", FileView),
}
"""The views by key, with what the tabs call them."""


@solara.component
def Layout(children: list[Any]) -> None:
    """The frame around every page: the style, and nothing else of Solara's."""
    solara.Style(Path(__file__).with_name("style.css"))
    solara.v.Html(tag="main", class_="sim-page", children=children)


@solara.component
def Page() -> None:
    """A scenario on the desk, and the view of it that one has chosen."""
    tab = solara.use_memo(Tab.fresh, [])
    desk: Desk = tab.desk.value
    view = tab.view.value

    def choose(name: str) -> None:
        if name in shelf().files:
            tab.open(open_desk(shelf(), name))

    def show(key: str) -> None:
        if key in VIEWS:
            tab.view.set(key)

    scenario = desk.scenario
    title = scenario.name if scenario is not None else f"{desk.name}: cannot be used"
    Html(f"<p class='kicker'>Diplomatic scenario simulator. Not a forecast: what follows from what you assume.</p>"
         f"<h1>{markup.text(title)}</h1>")  # fmt: skip
    with solara.v.Html(tag="div", class_="sim-bar"):
        items = [{"key": name, "label": _called(name)} for name in shelf().files]
        Choice(name="scenario", label="Scenario", value=desk.name, items=items, event_choose=choose)
        tabs = [{"key": key, "label": label} for key, (label, _) in VIEWS.items()]
        Tabs(label="Views", value=view, items=tabs, event_press=show)
    if desk.refused:
        Html(markup.problem_list(desk, desk.refused, "The last change was not made"))
    if scenario is None and view != "file":
        Html(markup.problem_list(desk, desk.problems, "This scenario cannot be used as it is"))
        return
    VIEWS[view][1](tab)


def _called(name: str) -> str:
    """A scenario in the list: files of one's own by their names, shipped ones in words."""
    return name if name in shelf().own else name.replace("_", " ")
