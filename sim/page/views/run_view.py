"""One run, stepped round by round."""

from __future__ import annotations

from typing import Any

import solara

from sim.page import markup
from sim.page.controls import Buttons, Number
from sim.page.course import Course, play_course, text_in_words
from sim.page.curves import aims_charts, belief_chart, front_chart
from sim.page.views.html import Html
from sim.page.views.state import Tab

MOST_RUN = 999_999


@solara.component
def RunView(tab: Tab) -> None:
    """The run that was chosen, after the round that was chosen."""
    scenario = tab.desk.value.scenario
    assert scenario is not None
    course = play_course(scenario, 0, tab.run.value)
    last = len(course.frames)
    now = min(max(tab.round.value, 1), last)

    def step(key: str) -> None:
        places = {"first": 1, "back": now - 1, "on": now + 1, "last": last, "news": next_news(course, now)}
        tab.round.set(min(max(places.get(key, now), 1), last))

    def choose(value: Any) -> None:
        if str(value).isdigit() and int(value) <= MOST_RUN:
            tab.run.set(int(value))
            tab.round.set(1)

    frame = course.frames[now - 1]
    date = f", {markup.text(frame.date)}" if frame.date else ""
    with solara.v.Html(tag="div", class_="sim-bar"):
        Number(name="run", label="Run", value=tab.run.value, low=0, high=MOST_RUN, event_send=choose)
        Buttons(label="Rounds", items=[
            {"key": "first", "label": "First", "disabled": now == 1},
            {"key": "back", "label": "One back", "disabled": now == 1},
            {"key": "on", "label": "Next round", "kind": "main", "disabled": now == last},
            {"key": "news", "label": "Next with news", "disabled": now == last},
            {"key": "last", "label": "Last", "disabled": now == last},
        ], event_press=step)  # fmt: skip
    ending = f" {markup.text(course.ending)}" if now == last else ""
    Html(f"<h2><span role='status'>Round {now} of {last}{date}</span></h2>"
         f"<p class='note'>Run {course.run} of seed 0, one of many that the scenario allows.{ending}</p>")  # fmt: skip
    with solara.v.Html(tag="div", class_="sim-halves"):
        with solara.v.Html(tag="section", class_="sim-side"):
            Html("<h3>Diary</h3>" + markup.diary(course.frames[:now]))
        with solara.v.Html(tag="section", class_="sim-wide"):
            Html(markup.meeting_table(frame.meetings))
            by = f", tabled by {frame.tabler}" if frame.tabler else ""
            Html(markup.worth_table(frame) + aims_charts(course.frames, now))
            war = front_chart(scenario, course.frames, now) + belief_chart(scenario, course.frames, now)
            Html(f"<div class='charts'>{war}</div>")
            Html(markup.text_table(text_in_words(scenario, frame.text), f"The text on the table{by}"))
            Html(markup.demand_table(frame.demands))


def next_news(course: Course, now: int) -> int:
    """The next round of which the diary has anything to tell."""
    return next((frame.round for frame in course.frames[now:] if frame.told), len(course.frames))
