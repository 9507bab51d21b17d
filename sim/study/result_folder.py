"""Saving what an analysis found: tables, figures and a manifest, in a folder that appears whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.results.results import sim_version
from sim.results.saving import FORMAT, MANIFEST, PLOTS, TOOL, new_folder
from sim.scenario import Scenario

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DIGITS = "%.6g"


def write_result(
    target: Path,
    kind: str,
    tables: Mapping[str, pd.DataFrame],
    figures: Iterable[tuple[str, Callable[[], Axes]]],
    about: Mapping[str, Any],
    content: Mapping[str, Any] | None = None,
) -> list[Path]:
    """Write tables (CSV), figures (PNG and SVG, drawn one after the other) and a manifest; paths of the files.

    With `content`, plain data, also `kind`.json, in which floats have six significant digits as in the tables.
    `about` is what is needed to make the same result again: no date and no host, so that the same input gives the same
    bytes. Raises InputError if the folder holds anything but an earlier result, RunError if it cannot be written.
    """
    from sim.report import save_figure  # matplotlib only where figures are drawn

    with new_folder(target) as folder:
        written = []
        if content is not None:
            written.append(Path(f"{kind}.json"))
            _write_json(folder / written[0], rounded(content))
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
        _write_json(folder / MANIFEST, manifest)
    return [target / path for path in written]


def named(scenario: Scenario) -> dict[str, Any]:
    """What a manifest says of the scenario that was played."""
    return {"name": scenario.name, "sha256": scenario.digest, "resolved": scenario.resolved()}


def rounded(value: Any) -> Any:
    """Plain data with its floats to six significant digits, tuples as lists."""
    if isinstance(value, float):
        return float(DIGITS % value)
    if isinstance(value, Mapping):
        return {str(key): rounded(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(item) for item in value]
    return value


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
