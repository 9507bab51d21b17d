"""The figures of a report as files for a paper."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from sim.document.blocks import figures_of
from sim.results.results import sim_version
from sim.results.saving import MANIFEST, TOOL, new_folder

if TYPE_CHECKING:
    from sim.document.report import Report


def save_figures(report: Report, target: Path) -> list[Path]:
    """Write every figure as SVG, PNG and PDF; see `Report.save_figures`."""
    from sim.document.report import file_name
    from sim.report.save import PAPER, save_figure

    written: list[Path] = []
    with new_folder(target) as folder:
        for chapter, figure in figures_of(report.chapters):
            name = file_name(report, chapter, figure.name)
            if figure.draw is not None:
                written += [path.relative_to(folder) for path in save_figure(figure.draw(), folder, name, PAPER)]
            else:
                (folder / f"{name}.svg").write_text(figure.svg, encoding="utf-8", newline="\n")
                written.append(Path(f"{name}.svg"))
        written.append(Path(MANIFEST))
        manifest = {"tool": TOOL, "format": 1, "kind": "figures", "title": report.title,
                    "versions": {"sim": sim_version()}, "files": [path.as_posix() for path in written]}  # fmt: skip
        text = json.dumps(manifest, indent=1, ensure_ascii=False)
        (folder / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")
    return [target / path for path in written]
