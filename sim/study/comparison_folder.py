"""Saving a comparison: a folder that appears whole or not at all."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.results.results import sim_version
from sim.results.saving import MANIFEST, PLOTS, TOOL, new_folder

if TYPE_CHECKING:
    from sim.study.compare import Compared

FORMAT = 1
DIFFERENCES, FLIPPED = "differences.csv", "flipped.csv"
DIGITS = "%.6g"
MOST_FIGURES = 12
"""Alternatives that get figures of their own; a study may have hundreds."""


def save_comparison(compared: Compared, target: Path) -> list[Path]:
    """Write a comparison to a folder; see `Compared.save`."""
    with new_folder(target) as folder:
        compared.frame().to_csv(folder / DIFFERENCES, index=False, float_format=DIGITS, lineterminator="\n")
        compared.flipped().to_csv(folder / FLIPPED, index=False, lineterminator="\n")
        written = [Path(DIFFERENCES), Path(FLIPPED), *_figures(compared, folder), Path(MANIFEST)]
        text = json.dumps(_manifest(compared, written), indent=1, ensure_ascii=False, allow_nan=False)
        (folder / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")
    return [target / path for path in written]


def _figures(compared: Compared, folder: Path) -> list[Path]:
    """Differences and flips of each alternative, and the quantities that all share across alternatives."""
    from sim.report import comparison_plots, save_figure  # matplotlib only where figures are drawn

    (folder / PLOTS).mkdir()
    drawn = []
    for number, item in enumerate(compared.comparisons[:MOST_FIGURES], start=1):
        name = f"{number:02d}-{_file_name(item.other)}"
        drawn.append((comparison_plots.differences(item, compared.seed), f"differences-{name}"))
        if item.flips is not None:
            drawn.append((comparison_plots.flips(item, compared.seed), f"flips-{name}"))
    if len(compared.pairs) > 1:
        for name in (item.name for item in compared.comparisons[0].differences):
            drawn.append((comparison_plots.across(compared.comparisons, name, compared.seed),
                          f"across-{_file_name(name)}"))  # fmt: skip
    paths = [path for figure, name in drawn for path in save_figure(figure, folder / PLOTS, name)]
    return [path.relative_to(folder) for path in paths]


def _file_name(text: str) -> str:
    """A name that every file system takes."""
    return re.sub(r"[^A-Za-z0-9_.=-]+", "-", text).strip("-.")[:60] or "alternative"


def _manifest(compared: Compared, written: list[Path]) -> dict[str, Any]:
    """What is needed to make the same comparison again. No date and no host: the same input, the same bytes."""
    return {
        "tool": TOOL,
        "format": FORMAT,
        "kind": "comparison",
        "note": "What follows from the scenarios' assumptions; not a forecast.",
        "title": compared.title,
        "command": compared.command,
        "seed": compared.seed,
        "runs": compared.runs,
        "runs_per_draw": compared.runs_per_draw,
        "versions": {"sim": sim_version()},
        "compared": [[pair.base.name, pair.other.name] for pair in compared.pairs],
        "alternatives": [
            {"name": item.name, "word": item.word, "sha256": item.scenario.digest,
             "resolved": item.scenario.resolved()}
            for item in compared.alternatives
        ],
        "files": [path.as_posix() for path in written],
    }  # fmt: skip
