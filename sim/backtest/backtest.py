"""Playing cases with a known end, and scoring what the model said of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from sim.analysis.calibration import Bin, Surprise
from sim.backtest.cases import Case, load_cases
from sim.backtest.forecasts import Forecast, forecast_of
from sim.backtest.overall import (
    Difference,
    Level,
    calibrated,
    differences,
    levels,
    mixing_weight,
    score_table,
    surprised,
    with_learned,
)
from sim.backtest.questions import CHOICES
from sim.results import run

Progress = Callable[[int, int], None]
RUNS, SEED = 4_000, 0


@dataclass(frozen=True)
class Backtest:
    """What came of all cases."""

    forecasts: tuple[Forecast, ...]
    runs: int
    seed: int
    command: str | None = None

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row a case, question, forecaster and score."""
        return score_table(self.forecasts)

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """Mean scores."""
        return levels(self.table)

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """The model against each baseline."""
        return differences(self.table)

    @cached_property
    def calibration(self) -> tuple[Bin, ...]:
        """Whether the model's probabilities came true as often as they said."""
        return calibrated(self.forecasts)

    @cached_property
    def surprises(self) -> dict[str, Surprise]:
        """How much worse than it expected itself the model was, by choice."""
        found = {question: surprised(self.forecasts, question) for question in CHOICES}
        return {question: item for question, item in found.items() if item is not None}

    @cached_property
    def mixing(self) -> float:
        """The model's weight in the best mixture with equal shares, over all cases (in scores: over the others)."""
        return mixing_weight(self.forecasts) or 0.0

    @property
    def conflicts(self) -> int:
        """Number of conflicts."""
        return len({item.case.conflict for item in self.forecasts})

    def difference(self, question: str, baseline: str, score: str) -> Difference | None:
        """One of the differences, if both said something on it."""
        wanted = (question, baseline, score)
        return next((item for item in self.differences if (item.question, item.baseline, item.score) == wanted), None)

    def shares(self) -> pd.DataFrame:
        """One row a case, choice and answer: what each forecaster gave it, the model's runs, and whether it came."""
        rows = []
        for item in self.forecasts:
            for choice in item.choices:
                for place, answer in enumerate(choice.answers):
                    said = {who: float(told[place]) for who, told in choice.shares.items()}
                    key = {"case": item.case.name, "question": choice.question, "answer": answer}
                    came = {"came": int(place == choice.happened), "runs": float(choice.counts[place])}
                    rows.append({**key, **came, **said})
        return pd.DataFrame(rows)

    def courses(self) -> pd.DataFrame:
        """One row a case, clock, forecaster and round in which something changes: probability to have come by then."""
        rows = []
        for item in self.forecasts:
            for clock in item.clocks:
                for who, told in clock.cumulative.items():
                    for place in np.flatnonzero(np.diff(told, prepend=0.0) > 0):
                        rows.append((item.case.name, clock.question, who, int(place) + 1, float(told[place])))
        return pd.DataFrame(rows, columns=["case", "question", "forecaster", "round", "by_then"])

    def save(self, directory: str | Path) -> list[Path]:
        """Write tables, figures, the text and a manifest to a folder; the paths of the files.

        Raises InputError if the folder holds anything but an earlier result, RunError if it cannot be written.
        """
        from sim.backtest.saving import save

        return save(self, Path(directory))


def backtest(
    cases: Sequence[str | Path | Case] = (),
    *,
    runs: int = RUNS,
    seed: int = SEED,
    workers: int | None = None,
    progress: Progress | None = None,
    command: str | None = None,
) -> Backtest:
    """Play cases (names, files or folders; without any those that come with sim) and score what the model said.

    Each run has a draw of the uncertain parameters of its own, so that runs are independent. Raises ScenarioError or
    InputError for cases that cannot be read.
    """
    given = [item for item in cases if isinstance(item, Case)]
    named = [item for item in cases if not isinstance(item, Case)]
    loaded = (*given, *(load_cases(named) if named or not given else ()))
    found = []
    for number, case in enumerate(loaded):
        tell = None if progress is None else _part(progress, number, len(loaded), runs)
        played = run(case.scenario, runs, seed, runs_per_point=1, workers=workers, progress=tell)
        found.append(forecast_of(case, played.table))
    return Backtest(with_learned(found), runs, seed, command)


def _part(progress: Progress, number: int, cases: int, runs: int) -> Progress:
    """Tell of one case's runs as part of all."""
    return lambda done, _: progress(number * runs + done, cases * runs)
