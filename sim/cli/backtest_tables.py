"""The tables that `sim backtest` prints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from sim.backtest.questions import EQUAL, FORECASTERS, HAZARD, MODEL, OTHERS, POOL
from sim.backtest.words import QUESTIONS, UNITS, difference_cells, kind_words, percent, report, ways_words
from sim.cli.console import grid, with_note
from sim.summary.wording import NOTHING

if TYPE_CHECKING:
    from sim.backtest.backtest import Backtest
    from sim.backtest.forecasts import Forecast
    from sim.backtest.questions import Choice

SHORT = {MODEL: "model", HAZARD: "wars", EQUAL: "equal", OTHERS: "others", POOL: "mixed"}


def tables(found: Backtest) -> Iterator[RenderableType]:
    """All tables in the order in which they are read."""
    heading = Text("Cases whose end is known\n", style="bold")
    heading.append(
        f"{len(found.forecasts)} cases of {found.conflicts} conflicts, {found.runs:,} runs of each, seed {found.seed}.",
        style="not bold",
    )
    yield heading
    yield _kinds(found)
    if any(item.choice("first") is not None for item in found.forecasts):
        yield _first(found)
    yield _times(found)
    yield _means(found)
    yield _differences(found)
    for paragraph in report(found):
        yield Text(paragraph)


def _kinds(found: Backtest) -> RenderableType:
    table = grid(
        "Probability given to how it ended", ["", "how it ended", *(SHORT[who] for who in FORECASTERS)], wrapped=(0, 1)
    )
    for item in found.forecasts:
        choice = item.choices[0]
        table.add_row(item.case.name, kind_words(choice.answers[choice.happened]), *_given(choice))
    words = ", ".join(f"{SHORT[who]}: {FORECASTERS[who]}" for who in (HAZARD, EQUAL, OTHERS, POOL))
    return with_note(table, f"{words[0].upper()}{words[1:]} by a weight from the other conflicts.")


def _given(choice: Choice) -> list[str]:
    return [percent(choice.given(who)) if who in choice.shares else NOTHING for who in FORECASTERS]


def _first(found: Backtest) -> RenderableType:
    columns = ["", "what gave way first", SHORT[MODEL], SHORT[EQUAL], "in the same way"]
    table = grid("Probability given to what gave way first", columns, wrapped=(0, 1, 4))
    for item in found.forecasts:
        choice = item.choice("first")
        if choice is not None:
            answer = choice.answers[choice.happened].replace("_", " ")
            told = (percent(choice.given(who)) for who in (MODEL, EQUAL))
            table.add_row(item.case.name, answer, *told, ways_words(item) or NOTHING)
    return with_note(table, "In the same way: in how many of the runs in which it was first it fell as it did.")


def _times(found: Backtest) -> RenderableType:
    columns = ["", "when", "came in\nround", "median of\nthe model", "never", "score", SHORT[EQUAL], SHORT[HAZARD]]
    table = grid("When", columns, wrapped=(0, 1))
    for item in found.forecasts:
        for row in _clocks(item):
            table.add_row(*row)
    return with_note(
        table,
        "Score: ranked probability score as a part of the horizon, 0 to 1, less is better; then that of the baselines. "
        "Never: not within the horizon, whose rounds alone are scored.",
    )


def _clocks(item: Forecast) -> Iterator[list[str]]:
    for number, clock in enumerate(item.clocks):
        scored = [
            f"{clock.scores(who)['crps']:.2f}" if who in clock.cumulative else NOTHING for who in (MODEL, EQUAL, HAZARD)
        ]
        came, median = (NOTHING if at is None else str(at) for at in (clock.came, clock.median(MODEL)))
        never = percent(1 - float(clock.cumulative[MODEL][-1]))
        yield [item.case.name if number == 0 else "", _when(clock.question), came, median, never, *scored]


def _when(question: str) -> str:
    return {"fighting": "fighting ends", "ceasefire": "ceasefire", "first_round": "first to give way"}.get(
        question, question
    )


def _means(found: Backtest) -> RenderableType:
    table = grid(
        "Mean scores, each conflict once; less is better",
        ["", "score", *(SHORT[who] for who in FORECASTERS)],
        wrapped=(0, 1),
    )
    cells: dict[tuple[str, str], dict[str, str]] = {}
    for level in found.levels:
        cells.setdefault((level.question, level.score), {})[level.forecaster] = f"{level.mean:.2f}"
    for (question, score), row in cells.items():
        table.add_row(QUESTIONS[question], UNITS[score], *(row.get(who, NOTHING) for who in FORECASTERS))
    return with_note(
        table, "Where a forecaster has nothing to say on some cases, its mean is over the others: compare in the text."
    )


def _differences(found: Backtest) -> RenderableType:
    columns = ["", "score", "against", "difference", "95% interval", "better in"]
    table = grid("The model against each baseline", columns, wrapped=(0, 1))
    for item in found.differences:
        if item.score != "brier":
            table.add_row(
                QUESTIONS[item.question], UNITS[item.score], SHORT[item.baseline], *difference_cells(item)
            )  # fmt: skip
    return with_note(
        table,
        "Mean score of the model less that of the baseline: below 0 the model is better. Interval over conflicts. "
        "Better in: cases.",
    )
