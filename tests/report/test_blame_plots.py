"""The figure of an attribution draws its numbers."""

import numpy as np
import pytest

from sim.analysis.attribution import Attribution, Player, attribute, enumerated_contributions
from sim.analysis.clusters import Clusters
from sim.report.blame_plots import blame
from sim.report.style import figure_of
from sim.summary import Origin

ORIGIN = Origin("A made-up game", 3, 400, 2, "1.2.3")


@pytest.fixture(scope="module")
def found() -> Attribution:
    rng = np.random.default_rng(5)
    base = 0.3 + 0.01 * rng.normal(size=400)
    steps = np.stack([base + 0.3 * (mask & 1) - 0.05 * (mask >> 1 & 1) for mask in range(4)])
    players = [Player("a", "Aland: a demand of some length"), Player("b", "Bland: another")]
    return attribute(
        players, enumerated_contributions(steps), dict(enumerate(steps)), Clusters.of(np.repeat(np.arange(200), 2)),
        quantity="settlement", label="Settlement", unit="share of runs", kind="share",
    )  # fmt: skip


def test_bars_and_intervals_are_those_of_the_attribution(found: Attribution) -> None:
    ax = blame(found, ORIGIN)
    widths = [bar.get_width() for bar in ax.patches]
    assert widths == pytest.approx([*(item.shapley.mean for item in found.players), found.total.mean])
    intervals = [line.get_xdata() for line in ax.lines if line.get_gid() == "interval"]
    for drawn, mean in zip(intervals, [*(item.shapley for item in found.players), found.total], strict=True):
        assert list(drawn) == pytest.approx([mean.low, mean.high])
    first = [float(line.get_xdata()[0]) for line in ax.lines if line.get_gid() == "first"]
    assert first == pytest.approx([item.first.mean for item in found.players])


def test_it_states_the_finding_the_unit_and_where_it_comes_from(found: Attribution) -> None:
    ax = blame(found, ORIGIN)
    assert "Aland" in ax.get_title(loc="left")
    assert "percentage points" in ax.get_xlabel()
    (footnote,) = [text.get_text() for text in ax.texts if text.get_gid() == "footnote"]
    assert "A made-up game" in footnote
    assert "not a forecast" in footnote.replace("\n", " ")


def test_nothing_is_written_outside_the_figure(found: Attribution) -> None:
    ax = blame(found, ORIGIN)
    figure = figure_of(ax)
    figure.canvas.draw()
    for text in [*ax.texts, *ax.get_yticklabels(), *ax.get_xticklabels()]:
        box = text.get_window_extent()
        assert box.x0 >= -1, text.get_text()
        assert box.x1 <= figure.bbox.width + 1, text.get_text()


def test_where_nothing_makes_a_difference_zero_is_drawn() -> None:
    none = np.zeros((4, 40))
    players = [Player("a", "A demand"), Player("b", "Another")]
    found = attribute(
        players, enumerated_contributions(none), dict(enumerate(none)), Clusters.of(np.repeat(np.arange(20), 2)),
        quantity="settlement", label="Settlement", unit="share of runs", kind="share",
    )  # fmt: skip
    low, high = blame(found, ORIGIN).get_xlim()
    assert low < 0 < high
