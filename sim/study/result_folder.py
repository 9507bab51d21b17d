"""Saving what an analysis found: tables, figures and a manifest, in a folder that appears whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.results.results import sim_version
from sim.results.saving import MANIFEST, PLOTS, TOOL, new_folder

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FORMAT = 1
DIGITS = "%.6g"


def write_result(
    target: Path,
    kind: str,
    tables: Mapping[str, pd.DataFrame],
    figures: Iterable[tuple[str, Callable[[], Axes]]],
    about: Mapping[str, Any],
) -> list[Path]:
    """Write tables (CSV), figures (PNG and SVG, drawn one after the other) and a manifest; paths of the files.

    `about` is what is needed to make the same result again: no date and no host, so that the same input gives the same
    bytes. Raises InputError if the folder holds anything but an earlier result, RunError if it cannot be written.
    """
    from sim.report import save_figure  # matplotlib only where figures are drawn

    with new_folder(target) as folder:
        written = []
        for name, table in tables.items():
            table.to_csv(folder / f"{name}.csv", index=False, float_format=DIGITS, lineterminator="\n")
            written.append(Path(f"{name}.csv"))
        (folder / PLOTS).mkdir()
        for name, draw in figures:
            written += [path.relative_to(folder) for path in save_figure(draw(), folder / PLOTS, name)]
        written.append(Path(MANIFEST))
        manifest = {
            "tool": TOOL,
            "format": FORMAT,
            "kind": kind,
            "note": "What follows from the scenarios' assumptions; not a forecast.",
            "versions": {"sim": sim_version()},
            **about,
            "files": [path.as_posix() for path in written],
        }
        text = json.dumps(manifest, indent=1, ensure_ascii=False, allow_nan=False)
        (folder / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")
    return [target / path for path in written]
