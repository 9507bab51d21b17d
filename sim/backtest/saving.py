"""Saving a backtest: scores, what was said, the text, figures, and what is needed to make it again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from sim.backtest.questions import EQUAL, FORECASTERS, HAZARD, MODEL, OTHERS
from sim.backtest.words import kind_words, percent, report
from sim.results.results import sim_version
from sim.study.result_folder import write_result
from sim.summary import Origin

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.backtest.backtest import Backtest
    from sim.backtest.forecasts import Forecast
    from sim.report.calibration_plots import Given

DRAWN = (MODEL, EQUAL, HAZARD, OTHERS)


def save(found: Backtest, target: Path) -> list[Path]:
    """Write a backtest to a folder; see `Backtest.save`."""
    about = {
        "command": found.command,
        "seed": found.seed,
        "runs": found.runs,
        "cases": [
            {"name": item.case.name, "conflict": item.case.conflict, "sha256": item.case.scenario.digest,
             "ended": item.case.end.ended, "resolved": item.case.scenario.resolved()}
            for item in found.forecasts
        ],
        "surprises": {question: asdict(item) for question, item in found.surprises.items()},
        "mixing": found.mixing,
        "text": report(found),
    }  # fmt: skip
    tables = {
        "scores": found.table,
        "means": pd.DataFrame(map(asdict, found.levels)),
        "differences": pd.DataFrame(map(asdict, found.differences)),
        "said": found.shares(),
        "courses": found.courses(),
        "calibration": pd.DataFrame(map(asdict, found.calibration)),
    }
    return write_result(target, "backtest", tables, figures(found), about)


def figures(found: Backtest) -> Iterator[tuple[str, Callable[[], Axes]]]:
    """Name and drawing of each figure."""
    from sim.report import calibration_plots as plots

    origin = Origin(f"{len(found.forecasts)} cases", found.seed, found.runs * len(found.forecasts), 1, sim_version())
    yield "calibration", partial(plots.calibration, found.calibration, _calibration_title(found), origin)
    kinds = [_given(item, "kind") for item in found.forecasts]
    yield "kinds", partial(plots.given, kinds, _kinds_title(found), origin)
    first = [_given(item, "first") for item in found.forecasts if item.choice("first") is not None]
    if first:
        yield (
            "preconditions",
            partial(plots.given, first, "Which precondition gave way first, and what was given to it", origin),
        )
    timed = [
        plots.Time(item.case.name.replace("_", " "), clock.cumulative[MODEL], clock.came)
        for item in found.forecasts
        if (clock := item.clock("decided")) is not None
    ]
    yield "times", partial(plots.times, timed, _times_title(found), origin)


def _given(item: Forecast, question: str) -> Given:
    from sim.report.calibration_plots import Given

    choice = item.choice(question)
    assert choice is not None
    answer = choice.answers[choice.happened]
    what = kind_words(answer) if question == "kind" else answer.replace("_", " ")
    told = {FORECASTERS[who]: choice.given(who) for who in DRAWN if who in choice.shares}
    return Given(f"{item.case.name.replace('_', ' ')}: {what.lower()}", told)


def _calibration_title(found: Backtest) -> str:
    off = sum(not item.consistent for item in found.calibration)
    return (
        "What the model said came true about as often as it said"
        if not off
        else f"In {off} of {len(found.calibration)} ranges of probability the model was not right as often as it said"
    )


def _kinds_title(found: Backtest) -> str:
    kinds = [item.choices[0] for item in found.forecasts]
    ahead = sum(item.given(MODEL) > item.given(EQUAL) for item in kinds)
    return f"The model gave more than equal shares to what happened in {ahead} of {len(kinds)} cases"


def _times_title(found: Backtest) -> str:
    inside = [clock for item in found.forecasts if (clock := item.clock("decided")) is not None]
    near = sum(_within(clock.cumulative[MODEL].tolist(), clock.came) for clock in inside)
    return f"The end came within the model's middle {percent(0.8)} in {near} of {len(inside)} cases"


def _within(cumulative: list[float], came: int | None) -> bool:
    """Whether it came neither in the earliest tenth nor in the latest of what the model had."""
    before = cumulative[-1] if came is None else (cumulative[came - 2] if came > 1 else 0.0)
    by_then = 1.0 if came is None else cumulative[came - 1]
    return by_then >= 0.1 and before <= 0.9
