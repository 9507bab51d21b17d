"""The gate graph and the roadmap: legible, the same without colours, with what they rest on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import matplotlib.backends.backend_agg as agg
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch, PathPatch
from matplotlib.transforms import Bbox

from sim.report.gate_graph import gate_graph, save_gate_graph, tooltips
from sim.report.roadmap import roadmap
from sim.report.style import figure_of
from sim.scenario import load
from sim.scenario.claims import claims_in
from sim.structure import Explanation, explain
from tests.structure_cases import large

SCENARIOS = ["constitutional_circle", "contradictory_order", "arms_first", "pow_deadlock", "no_deadlock", "large"]


def explained(name: str) -> Explanation:
    return explain(large() if name == "large" else load(name))


def drawn(ax: Axes) -> agg.RendererAgg:
    canvas = agg.FigureCanvasAgg(figure_of(ax))
    canvas.draw()
    return canvas.get_renderer()


def boxes(ax: Axes, renderer: agg.RendererAgg) -> dict[str, Bbox]:
    """Outer frame of each box, by its id."""
    found: dict[str, Bbox] = {}
    for patch in ax.patches:
        if isinstance(patch, FancyBboxPatch):
            extent = patch.get_window_extent(renderer)
            name = str(patch.get_gid())
            found[name] = Bbox.union([found[name], extent]) if name in found else extent
    return found


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_text_is_inside_its_box_and_no_two_boxes_touch(name: str) -> None:
    ax = gate_graph(explained(name))
    renderer = drawn(ax)
    frames = list(boxes(ax, renderer).values())
    for number, frame in enumerate(frames):
        assert not any(frame.overlaps(other) for other in frames[:number])
    for text in ax.texts:
        extent = text.get_window_extent(renderer)
        around = [frame for frame in frames if frame.overlaps(extent)]
        if around and text.get_zorder() == 4:  # what is written in a box; numbers at arrows stand beside
            (frame,) = around
            assert frame.x0 - 1 <= extent.x0
            assert extent.x1 <= frame.x1 + 1
            assert frame.y0 - 1 <= extent.y0
            assert extent.y1 <= frame.y1 + 1


@pytest.mark.parametrize("name", SCENARIOS)
def test_nothing_is_written_beyond_the_page(name: str) -> None:
    ax = gate_graph(explained(name), {key: claim.says for key, claim in claims_in(explained(name).scenario).items()})
    renderer = drawn(ax)
    figure = figure_of(ax)
    page = Bbox.from_bounds(-1, -1, figure.bbox.width + 2, figure.bbox.height + 2)
    for text in [*ax.texts, *figure.texts]:
        extent = text.get_window_extent(renderer)
        assert page.x0 <= extent.x0
        assert extent.x1 <= page.x1
        assert page.y0 <= extent.y0
        assert extent.y1 <= page.y1


def test_a_large_graph_stays_readable_on_a_page() -> None:
    # 190 mm of a page: the smallest letters (7.6 points) stay above four points
    figure = figure_of(gate_graph(explained("large")))
    assert 7.6 * (190 / 25.4) / figure.get_size_inches()[0] > 4


def test_a_circle_is_told_apart_without_colours() -> None:
    answer = explained("constitutional_circle")
    ax = gate_graph(answer)
    frames: dict[str, int] = {}
    for patch in ax.patches:
        if isinstance(patch, FancyBboxPatch):
            frames[str(patch.get_gid())] = frames.get(str(patch.get_gid()), 0) + 1
    doubled = {name for name, count in frames.items() if count == 2}
    assert len(doubled) == 3  # ceasefire, handover, referendum
    lines = {str(p.get_gid()): p for p in ax.patches if isinstance(p, PathPatch) and not isinstance(p, FancyBboxPatch)}
    thick = [line for line in lines.values() if line.get_linewidth() > 2]
    assert len(thick) == 3
    # two of the three are law: dashed
    assert sum(line.get_linestyle() != "-" for line in thick) == 2


def test_the_title_tells_the_circle_or_that_there_is_none() -> None:
    def title(name: str) -> str:
        texts = figure_of(gate_graph(explained(name))).texts
        return next(text.get_text().replace("\n", " ") for text in texts if text.get_gid() == "title")

    assert "Ceasefire" in title("constitutional_circle")
    assert title("constitutional_circle").startswith("A circle")
    assert "2 circles" in title("contradictory_order")
    assert "no circle" in title("no_deadlock")
    assert "out of reach all the same" not in title("no_deadlock")
    assert "out of reach all the same" in title("pow_deadlock")


def test_claims_are_footnotes_in_print_and_tooltips_on_screen(tmp_path: Path) -> None:
    answer = explained("constitutional_circle")
    claims = {key: claim.says for key, claim in claims_in(answer.scenario).items()}
    printed = "\n".join(text.get_text() for text in figure_of(gate_graph(answer, claims)).texts)
    assert "[russia-withdrawal-first] Kyiv's army pulls out" in printed.replace("\n    ", " ")
    save_gate_graph(answer, claims, tmp_path, "graph")
    svg = ElementTree.parse(tmp_path / "graph.svg").getroot()
    titles = [item.text or "" for item in svg.iter("{http://www.w3.org/2000/svg}title")]
    assert len(titles) == len(tooltips(answer, claims))
    hovering = next(text for text in titles if text.startswith("Ceasefire"))
    assert "Moscow will accept no ceasefire before" in hovering
    assert claims["russia-withdrawal-first"] in hovering


def test_the_same_graph_is_the_same_file(tmp_path: Path) -> None:
    answer = explained("arms_first")
    first, second = ({p.suffix: p.read_bytes() for p in save_gate_graph(answer, {}, tmp_path, n)} for n in ("a", "b"))
    assert first == second


def test_a_waived_demand_is_gone_from_the_graph_and_said_below() -> None:
    answer = explain(load("constitutional_circle"), waive=["withdrawal_first"])
    words = "\n".join(text.get_text() for text in figure_of(gate_graph(answer)).texts)
    assert "Taken as waived: Moscow will accept no ceasefire" in words
    assert "no circle" in words


def test_a_roadmap_says_what_happens_in_which_round() -> None:
    scenario = load("constitutional_circle")
    road = explain(scenario, waive=["withdrawal_first"], goals=["withdrawal"]).answers[0].roadmap
    assert road is not None
    ax = roadmap(scenario, road, "Handover")
    marks = [line for line in ax.lines if line.get_marker() in "sDo*"]
    rounds = [entry.round for entry in road.entries]
    places = [float(line.get_xdata()[0]) for line in marks]
    unit = (places[-1] - places[0]) / (rounds[-1] - rounds[0])
    assert places == pytest.approx([places[0] + unit * (number - rounds[0]) for number in rounds])
    labels = [text.get_text() for text in ax.texts]
    assert [label for label in labels if label.startswith("3 ")] == ["3  Referendum on territory"]


def test_kinds_of_entries_have_marks_of_their_own() -> None:
    scenario = load("no_deadlock")
    road = explain(scenario, goals=["signature"]).answers[0].roadmap
    assert road is not None
    ax = roadmap(scenario, road, "Signature")
    by_kind: dict[str, set[str]] = {}
    marks = [line.get_marker() for line in ax.lines if line.get_marker() in "sDo*"]
    for entry, mark in zip(road.entries, marks, strict=True):
        by_kind.setdefault(entry.kind, set()).add(str(mark))
    assert {kind: len(found) for kind, found in by_kind.items()} == {"step": 1, "meeting": 1, "signature": 1}
    assert len(set.union(*by_kind.values())) == 3


def test_a_roadmap_beyond_the_last_round_says_so() -> None:
    scenario = load("constitutional_circle", set={"rounds": 5})
    road = explain(scenario, waive=["withdrawal_first"], goals=["withdrawal"]).answers[0].roadmap
    assert road is not None
    words = [text.get_text() for text in figure_of(roadmap(scenario, road, "Handover")).texts]
    assert any("played for 5 rounds: too few" in text for text in words)
    long = roadmap(scenario, replace(road, entries=road.entries[:1], rounds=1), "One")
    assert not any("too few" in text.get_text() for text in figure_of(long).texts)
