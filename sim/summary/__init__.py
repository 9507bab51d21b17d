"""Tables in, tables out: shares with intervals, times, terms, preconditions and utilities of many runs."""

from sim.summary.contents import (
    ActorSummary,
    IssueSummary,
    OptionShare,
    OutcomeSummary,
    PreconditionSummary,
    TrackSummary,
)
from sim.summary.estimates import Mean, Quantile, Share, Split
from sim.summary.names import DECIDED_AT_HORIZON, OUTCOME_LABELS, IssueNames, Names, PreconditionNames
from sim.summary.summarise import Origin, Replay, Summary, middle_run, summarise, widest_half_width
from sim.summary.timing import Curve, Event, When

__all__ = [
    "DECIDED_AT_HORIZON",
    "OUTCOME_LABELS",
    "ActorSummary",
    "Curve",
    "Event",
    "IssueNames",
    "IssueSummary",
    "Mean",
    "Names",
    "OptionShare",
    "Origin",
    "OutcomeSummary",
    "PreconditionNames",
    "PreconditionSummary",
    "Quantile",
    "Replay",
    "Share",
    "Split",
    "Summary",
    "TrackSummary",
    "When",
    "middle_run",
    "summarise",
    "widest_half_width",
]
