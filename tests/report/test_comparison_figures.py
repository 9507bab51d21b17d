"""Figures of comparisons and of robustness say with ink what the numbers say."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sim.analysis.paired import Comparison, compare_tables
from sim.analysis.quantities import Quantity
from sim.analysis.robustness import Robustness, robustness
from sim.outcomes import OUTCOMES
from sim.report.comparison_plots import across, differences, flips
from sim.report.robustness_plots import regrets
from sim.report.style import figure_of
from sim.scenario import load

CODES = np.array(OUTCOMES)


def comparison(change: float, name: str = "other", seed: int = 1) -> Comparison:
    """400 made-up runs of which a share ends otherwise."""
    chance = np.random.default_rng(seed)
    before = chance.choice([0, 2, 3, 5], 400, p=[0.1, 0.2, 0.2, 0.5])
    after = np.where(chance.random(400) < change, 2, before)

    def table(codes: np.ndarray) -> pd.DataFrame:
        run = np.arange(400)
        never = pd.array([None] * 400, dtype="Int16")
        truce = pd.array([10 if code == 2 else None for code in codes], dtype="Int16")
        outcome = pd.Categorical(CODES[codes], categories=OUTCOMES)
        return pd.DataFrame(
            {"run": run, "point": run // 2, "outcome": outcome, "signed": never, "ceasefire": truce}
        )  # fmt: skip

    return compare_tables(table(before), table(after), load("flagship"), names=("base", name))


def judged() -> Robustness:
    chance = np.random.default_rng(3)
    chosen = Quantity("settlement", "Settlement", "share of runs", "share", ("it",), lambda table: table["it"])
    values = (chance.random((3, 40, 10)) < chance.beta(1, 3, (3, 40, 1))).astype(float)
    return robustness(values, ["drop the first demand of all", "hold", "wait"], chosen)


def flat(text: str) -> str:
    return " ".join(text.split())


def all_figures() -> dict[str, Axes]:
    one, two = comparison(0.2, "a scenario with quite a long name, rounds=60"), comparison(0.05, "two", seed=2)
    return {
        "differences": differences(one, 7),
        "across": across([one, two], "frozen", 7),
        "across, in rounds": across([one, two], "rounds_to.ceasefire", None),
        "flips": flips(one, 7),
        "no flips": flips(comparison(0.0), 7),
        "regrets": regrets(judged(), "A study", 7),
    }


@pytest.mark.parametrize("name", all_figures())
def test_nothing_is_written_outside_the_figure(name: str) -> None:
    ax = all_figures()[name]
    figure = figure_of(ax)
    figure.canvas.draw()
    for text in [ax.title, ax._left_title, *ax.texts, *ax.get_xticklabels(), *ax.get_yticklabels()]:
        if text.get_text() and text.get_visible():
            box = text.get_window_extent()
            assert box.x0 >= -1, text.get_text()
            assert box.y0 >= -1, text.get_text()
            assert box.x1 <= figure.bbox.width + 1, text.get_text()
            assert box.y1 <= figure.bbox.height + 1, text.get_text()


@pytest.mark.parametrize("name", all_figures())
def test_every_figure_says_that_it_is_no_forecast(name: str) -> None:
    (footnote,) = [text for text in all_figures()[name].texts if text.get_gid() == "footnote"]
    assert flat(footnote.get_text()).endswith("not a forecast")


def test_paired_intervals_lie_on_the_bands_of_separate_ensembles() -> None:
    found = comparison(0.2)
    ax = differences(found, 7)
    items = [item for item in found.differences if item.kind == "share" and item.varies]
    bands = [bar for container in ax.containers for bar in container]
    segments = [line for line in ax.lines if len(line.get_xdata()) == 2 and line.get_linewidth() == 2.6]
    for item, band, line in zip(items, bands, segments, strict=True):
        assert (band.get_x(), band.get_x() + band.get_width()) == pytest.approx(
            (100 * item.unpaired_low, 100 * item.unpaired_high)
        )
        assert tuple(line.get_xdata()) == pytest.approx((100 * item.low, 100 * item.high))


def test_a_change_that_may_be_none_is_hollow() -> None:
    found = comparison(0.2)
    dots = [line for line in differences(found, 7).lines if line.get_marker() == "o"]
    items = [item for item in found.differences if item.kind == "share" and item.varies]
    assert {item.clear for item in items} == {True, False}
    for dot, item in zip(dots, items, strict=True):
        assert (dot.get_markerfacecolor() == "white") != item.clear
    still = differences(comparison(0.0), 7)
    assert all(line.get_markerfacecolor() == "white" for line in still.lines if line.get_marker() == "o")
    assert flat(still.get_title(loc="left")) == "other changes no share of runs clearly"


def test_the_title_states_the_largest_clear_change() -> None:
    found = comparison(0.2)
    most = max((item for item in found.differences if item.kind == "share"), key=lambda item: abs(item.change))
    title = flat(differences(found, 7).get_title(loc="left"))
    assert title.startswith(f"other: “{most.label}” rises by {100 * most.change:.0f}"[:40])


def test_every_cell_of_the_matrix_has_its_runs() -> None:
    found = comparison(0.2)
    assert found.flips is not None
    ax = flips(found, 7)
    cells = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    size = len(found.flips.outcomes)
    assert len(cells) == size * size
    assert sum(cell.get_hatch() is not None for cell in cells) == size
    written = {
        (round(text.get_position()[1]), round(text.get_position()[0])): text.get_text()
        for text in ax.texts
        if text.get_gid() is None
    }
    for (row, column), count in np.ndenumerate(found.flips.counts):
        assert written[row, column].split("\n")[0] == f"{count:,}"


def test_where_every_run_ends_alike_the_title_says_so() -> None:
    assert flat(flips(comparison(0.0), 7).get_title(loc="left")) == "Every run ends alike in base and other"


def test_regrets_are_drawn_from_floor_to_estimate() -> None:
    found = judged()
    ax = regrets(found, "A study", 7)
    bars = [bar for container in ax.containers for bar in container]
    ends = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in bars]
    expected = []
    for item in found.options:
        for floor, value in ((item.regret_floor, item.regret.mean or 0), (item.worst_regret_floor, item.worst_regret)):
            expected.append((100 * min(floor, value), 100 * value))
    assert ends == [pytest.approx(pair) for pair in expected]
    assert found.minimax.name in flat(ax.get_title(loc="left"))


def test_they_can_be_drawn_on_axes_that_the_caller_has() -> None:
    figure = Figure(figsize=(16, 10))
    axes = figure.subplots(2, 2).ravel()
    one = comparison(0.2)
    for draw, ax in zip(
        (lambda ax: differences(one, 7, ax), lambda ax: flips(one, 7, ax), lambda ax: across([one], "frozen", 7, ax),
         lambda ax: regrets(judged(), "A study", 7, ax)), axes, strict=True,
    ):  # fmt: skip
        assert draw(ax) is ax
    figure.canvas.draw()
