"""Figures say with ink what the summary says in numbers."""

import threading
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.report import PLOTS, incidence, preconditions, save_figure, shares, terms, utilities
from sim.report.style import LOOKS, figure_of, spread
from sim.summary import OUTCOME_LABELS, Summary, summarise
from tests.synthetic import NAMES, table


@pytest.fixture(scope="module")
def summary() -> Summary:
    return summarise(table(4000), NAMES, seed=7, version="1.2.3")


def texts(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("name", PLOTS)
def test_every_figure_has_a_title_a_unit_and_a_footnote(name: str, summary: Summary) -> None:
    ax = PLOTS[name](summary, None)
    assert ax.get_title(loc="left")
    assert ax.get_xlabel()
    (footnote,) = [text.get_text() for text in ax.texts if text.get_gid() == "footnote"]
    assert flat(footnote) == f"{NAMES.title} · 4,000 runs · seed 7 · sim 1.2.3 · not a forecast"


@pytest.mark.parametrize("name", PLOTS)
def test_every_figure_can_be_drawn_on_axes_that_the_caller_has(name: str, summary: Summary) -> None:
    figure = Figure(figsize=(14, 8))
    first, second = figure.subplots(1, 2)
    assert PLOTS[name](summary, second) is second
    assert not first.texts
    figure.canvas.draw()


@pytest.mark.parametrize("name", PLOTS)
def test_nothing_is_written_outside_the_figure(name: str, summary: Summary) -> None:
    ax = PLOTS[name](summary, None)
    figure = figure_of(ax)
    figure.canvas.draw()
    width, height = figure.bbox.width, figure.bbox.height
    labels = [ax.title, ax._left_title, *ax.texts, *ax.get_xticklabels(), *ax.get_yticklabels()]
    for text in labels:
        if text.get_text() and text.get_visible():
            box = text.get_window_extent()
            assert box.x0 >= -1, text.get_text()
            assert box.y0 >= -1, text.get_text()
            assert box.x1 <= width + 1, text.get_text()
            assert box.y1 <= height + 1, text.get_text()


def test_drawing_leaves_the_global_style_as_it_was(summary: Summary) -> None:
    before = dict(matplotlib.rcParams)
    shares(summary)
    assert dict(matplotlib.rcParams) == before


def test_the_title_of_shares_states_the_two_commonest_outcomes(summary: Summary) -> None:
    title = shares(summary).get_title(loc="left")
    assert flat(title).startswith("No agreement in 4")
    assert "; a ceasefire without settlement in 2" in flat(title)


def test_bars_intervals_and_ranges_are_the_numbers_of_the_summary(summary: Summary) -> None:
    ax = shares(summary)
    bars = [bar.get_width() for container in ax.containers if hasattr(container, "patches") for bar in container]
    assert bars[: len(summary.outcomes)] == pytest.approx([item.share.share for item in summary.outcomes])
    segments = [bars.get_segments()[0] for bars in ax.collections]
    for item, segment in zip(summary.outcomes, segments, strict=True):
        assert segment[:, 0].tolist() == pytest.approx([item.share.low, item.share.high])
    brackets = [line.get_xdata() for line in ax.lines if len(line.get_xdata()) == 4]
    ranges = [item.draws for item in summary.outcomes if item.draws and item.draws[0] < item.draws[1]]
    assert [(bracket[0], bracket[2]) for bracket in brackets] == ranges


def test_every_bar_has_its_share_and_interval_in_words(summary: Summary) -> None:
    assert sum("%  (" in text for text in texts(shares(summary))) == len(summary.outcomes)


def test_outcomes_differ_in_more_than_colour() -> None:
    assert set(LOOKS) == set(OUTCOME_LABELS)
    timed = [look for name, look in LOOKS.items() if name not in ("frozen", "no_agreement")]
    assert len({look.line for look in timed}) == len({look.marker for look in timed}) == len(timed)
    luminance = [np.dot(matplotlib.colors.to_rgb(look.colour), (0.299, 0.587, 0.114)) for look in LOOKS.values()]
    pairs = [
        (one, other)
        for i, one in enumerate(LOOKS.values())
        for j, other in enumerate(LOOKS.values())
        if i < j and abs(luminance[i] - luminance[j]) < 0.15
    ]
    assert all(one.hatch != other.hatch for one, other in pairs)


def test_incidence_curves_end_at_the_shares_and_bands_enclose_them(summary: Summary) -> None:
    ax = incidence(summary)
    curves = {line.get_label(): line.get_ydata() for line in ax.lines if not str(line.get_label()).startswith("_")}
    for item in summary.outcomes:
        if item.when is None:
            assert item.label not in curves
        else:
            assert curves[item.label][-1] == pytest.approx(item.share.share)
    assert len(ax.collections) == len(curves)


def test_the_title_of_incidence_says_when(summary: Summary) -> None:
    when = summary.outcome("settlement").when
    assert when is not None
    title = flat(incidence(summary).get_title(loc="left"))
    assert title.startswith("A settlement in ")
    assert title.endswith(f"half of them by round {when.median:.0f}")


def test_terms_show_every_option_with_its_interval(summary: Summary) -> None:
    ax = terms(summary)
    options = [option for issue in summary.terms for option in issue.options]
    widths = [bar.get_width() for bar in ax.patches]
    assert widths == pytest.approx([option.share.share for option in options])
    assert len(ax.get_yticks()) == len(options) + 1  # and the divisible one
    (intervals,) = ax.collections
    assert [tuple(segment[:, 0]) for segment in intervals.get_segments()] == [
        pytest.approx((option.share.low, option.share.high)) for option in options
    ]


def test_terms_without_a_signature_say_so() -> None:
    found = summarise(table(300, weights={"no_agreement": 1.0}), NAMES)
    ax = terms(found)
    assert flat(ax.get_title(loc="left")) == "Nothing is signed in any of 300 runs"
    assert "no text was signed" in texts(ax)


def test_preconditions_draw_waived_and_satisfied_shares_by_round(summary: Summary) -> None:
    ax = preconditions(summary)
    assert len(ax.get_yticks()) == len(NAMES.preconditions)
    curves = [line for line in ax.lines if line.get_drawstyle() == "steps-post"]
    assert len(curves) == 2 * len(NAMES.preconditions)
    last = summary.preconditions[-1].waived
    heights = len(NAMES.preconditions) - np.asarray(curves[-2].get_ydata())
    assert heights[-1] == pytest.approx(0.82 * (last.ever.share or 0))


def test_utilities_draw_medians_of_both_values(summary: Summary) -> None:
    ax = utilities(summary)
    marks = [line.get_xdata()[0] for line in ax.lines if line.get_marker() in ("o", "s")]
    expected = [
        value
        for actor in summary.actors
        for value in (actor.utility_quantiles[1].value, actor.disagreement_quantiles[1].value)
    ]
    assert marks == pytest.approx(expected)


def test_files_are_the_same_bytes_each_time(summary: Summary, tmp_path: Path) -> None:
    for folder in ("first", "second"):
        (tmp_path / folder).mkdir()
        save_figure(shares(summary), tmp_path / folder, "shares")
    for kind in ("png", "svg"):
        first, second = ((tmp_path / folder / f"shares.{kind}").read_bytes() for folder in ("first", "second"))
        assert first == second
    assert b"<dc:date>" not in first


def test_figures_can_be_drawn_in_a_thread(summary: Summary) -> None:
    drawn: list[Axes] = []
    thread = threading.Thread(target=lambda: drawn.append(shares(summary)))
    thread.start()
    thread.join()
    assert drawn


@pytest.mark.parametrize("weights", [{"settlement": 1.0}, {"no_agreement": 1.0}, {"military_first": 1.0}])
@pytest.mark.parametrize("name", PLOTS)
def test_extreme_ensembles_can_be_drawn(name: str, weights: dict[str, float]) -> None:
    ax = PLOTS[name](summarise(table(50, weights=weights), NAMES), None)
    figure_of(ax).canvas.draw()


def test_labels_are_moved_apart_only_as_far_as_needed() -> None:
    assert spread([0.1, 0.5, 0.9], 0.2, 0, 1) == [0.1, 0.5, 0.9]
    moved = spread([0.5, 0.51, 0.52], 0.2, 0, 1)
    assert np.diff(moved) == pytest.approx([0.2, 0.2])
    top = spread([0.98, 1.0], 0.2, 0, 1)
    assert top == pytest.approx([0.8, 1.0])
