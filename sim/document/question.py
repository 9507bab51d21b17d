"""The question and the scenario in plain words: who, about what, and what each demands first."""

from __future__ import annotations

from collections.abc import Iterator

from sim.document.blocks import Block, Bullets, Cell, Heading, Paragraph, Section, Table
from sim.document.case import Case, days_in_words
from sim.document.words import capital, counted, listed
from sim.scenario.distribution import Distribution
from sim.scenario.terms import shares
from sim.summary.names import option_words, words
from sim.summary.wording import DASH

TACTICS = {
    "reservation": "takes anything better than no deal",
    "time": "comes down from its ideal as its deadline nears",
    "reciprocal": "answers concessions with concessions",
    "screening": "waits to learn what the other can bear",
    "fixed": "insists on one level",
    "table": "follows a strategy that was solved elsewhere",
    "equilibrium": "knows what everybody signs for, and asks for the rest",
}


def question(case: Case) -> Section:
    """What is asked, of whom."""
    scenario = case.scenario
    day = "" if scenario.date is None else f" on {scenario.date.day} {scenario.date:%B %Y}"
    blocks: list[Block] = [
        Paragraph(scenario.description) if scenario.description else Paragraph(scenario.name),
        Paragraph(
            "The question: how may this end, when, on which terms, and what stands in the way? The scenario "
            f"starts{day} and is played for {case.span}; in each of them actors may meet, table texts, sign, take "
            "steps, or give up a demand. Whatever is not known is a range, and every simulated course draws its own "
            "values from all ranges."
        ),
        Heading("Who takes part"),
        Bullets(tuple(_actors(case))),
        Heading("What has to be settled"),
        _issues(case),
    ]
    if case.explanation.holds:
        blocks += [Heading("What each demands first"), *_demands(case)]
    return Section("question", "The question", tuple(blocks))


def _actors(case: Case) -> Iterator[str]:
    scenario = case.scenario
    fighting, signing = scenario.belligerents, scenario.signatory_names
    for name, actor in scenario.actors.items():
        parts = ["fights" if name in fighting else "", "must sign" if name in signing else ""]
        tactic = TACTICS.get(actor.tactic, actor.tactic)
        roles = " and ".join(part for part in parts if part) or "takes part"
        private = [path for path, number in scenario.dimensions().items() if path.startswith(f"actors.{name}.")
                   and number.private]  # fmt: skip
        secret = f"; keeps to itself: {listed([_last(path) for path in private])}" if private else ""
        yield f"{case.actor(name)}: {roles}; {tactic}{secret}."


def _last(path: str) -> str:
    return words(path.rsplit(".", 1)[-1]).lower()


def _issues(case: Case) -> Table:
    rows = []
    for name, issue in case.scenario.issues.items():
        options = "any share between 0 and 1" if issue.divisible else f" {DASH} ".join(map(option_words, issue.options))
        status = option_words(str(issue.status_quo))
        if issue.kind == "pie":
            options = f"a pie for {' and '.join(case.actor(holder) for holder in sorted(issue.stakes))}"
            held = (f"{case.actor(holder)} {share:g}" for holder, share in shares(issue.status_quo).items() if share)
            status = ", ".join(held) or "nobody has any"
        note = f"a promise by {case.actor(issue.promised_by)}" if issue.promised_by else ""
        rows.append((Cell(issue.label or words(name), small=note), options, status))
    return Table(
        f"The {counted(len(rows), 'issue')}, each with its options from one end to the other",
        ("issue", "options", "today"),
        tuple(rows),
    )


def _demands(case: Case) -> Iterator[Block]:
    by_holder: dict[str, list[str]] = {}
    for hold in case.explanation.holds:
        firm = " It is a matter of law, which nobody can waive." if hold.never else ""
        by_holder.setdefault(hold.holder, []).append(f"{capital(hold.sentence.rstrip('.'))}.{firm}")
    yield Bullets(tuple((case.actor(holder), tuple(sentences)) for holder, sentences in by_holder.items()))
    yield Paragraph(
        "A demand stands until it is met, or until its holder gives it up: it does so once it expects to gain more by "
        "that than the demand is worth to it.",
        "note",
    )
    steps = [
        f"{step.label or words(name)} (by {listed([case.actor(party) for party in step.parties])}{_needs(case, name)})"
        for name, step in case.scenario.steps.items()
    ]
    if steps:
        yield Paragraph(f"Steps that can be taken on the way: {'; '.join(steps)}.")


def _needs(case: Case, name: str) -> str:
    needs = []
    for other, days in case.scenario.steps[name].requires.items():
        label = case.scenario.steps[other].label or words(other)
        low = days.support[0] if isinstance(days, Distribution) else days
        high = days.support[1] if isinstance(days, Distribution) else days
        span = (
            "" if not high else f" for {low:g} to {high:g} days" if low != high else f" for {days_in_words(int(high))}"
        )
        needs.append(f"{label.lower()}{span}")
    return f"; needs {listed(needs)}" if needs else ""
