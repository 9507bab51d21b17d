"""Designs: where in the unit cube the points of a study lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "drawn", "grid", "one_at_a_time", "zipped", "list", "latin_hypercube", "sobol", "morris", "saltelli",
]  # fmt: skip


@dataclass(frozen=True)
class Sampling:
    """A kind of design, and its size where it has one: the N of `{latin_hypercube: N}`."""

    kind: Kind
    size: int | None = None
