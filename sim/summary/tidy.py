"""A summary as tidy data frames: one observation a row, one variable a column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from sim.summary.estimates import Mean, Quantile, Share
from sim.summary.timing import Curve, Event

if TYPE_CHECKING:
    from sim.summary.summarise import Summary

Row = dict[str, object]


def frames_of(summary: Summary) -> dict[str, pd.DataFrame]:
    """All frames of a summary by name."""
    rows: Mapping[str, list[Row]] = {
        "outcomes": _outcomes(summary),
        "incidence": _incidence(summary),
        "events": [_event(kind, event) for kind, event in summary.events()],
        "terms": _terms(summary),
        "preconditions": _preconditions(summary),
        "tracks": _tracks(summary),
        "actors": _actors(summary),
    }
    return {name: pd.DataFrame(found) for name, found in rows.items()}


def _share(share: Share, prefix: str = "share") -> Row:
    return {prefix: share.share, f"{prefix}_low": share.low, f"{prefix}_high": share.high}


def _mean(mean: Mean, prefix: str) -> Row:
    return {prefix: mean.mean, f"{prefix}_low": mean.low, f"{prefix}_high": mean.high}


def _quantiles(quantiles: tuple[Quantile, ...], prefix: str) -> Row:
    return {f"{prefix}_q{round(100 * item.level)}": item.value for item in quantiles}


def _when(event: Event) -> Row:
    if event.when is None:
        return {"first_quartile": None, "median": None, "third_quartile": None}
    when = event.when
    return {
        "first_quartile": when.first_quartile,
        "median": when.median,
        "third_quartile": when.third_quartile,
    }


def _outcomes(summary: Summary) -> list[Row]:
    return [
        {"outcome": item.name, "label": item.label}
        | _share(item.share)
        | {
            "count": item.share.count,
            "effective": item.share.effective,
            "parameters": item.split.parameters if item.split else None,
            "parameters_low": item.split.low if item.split else None,
            "parameters_high": item.split.high if item.split else None,
            "chance": item.split.chance if item.split else None,
            "draws_low": item.draws[0] if item.draws else None,
            "draws_high": item.draws[1] if item.draws else None,
            "median": item.when.median if item.when else None,
        }
        for item in summary.outcomes
    ]


def _curve(curve: Curve) -> list[Row]:
    steps = zip(curve.rounds, curve.share, curve.low, curve.high, strict=True)
    return [{"round": when, "share": share, "share_low": low, "share_high": high} for when, share, low, high in steps]


def _incidence(summary: Summary) -> list[Row]:
    return [{"outcome": item.name} | row for item in summary.outcomes for row in _curve(item.incidence)]


def _event(kind: str, event: Event) -> Row:
    return {"kind": kind, "name": event.name, "label": event.label} | _share(event.ever) | _when(event)


def _terms(summary: Summary) -> list[Row]:
    rows: list[Row] = []
    for issue in summary.terms:
        named: Row = {"issue": issue.name, "label": issue.label}
        rows += [named | {"option": option.name} | _share(option.share) for option in issue.options]
        rows += [
            named | {"level": item.level, "value": item.value, "value_low": item.low, "value_high": item.high}
            for item in issue.quantiles
        ]
    return rows


def _preconditions(summary: Summary) -> list[Row]:
    return [
        {"precondition": item.name, "label": item.label, "holder": item.holder}
        | _share(item.blocked, "blocked")
        | _mean(item.rounds_blocked, "rounds_blocked")
        | _share(item.waived.ever, "waived")
        | {f"waived_{key}": value for key, value in _when(item.waived).items()}
        | _share(item.satisfied.ever, "satisfied")
        | {f"satisfied_{key}": value for key, value in _when(item.satisfied).items()}
        for item in summary.preconditions
    ]


def _tracks(summary: Summary) -> list[Row]:
    return [
        {"track": item.name, "label": item.label}
        | _share(item.met.ever, "met")
        | {f"met_{key}": value for key, value in _when(item.met).items()}
        | _mean(item.meetings, "meetings")
        | _share(item.refused, "refused")
        | _mean(item.rounds_refused, "rounds_refused")
        for item in summary.tracks
    ]


def _actors(summary: Summary) -> list[Row]:
    return [
        {"actor": item.name, "label": item.label}
        | _mean(item.utility, "utility")
        | _mean(item.disagreement, "disagreement")
        | _mean(item.gain, "gain")
        | _quantiles(item.utility_quantiles, "utility")
        | _quantiles(item.disagreement_quantiles, "disagreement")
        | _share(item.above, "above")
        for item in summary.actors
    ]
