"""The gate graph, what is within reach, and preconditions to be dropped."""

from __future__ import annotations

import solara

from sim.page import figures, gates, markup
from sim.page.controls import Buttons
from sim.page.playing import finding, play, rows
from sim.page.views.html import Html
from sim.page.views.outcomes_view import LeverPanel
from sim.page.views.state import Tab

NOTHING_CHANGED = (
    "<p>Nothing that the graph could tell: what waits for what is as it was. How firmly something is held shows "
    "in the runs, below.</p>"
)


@solara.component
def GatesView(tab: Tab) -> None:
    """Preconditions on the left; what they shut, and what that does to the outcomes, on the right."""
    desk = tab.desk.value
    assert desk.base is not None
    assert desk.scenario is not None
    with solara.v.Html(tag="div", class_="sim-halves"):
        with solara.v.Html(tag="section", class_="sim-side"):
            Rules(tab)
            LeverPanel(tab)
        with solara.v.Html(tag="section", class_="sim-wide"):
            lines = gates.changed(desk.base, desk.scenario)
            if desk.changed:
                told = markup.paragraphs(lines) if lines else NOTHING_CHANGED
                Html(f"<h2>What the change did</h2><div role='status'>{told}</div>")
            Html("<h2>What is within reach</h2><p class='note'>By the preconditions alone, before any run: could it "
                 "come to that if everybody did at once what it is free to do?</p>"
                 + markup.goal_list(gates.goals(gates.explained(desk.scenario))))  # fmt: skip
            framed = "<div class='figure graph' tabindex='0' role='region' aria-label='Gate graph'>"
            Html(f"<h2>The gate graph</h2>{framed}{figures.graph(desk.scenario)}</div>")
            runs = tab.runs.value
            shown = rows(play(desk.scenario, runs).results, play(desk.base, runs).results if desk.changed else None)
            Html(f"<h2>How it may end</h2><p class='finding'>{markup.text(finding(shown, desk.changed))}</p>"
                 + markup.outcome_table(shown, f"Outcomes of {runs:,} runs"))  # fmt: skip


@solara.component
def Rules(tab: Tab) -> None:
    """Every precondition, with a button that drops it or takes it up again."""
    desk = tab.desk.value
    assert desk.base is not None
    found = gates.rules(desk.base, desk.removed)

    def press(path: str) -> None:
        if path not in {rule.path for rule in found}:
            return
        now = tab.desk.value
        tab.desk.set(now.take_up(path) if path in now.removed else now.drop(path))

    Html("<h2>Preconditions</h2>" + ("" if found else "<p>This scenario has none.</p>"))
    for rule in found:
        words = " ".join(rule.sentences)
        said = f"<del>{markup.text(words)}</del>" if rule.dropped else markup.text(words)
        Html(f"<p class='rule'>{said}</p>")
        label = f"{'Take up again' if rule.dropped else 'Drop'}: {rule.name.replace('_', ' ')}"
        Buttons(label=rule.name, items=[{"key": rule.path, "label": label, "kind": "small"}], event_press=press)
