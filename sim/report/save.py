"""Writing figures so that the same figure is the same file, byte for byte."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from matplotlib.axes import Axes

from sim.report.style import figure_of, styled

FORMATS = ("png", "svg")
_OPTIONS: dict[str, dict[str, Any]] = {
    # Pillow's usual effort takes longer for files that are no smaller.
    "png": {"metadata": {"Software": None}, "pil_kwargs": {"compress_level": 3}},
    "svg": {"metadata": {"Date": None, "Creator": None}},
}


def save_figure(ax: Axes, folder: Path, name: str) -> list[Path]:
    """Write `name`.png and `name`.svg to a folder that exists.

    Returns their paths. No dates, no versions in them.
    """
    paths = [folder / f"{name}.{kind}" for kind in FORMATS]
    figure = figure_of(ax)
    with styled():
        for kind, path in zip(FORMATS, paths, strict=True):
            figure.savefig(path, format=kind, **_OPTIONS[kind])
    return paths
