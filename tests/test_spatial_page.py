"""docs/spatial.md shows what both models say now."""

from __future__ import annotations

import pytest
from numba.core import config

from sim.spatial.moves import REGIONS
from sim.spatial.reading import COLUMNS, shipped_tables
from sim.study.spatial_saving import figures
from tests.computed_pages import numbers, numbers_in
from tests.spatial_page import FIGURES, MARKER, PAGE, found, updated


@pytest.mark.skipif(config.DISABLE_JIT, reason="minutes without the compiler")
def test_the_page_shows_what_both_models_say_now() -> None:
    # if the flagship, the engine or the spatial model has changed: python -m tests.spatial_page
    page = PAGE.read_text(encoding="utf-8")
    assert updated(page).splitlines() == page.splitlines()


def test_the_figures_show_the_numbers_of_now() -> None:
    for name, draw in figures(found("territory")):
        assert numbers_in(FIGURES / f"{name}.svg") == numbers(draw()).split()


def test_a_page_without_its_marker_is_not_written_over() -> None:
    with pytest.raises(ValueError, match="no line"):
        updated("# A page\n")


def test_every_column_region_and_shipped_table_is_named_above_what_is_computed() -> None:
    above = PAGE.read_text(encoding="utf-8").partition(MARKER)[0]
    for words in [*COLUMNS, *REGIONS, *shipped_tables()]:
        assert words in above
