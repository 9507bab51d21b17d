"""Writing figures so that the same figure is the same file, byte for byte."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from matplotlib.axes import Axes

from sim.report.style import figure_of, styled

FORMATS = ("png", "svg")
_METADATA: dict[str, dict[str, Any]] = {"png": {"Software": None}, "svg": {"Date": None, "Creator": None}}


def save_figure(ax: Axes, folder: Path, name: str) -> list[Path]:
    """Write `name`.png and `name`.svg to a folder that exists.

    Returns their paths. No dates, no versions in them.
    """
    paths = [folder / f"{name}.{kind}" for kind in FORMATS]
    figure = figure_of(ax)
    with styled():
        for kind, path in zip(FORMATS, paths, strict=True):
            figure.savefig(path, format=kind, metadata=_METADATA[kind])
    return paths
