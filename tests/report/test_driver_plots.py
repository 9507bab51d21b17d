"""Figures of drivers draw the numbers that the analyses found."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from sim.analysis.discovery import find_box
from sim.analysis.driving import QuantityDrivers, ranking
from sim.analysis.factors import factor_effects
from sim.analysis.quantities import Quantity
from sim.analysis.scoring import main_effects
from sim.analysis.screening import morris_effects, swings
from sim.analysis.sensitivity import sobol_indices
from sim.analysis.variance import variance_split
from sim.report.driver_plots import levers, ranks, region, splits
from sim.report.style import figure_of
from sim.study.design.designs import Sampling, unit_cube
from sim.summary import Origin

ORIGIN = Origin("A study", 7, 12_000, 2, "1.2.3")
SHARE = Quantity("settlement", "Settlement", "share of runs", "share", ("outcome",), lambda _: np.zeros(1))
COLUMNS = ["a", "b", "c"]
NAMES = {"a": "Moscow: deadline", "b": "A number with a name that is far too long to stand in one line of a figure"}


def flips(cube: np.ndarray, runs: int = 20) -> np.ndarray:
    """Coin flips that depend on the first number, a little on the second, not on the third."""
    chance = 0.2 + 0.5 * (cube[:, 0] > 0.6) + 0.1 * cube[:, 1]
    return (np.random.default_rng(2).random((len(cube), runs)) < chance[:, None]).astype(float)


def spread() -> tuple[QuantityDrivers, pd.DataFrame]:
    cube = np.random.default_rng(1).random((800, 3))
    outcomes, table = flips(cube), pd.DataFrame(cube, columns=COLUMNS)
    split = variance_split(outcomes[None, :, :, None])
    effects = main_effects(cube, outcomes, COLUMNS)
    box = find_box(table, outcomes)
    return QuantityDrivers(SHARE, outcomes.mean(), split, "uncertain numbers", effects=effects, box=box,
                           case="Settlement"), table  # fmt: skip


def designed(kind: str) -> QuantityDrivers:
    cube = unit_cube(Sampling(kind, 256 if kind == "saltelli" else 60), 3, 1)  # type: ignore[arg-type]
    outcomes = flips(cube)
    if kind == "saltelli":
        return QuantityDrivers(SHARE, outcomes.mean(), None, "", sobol=sobol_indices(outcomes, COLUMNS))
    return QuantityDrivers(SHARE, outcomes.mean(), None, "", screening=morris_effects(cube, outcomes, COLUMNS))


def swung() -> QuantityDrivers:
    cube = np.array([[0.5, 0.5, 0.5], [0.05, 0.5, 0.5], [0.95, 0.5, 0.5], [0.5, 0.05, 0.5], [0.5, 0.95, 0.5]])
    return QuantityDrivers(SHARE, 0.3, None, "", swings=swings(cube, flips(cube, 400), COLUMNS))


def grid() -> QuantityDrivers:
    settings = pd.MultiIndex.from_product([["held", "dropped"], [0.0, 0.1]], names=["a", "b"]).to_frame(index=False)
    cube = np.column_stack((settings["a"] == "dropped", settings["b"], settings["b"])).astype(float)
    outcomes = flips(cube, 500)
    return QuantityDrivers(SHARE, outcomes.mean(), variance_split(outcomes[:, None, :, None]), "levers",
                           levers=factor_effects(settings, outcomes))  # fmt: skip


def every_figure() -> list[Axes]:
    by_points, table = spread()
    rankings = [by_points, designed("saltelli"), designed("morris"), swung()]
    return [
        *(ranks(found, NAMES, ORIGIN) for found in rankings), levers(grid(), NAMES, ORIGIN),
        splits([by_points], ORIGIN), region(by_points, NAMES, table, ORIGIN),
    ]  # fmt: skip


def title(ax: Axes) -> str:
    return " ".join(ax.get_title(loc="left").split())


@pytest.fixture(scope="module")
def figures() -> list[Axes]:
    return every_figure()


def test_every_figure_has_a_title_a_unit_and_a_footnote(figures: list[Axes]) -> None:
    for ax in figures:
        assert title(ax)
        assert ax.get_xlabel()
        (footnote,) = [text.get_text() for text in ax.texts if text.get_gid() == "footnote"]
        assert " ".join(footnote.split()) == "A study · 12,000 runs · seed 7 · sim 1.2.3 · not a forecast"


def test_nothing_is_written_outside_the_figure(figures: list[Axes]) -> None:
    for ax in figures:
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
                assert box.y1 <= figure.bbox.height + 1, text.get_text()


def markers(ax: Axes, marker: str) -> list[tuple[float, str]]:
    """Where markers of a kind are on the x axis, and how they are filled."""
    return [
        (float(line.get_xdata()[0]), str(line.get_markerfacecolor()))
        for line in ax.lines
        if line.get_marker() == marker
    ]


def test_ranks_draw_weights_in_order_and_hollow_where_chance_could_have_done_it() -> None:
    found, _ = spread()
    ax = ranks(found, NAMES, ORIGIN)
    ranked = ranking(found)
    drawn = markers(ax, "o")
    assert [value for value, _ in drawn] == pytest.approx([max(item.weight.value, 0) for item in ranked])
    assert [fill != "white" for _, fill in drawn] == [item.clear for item in ranked]
    assert not ranked[-1].clear
    assert title(ax).startswith("Settlement depends most on “Moscow: deadline”: ")
    low, high = found.effects.effects[0].at_low, found.effects.effects[0].at_high  # type: ignore[union-attr]
    assert f"{100 * low:.0f}% \N{RIGHTWARDS ARROW} {100 * high:.0f}%" in [text.get_text() for text in ax.texts]


def test_sobol_indices_are_circles_and_squares() -> None:
    found = designed("saltelli")
    ax = ranks(found, NAMES, ORIGIN)
    assert len(markers(ax, "o")) == len(markers(ax, "s")) == 3
    total, first = ranking(found)[0].weight, ranking(found)[0].first
    assert first is not None
    assert markers(ax, "o")[0][0] == pytest.approx(total.value)
    assert markers(ax, "s")[0][0] == pytest.approx(first.value)


def test_levers_draw_paired_changes_in_points() -> None:
    found = grid()
    assert found.levers is not None
    ax = levers(found, NAMES, ORIGIN)
    drawn = [value for value, _ in markers(ax, "o")]
    assert drawn == pytest.approx([100 * item.change.value for item in found.levers.effects])
    assert "from held to dropped" in " ".join(ax.get_yticklabels()[0].get_text().split())
    assert "Moscow: deadline changes it most, +" in title(ax)


def test_parts_of_the_variance_add_up_to_the_whole_bar() -> None:
    found, _ = spread()
    ax = splits([found, grid()], ORIGIN)
    ends = {round(bar.get_y(), 6): bar.get_x() + bar.get_width() for bar in ax.patches}
    assert list(ends.values()) == pytest.approx([1.0, 1.0])


def test_a_region_draws_what_is_kept_of_each_range() -> None:
    found, table = spread()
    assert found.box is not None
    bound = next(bound for bound in found.box.bounds if bound.name == "a")
    ax = region(found, NAMES, table, ORIGIN)
    kept = [patch for patch in ax.patches if isinstance(patch, Rectangle) and patch.get_alpha() == 0.75]
    least, greatest = table["a"].min(), table["a"].max()
    assert kept[0].get_x() == pytest.approx((bound.value - least) / (greatest - least))
    assert "of runs in this region" in title(ax)


def test_where_nothing_is_clear_of_chance_the_title_says_so() -> None:
    cube = np.random.default_rng(1).random((300, 3))
    outcomes = np.random.default_rng(2).random((300, 30)).round()
    outcomes += 2 * np.random.default_rng(3).random((300, 1))  # points differ, whatever the numbers are
    found = QuantityDrivers(SHARE, 0.5, None, "", effects=main_effects(cube, outcomes, COLUMNS))
    ax = ranks(found, NAMES, ORIGIN)
    assert title(ax) == "Settlement: no number is clear of chance"
    assert all(fill == "white" for _, fill in markers(ax, "o"))
