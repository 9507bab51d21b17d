"""Figures of a group's decision draw the numbers that it has."""

import numpy as np
import pytest
from matplotlib.axes import Axes

from sim.report.spatial_plots import distribution, positions
from sim.report.style import figure_of
from sim.spatial import Decision, decide, parse_actors
from sim.summary import Origin

ORIGIN = Origin("made up", 3, 400, 1, "1.2.3")
HEADER = "name,capability,position,salience\n"
TEXT = f"{HEADER}Aland of some length,60..90,0..20,90\nBland,60,80..90..100,70\nCland,30,40,30..60\n"


@pytest.fixture(scope="module")
def found() -> Decision:
    return decide(parse_actors(TEXT), runs=400)


@pytest.fixture(scope="module")
def fixed() -> Decision:
    return decide(parse_actors(f"{HEADER}Aland,80,0,90\nBland,60,100,70\nCland,30,40,50\n"))


def drawn(ax: Axes, name: str) -> np.ndarray:
    (line,) = [line for line in ax.lines if line.get_gid() == name]
    return np.asarray(line.get_ydata())


def test_lines_are_the_positions_and_as_thick_as_weights(found: Decision) -> None:
    ax = positions(found, ORIGIN)
    for at in range(3):
        line = drawn(ax, f"actor-{at}")
        assert line.tolist() == found.single.path[: len(line), at].tolist()
    assert drawn(ax, "median").tolist() == found.single.median[: len(drawn(ax, "median"))].tolist()
    widths = [line.get_linewidth() for line in ax.lines if str(line.get_gid()).startswith("actor")]
    assert np.argsort(widths).tolist() == np.argsort(found.single.weight).tolist()


def test_actors_are_told_apart_without_colour(found: Decision) -> None:
    lines = [line for line in positions(found, ORIGIN).lines if str(line.get_gid()).startswith("actor")]
    assert len({(line.get_linestyle(), line.get_marker()) for line in lines}) == len(lines)


def test_bars_are_shares_of_draws_and_sum_to_one(found: Decision) -> None:
    ax = distribution(found, ORIGIN)
    assert sum(bar.get_height() for bar in ax.patches) == pytest.approx(1.0)
    (line,) = [line for line in ax.lines if line.get_gid() == "middle-80"]
    assert found.spread is not None
    assert list(line.get_xdata()) == [found.spread.end[0].value, found.spread.end[-1].value]


def test_titles_state_the_finding_and_the_footnote_where_it_comes_from(found: Decision, fixed: Decision) -> None:
    for ax in (positions(found, ORIGIN), positions(fixed, ORIGIN), distribution(found, ORIGIN)):
        assert any(sign.isdigit() for sign in ax.get_title(loc="left"))
        (footnote,) = [text.get_text() for text in ax.texts if text.get_gid() == "footnote"]
        assert "made up" in footnote
    assert "80% of draws" in " ".join(distribution(found, ORIGIN).get_title(loc="left").split())


def test_nothing_is_written_outside_the_figure(found: Decision, fixed: Decision) -> None:
    for ax in (positions(found, ORIGIN), positions(fixed, ORIGIN), distribution(found, ORIGIN)):
        figure = figure_of(ax)
        figure.canvas.draw()
        legend = ax.get_legend()
        assert legend is not None
        low, high = ax.get_xlim()
        ticks = [text for text in ax.get_xticklabels() if low <= text.get_position()[0] <= high]  # others are not drawn
        for text in [*ax.texts, *legend.get_texts(), *ax.get_yticklabels(), *ticks]:
            box = text.get_window_extent()
            assert box.x0 >= -1, text.get_text()
            assert box.x1 <= figure.bbox.width + 1, text.get_text()


def test_a_crowd_and_a_group_that_does_not_move_can_be_drawn() -> None:
    rows = "".join(f"actor number {at} of a long name,{1 + at % 7},{at * 37 % 100},0.8\n" for at in range(40))
    positions(decide(parse_actors(HEADER + rows)), ORIGIN)
    still = decide(parse_actors(f"{HEADER}A,1..2,5,1\nB,1,5,1\n"), runs=50)
    positions(still, ORIGIN)
    distribution(still, ORIGIN)


def test_a_decision_without_ranges_has_no_distribution_to_draw(fixed: Decision) -> None:
    with pytest.raises(ValueError, match="no distribution"):
        distribution(fixed, ORIGIN)
