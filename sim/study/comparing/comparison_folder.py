"""What of a comparison is saved: differences, flipped runs, figures, and what is needed to make it again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sim.study.result_folder import write_result

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.study.comparing.compare import Compared

MOST_FIGURES = 12
"""Alternatives that get figures of their own; a study may have dozens."""


def save_comparison(compared: Compared, target: Path) -> list[Path]:
    """Write a comparison to a folder; see `Compared.save`."""
    about = {
        "title": compared.title,
        "command": compared.command,
        "seed": compared.seed,
        "runs": compared.runs,
        "runs_per_draw": compared.runs_per_draw,
        "compared": [[pair.base.name, pair.other.name] for pair in compared.pairs],
        "alternatives": [
            {"name": item.name, "word": item.word, "sha256": item.scenario.digest,
             "resolved": item.scenario.resolved()}
            for item in compared.alternatives
        ],
    }  # fmt: skip
    tables = {"differences": compared.frame(), "flipped": compared.flipped()}
    return write_result(target, "comparison", tables, _figures(compared), about)


def _figures(compared: Compared) -> Iterator[tuple[str, Callable[[], Axes]]]:
    """Differences and flips of each alternative, and each quantity across them."""
    from sim.report import comparison_plots

    for number, item in enumerate(compared.comparisons[:MOST_FIGURES], start=1):
        name = f"{number:02d}-{_file_name(item.other)}"
        yield f"differences-{name}", partial(comparison_plots.differences, item, compared.seed)
        if item.flips is not None:
            yield f"flips-{name}", partial(comparison_plots.flips, item, compared.seed)
    if len(compared.pairs) > 1:
        for name in compared.quantities:
            draw = partial(comparison_plots.across, compared.comparisons, name, compared.seed)
            yield f"across-{_file_name(name)}", draw


def _file_name(text: str) -> str:
    """A name that every file system takes."""
    return re.sub(r"[^A-Za-z0-9_.=-]+", "-", text).strip("-.")[:60] or "alternative"
