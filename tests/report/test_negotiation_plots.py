"""Figures of rooms, courses, ideals and influence show their data, and say in their title what they show."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.testing.compare import compare_images
from matplotlib.text import Text

import sim
from sim.analysis.influence import influences
from sim.errors import InputError
from sim.report import shares
from sim.report.ideal_plot import ideals
from sim.report.save import PAPER, save_figure
from sim.report.style import figure_of, styled
from sim.report.tornado_plot import tornado
from sim.results import Results
from sim.summary import Origin, Summary, summarise
from sim.summary.estimates import Share
from tests.synthetic import NAMES, table

IMAGES = Path(__file__).with_name("images")
ORIGIN = Origin("A scenario", 7, 8_000, 2, "1.2.3")
WISHED = {
    "territory": {"russia": "withdrawal", "ukraine": "line", "us": "buffer"},
    "recognition": {"russia": "de_jure_us", "ukraine": "none"},
}


@pytest.fixture(scope="module")
def results() -> Results:
    return sim.run("no_deadlock", 1_000)


@pytest.fixture(scope="module")
def summary() -> Summary:
    return summarise(table(4000), NAMES, seed=7, version="1.2.3")


def title(ax: Axes) -> str:
    return " ".join(ax.get_title(loc="left").split())


def part(ax: Axes, gid: str) -> np.ndarray:
    """The data of a line that is known by its id."""
    (line,) = [line for line in ax.lines if line.get_gid() == gid]
    return np.asarray(line.get_xydata())


def drawn_tornado(ax: Axes | None = None) -> Axes:
    chance = np.random.default_rng(3)
    values = chance.random((4000, 2))
    outcomes = (chance.random((4000, 2)) < 0.1 + 0.5 * values[:, :1]).astype(np.int64)
    found = influences(values, outcomes, ("none", "deal"), ["drive", "idle"])
    share = Share(float(outcomes.mean()), 0.34, 0.36, int(outcomes.sum()), outcomes.size, 8000.0)
    return tornado(found, "deal", "Deal", share, {"drive": "Pace"}, ORIGIN, ax)


NEW: dict[str, Callable[[Results], Axes]] = {
    "bargaining": lambda results: results.plot.bargaining(),
    "front": lambda results: results.plot.front(100),
    "beliefs": lambda results: results.plot.beliefs(100),
    "ideals": lambda results: results.plot.ideals(),
    "tornado": lambda results: results.plot.tornado(),
}


@pytest.mark.parametrize("name", NEW)
def test_every_figure_has_a_finding_for_a_title_and_says_where_it_comes_from(name: str, results: Results) -> None:
    ax = NEW[name](results)
    assert title(ax)
    assert ax.get_xlabel()
    (footnote,) = [text.get_text() for text in ax.texts if text.get_gid() == "footnote"]
    assert "not a forecast" in footnote
    assert "seed 0" in footnote
    (note,) = [text.get_text() for text in ax.texts if text.get_gid() == "note"]
    assert len(note) > 40


@pytest.mark.parametrize("name", NEW)
def test_nothing_is_written_outside_the_figure(name: str, results: Results) -> None:
    ax = NEW[name](results)
    figure = figure_of(ax)
    with styled():
        FigureCanvasAgg(figure).draw()
    for text in [ax._left_title, ax.yaxis.label, *ax.texts, *ax.get_xticklabels(), *ax.get_yticklabels()]:
        if text.get_text() and text.get_visible():
            box = text.get_window_extent()
            assert box.x0 >= -1, text.get_text()
            assert box.y0 >= -1, text.get_text()
            assert box.x1 <= figure.bbox.width + 1, text.get_text()
            assert box.y1 <= figure.bbox.height + 1, text.get_text()


@pytest.mark.parametrize("name", ["bargaining", "front", "beliefs", "ideals", "tornado"])
def test_each_draws_on_axes_that_the_caller_has(name: str, results: Results) -> None:
    first, second = Figure(figsize=(16, 9)).subplots(1, 2)
    assert getattr(results.plot, name)(ax=second) is second
    assert not first.lines


def test_the_bargaining_figure_draws_frontier_theories_and_no_deal(results: Results) -> None:
    room, ax = results.plot.room(), results.plot.bargaining()
    assert np.allclose(part(ax, "frontier"), room.edge.points)
    assert np.allclose(part(ax, "packages"), room.some)
    assert room.solutions is not None
    for name in ("nash", "kalai_smorodinsky", "utilitarian"):
        assert np.allclose(part(ax, name), [getattr(room.solutions, name).point])
    assert np.allclose(part(ax, "no-deal-start"), [room.no_deal[0]])
    (signed,) = [dots for dots in ax.collections if dots.get_gid() == "signed"]
    assert np.allclose(np.asarray(signed.get_offsets()), room.signed.points)
    tabled = {item.actor for item in room.tabled}
    for actor in tabled:
        points = [item.point for item in room.tabled if item.actor == actor]
        assert np.allclose(part(ax, f"tabled-{actor}"), points)
    assert f"{100 * room.better:.0f}%" in title(ax) or "nearly all" in title(ax)


def test_the_fans_are_quantiles_and_the_lines_are_medians(results: Results) -> None:
    courses, ax = results.plot.courses(100), results.plot.front(100)
    assert np.allclose(part(ax, "median")[:, 1], np.median(courses.front, axis=0))
    band = next(area for area in ax.collections if area.get_gid() == "middle-80")
    heights = band.get_paths()[0].vertices[:, 1]
    assert heights.max() == pytest.approx(np.quantile(courses.front, 0.9, axis=0).max())
    believed = results.plot.beliefs(100)
    for place, name in enumerate(courses.actors):
        line = part(believed, f"belief-{name}")
        assert line[0, 1] == pytest.approx(100 * np.median(courses.beliefs[place, :, 0]))


def test_ideals_lie_where_their_option_lies_in_the_stack(summary: Summary) -> None:
    ax = ideals(summary, WISHED)
    territory = next(issue for issue in summary.terms if issue.name == "territory")
    values = {option.name: option.share.share or 0.0 for option in territory.options}
    widths = {
        patch.get_gid(): patch.get_width()
        for patch in ax.patches
        if str(patch.get_gid()).startswith("territory.")
    }  # fmt: skip
    assert widths == pytest.approx({f"territory.{name}": value for name, value in values.items() if value})
    middle = values["line"] + values["buffer"] / 2
    assert part(ax, "ideal-territory-us")[0, 0] == pytest.approx(middle)
    assert part(ax, "ideal-territory-ukraine")[0, 0] == pytest.approx(values["line"] / 2)


def test_the_tornado_goes_from_one_end_to_the_other_around_the_whole() -> None:
    ax = drawn_tornado()
    (overall,) = [line for line in ax.lines if line.get_gid() == "overall"]
    share = overall.get_xdata()[0]
    bars = {patch.get_gid(): patch for patch in ax.patches}
    assert set(bars) == {"low-drive", "high-drive"}
    assert share + bars["low-drive"].get_width() == pytest.approx(0.15, abs=0.03)
    assert share + bars["high-drive"].get_width() == pytest.approx(0.55, abs=0.03)
    low, high = part(ax, "interval-low-drive")[:, 0]
    assert low < share + bars["low-drive"].get_width() < high
    assert title(ax).startswith("Deal: from 15%") or title(ax).startswith("Deal: from 14%")


def test_what_cannot_be_drawn_is_said(results: Results) -> None:
    with pytest.raises(InputError, match="'peace' came in no run"):
        results.plot.tornado("peace")
    with pytest.raises(InputError, match="not between 0 and 999"):
        results.plot.bargaining(run=1_000)
    with pytest.raises(InputError, match="no front"):
        sim.run("split_the_price", 200).plot.front()


@pytest.mark.parametrize("kind", PAPER)
def test_the_same_figure_is_the_same_file_in_every_format(kind: str, tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    one = save_figure(drawn_tornado(), tmp_path, "tornado", [kind])[0].read_bytes()
    other = save_figure(drawn_tornado(), tmp_path / "again", "tornado", [kind])[0].read_bytes()
    assert one == other


PICTURES: dict[str, Callable[[Summary], Axes]] = {
    "shares": shares,
    "ideals": lambda summary: ideals(summary, WISHED),
    "tornado": lambda summary: drawn_tornado(),
}


def picture(name: str, summary: Summary, file: Path) -> None:
    """Save one of the pictures without its letters, whose shapes depend on the library that draws them."""
    figure = figure_of(PICTURES[name](summary))
    for text in figure.findobj(Text):
        text.set_visible(False)
    with styled():
        figure.savefig(file, dpi=60, metadata={"Software": None})


@pytest.mark.parametrize("name", PICTURES)
def test_the_style_is_as_it_was(name: str, summary: Summary, tmp_path: Path) -> None:
    """Colours, hatches, lines and places are compared with those in images/.

    Made with `python -m tests.report.test_negotiation_plots` if the style changes.
    """
    made = tmp_path / f"{name}.png"
    picture(name, summary, made)
    assert compare_images(str(IMAGES / f"{name}.png"), str(made), tol=1) is None


def test_a_changed_style_would_be_seen(summary: Summary, tmp_path: Path) -> None:
    ax = shares(summary)
    ax.patches[2].set_facecolor("#444444")
    for text in figure_of(ax).findobj(Text):
        text.set_visible(False)
    with styled():
        figure_of(ax).savefig(tmp_path / "shares.png", dpi=60)
    assert compare_images(str(IMAGES / "shares.png"), str(tmp_path / "shares.png"), tol=1) is not None


@pytest.mark.parametrize("name", PICTURES)
def test_letters_are_of_one_family_and_the_title_is_bold(name: str, summary: Summary) -> None:
    ax = PICTURES[name](summary)
    assert (ax._left_title.get_weight(), ax._left_title.get_size()) == ("bold", 13.0)
    assert {text.get_fontname() for text in figure_of(ax).findobj(Text)} == {"DejaVu Sans"}
    assert min(text.get_size() for text in ax.texts if text.get_text()) >= 8


if __name__ == "__main__":
    for each in PICTURES:
        picture(each, summarise(table(4000), NAMES, seed=7, version="1.2.3"), IMAGES / f"{each}.png")
