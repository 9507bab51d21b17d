"""Objects show themselves in a notebook: small tables, whatever the names in a scenario escaped."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser

import pytest

import sim
from sim import html
from sim.structure import explain
from sim.study import load_study, new_study
from sim.study.blaming.blame import blame
from sim.study.comparing.compare import compare
from sim.study.comparing.robust import robust
from sim.study.driving.scenario_drivers import scenario_drivers
from sim.study.sweeping.sweep import sweep
from sim.study.updating.update import update

EVIL = "<script>alert('name')</script> & co"
SCENARIO = f"""
name: "{EVIL}"
rounds: 4
actors:
  east: {{label: "{EVIL}"}}
  west:
issues:
  border: {{label: "{EVIL}", options: [disputed, middle], stakes: {{
    east: {{salience: 1, values: {{disputed: 0.2, middle: 0.5}}}},
    west: {{salience: 1, values: {{disputed: 0.2, middle: 0.5}}}}}}}}
steps:
  apology: {{label: "{EVIL}", parties: [west], value: {{west: {{uniform: [-1, 1]}}}}}}
preconditions:
  apology_first: {{holder: east, gate: talks, after: apology, rigidity: never}}
"""
STUDY = {"levers": {"value": {"label": EVIL, "path": "steps.apology.value.west", "values": [0, 0.5]}}, "runs": 4}


class Reader(HTMLParser):
    """Collects tags and texts; a page that is not well nested fails."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.text = ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def scenario() -> sim.Scenario:
    return sim.loads(SCENARIO)


def study() -> sim.Study:
    return new_study(name=EVIL, scenario=scenario(), **STUDY)


OBJECTS: dict[str, Callable[[], object]] = {
    "scenario": scenario,
    "results": lambda: sim.run(scenario(), runs=20),
    "summary": lambda: sim.run(scenario(), runs=20).summary(),
    "trace": lambda: sim.trace(scenario()),
    "explanation": lambda: explain(scenario()),
    "study": study,
    "plan": lambda: study().plan(),
    "study results": lambda: sweep(study()),
    "blame": lambda: blame(scenario(), runs=20, outcomes=["signed"]),
    "update": lambda: update(scenario(), ["round 1: no signed"], runs=20, least=2, runs_per_point=1),
    "robust": lambda: robust(study(), "settlement", states=4, runs_per_state=4),
    "drivers": lambda: scenario_drivers(scenario(), points=40, runs=2, boxes=False),
    "comparison": lambda: compare(scenario(), scenario().with_(remove=["preconditions.apology_first"]), runs=20),
}


@pytest.mark.parametrize("what", OBJECTS)
def test_an_object_shows_itself_and_nothing_in_it_is_markup(what: str) -> None:
    text = OBJECTS[what]()._repr_html_()  # type: ignore[attr-defined]
    read = Reader(text)
    assert "script" not in read.tags
    assert {"table", "ul"} & set(read.tags)
    assert EVIL in read.text
    assert len(text) < 20_000


def test_a_table_has_its_words_to_the_left_and_escapes_all() -> None:
    read = html.table("a < b", ("x", "y"), [("one & two", 3)])
    assert "<caption>a &lt; b</caption>" in read
    assert "<td style='text-align:left'>one &amp; two</td><td>3</td>" in read
    assert html.paragraph("<b>") == "<p>&lt;b&gt;</p>"


def test_a_scenario_shows_who_wants_what_first() -> None:
    text = Reader(sim.load("flagship")._repr_html_()).text
    assert "Moscow, Kyiv, Washington, Europe" in text
    assert "russia keeps the step ceasefire shut until withdrawal is in force" in text
    assert "161 uncertain numbers" in text


def test_an_explanation_shows_why_not_and_what_would_do() -> None:
    text = Reader(explain(sim.load("constitutional_circle"), goals=["ceasefire", "guarantee"])._repr_html_()).text
    assert "out of reach" in text
    assert "Moscow will accept no ceasefire before the handover of Donetsk with title" in text
    assert "no ceasefire before the handover of Donetsk is waived" in text
    assert "within reachin round 1 at the earliest" in text


def test_a_long_plan_is_cut_and_says_so() -> None:
    text = Reader(load_study("what_matters").plan()._repr_html_()).text
    assert "of which the first 12 are shown" in text
