"""From an outcome table to its summary."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim.errors import InputError
from sim.html import table as html_table
from sim.summary.columns import Columns, labels_of
from sim.summary.contents import (
    ActorSummary,
    IssueSummary,
    OutcomeSummary,
    PreconditionSummary,
    TrackSummary,
    actors_of,
    events_of,
    outcomes_of,
    preconditions_of,
    terms_of,
    tracks_of,
)
from sim.summary.estimates import Points, Share, share_of
from sim.summary.names import Names
from sim.summary.tidy import frames_of
from sim.summary.timing import Event
from sim.summary.wording import percent, percent_interval

SIGNIFICANT_DIGITS = 6
"""Floats are rounded to this many significant digits on their way out."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a table comes from; what a reader needs to make it again."""

    scenario: str
    seed: int | None
    runs: int
    runs_per_point: int
    version: str | None


@dataclass(frozen=True, slots=True)
class Replay:
    """A run worth reading as a story, and why."""

    run: int
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of many runs of a scenario.

    Not a forecast: it says what follows from the scenario's assumptions. Every interval is a 95% interval of
    the Monte Carlo error. What the uncertain parameters contribute is kept apart, in each outcome's `split`
    and `draws`.
    """

    origin: Origin
    names: Names
    points: int
    outcomes: tuple[OutcomeSummary, ...]
    signature: Event
    ceasefire: Event
    steps: tuple[Event, ...]
    terms: tuple[IssueSummary, ...]
    preconditions: tuple[PreconditionSummary, ...]
    tracks: tuple[TrackSummary, ...]
    actors: tuple[ActorSummary, ...]
    replays: tuple[Replay, ...]

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain values for JSON, floats rounded to 6 significant digits.

        The same input, the same text.
        """
        return {field.name: _plain(getattr(self, field.name)) for field in dataclasses.fields(self)}

    def frames(self) -> dict[str, pd.DataFrame]:
        """Tidy frames: outcomes, incidence, events, terms, preconditions, tracks, actors."""
        return frames_of(self)

    def outcome(self, name: str) -> OutcomeSummary:
        """One outcome by name; KeyError if it is not among them."""
        for item in self.outcomes:
            if item.name == name:
                return item
        raise KeyError(name)

    def events(self) -> Iterator[tuple[str, Event]]:
        """All events with their kind.

        Signature, ceasefire, step, first meeting of a track, departure of an actor.
        """
        yield "signature", self.signature
        yield "ceasefire", self.ceasefire
        for step in self.steps:
            yield "step", step
        for track in self.tracks:
            yield "track", track.met
        for actor in self.actors:
            if actor.left is not None:
                yield "departure", actor.left

    def _repr_html_(self) -> str:
        rows = ((item.label, percent(item.share), percent_interval(item.share)) for item in self.outcomes)
        seed = "" if self.origin.seed is None else f", seed {self.origin.seed}"
        caption = f"{self.origin.scenario}: {self.origin.runs:,} runs{seed}. Not a forecast."
        return html_table(caption, ("outcome", "share", "95% interval"), rows)

    @property
    def half_width(self) -> float:
        """Half the width of the widest interval of an outcome's share."""
        return max(_half(item.share) for item in self.outcomes)


def summarise(table: Columns, names: Names, *, seed: int | None = None, version: str | None = None) -> Summary:
    """Summarise an outcome table (one row a run; the columns of `sim.outcomes`) of a scenario.

    One column of the table is read at a time. Raises InputError for a table without runs.
    """
    if not len(table):
        raise InputError("there are no runs to summarise")
    points = Points.of(table["point"].to_numpy())
    signature, ceasefire, steps = events_of(table, names, points)
    outcomes = outcomes_of(table, names, points)
    return Summary(
        origin=Origin(names.title, seed, len(table), int(points.sizes.max()), version),
        names=names,
        points=points.count,
        outcomes=outcomes,
        signature=signature,
        ceasefire=ceasefire,
        steps=steps,
        terms=terms_of(table, names, points),
        preconditions=preconditions_of(table, names, points),
        tracks=tracks_of(table, names, points),
        actors=actors_of(table, names, points),
        replays=_replays(table, names, outcomes),
    )


def widest_half_width(table: Columns) -> float:
    """Half the width of the widest 95% interval of an outcome's share, without the rest of the summary."""
    points = Points.of(table["point"].to_numpy())
    outcome, _ = labels_of(table["outcome"])
    return max(_half(share_of(outcome == code, points)) for code in np.unique(outcome))


def _half(share: Share) -> float:
    return (share.high - share.low) / 2


def _replays(table: Columns, names: Names, outcomes: tuple[OutcomeSummary, ...]) -> tuple[Replay, ...]:
    """The middle run of the commonest outcome, and of the rarest that came (or else the earliest to end)."""
    came = [item for item in outcomes if item.share.count]
    common, rare = came[0], came[-1]
    typical = Replay(middle_run(table, names, common.name), common.name, f"typical: {common.label}")
    if rare is not common:
        return typical, Replay(middle_run(table, names, rare.name), rare.name, f"surprising: {rare.label}")
    earliest = (table["ended"] + table["signed"].fillna(0)).argmin()
    unusual = int(table["run"].iloc[int(earliest)])
    if unusual == typical.run:
        return (typical,)
    return typical, Replay(unusual, common.name, "surprising: the earliest to end")


def middle_run(table: Columns, names: Names, outcome: str) -> int:
    """The run of an outcome nearest to the middle of its kind in time and in the actors' utilities.

    There must be runs of it.
    """
    codes, labels = labels_of(table["outcome"])
    chosen = np.flatnonzero(codes == labels.index(outcome))
    distance = np.zeros(len(chosen))
    for feature in ("ended", "signed", *(f"utility.{actor}" for actor in names.actors)):
        values = table[feature].iloc[chosen].to_numpy(dtype="float64", na_value=np.nan)
        known = ~np.isnan(values)
        spread = float(np.std(values[known])) if known.any() else 0.0
        if spread > 0:
            distance += np.nan_to_num(np.abs(values - np.median(values[known])) / spread)
    return int(table["run"].iloc[chosen[distance.argmin()]])


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        return float(f"{value:.{SIGNIFICANT_DIGITS}g}") if np.isfinite(value) else None
    return value
