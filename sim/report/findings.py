"""Titles that state what a figure shows, made from its numbers."""

from __future__ import annotations

from sim.summary import DECIDED_AT_HORIZON, IssueSummary, Summary
from sim.summary.names import option_words
from sim.summary.wording import headline, number, phrase, sentence


def shares(summary: Summary) -> str:
    """The two commonest outcomes."""
    came = [item for item in summary.outcomes if item.share.count]
    first = came[0]
    title = f"{sentence(phrase(first.name, first.label))} in {headline(first.share)} of runs"
    if len(came) == 1:
        return title
    second = came[1]
    return f"{title}; {phrase(second.name, second.label)} in {headline(second.share)}"


def incidence(summary: Summary) -> str:
    """The commonest outcome that has a time of its own, and the round by which half of it has come."""
    timed = [item for item in summary.outcomes if item.when and item.name not in DECIDED_AT_HORIZON]
    if not timed or timed[0].when is None:
        return f"Nothing is decided before the last round, {summary.names.rounds}"
    first, when = timed[0], timed[0].when
    title = f"{sentence(phrase(first.name, first.label))} in {headline(first.share)} of runs"
    return f"{title}, half of them by round {when.median:.0f}"


def terms(summary: Summary) -> str:
    """How often something is signed, and on which issue signed texts agree most and least."""
    signed = summary.signature.ever
    if not signed.count:
        return f"Nothing is signed in any of {summary.origin.runs:,} runs"
    chosen = sorted((issue for issue in summary.terms if issue.options), key=_sureness)
    if not chosen:
        return f"A text is signed in {headline(signed)} of runs"
    sure, open_ = chosen[-1], chosen[0]
    title = f"Signed texts are surest on {sure.label} ({_favourite(sure)})"
    return title if sure is open_ else f"{title}, most open on {open_.label} ({_favourite(open_)})"


def preconditions(summary: Summary) -> str:
    """The precondition that blocks longest, and how often it is given up."""
    blocking = [item for item in summary.preconditions if item.blocked.count]
    if not blocking:
        return "No precondition ever stands in the way"
    most = max(blocking, key=lambda item: item.rounds_blocked.mean or 0.0)
    title = f"{most.holder} blocks longest with “{most.label}”: {number(most.rounds_blocked, 1)} rounds a run"
    return f"{title}, waived in {headline(most.waived.ever)}"


def utilities(summary: Summary) -> str:
    """Who ends above its disagreement value most often, and who least often."""
    ordered = sorted(summary.actors, key=lambda actor: actor.above.count)
    least, most = ordered[0], ordered[-1]
    title = f"{most.label} ends above its disagreement value in {headline(most.above)} of runs"
    if least is most:
        return title
    if headline(least.above) == headline(most.above):
        return f"Every actor ends above its disagreement value equally often, in {headline(most.above)} of runs"
    return f"{title}, {least.label} in {headline(least.above)}"


def _sureness(issue: IssueSummary) -> float:
    return max(option.share.share or 0.0 for option in issue.options)


def _favourite(issue: IssueSummary) -> str:
    best = max(issue.options, key=lambda option: option.share.count)
    return f"“{option_words(best.name)}” in {headline(best.share)}"
