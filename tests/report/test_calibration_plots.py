"""Figures of forecasts with a known end draw the numbers that they are given."""

import numpy as np
import pytest
from matplotlib.axes import Axes

from sim.analysis.calibration import Bin
from sim.report.calibration_plots import Given, Time, calibration, given, times
from sim.report.style import figure_of
from sim.summary import Origin

ORIGIN = Origin("3 cases", 3, 400, 1, "1.2.3")
BINS = (Bin(0.02, 0.0, 0.0, 0.05, 30), Bin(0.4, 0.9, 0.2, 0.6, 10))
CASES = (Given("korea: settlement", {"the model": 0.3, "equal shares": 1 / 6}),
         Given("doha: no agreement", {"the model": 0.05, "equal shares": 1 / 6, "interstate wars": 0.2}))  # fmt: skip
TIMES = (Time("korea", np.linspace(0.01, 0.95, 100), 70), Time("doha", np.linspace(0.001, 0.05, 100), None))


def drawn(ax: Axes, name: str) -> list[tuple[float, float]]:
    lines = [line for line in ax.lines if line.get_gid() == name]
    return [(float(line.get_xdata()[0]), float(line.get_ydata()[0])) for line in lines]  # type: ignore[index]


def test_dots_and_bars_are_those_of_the_bins() -> None:
    ax = calibration(BINS, "A finding", ORIGIN)
    assert drawn(ax, "came") == [(0.02, 0.0), (0.4, 0.9)]
    bars = [list(line.get_ydata()) for line in ax.lines if line.get_gid() == "chance"]  # type: ignore[arg-type]
    assert bars == [[0.0, 0.05], [0.2, 0.6]]
    markers = [line.get_marker() for line in ax.lines if line.get_gid() == "came"]
    assert markers[0] != markers[1]  # what is out of line is told without colour
    assert [text.get_text() for text in ax.texts if text.get_gid() == "answers"] == ["30", "10"]


def test_every_forecaster_is_where_it_says_and_in_the_legend() -> None:
    ax = given(CASES, "A finding", ORIGIN)
    assert drawn(ax, "the model") == [(0.3, 0), (0.05, 1)]
    assert drawn(ax, "interstate wars") == [(0.2, 1)]
    legend = ax.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["the model", "equal shares", "interstate wars"]


def test_times_are_parts_of_the_horizon_and_never_is_behind_it() -> None:
    ax = times(TIMES, "A finding", ORIGIN)
    (came, _), (never, _) = drawn(ax, "came")
    assert came == pytest.approx(0.7)
    assert never > 1
    (median,) = drawn(ax, "median")
    assert TIMES[0].cumulative[round(100 * median[0]) - 1] >= 0.5 > TIMES[0].cumulative[round(100 * median[0]) - 2]
    assert [text.get_text() for text in ax.texts if text.get_gid() == "never"] == ["5%", "95%"]


@pytest.mark.parametrize("number", range(3))
def test_nothing_is_written_outside_the_figure(number: int) -> None:
    ax = (calibration(BINS, "A finding", ORIGIN), given(CASES, "A finding", ORIGIN), times(TIMES, "A finding", ORIGIN))[
        number
    ]
    figure = figure_of(ax)
    figure.canvas.draw()
    legend = ax.get_legend()
    for text in [*ax.texts, *ax.get_yticklabels(), *ax.get_xticklabels(), *(legend.get_texts() if legend else [])]:
        box = text.get_window_extent()
        assert box.x0 >= -1, text.get_text()
        assert box.x1 <= figure.bbox.width + 1, text.get_text()
