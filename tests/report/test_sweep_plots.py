"""Figures of sweeps show the points as they are, and say in their title what they show."""

import itertools

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from sim.analysis.quantities import Quantity
from sim.report.style import figure_of
from sim.report.sweep_plots import Varied, heat_map, lines
from sim.summary import Origin

ORIGIN = Origin("A study", 7, 12_000, 2, "1.2.3")
SHARE = Quantity("settlement", "Settlement", "share of runs", "share", ("outcome",), lambda _: np.zeros(1))
MEAN = Quantity("ended", "Round in which it was decided", "round", "mean", ("ended",), lambda _: np.zeros(1))
LEVERAGE, DEMAND = Varied("leverage", "Leverage on Moscow"), Varied("demand", "Moscow's demand")


def grid(slope: float = 1.0, half: float = 0.01) -> pd.DataFrame:
    """Settlement rises with leverage, and by 0.05 more where the demand is dropped."""
    rows = []
    for demand, leverage in itertools.product(["held", "dropped"], [0.0, 0.1, 0.2]):
        share = 0.1 + slope * leverage + (0.05 if demand == "dropped" else 0)
        rows.append({"leverage": leverage, "demand": demand, "settlement": share, "settlement_low": share - half,
                     "settlement_high": share + half})  # fmt: skip
    return pd.DataFrame(rows)


def cloud(points: int = 200) -> pd.DataFrame:
    chance = np.random.default_rng(1)
    x = chance.random(points)
    value = np.clip(0.5 - 0.4 * x + chance.normal(0, 0.05, points), 0, 1)
    return pd.DataFrame({"x": x, "settlement": value, "settlement_low": value - 0.1, "settlement_high": value + 0.1})


def drawn(ax: Axes) -> list[np.ndarray]:
    """The lines that have a point for each level."""
    return [np.asarray(line.get_xydata()) for line in ax.lines if len(np.asarray(line.get_xydata())) == 3]


def title(ax: Axes) -> str:
    return " ".join(ax.get_title(loc="left").split())


def every_figure() -> list[Axes]:
    points = grid()
    return [
        lines(points, SHARE, LEVERAGE, DEMAND, ORIGIN), lines(points, SHARE, DEMAND, LEVERAGE, ORIGIN),
        lines(points[points["demand"] == "held"], SHARE, LEVERAGE, None, ORIGIN),
        lines(cloud(), SHARE, Varied("x", "An unknown"), None, ORIGIN),
        heat_map(points, SHARE, LEVERAGE, DEMAND, ORIGIN),
    ]  # fmt: skip


def test_every_figure_has_a_title_units_and_a_footnote() -> None:
    for ax in every_figure():
        assert title(ax).startswith("Settlement")
        assert ax.get_xlabel()
        assert ax.get_ylabel()
        (footnote,) = [text.get_text() for text in ax.texts if text.get_gid() == "footnote"]
        assert " ".join(footnote.split()) == "A study · 12,000 runs · seed 7 · sim 1.2.3 · not a forecast"


def test_nothing_is_written_outside_the_figure() -> None:
    for ax in every_figure():
        figure = figure_of(ax)
        figure.canvas.draw()
        for axis in (ax.xaxis, ax.yaxis):
            whole = axis.get_tightbbox()
            assert whole.x0 >= 0
            assert whole.y0 >= 0
            assert whole.x1 <= figure.bbox.width + 1
        for text in [ax._left_title, *ax.texts]:
            if text.get_text() and text.get_visible():
                box = text.get_window_extent()
                assert box.x0 >= -1, text.get_text()
                assert box.y0 >= -1, text.get_text()
                assert box.x1 <= figure.bbox.width + 1, text.get_text()


def test_lines_run_through_the_points_with_bands_between_the_ends_of_the_intervals() -> None:
    ax = lines(grid(half=0.02), SHARE, LEVERAGE, DEMAND, ORIGIN)
    held, dropped = drawn(ax)
    np.testing.assert_allclose(held, [[0, 0.1], [0.1, 0.2], [0.2, 0.3]])
    np.testing.assert_allclose(dropped, [[0, 0.15], [0.1, 0.25], [0.2, 0.35]])
    bands = [artist for artist in ax.collections if isinstance(artist, PolyCollection)]
    edges = bands[0].get_paths()[0].vertices
    assert {round(float(y), 6) for x, y in edges if x == 0} == {0.08, 0.12}
    styles = {(line.get_linestyle(), line.get_marker()) for line in ax.lines}
    assert len(styles) == 2  # told apart without colours


def test_the_title_says_what_moves_and_only_if_it_is_clear() -> None:
    held = grid()[grid()["demand"] == "held"]
    rises = title(lines(held, SHARE, LEVERAGE, None, ORIGIN))
    assert rises == "Settlement rises from 10% to 30% as Leverage on Moscow goes from 0 to 0.2"
    falls = title(lines(held.assign(settlement=held["settlement"][::-1].to_numpy(),
                                    settlement_low=held["settlement_low"][::-1].to_numpy(),
                                    settlement_high=held["settlement_high"][::-1].to_numpy()),
                        SHARE, LEVERAGE, None, ORIGIN))  # fmt: skip
    assert falls.startswith("Settlement falls from 30% to 10%")
    unclear = grid(slope=0.05, half=0.02)
    claims_nothing = title(lines(unclear[unclear["demand"] == "held"], SHARE, LEVERAGE, None, ORIGIN))
    assert claims_nothing.startswith("Settlement goes from 10% to 11% as")


def test_settings_stand_side_by_side() -> None:
    ax = lines(grid(), SHARE, DEMAND, LEVERAGE, ORIGIN)
    assert [label.get_text() for label in ax.get_xticklabels()] == ["held", "dropped"]
    assert title(ax) == "Settlement goes from 10% (held, 0) to 35% (dropped, 0.2)"


@pytest.mark.parametrize("x, by", [(LEVERAGE, DEMAND), (DEMAND, LEVERAGE)])
def test_each_name_at_the_right_has_the_marker_of_its_points(x: Varied, by: Varied) -> None:
    ax = lines(grid(), SHARE, x, by, ORIGIN)
    names = [line for line in ax.lines if line.get_transform() == ax.transAxes]
    points = [line for line in ax.lines if line not in names and len(line.get_xydata()) > 1 and line.get_marker() != ""]
    assert len(names) == grid()[by.column].nunique()
    looks = [(line.get_marker(), line.get_color()) for line in names]
    assert len(set(looks)) == len(looks)
    assert set(looks) <= {(line.get_marker(), line.get_color()) for line in points}


def test_a_cloud_has_every_point_and_means_of_groups() -> None:
    points = cloud()
    ax = lines(points, SHARE, Varied("x", "An unknown"), None, ORIGIN)
    dots = next(np.asarray(line.get_xydata()) for line in ax.lines if len(line.get_xydata()) == 200)
    assert set(map(tuple, dots)) == set(zip(points["x"], points["settlement"], strict=True))
    means = next(np.asarray(line.get_xydata()) for line in ax.lines if len(line.get_xydata()) == 10)
    np.testing.assert_allclose(means[:, 1], 0.5 - 0.4 * means[:, 0], atol=0.04)
    assert title(ax).startswith("Settlement falls from")


def test_cells_of_a_heat_map_have_the_value_and_its_precision() -> None:
    ax = heat_map(grid(half=0.02), SHARE, LEVERAGE, DEMAND, ORIGIN)
    texts = {text.get_text() for text in ax.texts}
    assert {"10%\n\N{PLUS-MINUS SIGN}2", "35%\n\N{PLUS-MINUS SIGN}2"} <= texts
    shades = np.asarray(ax.images[0].get_array())
    assert shades.shape == (2, 3)
    assert shades[0, 0] == pytest.approx(0)
    assert shades[1, 2] == pytest.approx(1)


def test_points_that_are_not_known_leave_a_gap() -> None:
    points = grid()
    points.loc[5, ["settlement", "settlement_low", "settlement_high"]] = np.nan
    shades = heat_map(points, SHARE, LEVERAGE, DEMAND, ORIGIN).images[0].get_array()
    assert np.isnan(np.asarray(shades)[1, 2])
    assert "from 10% to 30%" in title(lines(points, SHARE, LEVERAGE, DEMAND, ORIGIN))


def test_means_are_in_their_unit() -> None:
    points = grid().rename(columns=lambda name: name.replace("settlement", "ended"))
    ax = lines(points, MEAN, LEVERAGE, DEMAND, ORIGIN)
    assert "(round)" in ax.get_ylabel()
    assert not any("%" in label.get_text() for label in ax.get_yticklabels())
