"""Elements of a scenario in a sentence each."""

from __future__ import annotations

from sim.html import table as html_table
from sim.scenario.conditions import Condition, Hazard
from sim.scenario.distribution import Distribution
from sim.scenario.events import Battlefield, Precondition, Step, Track
from sim.scenario.issues import Issue
from sim.scenario.models import Scenario
from sim.scenario.numbers import Number
from sim.scenario.terms import shares

SHOWN = 5
"""Rows of each kind in a table of a scenario; how many more there are is said."""
_TABLES = {"talks": "every formal track", "any_track": "every track", "signing": "signing"}


def in_words(number: Number) -> str:
    """A number, or the kind and range of a distribution."""
    if not isinstance(number, Distribution):
        return f"{number:g}"
    low, high = number.support
    if number.kind == "choice":
        return "one of " + ", ".join(f"{value:g}" for value in number.parameters)
    if number.kind in ("normal", "lognormal"):
        centre, spread = number.parameters
        window = "" if number.within is None else f", within {low:g} to {high:g}"
        return f"{number.kind} around {centre:g} ({spread:g}){window}"
    return f"{number.kind} {low:g} to {high:g}"


def precondition_in_words(name: str, precondition: Precondition) -> str:
    """Who keeps what shut until when, and what it takes to waive it."""
    holders = " and ".join(precondition.holders)
    verb = "keep" if len(precondition.holders) > 1 else "keeps"
    return f"{name}: {holders} {verb} {_gate(precondition)} shut {_until(precondition)}; {_waiver(precondition)}"


def _gate(precondition: Precondition) -> str:
    gate = precondition.gate
    if isinstance(gate, Condition):
        return str(gate)
    return _TABLES.get(gate, f"the step {gate}")


def _until(precondition: Precondition) -> str:
    if precondition.after is not None:
        return f"until {precondition.after} is in force"
    if precondition.text is not None:
        return f"until the text says {precondition.text}"
    if precondition.only_with is not None:
        return f"unless only {' and '.join(precondition.only_with)} sits at the table"
    if precondition.with_ is not None:
        return f"unless {' and '.join(precondition.with_)} sits at the table"
    return f"while {' or '.join(precondition.without or ())} sits at the table"


def _waiver(precondition: Precondition) -> str:
    rigidity = precondition.rigidity
    if rigidity == "never":
        words = "never waived"
    elif isinstance(rigidity, Hazard):
        words = f"dropped by chance, {in_words(rigidity.hazard)} a week"
    else:
        words = f"waived for a gain above {in_words(rigidity)}"
    if precondition.eased_by is not None:
        words += f", {in_words(precondition.eased_by.by)} less while {precondition.eased_by.condition}"
    return words


def issue_in_words(name: str, issue: Issue) -> str:
    """What can be settled on an issue."""
    what = "a share of it, 0 to 1" if issue.divisible else " < ".join(issue.options)
    today = str(issue.status_quo)
    if issue.kind == "pie":
        what = f"a pie for {' and '.join(sorted(issue.stakes))}"
        given = (f"{actor} {in_words(share)}" for actor, share in shares(issue.status_quo).items())
        today = ", ".join(given) or "nobody has any"
    promise = f"; a promise by {issue.promised_by}" if issue.promised_by else ""
    delivery = f"; needs {' and '.join(issue.delivered_by)}" if issue.delivered_by else ""
    return f"{name}: {what} (status quo {today}){promise}{delivery}"


def step_in_words(name: str, step: Step) -> str:
    """Who takes a step, and what it does."""
    effects = [f"by {' and '.join(step.parties)}"]
    if step.stops_fighting:
        effects.append("stops the fighting")
    if step.permanent:
        effects.append("cannot be undone")
    if step.moves_front != 0:
        effects.append(f"moves the front by {in_words(step.moves_front)}")
    effects += [f"{issue} no lower than {option}" for issue, option in step.floor.items()]
    effects += [f"needs {other} for {in_words(days)} days" for other, days in step.requires.items()]
    return f"{name}: {', '.join(effects)}"


def signing_in_words(scenario: Scenario) -> str:
    """Who must sign: "two of a, b, c, among them a"."""
    names = ", ".join(scenario.signatory_names)
    if scenario.signing is None:
        return names
    veto = f", among them {', '.join(scenario.signing.veto)}" if scenario.signing.veto else ""
    return f"{scenario.signing.quota} of {names}{veto}"


def track_in_words(name: str, track: Track) -> str:
    """Who meets how often."""
    kind = "formal" if track.formal else "informal"
    weeks = "every week" if track.every == 1 else f"every {in_words(track.every)} weeks"
    mediator = f", {track.mediator} mediates" if track.mediator else ""
    if track.mediator_knows:
        mediator += f" and knows of {track.mediator_knows}'s war cost whether it is high"
    sealed = ", sealed offers" if track.protocol == "sealed" else ""
    return f"{name}: {' + '.join(track.participants)}, {kind}, {weeks}{mediator}{sealed}"


def battlefield_in_words(field: Battlefield | None) -> str:
    """Who fights whom, and how."""
    if field is None or field.war == "none":
        return "no war"
    kind = "a lottery" if field.war == "lottery" else f"a front, {field.walk}"
    if field.beliefs != "normal":
        kind += f", {field.beliefs.replace('_', ' ')} believed"
    return f"{field.first} against {field.second}, {kind}, starting at {in_words(field.start)}"


def switched_off(scenario: Scenario) -> list[str]:
    """Mechanisms that are switched off."""
    return [name for name, on in scenario.mechanisms if not on]


def in_a_table(scenario: Scenario) -> str:
    """A scenario as an HTML table: who, about what, under which preconditions, how much of it uncertain."""
    actors = (actor.label or name.replace("_", " ") for name, actor in scenario.actors.items())
    rows = [("actors", ", ".join(actors)), ("battlefield", battlefield_in_words(scenario.battlefield))]
    kinds: dict[str, list[str]] = {
        "issues": [issue_in_words(name, issue) for name, issue in scenario.issues.items()],
        "steps": [step_in_words(name, step) for name, step in scenario.steps.items()],
        "tracks": [track_in_words(name, track) for name, track in scenario.tracks.items()],
        "preconditions": [precondition_in_words(name, held) for name, held in scenario.preconditions.items()],
    }
    for kind, texts in kinds.items():
        rows += [("" if number else kind, text) for number, text in enumerate(texts[:SHOWN])]
        if len(texts) > SHOWN:
            rows.append(("", f"and {len(texts) - SHOWN} more"))
    rows.append(("rests on", f"{len(scenario.dimensions())} uncertain numbers, {len(scenario.claims_used())} claims"))
    caption = f"{scenario.name}: {scenario.rounds} rounds of {scenario.round_days} days"
    return html_table(caption, ("", ""), rows, texts=2)
