"""How it ends, when, on which terms, and what each gets."""

from __future__ import annotations

from collections.abc import Iterator

from sim.document.answer import came
from sim.document.blocks import Block, Bullets, Figure, Paragraph, Section, Table
from sim.document.case import Case
from sim.document.words import capital, listed, outcome_phrase, percent_of
from sim.summary import DECIDED_AT_HORIZON
from sim.summary.names import option_words
from sim.summary.wording import (
    DASH,
    NOTHING,
    headline,
    median_and_quartiles,
    number,
    number_interval,
    percent,
    percent_interval,
    plain_percent,
)


def outcomes(case: Case) -> Section:
    """How often each end comes, with both kinds of uncertainty."""
    assert case.results is not None
    summary = case.summary
    rows = []
    for item in summary.outcomes:
        split = plain_percent(item.split.parameters) if item.split else NOTHING
        draws = f"{100 * item.draws[0]:.0f}{DASH}{100 * item.draws[1]:.0f}%" if item.draws else NOTHING
        rows.append((item.label, percent(item.share), percent_interval(item.share), draws, split))
    table = Table(
        "Ends, with both kinds of uncertainty",
        ("end", "share of runs", "95% interval", "range over assumptions", "due to assumptions"),
        tuple(rows),
        numeric=(1, 2, 3, 4),
    )
    blocks: list[Block] = [
        Bullets(tuple(_meanings(case))),
        Figure("shares", "Bar chart of how often each end comes, with intervals.", "", case.results.plot.shares),
        Paragraph(" ".join(_kinds(case))),
        table,
        Paragraph(
            "95% interval: chance error, because the runs are finite in number. Range over assumptions: if the "
            "uncertain numbers were known, where the probability would lie, for the middle 80% of what they may be. "
            "Due to assumptions: the part of the difference between single runs that the uncertain numbers explain; "
            "the rest is chance.",
            "note",
        ),
    ]
    return Section("ends", "How it ends", tuple(blocks))


def _meanings(case: Case) -> Iterator[str]:
    """What each end that can come stands for."""
    rounds, watched = case.scenario.rounds, case.scenario.follow_up
    war = ", and the war goes on" if case.scenario.belligerents else ""
    for item in case.summary.outcomes:
        first = item.label.split(" wins by force", 1)[0]
        words = {
            "settlement": f"a text is signed, accepted at home, and kept for the {watched} rounds that are watched",
            "relapse": "a text is signed and accepted, and then broken by one side",
            "frozen": f"the guns are silent when round {rounds} is over, but nothing is signed",
            "military_first": f"the front reaches all that {first} would take by force",
            "military_second": f"the front reaches all that {first} would take by force",
            "no_agreement": f"nothing is signed by the end of round {rounds}{war}",
        }.get(item.name)
        if words:
            yield f"{item.label}: {words}."


def _kinds(case: Case) -> Iterator[str]:
    """The two kinds of uncertainty, told apart."""
    first = came(case)[0]
    low, high = (f"{100 * end:.0f}%" for end in (first.share.low, first.share.high))
    yield (
        f"Two kinds of uncertainty are in these numbers. One is that only {case.summary.origin.runs:,} courses were "
        f"played: for {outcome_phrase(first)} it makes the difference between {low} and {high}."
    )
    if first.draws is not None and first.split is not None:
        rare, frequent = map(percent_of, first.draws)
        yield (
            f"The other is that nobody knows the assumptions exactly: depending on them, {outcome_phrase(first)} comes "
            f"with a probability between {rare} and {frequent} (the middle 80% of what they may be). More runs cannot "
            "make that smaller."
        )


def timing(case: Case) -> Section:
    """When things happen."""
    assert case.results is not None
    summary = case.summary
    rounds = [summary.names.rounds * quarter // 4 for quarter in (1, 2, 3, 4)]
    rows = []
    for item in summary.outcomes:
        if item.name not in DECIDED_AT_HORIZON and item.share.count:
            rows.append((item.label, percent(item.share), median_and_quartiles(item.when),
                         *(plain_percent(item.incidence.at(at)) for at in rounds)))  # fmt: skip
    for event in (summary.ceasefire, *summary.steps):
        if event.ever.count and event.label not in {row[0] for row in rows}:
            rows.append((event.label, percent(event.ever), median_and_quartiles(event.when),
                         *(plain_percent(event.curve.at(at)) for at in rounds)))  # fmt: skip
    table = Table(
        "When it happens, in rounds",
        ("what", "ever", "median (quartiles)", *(f"by round {at}" for at in rounds)),
        tuple(rows),
        numeric=(1, 2, 3, 4, 5, 6),
    )
    blocks: list[Block] = [
        Figure("incidence", "Curves of the share of runs in which each end has come by each round.", "",
               case.results.plot.incidence),
        Paragraph(" ".join(_pace(case))),
    ]  # fmt: skip
    if rows:
        blocks += [
            table,
            Paragraph("Median and quartiles are of the runs in which it happens; shares of all runs.", "note"),
        ]
    return Section("when", "When", tuple(blocks))


def _pace(case: Case) -> Iterator[str]:
    timed = [item for item in came(case) if item.name not in DECIDED_AT_HORIZON and item.when is not None]
    for item in timed[:2]:
        if item.when is not None and (item.share.share or 0) >= 0.01:
            yield (
                f"Where it comes to {outcome_phrase(item)}, that is in {case.day(item.when.median)} in the median, and "
                f"for the middle half of those runs between rounds {item.when.first_quartile:.0f} and "
                f"{item.when.third_quartile:.0f}."
            )
    late = [item for item in came(case) if item.name in DECIDED_AT_HORIZON]
    if late:
        yield (
            f"{capital(listed([outcome_phrase(item) for item in late]))} can only be told once the last round is over, "
            "and says nothing about what comes after."
        )


def terms(case: Case) -> Section:
    """What signed texts say, and what each gets."""
    assert case.results is not None
    summary, signed = case.summary, case.summary.signature.ever
    blocks: list[Block] = []
    if not signed.count:
        blocks.append(Paragraph(f"No text is signed in any of {summary.origin.runs:,} runs, so there are no terms."))
    else:
        blocks.append(Paragraph(" ".join(_terms(case))))
        if any(not issue.divisible for issue in summary.terms):
            alt = "Stacked bars of what signed texts say on each issue, with marks for what each actor likes best."
            blocks.append(Figure("ideals", alt, "", case.results.plot.ideals))
        blocks.append(Figure("terms", "Bars of how often each option stands in a signed text, with intervals.",
                             "The same shares with their 95% intervals.", case.results.plot.terms))  # fmt: skip
    blocks += [*_gains(case)]
    return Section("terms", "On what terms", tuple(blocks))


def _terms(case: Case) -> Iterator[str]:
    signed = case.summary.signature.ever
    yield f"{signed.count:,} runs ({percent(signed)}) end with a signed text."
    issues = [issue for issue in case.summary.terms if issue.options]
    tops = [(issue, max(issue.options, key=lambda option: option.share.count)) for issue in issues]
    sure = [
        f"“{option_words(option.name)}” on {issue.label}" for issue, option in tops if (option.share.share or 0) >= 0.9
    ]
    open_ = [f"{issue.label} ({_shares(issue)})" for issue, option in tops if (option.share.share or 0) < 0.7]
    if sure:
        yield f"Nine in ten or more of them say {listed(sure)}."
    if open_:
        yield f"They differ on {listed(open_)}."


def _shares(issue: object) -> str:
    options = sorted(issue.options, key=lambda option: -option.share.count)[:2]  # type: ignore[attr-defined]
    return ", ".join(f"“{option_words(option.name)}” {headline(option.share)}" for option in options)


def _gains(case: Case) -> Iterator[Block]:
    assert case.results is not None
    rows = tuple(
        (
            actor.label, number(actor.utility), number(actor.disagreement), number(actor.gain),
            number_interval(actor.gain), f"{percent(actor.above)} ({percent_interval(actor.above)})",
        )
        for actor in case.summary.actors
    )  # fmt: skip
    yield Figure("utilities", "Ranges of what each actor gets against what it would have without a deal.", "",
                 case.results.plot.utilities)  # fmt: skip
    yield Table(
        "What each gets at the end, over all runs, and what it would have had without a deal at that moment",
        ("actor", "gets", "without a deal", "gain", "95% interval", "better off"),
        rows,
        numeric=(1, 2, 3, 4, 5),
    )
    yield Paragraph(
        "Everything is on the actor's own scale, on which 1 is all that it wants, and cannot be compared between "
        "actors. Better off: the share of runs in which it ends above what it would have had.",
        "note",
    )
