"""The figures of an update draw its numbers."""

import numpy as np
import pytest

from sim.analysis.clusters import Clusters
from sim.analysis.conditioning import Change, Shift, change_of, effective_runs, measured, shifts_of, weights_of
from sim.report.style import figure_of
from sim.report.update_plots import outcomes, parameters
from sim.summary import Origin

ORIGIN = Origin("A made-up war", 3, 4000, 1, "1.2.3")
LONG = "preconditions.no_talks_before_a_ceasefire_of_sixty_days.rigidity"


@pytest.fixture(scope="module")
def seen() -> tuple[tuple[Change, ...], tuple[Shift, ...], float]:
    rng = np.random.default_rng(5)
    cube = rng.random((4000, 3))
    weights = weights_of(measured(cube[:, 0], 0.8, 0.1)[None])
    clusters = Clusters.of(np.arange(4000))
    effective = effective_runs(weights, clusters)
    deal = (rng.random(4000) < cube[:, 0]).astype(float)
    changes = (
        change_of("settlement", "Settlement", "share of runs", "share", deal, weights, clusters),
        change_of(
            "frozen",
            "Ceasefire without settlement",
            "share of runs",
            "share",
            (rng.random(4000) < 0.2).astype(float),
            weights,
            clusters,
        ),
        change_of("front", "Front", "of the way", "mean", cube[:, 1], weights, clusters),
    )
    before = np.repeat(np.array([[0.1], [0.5], [0.9]]), 3, axis=1)
    return changes, shifts_of([LONG, "b", "c"], cube, cube, before, weights, effective), effective


def test_shares_are_drawn_before_and_after_with_their_intervals(
    seen: tuple[tuple[Change, ...], tuple[Shift, ...], float],
) -> None:
    changes, _, effective = seen
    ax = outcomes(changes, effective, ORIGIN)
    shares = [item for item in changes if item.kind == "share"]
    for name in ("before", "after"):
        means = [getattr(item, name) for item in shares]
        drawn = [float(line.get_xdata()[0]) for line in ax.lines if line.get_gid() == name]
        assert drawn == pytest.approx([mean.mean for mean in means])
        intervals = [list(line.get_xdata()) for line in ax.lines if line.get_gid() == f"{name} interval"]
        for interval, mean in zip(intervals, means, strict=True):
            assert interval == pytest.approx([mean.low, mean.high])
    assert "Given what was seen" in ax.get_title(loc="left")
    assert "“Settlement” rises" in ax.get_title(loc="left").replace("\n", " ")


def test_only_numbers_that_moved_are_drawn(seen: tuple[tuple[Change, ...], tuple[Shift, ...], float]) -> None:
    _, shifts, effective = seen
    ax = parameters(shifts, effective, ORIGIN)
    labels = [label.get_text().replace("\n", "") for label in ax.get_yticklabels()]
    assert labels == [LONG]
    (interval,) = [line.get_xdata() for line in ax.lines if line.get_gid() == "after interval"]
    assert list(interval) == pytest.approx([shifts[0].places[0], shifts[0].places[2]])
    assert "1 of 3 uncertain numbers" in ax.get_title(loc="left").replace("\n", " ")


def test_where_nothing_moved_the_figure_says_so(seen: tuple[tuple[Change, ...], tuple[Shift, ...], float]) -> None:
    _, shifts, effective = seen
    ax = parameters(shifts[1:], effective, ORIGIN)
    assert "none of 2" in ax.get_title(loc="left").replace("\n", " ")
    assert "nothing moved beyond chance" in [text.get_text() for text in ax.texts]


@pytest.mark.parametrize("what", ["outcomes", "parameters"])
def test_nothing_is_written_outside_the_figure(
    what: str, seen: tuple[tuple[Change, ...], tuple[Shift, ...], float]
) -> None:
    changes, shifts, effective = seen
    ax = outcomes(changes, effective, ORIGIN) if what == "outcomes" else parameters(shifts, effective, ORIGIN)
    figure = figure_of(ax)
    figure.canvas.draw()
    assert ax.get_xlabel()
    for text in [*ax.texts, *ax.get_yticklabels(), *ax.get_xticklabels(), ax.xaxis.label]:
        box = text.get_window_extent()
        assert box.x0 >= -1, text.get_text()
        assert box.x1 <= figure.bbox.width + 1, text.get_text()
