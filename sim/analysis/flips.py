"""Runs that end otherwise: how many, from what to what, and which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.analysis.clusters import Clusters
from sim.outcomes import OUTCOMES
from sim.summary import OUTCOME_LABELS
from sim.summary.columns import code_of, labels_of
from sim.summary.estimates import Share, wilson

Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class Flip:
    """Runs that ended in `before` and now end in `after`: their share of all runs (95% interval), and their numbers."""

    before: str
    after: str
    share: Share
    runs: Ints


@dataclass(frozen=True, eq=False, slots=True)
class Flips:
    """How runs ended before (row) and after (column) a change.

    `outcomes` are those that came in either table, in the order of `sim.outcomes`, and `labels` their words; `counts`
    (outcomes, outcomes) has the runs that ended alike on its diagonal. `changed` is the share of runs that ended
    otherwise; `flips` are the kinds of change that came, the commonest first.
    """

    outcomes: tuple[str, ...]
    labels: Mapping[str, str]
    counts: Ints
    changed: Share
    flips: tuple[Flip, ...]

    def matrix(self) -> pd.DataFrame:
        """The counts with the outcomes as labels, `before` down and `after` across."""
        index, columns = pd.Index(self.outcomes, name="before"), pd.Index(self.outcomes, name="after")
        return pd.DataFrame(self.counts, index=index, columns=columns)

    def frame(self) -> pd.DataFrame:
        """One row a run that ended otherwise: run, before, after; in the order of the runs."""
        found = pd.DataFrame({
            "run": np.concatenate([np.zeros(0, dtype=np.int64), *(flip.runs for flip in self.flips)]),
            "before": [flip.before for flip in self.flips for _ in flip.runs],
            "after": [flip.after for flip in self.flips for _ in flip.runs],
        })  # fmt: skip
        return found.sort_values("run", kind="stable", ignore_index=True)

    def runs(self, before: str | None = None, after: str | None = None) -> Ints:
        """Numbers of the runs that ended otherwise, from and to an outcome if named, ascending."""
        chosen = [
            flip.runs for flip in self.flips if before in (None, flip.before) and after in (None, flip.after)
        ]  # fmt: skip
        return np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *chosen]))


def flips_of(
    before: pd.Series, after: pd.Series, run: Ints, clusters: Clusters, labels: Mapping[str, str] = OUTCOME_LABELS
) -> Flips:
    """Compare the outcomes of the same runs in two tables (all of shape: runs); `labels` are words for outcomes."""
    was, now = _codes(before), _codes(after)
    size = len(OUTCOMES)
    counts = np.bincount(was * size + now, minlength=size * size).reshape(size, size).astype(np.int64)
    present = np.flatnonzero(counts.sum(axis=0) + counts.sum(axis=1))
    kinds = [(int(counts[i, j]), i, j) for i in present for j in present if i != j and counts[i, j]]
    found = []
    for _, i, j in sorted(kinds, key=lambda kind: (-kind[0], kind[1], kind[2])):
        hits = (was == i) & (now == j)
        found.append(Flip(OUTCOMES[i], OUTCOMES[j], share_among(hits, clusters), run[hits]))
    return Flips(
        tuple(OUTCOMES[i] for i in present),
        {OUTCOMES[i]: labels.get(OUTCOMES[i], OUTCOME_LABELS[OUTCOMES[i]]) for i in present},
        counts[np.ix_(present, present)],
        share_among(was != now, clusters),
        tuple(found),
    )


def share_among(hits: NDArray[np.bool_], clusters: Clusters) -> Share:
    """Share of runs in which something holds (shape: runs), with Wilson's interval for the effective number of runs."""
    count, runs = int(hits.sum()), clusters.runs
    effective = clusters.effective(hits.astype(np.float64))
    low, high = wilson(count / runs, effective)
    return Share(count / runs, float(low), float(high), count, runs, effective)


def _codes(outcome: pd.Series) -> Ints:
    """Outcomes as positions in `OUTCOMES`, whatever the column's own codes are."""
    codes, labels = labels_of(outcome)
    place = np.array([code_of(label, OUTCOMES) for label in labels], dtype=np.int64)
    return place[codes] if len(place) else np.zeros(0, dtype=np.int64)
