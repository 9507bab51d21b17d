"""A backtest as Markdown: the tables and the text that docs/backtest.md shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sim.backtest.questions import EQUAL, FORECASTERS, HAZARD, MODEL
from sim.backtest.words import QUESTIONS, UNITS, difference_cells, kind_words, percent, report, ways_words
from sim.summary.wording import NOTHING

if TYPE_CHECKING:
    from sim.backtest.backtest import Backtest


def markdown(found: Backtest, figures: str) -> str:
    """All of it; `figures` is the folder of the figures as the page sees it."""
    parts = [
        f"{len(found.forecasts)} cases of {found.conflicts} conflicts, {found.runs:,} runs of each, seed {found.seed}.",
        "### What the numbers say",
        *report(found),
        "### How it ended",
        f"![Probability given to how each case ended]({figures}/kinds.svg)",
        _table(["case", "how it ended", *(FORECASTERS[who] for who in FORECASTERS)], _kinds(found)),
        "### What gave way first",
        f"![Probability given to the precondition that gave way first]({figures}/preconditions.svg)",
        _table(["case", "what gave way first", "the model", "equal shares", "in the same way"], _first(found)),
        "### When",
        f"![When each case was decided, and when the model had it]({figures}/times.svg)",
        "Scores are ranked probability scores as parts of the horizon.",
        _table(["case", "what", "came in round", "median of the model", "never", "the model", "equal shares",
                "interstate wars"], _times(found)),
        "### Means",
        "Each conflict counts once; less is better. A mean is over the cases on which a forecaster says something.",
        _table(["question", "score", *FORECASTERS.values()], _means(found)),
        "### The model against each baseline",
        "The model's mean score less that of the baseline: below 0 the model is better. 95% interval over conflicts; "
        "in how many cases the model is better.",
        _table(["question", "score", "baseline", "difference", "95% interval", "better in"], _differences(found)),
        "### Calibration",
        f"![Share that came true against the probability that the model gave]({figures}/calibration.svg)",
        _table(["said, mean", "came true", "by chance, nine in ten", "answers"], _bins(found)),
    ]  # fmt: skip
    return "\n" + "\n\n".join(parts) + "\n"


def _table(head: Sequence[str], rows: Iterator[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _kinds(found: Backtest) -> Iterator[Sequence[str]]:
    for item in found.forecasts:
        choice = item.choices[0]
        told = [percent(choice.given(who)) if who in choice.shares else NOTHING for who in FORECASTERS]
        yield [f"`{item.case.name}`", kind_words(choice.answers[choice.happened]), *told]


def _first(found: Backtest) -> Iterator[Sequence[str]]:
    for item in found.forecasts:
        choice = item.choice("first")
        if choice is not None:
            told = [percent(choice.given(who)) for who in (MODEL, EQUAL)]
            answer = choice.answers[choice.happened].replace("_", " ")
            yield [f"`{item.case.name}`", answer, *told, ways_words(item) or NOTHING]


def _times(found: Backtest) -> Iterator[Sequence[str]]:
    for item in found.forecasts:
        for clock in item.clocks:
            came, median = (NOTHING if at is None else str(at) for at in (clock.came, clock.median(MODEL)))
            scores = [
                f"{clock.scores(who)['crps']:.2f}" if who in clock.cumulative else NOTHING
                for who in (MODEL, EQUAL, HAZARD)
            ]
            never = percent(1 - float(clock.cumulative[MODEL][-1]))
            yield [
                f"`{item.case.name}`",
                QUESTIONS[clock.question].removeprefix("time of "),
                came,
                median,
                never,
                *scores,
            ]


def _means(found: Backtest) -> Iterator[Sequence[str]]:
    cells: dict[tuple[str, str], dict[str, str]] = {}
    for level in found.levels:
        cells.setdefault((level.question, level.score), {})[level.forecaster] = f"{level.mean:.2f}"
    for (question, score), row in cells.items():
        yield [QUESTIONS[question], UNITS[score], *(row.get(who, NOTHING) for who in FORECASTERS)]


def _differences(found: Backtest) -> Iterator[Sequence[str]]:
    for item in found.differences:
        yield [QUESTIONS[item.question], UNITS[item.score], FORECASTERS[item.baseline], *difference_cells(item)]


def _bins(found: Backtest) -> Iterator[Sequence[str]]:
    for item in found.calibration:
        yield [
            percent(item.said),
            percent(item.came),
            f"{percent(item.low)} to {percent(item.high)}",
            str(item.answers),
        ]
