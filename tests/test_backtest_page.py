"""docs/backtest.md shows what `sim backtest` finds now."""

from __future__ import annotations

import pytest
from numba.core import config

from sim.backtest.questions import FORECASTERS
from sim.backtest.saving import figures
from tests.backtest_page import FIGURES, MARKER, PAGE, found, updated
from tests.computed_pages import numbers, numbers_in

compiled = pytest.mark.skipif(config.DISABLE_JIT, reason="minutes without the compiler")


@compiled
def test_the_page_shows_what_is_found_now() -> None:
    # if the engine, a case or the scoring has changed: python -m tests.backtest_page
    page = PAGE.read_text(encoding="utf-8")
    assert updated(page).splitlines() == page.splitlines()


@compiled
def test_the_figures_show_the_numbers_of_now() -> None:
    for name, draw in figures(found()):
        assert numbers_in(FIGURES / f"{name}.svg") == numbers(draw()).split()


def test_a_page_without_its_marker_is_not_written_over() -> None:
    with pytest.raises(ValueError, match="no line"):
        updated("# A page\n")


def test_every_forecaster_and_score_is_explained_above_what_is_computed() -> None:
    above = PAGE.read_text(encoding="utf-8").partition(MARKER)[0].lower()
    for words in [*FORECASTERS.values(), "brier score", "log score", "ranked probability score"]:
        assert words in above
