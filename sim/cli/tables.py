"""The tables that `sim run` prints."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from sim.cli.console import grid
from sim.summary import IssueSummary, Summary
from sim.summary.names import option_words
from sim.summary.wording import (
    DASH,
    NOTHING,
    median_and_quartiles,
    number,
    number_interval,
    percent,
    percent_interval,
    plain_percent,
)


def tables(summary: Summary) -> Iterator[RenderableType]:
    """All tables in the order in which they are read."""
    yield _heading(summary)
    yield _outcomes(summary)
    yield _times(summary)
    yield _terms(summary)
    if summary.preconditions:
        yield _preconditions(summary)
    if summary.tracks:
        yield _tracks(summary)
    yield _actors(summary)


def _heading(summary: Summary) -> RenderableType:
    origin, names = summary.origin, summary.names
    seed = "" if origin.seed is None else f", seed {origin.seed}"
    text = Text(f"{origin.scenario}\n", style="bold")
    text.append(
        f"{origin.runs:,} runs ({summary.points:,} draws of the parameters){seed}; "
        f"{names.rounds} rounds of {names.round_days} {'day' if names.round_days == 1 else 'days'}.\n"
        "Not a forecast: what follows from the scenario's assumptions.",
        style="not bold",
    )
    return text


def _outcomes(summary: Summary) -> Table:
    split = any(item.split for item in summary.outcomes)
    columns = ["", "share", "95% interval", *(["parameters", "80% of draws"] if split else [])]
    caption = "95% interval: Monte Carlo error of this number of runs."
    if split:
        caption += (
            " Parameters: the part of the variance that uncertain parameters explain, the rest is chance. "
            "80% of draws: where the probability lies for the middle 80% of parameter draws."
        )
    else:
        caption += " With one run a draw, parameters and chance cannot be told apart."
    table = grid("How it ends", columns, caption=caption)
    for item in summary.outcomes:
        row = [item.label, percent(item.share), percent_interval(item.share)]
        if split:
            row.append(plain_percent(item.split.parameters) if item.split else NOTHING)
            row.append(_range(item.draws))
        table.add_row(*row)
    return table


def _range(draws: tuple[float, float] | None) -> str:
    if draws is None:
        return NOTHING
    digits = 0 if draws[1] >= 0.1 else 1
    return f"{100 * draws[0]:.{digits}f}{DASH}{100 * draws[1]:.{digits}f}%"


def _times(summary: Summary) -> Table:
    rounds = summary.names.rounds
    marks = sorted({max(1, round(rounds * quarter / 4)) for quarter in (1, 2, 3, 4)})
    table = grid(
        "When, in rounds",
        ["", "share", "median\n(quartiles)", *(f"by {mark}" for mark in marks)],
        caption="Median and quartiles of the round among the runs in which it happened; then the share of "
        "all runs in which it had happened by then (outcomes: cumulative incidence under competing risks).",
    )
    for item in summary.outcomes:
        if item.when is not None:
            by = [plain_percent(item.incidence.at(mark)) for mark in marks]
            table.add_row(item.label, percent(item.share), median_and_quartiles(item.when), *by)
    table.add_section()
    stops = summary.ceasefire
    named_alike = {(step.label, step.ever.count) for step in summary.steps}
    events = [summary.signature, *([] if (stops.label, stops.ever.count) in named_alike else [stops])]
    for event in (*events, *summary.steps):
        by = [plain_percent(event.curve.at(mark)) for mark in marks]
        table.add_row(event.label, percent(event.ever), median_and_quartiles(event.when), *by)
    return table


def _terms(summary: Summary) -> RenderableType:
    signed = summary.signature.ever
    if not signed.count:
        return Text.assemble(("Terms signed\n", "bold"), "  Nothing was signed.")
    table = grid(
        f"Terms signed ({signed.count:,} texts)",
        ["", "share of signed texts (95% interval)"],
        wrapped=(0, 1),
    )
    for issue in summary.terms:
        table.add_row(issue.label, _options(issue))
    return table


def _options(issue: IssueSummary) -> str:
    if issue.divisible:
        low, middle, high = issue.quantiles
        known = f"95% interval {middle.low:.2f}{DASH}{middle.high:.2f}"
        return f"median {middle.value:.2f} ({known}), middle 80% {low.value:.2f}{DASH}{high.value:.2f}"
    ranked = sorted(issue.options, key=lambda option: -option.share.count)
    # It wraps between options only: within one the spaces do not break.
    shown = (
        f"{option_words(option.name)} {percent(option.share)} ({percent_interval(option.share)})"
        for option in ranked
        if option.share.count
    )
    return ", ".join(text.replace(" ", "\N{NO-BREAK SPACE}") for text in shown)


def _preconditions(summary: Summary) -> Table:
    table = grid(
        "Preconditions",
        ["", "blocks", "rounds", "waived\nin round", "satisfied\nin round"],
        caption="Blocks: share of runs in which it ever kept its gate shut; rounds: how many of them, mean "
        "over all runs. Waived, satisfied: share of runs, and median round (quartiles).",
    )
    for item in summary.preconditions:
        table.add_row(
            f"{item.holder}: {item.label}",
            percent(item.blocked),
            number(item.rounds_blocked, 1),
            f"{percent(item.waived.ever)}\n{median_and_quartiles(item.waived.when)}",
            f"{percent(item.satisfied.ever)}\n{median_and_quartiles(item.satisfied.when)}",
        )
    return table


def _tracks(summary: Summary) -> Table:
    table = grid(
        "Tracks",
        ["", "ever met", "first meeting", "meetings", "refused"],
        caption="First meeting: median round (quartiles). Refused: rounds in which it was due and blocked. "
        "Meetings and refusals: mean over all runs.",
    )
    for item in summary.tracks:
        table.add_row(
            item.label,
            percent(item.met.ever),
            median_and_quartiles(item.met.when),
            number(item.meetings, 1),
            number(item.rounds_refused, 1),
        )
    return table


def _actors(summary: Summary) -> Table:
    table = grid(
        "What each gets, and what it would have had without a deal",
        ["", "utility", "no deal", "gain", "95% interval", "better off"],
        caption="Means of flows on the actor's own scale (1: its ideal package), not to be compared between "
        "actors. Better off: share of runs that end above the value of no deal.",
    )
    for actor in summary.actors:
        table.add_row(
            actor.label,
            number(actor.utility),
            number(actor.disagreement),
            number(actor.gain),
            number_interval(actor.gain),
            f"{percent(actor.above)} ({percent_interval(actor.above)})" if actor.above.of else NOTHING,
        )
    return table
