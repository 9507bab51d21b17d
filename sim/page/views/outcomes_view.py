"""How the scenario ends: the outcomes of many runs, and levers that move them."""

from __future__ import annotations

from typing import Any

import solara

from sim.page import figures, markup
from sim.page.controls import Buttons, Choice, Levers
from sim.page.levers import Slider, sliders
from sim.page.playing import CHOICES, finding, play, rows
from sim.page.views.html import Html
from sim.page.views.state import Tab


@solara.component
def OutcomesView(tab: Tab) -> None:
    """Levers on the left, outcomes on the right."""
    with solara.v.Html(tag="div", class_="sim-halves"):
        with solara.v.Html(tag="section", class_="sim-side"):
            LeverPanel(tab)
        with solara.v.Html(tag="section", class_="sim-wide"):
            Outcomes(tab)
            Figure(tab)


@solara.component
def LeverPanel(tab: Tab) -> None:
    """The sliders of the scenario as it was opened, with those that were moved."""
    desk = tab.desk.value
    assert desk.base is not None
    base = desk.base
    found = solara.use_memo(lambda: sliders(base), [base])
    known = {one.path: one for one in found}

    def move(event: Any) -> None:
        slider = known.get(str(event.get("path")))
        value = event.get("value")
        if slider is not None and isinstance(value, int | float) and slider.low <= value <= slider.high:
            tab.desk.set(tab.desk.value.move(slider.path, float(value)))

    def put_back(path: str) -> None:
        tab.desk.set(tab.desk.value.put_back(path))

    Html("<h2>Levers</h2><p class='note'>A lever that you move fixes a number that the scenario leaves open. "
         "Everything else, luck included, stays as it was.</p>")  # fmt: skip
    Levers(groups=lever_groups(found, desk.values, desk.removed), event_move=move, event_put_back=put_back)
    if desk.changed:
        Buttons(label="Levers", items=[{"key": "reset", "label": "Put everything back"}],
                event_press=lambda _: tab.desk.set(tab.desk.value.reset()))  # fmt: skip
    if not found:
        Html("<p>This scenario has no number that the page would offer as a lever.</p>")


def lever_groups(found: tuple[Slider, ...], values: Any, removed: tuple[str, ...]) -> list[dict[str, Any]]:
    """Sliders by group as the control takes them; those of what was dropped are left out."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in found:
        if any(one.path.startswith(f"{path}.") for path in removed):
            continue
        groups.setdefault(one.group, []).append({
            "path": one.path, "label": one.label, "low": one.low, "high": one.high, "step": one.step,
            "value": values.get(one.path, one.value), "stated": one.stated, "moved": one.path in values,
        })  # fmt: skip
    return [
        {"title": title, "levers": levers, "moved": sum(one["moved"] for one in levers)}
        for title, levers in groups.items()
    ]


@solara.component
def Outcomes(tab: Tab) -> None:
    """The outcomes as they are, next to what they were before the changes."""
    desk, runs = tab.desk.value, tab.runs.value
    assert desk.base is not None
    assert desk.scenario is not None
    played = play(desk.scenario, runs)
    shown = rows(played.results, play(desk.base, runs).results if desk.changed else None)

    def choose(value: str) -> None:
        if value in {str(number) for number in CHOICES}:
            tab.runs.set(int(value))

    Html(f"<h2>How it may end</h2><p class='finding' role='status'>{markup.text(finding(shown, desk.changed))}</p>")
    Html(markup.outcome_table(shown, f"Outcomes of {runs:,} runs"))
    how = f"{runs:,} runs, seed 0, in {played.seconds:.2f} s."
    if desk.changed:
        how += " Before and after are the same runs with the same luck; bold where the interval leaves out zero."
    Html(f"<p class='note'>{how} Intervals are for the chance error of so many runs.</p>")
    items = [{"key": str(number), "label": f"{number:,}"} for number in CHOICES]
    Choice(name="runs", label="Runs", value=str(runs), items=items, event_choose=choose)


@solara.component
def Figure(tab: Tab) -> None:
    """A figure of the report on demand."""
    desk, name = tab.desk.value, tab.figure.value

    def press(key: str) -> None:
        tab.figure.set("" if key == tab.figure.value else key)

    Html("<h2>More of it</h2>")
    items = [{"key": key, "label": label, "pressed": key == name} for key, label in figures.FIGURES.items()]
    Buttons(label="Figures", items=items, event_press=press)
    if name in figures.FIGURES and desk.scenario is not None:
        Html(f"<div class='figure'>{figures.figure(desk.scenario, name, tab.runs.value)}</div>")
