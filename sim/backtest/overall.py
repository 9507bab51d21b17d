"""Over all cases: mean scores, the model against each baseline, and what is set globally, with conflicts left out.

Files of one conflict are not independent. Each conflict counts once in a mean, its cases in equal parts, and intervals
are those of a mean over conflicts (Student's t).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.analysis.calibration import Bin, Surprise, calibration, surprise
from sim.analysis.clusters import Clusters
from sim.backtest.baselines import others_of
from sim.backtest.forecasts import Forecast
from sim.backtest.questions import CHOICES, CLOCKS, EQUAL, FORECASTERS, MODEL, OTHERS, POOL, Choice

Floats = NDArray[np.float64]

SCORES = {"kind": ("brier", "log"), "first": ("brier", "log"), "quarter": ("brier", "log")}
"""Which scores are reported of which choice; clocks have one."""
WEIGHTS = np.linspace(0, 1, 101)


@dataclass(frozen=True, slots=True)
class Level:
    """The mean score of a forecaster on a question, over the conflicts in which it said something."""

    question: str
    forecaster: str
    score: str
    mean: float
    cases: int
    conflicts: int


@dataclass(frozen=True, slots=True)
class Difference:
    """The model's mean score less that of a baseline, over the conflicts that both forecast: below 0 it is better.

    `low` to `high` is the 95% interval, infinite with a single conflict; `better` and `worse` are in how many cases.
    """

    question: str
    baseline: str
    score: str
    mean: float
    low: float
    high: float
    better: int
    worse: int
    conflicts: int

    @property
    def verdict(self) -> str:
        """Who is ahead beyond chance: model, baseline, or nobody."""
        return MODEL if self.high < 0 else "baseline" if self.low > 0 else "nobody"


def with_learned(forecasts: Sequence[Forecast]) -> tuple[Forecast, ...]:
    """The same with the forecasters that learn from the other conflicts: their kinds of end, and the mixing weight."""
    done = []
    for item in forecasts:
        rest = [other for other in forecasts if other.case.conflict != item.case.conflict]
        weight = mixing_weight(rest)
        choices = tuple(_learned(choice, rest, weight) for choice in item.choices)
        done.append(replace(item, choices=choices))
    return tuple(done)


def _learned(choice: Choice, rest: Sequence[Forecast], weight: float | None) -> Choice:
    if choice.question != "kind" or weight is None:
        return choice
    conflicts = dict.fromkeys(item.case.conflict for item in rest)
    ends = [[item.case.end.ended for item in rest if item.case.conflict == name] for name in conflicts]
    mixed = weight * choice.shares[MODEL] + (1 - weight) * choice.shares[EQUAL]
    return choice.with_shares(OTHERS, others_of(choice, ends)).with_shares(POOL, mixed)


def mixing_weight(forecasts: Sequence[Forecast]) -> float | None:
    """The model's weight in a mixture with equal shares that has the best mean log score of kinds; None without cases.

    A linear pool (Stone 1961, Annals of Mathematical Statistics 32, 1339-1342), on a grid of hundredths.
    """
    kinds = [choice for item in forecasts if (choice := item.choice("kind")) is not None]
    if not kinds:
        return None
    model, equal = (np.array([choice.given(who) for choice in kinds]) for who in (MODEL, EQUAL))
    mixed = WEIGHTS[:, None] * model + (1 - WEIGHTS[:, None]) * equal
    return float(WEIGHTS[int(np.argmax(np.log(mixed) @ case_weights(forecasts)))])


def case_weights(forecasts: Sequence[Forecast]) -> Floats:
    """Weights of cases (shape: forecasts, sum 1) by which every conflict counts once."""
    names = [item.case.conflict for item in forecasts]
    each = np.array([1 / names.count(name) for name in names])
    return np.asarray(each / each.sum(), dtype=np.float64)


def score_table(forecasts: Sequence[Forecast]) -> pd.DataFrame:
    """One row a case, question, forecaster and score."""
    rows = []
    for item in forecasts:
        for choice in item.choices:
            told = ((who, name, value) for who in choice.shares for name, value in choice.scores(who).items())
            rows += [(item.case.name, item.case.conflict, choice.question, *row) for row in told]
        for clock in item.clocks:
            timed = ((who, name, value) for who in clock.cumulative for name, value in clock.scores(who).items())
            rows += [(item.case.name, item.case.conflict, clock.question, *row) for row in timed]
    return pd.DataFrame(rows, columns=["case", "conflict", "question", "forecaster", "score", "value"])


def levels(table: pd.DataFrame) -> tuple[Level, ...]:
    """Mean scores, in the order of questions and forecasters."""
    found = []
    for question, score, rows in _scored(table):
        for who in (name for name in FORECASTERS if name in set(rows["forecaster"])):
            of = rows[rows["forecaster"] == who]
            means = of.groupby("conflict", sort=True)["value"].mean()
            found.append(Level(question, who, score, float(means.mean()), len(of), len(means)))
    return tuple(found)


def differences(table: pd.DataFrame) -> tuple[Difference, ...]:
    """The model against every other forecaster, on every question."""
    found = []
    for question, score, rows in _scored(table):
        wide = rows.pivot(index=["conflict", "case"], columns="forecaster", values="value")
        for who in (name for name in FORECASTERS if name in wide and name != MODEL):
            apart = (wide[MODEL] - wide[who]).dropna()
            low, high, mean, count = _interval(apart.groupby("conflict", sort=True).mean().to_numpy(dtype=np.float64))
            better, worse = int((apart < -1e-12).sum()), int((apart > 1e-12).sum())
            found.append(Difference(question, who, score, mean, low, high, better, worse, count))
    return tuple(found)


def _scored(table: pd.DataFrame) -> list[tuple[str, str, pd.DataFrame]]:
    """Questions that were asked with each of their scores and its rows."""
    wanted = [(name, score) for name in CHOICES for score in SCORES[name]] + [(name, "crps") for name in CLOCKS]
    found = [(name, score, table[(table["question"] == name) & (table["score"] == score)]) for name, score in wanted]
    return [(name, score, rows) for name, score, rows in found if len(rows)]


def _interval(values: Floats) -> tuple[float, float, float, int]:
    """95% interval of a mean, the mean, and of how many."""
    mean = float(values.mean())
    if values.size < 2:
        return -np.inf, np.inf, mean, values.size
    half = Clusters.of(np.arange(values.size)).quantile * float(values.std(ddof=1)) / values.size**0.5
    return mean - half, mean + half, mean, values.size


def calibrated(forecasts: Sequence[Forecast], who: str = MODEL) -> tuple[Bin, ...]:
    """Calibration of a forecaster over the answers to all choices."""
    asked = [choice for item in forecasts for choice in item.choices if who in choice.shares]
    return calibration([choice.shares[who] for choice in asked], [choice.happened for choice in asked])


def surprised(forecasts: Sequence[Forecast], question: str) -> Surprise | None:
    """The model's mean log score on a choice beside what it expected itself; None if it was never asked."""
    asked = [(item, choice) for item in forecasts if (choice := item.choice(question)) is not None]
    if not asked:
        return None
    shares, happened = [choice.shares[MODEL] for _, choice in asked], [choice.happened for _, choice in asked]
    return surprise(shares, happened, case_weights([item for item, _ in asked]))
