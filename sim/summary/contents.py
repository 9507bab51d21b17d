"""The parts of a summary, from a table's columns: outcomes, terms, preconditions, tracks, actors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.summary.columns import Columns, code_of, labels_of
from sim.summary.estimates import (
    Floats,
    Mean,
    Points,
    Quantile,
    Share,
    Split,
    mean_of,
    quantiles_of,
    range_over_draws,
    share_of,
    split_of,
)
from sim.summary.names import DECIDED_AT_HORIZON, IssueNames, Names
from sim.summary.timing import Curve, Event, When, event_of, incidence, rounds_of, when_of

TAILS = (0.1, 0.5, 0.9)
TIE = 1e-6
"""Two utilities closer than this (the tables hold 32-bit floats) count as equal."""


@dataclass(frozen=True, slots=True)
class OutcomeSummary:
    """How often an outcome came, why it varies, and when it was decided.

    `share` carries the Monte Carlo error. `split` and `draws` are about the uncertain parameters: which part
    of the variance they explain, and where the middle 80% of P(outcome | parameters) lie. Both are None with
    one run a point, and for an outcome that came always or never. `when` is None for outcomes known only at
    the horizon.
    """

    name: str
    label: str
    share: Share
    split: Split | None
    draws: tuple[float, float] | None
    when: When | None
    incidence: Curve


@dataclass(frozen=True, slots=True)
class OptionShare:
    """An option of an issue and its share of the signed texts."""

    name: str
    share: Share


@dataclass(frozen=True, slots=True)
class IssueSummary:
    """What signed texts say on an issue.

    Shares of its options, lowest first, or quantiles if it is divisible.
    """

    name: str
    label: str
    divisible: bool
    options: tuple[OptionShare, ...]
    quantiles: tuple[Quantile, ...]


@dataclass(frozen=True, slots=True)
class PreconditionSummary:
    """How a precondition worked: in how many runs and rounds it blocked its gate, and when it fell.

    `rounds_blocked` is the mean over all runs. It falls when its holder waives it or when it is satisfied.
    """

    name: str
    label: str
    holder: str
    blocked: Share
    rounds_blocked: Mean
    waived: Event
    satisfied: Event


@dataclass(frozen=True, slots=True)
class TrackSummary:
    """A track: first meeting, meetings a run, and the rounds in which it was due and refused."""

    name: str
    label: str
    met: Event
    meetings: Mean
    refused: Share
    rounds_refused: Mean


@dataclass(frozen=True, slots=True)
class ActorSummary:
    """What an actor got against its disagreement value at that moment.

    Both are flows; an actor's own ideal package is 1. `above` is the share of runs that left it better off
    than no deal. `left` and `vetoed` are None for actors that cannot do so.
    """

    name: str
    label: str
    utility: Mean
    disagreement: Mean
    gain: Mean
    utility_quantiles: tuple[Quantile, ...]
    disagreement_quantiles: tuple[Quantile, ...]
    above: Share
    left: Event | None
    vetoed: Share | None


def outcomes_of(table: Columns, names: Names, points: Points) -> tuple[OutcomeSummary, ...]:
    """Summarise the outcomes, most frequent first."""
    outcome, labels = labels_of(table["outcome"])
    counts = np.bincount(outcome[outcome >= 0], minlength=len(labels))
    shown = names.shown_outcomes(label for label, count in zip(labels, counts, strict=True) if count)
    codes = {name: code_of(name, labels) for name in shown}
    ended = rounds_of(table["ended"])
    curves = incidence(ended, outcome, codes, points)
    found = [_outcome(name, names, outcome == code, ended, points, curves) for name, code in codes.items()]
    return tuple(sorted(found, key=lambda item: -item.share.count))


def _outcome(
    name: str,
    names: Names,
    hits: NDArray[np.bool_],
    ended: Floats,
    points: Points,
    curves: dict[str, Curve],
) -> OutcomeSummary:
    share, split = share_of(hits, points), split_of(hits, points)
    draws = None
    if split is not None and share.share is not None:
        draws = range_over_draws(share.share, split.parameters)
    when = None if name in DECIDED_AT_HORIZON else when_of(np.where(hits, ended, np.nan), points)
    return OutcomeSummary(name, names.outcome(name), share, split, draws, when, curves[name])


def terms_of(table: Columns, names: Names, points: Points) -> tuple[IssueSummary, ...]:
    """Summarise what was signed, issue by issue; without a signature the shares are None."""
    signed = table["signed"].notna().to_numpy(dtype=np.bool_)
    among = points.where(signed)
    return tuple(_issue(table[f"text.{issue.name}"][signed], issue, among) for issue in names.issues)


def _issue(column: pd.Series, issue: IssueNames, points: Points) -> IssueSummary:
    if issue.options is None:
        values = column.to_numpy(dtype=np.float64)
        return IssueSummary(issue.name, issue.label, True, (), quantiles_of(values, points, TAILS))
    text, labels = labels_of(column)
    options = tuple(OptionShare(option, share_of(text == code_of(option, labels), points)) for option in issue.options)
    return IssueSummary(issue.name, issue.label, False, options, ())


def preconditions_of(table: Columns, names: Names, points: Points) -> tuple[PreconditionSummary, ...]:
    """Summarise the preconditions in the order of the file."""
    found = []
    for rule in names.preconditions:
        blocked = table[f"blocked.{rule.column}"].to_numpy(dtype=np.float64)
        fell = {
            way: event_of(rule.column, rule.label, rounds_of(table[f"{way}.{rule.column}"]), points)
            for way in ("waived", "satisfied")
        }
        found.append(
            PreconditionSummary(
                name=rule.column,
                label=rule.label,
                holder=rule.holder,
                blocked=share_of(blocked > 0, points),
                rounds_blocked=mean_of(blocked, points),
                waived=fell["waived"],
                satisfied=fell["satisfied"],
            )
        )
    return tuple(found)


def tracks_of(table: Columns, names: Names, points: Points) -> tuple[TrackSummary, ...]:
    """Summarise the tracks in the order of the file."""
    found = []
    for name, label in names.tracks.items():
        refused = table[f"refused.{name}"].to_numpy(dtype=np.float64)
        found.append(
            TrackSummary(
                name=name,
                label=label,
                met=event_of(name, label, rounds_of(table[f"met.{name}"]), points),
                meetings=mean_of(table[f"meetings.{name}"].to_numpy(dtype=np.float64), points),
                refused=share_of(refused > 0, points),
                rounds_refused=mean_of(refused, points),
            )
        )
    return tuple(found)


def actors_of(table: Columns, names: Names, points: Points) -> tuple[ActorSummary, ...]:
    """Summarise what the actors got, in the order of the file."""
    return tuple(_actor(table, name, label, points) for name, label in names.actors.items())


def _actor(table: Columns, name: str, label: str, points: Points) -> ActorSummary:
    utility = table[f"utility.{name}"].to_numpy(dtype=np.float64)
    disagreement = table[f"disagreement.{name}"].to_numpy(dtype=np.float64)
    left, vetoed = f"left.{name}", f"vetoed.{name}"
    return ActorSummary(
        name=name,
        label=label,
        utility=mean_of(utility, points),
        disagreement=mean_of(disagreement, points),
        gain=mean_of(utility - disagreement, points),
        utility_quantiles=quantiles_of(utility, points, TAILS),
        disagreement_quantiles=quantiles_of(disagreement, points, TAILS),
        above=share_of(utility > disagreement + TIE, points),
        left=event_of(name, label, rounds_of(table[left]), points) if left in table else None,
        vetoed=share_of(table[vetoed].to_numpy(dtype=np.float64) > 0, points) if vetoed in table else None,
    )


def events_of(table: Columns, names: Names, points: Points) -> tuple[Event, Event, tuple[Event, ...]]:
    """Signature, ceasefire and the steps in the order of the file."""
    return (
        event_of("signed", "Settlement signed", rounds_of(table["signed"]), points),
        event_of("ceasefire", "Ceasefire", rounds_of(table["ceasefire"]), points),
        tuple(event_of(name, label, rounds_of(table[f"step.{name}"]), points) for name, label in names.steps.items()),
    )
