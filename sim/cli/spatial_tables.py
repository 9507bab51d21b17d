"""The tables that `sim spatial` prints."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from rich.console import RenderableType
from rich.text import Text

from sim.cli.console import grid, with_note
from sim.spatial.decision import Decision
from sim.spatial.moves import STALEMATE
from sim.spatial.spread import LEVELS, MOVED, NEAR
from sim.spatial.words import (
    HIGH,
    LOW,
    NOTE,
    REGION_WORDS,
    baseline,
    course,
    drivers_title,
    position,
    setting,
    span,
    title,
    winner,
)
from sim.summary.wording import NOTHING, number, percent, percent_interval, plain_percent

SHOWN = (0, 1, 2, 3, 5, 8, 12, 18, 25, 40, 60, 100, 200, 500)
"""Rounds that are shown, beside the last."""
MOST_CHALLENGES, MOST_DRIVERS = 12, 8


def tables(found: Decision) -> Iterator[RenderableType]:
    """All tables in the order in which they are read."""
    yield _heading(found)
    yield _actors(found)
    yield _path(found)
    yield _challenges(found)
    if found.spread is not None:
        yield _draws(found)
        yield _drivers(found)
    yield _readings(found)


def _heading(found: Decision) -> RenderableType:
    text = Text(f"{found.table.name}\n", style="bold")
    text.append(f"{setting(found)}.\n{NOTE}", style="not bold")
    if found.table.unread:
        text.append(f"\nColumns that nothing reads: {', '.join(found.table.unread)}.", style="not bold")
    text.append(f"\n\n{title(found)}.", style="bold")
    return text


def _actors(found: Decision) -> RenderableType:
    single, spread = found.single, found.spread
    drawn = spread is not None
    table = grid(
        "Actors", ["", "weight", "start", "end", "risk", *(["moves", "ends in 80%\nof draws"] if drawn else [])]
    )
    by_place = {} if spread is None else {one.place: one for one in spread.actors}
    for at, actor in enumerate(found.actors):
        risk = float(single.risk[at])
        row = [
            actor.name, plain_percent(float(single.weight[at])), position(float(single.path[0, at]), found),
            position(float(single.path[-1, at]), found), NOTHING if math.isnan(risk) else f"{risk:.2f}",
        ]  # fmt: skip
        if at in by_place:
            one = by_place[at]
            row += [percent(one.moved), span(one.end[LOW].value, one.end[HIGH].value, found)]
        table.add_row(*row)
    middles = "with every range at its likeliest value or its middle" if drawn else "as the table has them"
    note = (
        f"Weight: capability times salience. Start, end: positions {middles}. Risk: exponent of the first round; below "
        "1 takes risks, above 1 avoids them."
    )
    if drawn:
        note += f" Moves: share of draws in which it ends more than {plain_percent(MOVED)} of the range from its start."
    return with_note(table, note)


def _path(found: Decision) -> RenderableType:
    single, spread = found.single, found.spread
    table = grid("The median, round by round", ["round", "median", *([] if spread is None else ["80% of draws"])])
    rest = max(single.rounds, 0 if spread is None else found.settings.rounds)
    for at in [one for one in SHOWN if one < rest] + [rest]:
        row = [str(at), position(float(single.median[min(at, len(single.median) - 1)]), found)]
        if spread is not None:
            low, high = np.quantile(spread.medians[:, at], (LEVELS[LOW], LEVELS[HIGH]))
            row.append(span(float(low), float(high), found))
        table.add_row(*row)
    return with_note(table, f"{course(found)}. {winner(found)}. {baseline(found)}.")


def _challenges(found: Decision) -> RenderableType:
    pairs, places = found.single.pairs, found.taking_part
    made = [
        (float(pairs.gain[0, i, j]), i, j)
        for i in range(len(places))
        for j in range(len(places))
        if i != j and pairs.region[0, i, j] != STALEMATE
    ]
    if not made:
        return Text.assemble(("Challenges of the first round\n", "bold"), "  Nobody expects to gain by one.")
    table = grid("Challenges of the first round", ["", "", "wins", "gain", "as the\nother sees it"], wrapped=(0, 1))
    for gain, i, j in sorted(made, key=lambda one: (-one[0], places[one[1]], places[one[2]]))[:MOST_CHALLENGES]:
        who, whom = (found.actors[places[at]].name for at in (i, j))
        table.add_row(
            f"{who} to {whom}", REGION_WORDS[int(pairs.region[0, i, j])], plain_percent(float(pairs.win[0, i, j])),
            f"{gain:.2f}", f"{pairs.as_target_sees[0, i, j]:.2f}",
        )  # fmt: skip
    shown = f"The {MOST_CHALLENGES} of {len(made)} with" if len(made) > MOST_CHALLENGES else f"All {len(made)}, by"
    note = (
        f"{shown} the largest expected gain, in units of utility; the last column is the same gain with the "
        "target's risk exponent. Wins: chance if the target resists."
    )
    return with_note(table, note)


def _draws(found: Decision) -> RenderableType:
    spread = found.spread
    assert spread is not None
    table = grid("Over what is not known", ["", *(f"{100 * level:.0f}%" for level in LEVELS)])
    labels = ("mean at the outset", "median at the outset", "median at the end")
    for label, quantiles in zip(labels, (spread.mean, spread.start, spread.end), strict=True):
        table.add_row(label, *(position(one.value, found) for one in quantiles))
    table.add_row("95% interval of that", *(span(one.low, one.high, found) for one in spread.end))
    note = (
        "Columns: the share of draws below. The model has no luck; all of the spread is due to the ranges in the "
        "table, and the 95% intervals are what this number of draws leaves open.\n"
        f"All agree, everybody within {plain_percent(NEAR)} of the range from the median: {percent(spread.agreement)} "
        f"({percent_interval(spread.agreement)}) of draws. Weight that stands there: "
        f"{_percent_of(number(spread.beside))} on average. Settled before the rounds were over: "
        f"{percent(spread.settled)} ({percent_interval(spread.settled)})."
    )
    return with_note(table, note)


def _percent_of(text: str) -> str:
    return f"{100 * float(text):.0f}%"


def _drivers(found: Decision) -> RenderableType:
    spread = found.spread
    assert spread is not None
    if not spread.drivers:
        return Text.assemble(("What the spread comes from\n", "bold"), "  Too few draws to tell, or nothing varies.")
    table = grid("What the spread comes from", ["", "share", "low", "high", "change (95%)", ""])
    for one in spread.drivers[:MOST_DRIVERS]:
        table.add_row(
            one.name, plain_percent(one.share), position(one.at_low, found), position(one.at_high, found),
            f"{position(one.change.value, found)} ({position(one.change.low, found)} to "
            f"{position(one.change.high, found)})", "*" if one.clear else "",
        )  # fmt: skip
    note = (
        f"{drivers_title(found)}. Share: of the variance of the median at the end that the number explains by itself. "
        "Low, high: mean of that median where the number is in its lowest and in its highest fifth. *: clear of chance."
    )
    return with_note(table, note)


def _readings(found: Decision) -> RenderableType:
    table = grid("Other readings of the sources", ["view", "confrontation", "choice", "median"], wrapped=(0, 1, 2))
    for settings, median in found.readings:
        table.add_row(settings.view, settings.confrontation, settings.choice, position(median, found))
    return with_note(
        table,
        "The median at the end with every range at its middle; the first row is the reading taken above. The sources "
        "leave all of them open: --view, --confrontation and --choice take another.",
    )
