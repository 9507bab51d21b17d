"""Scenarios of every kind can be shown in every view: with and without a war, tracks, steps, preconditions, a date."""

import pytest

from sim.page import curves, figures, gates, markup
from sim.page.briefing import order_groups, question_in_words
from sim.page.chair import deal
from sim.page.course import play_course, text_in_words
from sim.page.levers import sliders
from sim.page.playing import finding, play, rows
from sim.page.views.outcomes_view import lever_groups
from sim.scenario import load

KINDS = (
    "flagship",
    "arms_first",
    "contradictory_order",
    "gamblers_ruin",
    "no_deadlock",
    "pow_deadlock",
    "split_the_price",
)

pytest.importorskip("solara", reason="the page's packages are not installed: pip install '.[page]'")


@pytest.mark.parametrize("name", KINDS)
def test_a_scenario_can_be_shown_in_every_view(name):
    scenario = load(name)
    results = play(scenario, 40).results
    assert finding(rows(results), changed=False).endswith("of runs.")
    assert markup.outcome_table(rows(results), "x").count("<tr>") == len(rows(results)) + 1
    groups = lever_groups(sliders(scenario), {}, ())
    assert sum(len(group["levers"]) for group in groups) == len(sliders(scenario))
    for figure in figures.FIGURES:
        assert figures.figure(scenario, figure, 40).startswith("<svg role=")
    course = play_course(scenario, 0, 1)
    last = course.frames[-1]
    assert len(last.actors) == len(scenario.actors)
    assert curves.aims_charts(course.frames, 1).count("<svg") == len(scenario.actors)
    assert bool(curves.front_chart(scenario, course.frames, 1)) == bool(scenario.belligerents)
    assert markup.meeting_table(last.meetings).count("<tr>") == len(scenario.tracks) + 1
    assert markup.text_table(text_in_words(scenario, last.text), "x").count("<tr>") == len(scenario.issues) + 1
    assert len(gates.rules(scenario, ())) == len(scenario.preconditions)
    assert markup.goal_list(gates.goals(gates.explained(scenario))).count("<section") >= 2
    assert figures.graph(scenario).startswith("<svg role=")


@pytest.mark.parametrize("name", KINDS)
def test_every_chair_can_be_taken(name):
    scenario = load(name)
    for chair in scenario.actors:
        position = deal(scenario, chair).play_on().position()
        assert position.over or position.question is not None or position.news
        # without a table, a step or a precondition there is nothing to decide
        decides = bool(scenario.tracks or scenario.steps or scenario.preconditions)
        assert bool(order_groups(position, deal(scenario, chair).orders, ())) == decides
        if position.question is not None:
            assert all(question_in_words(position, position.question)[:1])
