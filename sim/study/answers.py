"""The folder of an answer (blame, update): numbers, tables, figures, and what is needed to make it again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.results.results import sim_version
from sim.results.saving import FORMAT, MANIFEST, PLOTS, TOOL, new_folder
from sim.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

DIGITS = 6
"""Floats are rounded to this many significant digits on their way out."""


def write_answer(
    target: Path,
    kind: str,
    content: Mapping[str, Any],
    tables: Mapping[str, pd.DataFrame],
    figures: Mapping[str, Axes],
    *,
    scenario: Scenario,
    settings: Mapping[str, Any],
) -> list[Path]:
    """Write `kind`.json, a CSV a table, plots/ and manifest.json to a folder; paths of the files.

    The folder appears whole or not at all, and replaces an earlier result of sim. Raises InputError if it holds
    anything else, RunError if it cannot be written.
    """
    from sim.report import save_figure

    with new_folder(target) as folder:
        written = [Path(f"{kind}.json")]
        _write_json(folder / written[0], rounded(dict(content)))
        for name, table in tables.items():
            table.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n", float_format=f"%.{DIGITS}g")
            written.append(Path(f"{name}.csv"))
        (folder / PLOTS).mkdir()
        for name, ax in figures.items():
            written += [path.relative_to(folder) for path in save_figure(ax, folder / PLOTS, name)]
        written.append(Path(MANIFEST))
        manifest = {
            "tool": TOOL,
            "format": FORMAT,
            "kind": kind,
            "note": "What follows from the scenario's assumptions; not a forecast.",
            **settings,
            "versions": {"sim": sim_version()},
            "files": [path.as_posix() for path in written],
            "scenario": {"name": scenario.name, "sha256": scenario.digest, "resolved": scenario.resolved()},
        }
        _write_json(folder / MANIFEST, manifest)
    return [target / path for path in written]


def rounded(value: Any) -> Any:
    """Plain data with its floats to `DIGITS` significant digits, tuples as lists."""
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}")
    if isinstance(value, Mapping):
        return {str(key): rounded(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(item) for item in value]
    return value


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
