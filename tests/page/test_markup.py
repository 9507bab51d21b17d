import json
import re
from html.parser import HTMLParser
from itertools import pairwise

import numpy as np
import pytest

from sim.page import curves, figures, gates, markup
from sim.page.collection import collection
from sim.page.course import play_course, text_in_words
from sim.page.desk import read_desk
from sim.page.drawing import Line, chart, histogram
from sim.page.playing import play, rows
from sim.scenario import load, loads

EVIL = "<img src=x onerror=alert(1)>\"'&"
QUOTED = json.dumps(EVIL)
HOSTILE = f"""\
name: {QUOTED}
rounds: 4
actors: {{a: {{label: {QUOTED}}}, b: {{}}}}
issues:
  i:
    label: {QUOTED}
    options: [none, some]
    stakes: {{a: {{salience: 1, position: none}}, b: {{salience: 1, position: some}}}}
steps: {{s: {{label: {QUOTED}, parties: [a, b]}}}}
tracks: {{t: {{label: {QUOTED}, participants: [a, b]}}}}
preconditions: {{p: {{label: {QUOTED}, holder: a, gate: talks, after: s}}}}
"""


class Tags(HTMLParser):
    """Collects tags, and checks that they are closed in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[str] = []
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        self.open.append(tag)
        assert not any(name.startswith("on") for name, _ in attrs)

    def handle_startendtag(self, tag, attrs):
        self.seen.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def parsed(text: str) -> Tags:
    tags = Tags()
    tags.feed(text)
    tags.close()
    assert tags.open == []
    return tags


def test_whatever_a_scenario_calls_things_stays_text():
    scenario = loads(HOSTILE)
    course = play_course(scenario, 0, 0)
    frame = course.frames[-1]
    goals = gates.goals(gates.explained(scenario))
    parts = [
        markup.diary(course.frames), markup.meeting_table(frame.meetings), markup.demand_table(frame.demands),
        markup.worth_table(frame), markup.text_table(text_in_words(scenario, frame.text), EVIL),
        markup.goal_list(goals),
        markup.outcome_table(rows(play(scenario, 20).results), EVIL), markup.paragraphs([EVIL]),
        curves.aims_charts(course.frames, 1), figures.graph(scenario),
    ]  # fmt: skip
    for part in parts:
        assert "img" not in parsed(part).seen
    assert sum(EVIL in parsed(part).text for part in parts) > 6


def test_problems_and_lines_stay_text():
    text = f"name: {QUOTED}\nextends: flagship\nactors: {{us: {{patience: {QUOTED}}}}}\n"
    desk = read_desk(collection(), "flagship", text)
    told = parsed(markup.problem_list(desk, desk.problems, "Broken"))
    assert "img" not in told.seen
    assert "line 3" in told.text
    assert EVIL.split('"')[0] in told.text


def test_bars_are_as_long_as_the_shares():
    shown = rows(play(load("no_deadlock"), 200).results)
    widths = [
        float(width) for width in re.findall(r'class="share" style="width:([\d.]+)%', markup.outcome_table(shown, ""))
    ]
    most = max(row.high for row in shown)
    assert widths == pytest.approx([100 * row.share / most for row in shown], abs=0.01)


def test_a_line_goes_through_its_values_and_leaves_gaps_out():
    svg = chart([Line("x", [0.0, 1.0, float("nan"), 0.5], "#000")], 2, "words", low=0.0, high=1.0)
    points = [tuple(map(float, point.split(","))) for point in re.search(r'points="([^"]+)"', svg)[1].split()]
    assert len(points) == 3
    (_, bottom), (_, top), (last, middle) = points
    assert middle == pytest.approx((bottom + top) / 2, abs=0.1)
    assert top < bottom, "up is less, in a drawing"
    assert last == max(x for x, _ in points)
    assert 'aria-label="words"' in svg


def test_labels_of_lines_that_end_together_do_not_lie_on_one_another():
    svg = chart([Line(name, [0.5, 0.5], "#000") for name in "abcd"], 1, "", low=0.0, high=1.0)
    heights = [float(y) for y in re.findall(r'y="([\d.]+)"[^>]*font-weight="bold"', svg)]
    assert len(heights) == 4
    assert min(b - a for a, b in pairwise(heights)) >= 12


def test_a_histogram_has_all_its_values_and_marks():
    values = np.array([0.1, 0.1, 0.1, 0.9])
    svg = histogram(values, [(0.5, "you"), (0.9, "the model")], "words", bins=4)
    heights = [float(height) for height in re.findall(r'<rect[^>]*height="([\d.]+)"', svg)]
    assert sum(height > 0 for height in heights) == 2
    assert max(heights) == pytest.approx(3 * min(height for height in heights if height > 0), abs=0.2)
    assert "you: 0.50" in svg
    parsed(histogram(np.array([0.3, 0.3]), [(0.3, "you")], ""))


def test_figures_stand_in_one_page_without_being_taken_for_one_another():
    scenario = load("no_deadlock")
    drawn = [figures.figure(scenario, name, 200) for name in figures.FIGURES]
    ids = [set(re.findall(r' id="([^"]+)"', svg)) for svg in drawn]
    assert not set.intersection(*ids)
    for svg, own in zip(drawn, ids, strict=True):
        assert set(re.findall(r'(?:xlink:href="#|url\(#)([^")]+)', svg)) <= own
        assert re.match(r'<svg role="img" aria-label="[^"]{10,}"', svg)


def test_the_graph_says_what_its_parts_stand_for():
    svg = figures.graph(load("flagship"))
    assert "<title>" in svg
    assert "Moscow will accept no ceasefire before" in svg


def test_what_a_dropped_precondition_opens_is_told():
    scenario = load("pow_deadlock")
    name = gates.explained(scenario).answers[0].deadlocks[0].holds[0].split(".")[0]
    told = gates.changed(scenario, scenario.with_(remove=[f"preconditions.{name}"]))
    assert any("opens" in line for line in told)
    assert gates.changed(scenario, scenario) == []
