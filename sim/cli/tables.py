"""The tables that `sim run` prints."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from sim.cli.console import grid, with_note
from sim.summary import Event, IssueSummary, Summary
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
        f"{_count(origin.runs, 'run')} ({_count(summary.points, 'draw')} of the parameters){seed}; "
        f"{_count(names.rounds, 'round')} of {_count(names.round_days, 'day')}.\n"
        "Not a forecast: what follows from the scenario's assumptions.",
        style="not bold",
    )
    return text


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _outcomes(summary: Summary) -> RenderableType:
    split = any(item.split for item in summary.outcomes)
    columns = ["", "share", "95% interval", *(["parameters", "80% of draws"] if split else [])]
    note = "95% interval: Monte Carlo error of this number of runs."
    if split:
        note += (
            " Parameters: the part of the variance that uncertain parameters explain, the rest is chance. "
            "80% of draws: where the probability lies for the middle 80% of parameter draws."
        )
    elif summary.origin.runs_per_point == 1:
        note += " With one run a draw, parameters and chance cannot be told apart."
    else:
        note += " All runs end alike: there is nothing for parameters or chance to explain."
    table = grid("How it ends", columns)
    for item in summary.outcomes:
        row = [item.label, percent(item.share), percent_interval(item.share)]
        if split:
            row.append(plain_percent(item.split.parameters) if item.split else NOTHING)
            row.append(_range(item.draws))
        table.add_row(*row)
    return with_note(table, note)


def _range(draws: tuple[float, float] | None) -> str:
    if draws is None:
        return NOTHING
    digits = 0 if draws[1] >= 0.1 else 1
    return f"{100 * draws[0]:.{digits}f}{DASH}{100 * draws[1]:.{digits}f}%"


def _times(summary: Summary) -> RenderableType:
    rounds = summary.names.rounds
    marks = sorted({max(1, round(rounds * quarter / 4)) for quarter in (1, 2, 3, 4)})
    table = grid(
        "When, in rounds",
        ["", "share", "median\n(quartiles)", *(f"by {mark}" for mark in marks)],
    )
    for item in summary.outcomes:
        if item.when is not None:
            by = [plain_percent(item.incidence.at(mark)) for mark in marks]
            table.add_row(item.label, percent(item.share), median_and_quartiles(item.when), *by)
    table.add_section()
    for event in _events(summary):
        by = [plain_percent(event.curve.at(mark)) for mark in marks]
        table.add_row(event.label, percent(event.ever), median_and_quartiles(event.when), *by)
    return with_note(
        table,
        "Median and quartiles of the round among the runs in which it happened; then the share of "
        "all runs in which it had happened by then (outcomes: cumulative incidence under competing risks).",
    )


def _events(summary: Summary) -> Iterator[Event]:
    """Events that say more than the outcomes: no signature that is always a settlement, no step twice."""
    signature, ceasefire = summary.signature, summary.ceasefire
    if signature.ever.count != summary.outcome("settlement").share.count:
        yield signature
    steps = {(step.label, step.ever.count) for step in summary.steps}
    at_war = "frozen" in summary.names.outcomes
    if (at_war or ceasefire.ever.count) and (ceasefire.label, ceasefire.ever.count) not in steps:
        yield ceasefire
    yield from summary.steps


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


def _preconditions(summary: Summary) -> RenderableType:
    table = grid(
        "Preconditions",
        ["", "blocks", "rounds", "waived\nin round", "satisfied\nin round"],
    )
    for item in summary.preconditions:
        table.add_row(
            f"{item.holder}: {item.label}",
            percent(item.blocked),
            number(item.rounds_blocked, 1),
            f"{percent(item.waived.ever)}\n{median_and_quartiles(item.waived.when)}",
            f"{percent(item.satisfied.ever)}\n{median_and_quartiles(item.satisfied.when)}",
        )
    return with_note(
        table,
        "Blocks: share of runs in which it ever kept its gate shut; rounds: how many of them, mean "
        "over all runs. Waived, satisfied: share of runs, and median round (quartiles).",
    )


def _tracks(summary: Summary) -> RenderableType:
    table = grid(
        "Tracks",
        ["", "ever met", "first meeting", "meetings", "refused"],
    )
    for item in summary.tracks:
        table.add_row(
            item.label,
            percent(item.met.ever),
            median_and_quartiles(item.met.when),
            number(item.meetings, 1),
            number(item.rounds_refused, 1),
        )
    return with_note(
        table,
        "First meeting: median round (quartiles). Refused: rounds in which it was due and blocked. "
        "Meetings and refusals: mean over all runs.",
    )


def _actors(summary: Summary) -> RenderableType:
    table = grid(
        "What each gets, and what it would have had without a deal",
        ["", "utility", "no deal", "gain", "95% interval", "better off"],
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
    return with_note(
        table,
        "Means of flows on the actor's own scale (1: its ideal package), not to be compared between "
        "actors. Better off: share of runs that end above the value of no deal.",
    )
