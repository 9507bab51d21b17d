"""How runs can end, and the columns of the table that has one row a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

SETTLEMENT, RELAPSE, FROZEN, FIRST_WON, SECOND_WON, NO_AGREEMENT = range(6)
# their names, in the order of the codes
OUTCOMES = ("settlement", "relapse", "frozen", "military_first", "military_second", "no_agreement")

Kind = Literal["outcome", "round", "count", "real", "option"]


@dataclass(frozen=True)
class Column:
    """A column of the table and of the kernel's row.

    ``round`` is 1-based and missing for never; ``option`` is a level, shown by its name in ``options``.
    """

    name: str
    kind: Kind
    options: tuple[str, ...] = ()


def columns(
    issues: Sequence[tuple[str, tuple[str, ...]]],
    actors: Sequence[str],
    steps: Sequence[str],
    preconditions: Sequence[str],
    tracks: Sequence[str],
) -> tuple[Column, ...]:
    """All columns in the order in which the kernel fills a row; some are of no use to some scenarios.

    ``issues`` are names with their options, none for a divisible issue.
    """
    rows = [Column("outcome", "outcome"), Column("ended", "round"), Column("signed", "round"),
            Column("ceasefire", "round"), Column("front", "real")]  # fmt: skip
    rows += [Column(f"text.{name}", "option" if options else "real", options) for name, options in issues]
    for what in ("utility", "disagreement"):
        rows += [Column(f"{what}.{actor}", "real") for actor in actors]
    rows += [Column(f"step.{step}", "round") for step in steps]
    for what in ("waived", "satisfied"):
        rows += [Column(f"{what}.{key}", "round") for key in preconditions]
    rows += [Column(f"blocked.{key}", "count") for key in preconditions]
    rows += [Column(f"met.{track}", "round") for track in tracks]
    for what in ("meetings", "refused"):
        rows += [Column(f"{what}.{track}", "count") for track in tracks]
    rows += [Column(f"left.{actor}", "round") for actor in actors]
    rows += [Column(f"vetoed.{actor}", "count") for actor in actors]
    rows += [Column(f"belief.{actor}", "real") for actor in actors]
    return tuple(rows)
