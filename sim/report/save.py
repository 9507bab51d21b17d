"""Writing figures so that the same figure is the same file, byte for byte."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes

from sim.report.style import figure_of, styled

FORMATS = ("png", "svg")
PAPER = ("svg", "png", "pdf")
"""What a paper takes."""
_OPTIONS: dict[str, dict[str, Any]] = {
    # Pillow's usual effort takes longer for files that are no smaller.
    "png": {"metadata": {"Software": None}, "pil_kwargs": {"compress_level": 3}},
    "svg": {"metadata": {"Date": None, "Creator": None}},
    "pdf": {"metadata": {"CreationDate": None, "Creator": None, "Producer": None}},
}


def save_figure(ax: Axes, folder: Path, name: str, formats: Sequence[str] = FORMATS) -> list[Path]:
    """Write `name`.png and `name`.svg (or other `formats`, pdf too) to a folder that exists.

    Returns their paths. No dates, no versions in them.
    """
    paths = [folder / f"{name}.{kind}" for kind in formats]
    figure = figure_of(ax)
    with styled():
        for kind, path in zip(formats, paths, strict=True):
            figure.savefig(path, format=kind, **_OPTIONS[kind])
    return paths


def as_svg(ax: Axes) -> str:
    """The figure of some axes as the text of an SVG file: the same figure, the same text."""
    text = io.StringIO()
    with styled():
        figure_of(ax).savefig(text, format="svg", **_OPTIONS["svg"])
    return text.getvalue()
