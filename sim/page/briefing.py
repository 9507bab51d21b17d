"""What a chair is told: its orders as a form, and a question in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sim.page.course import Demand, option_in_words
from sim.page.seat import Position
from sim.page.table import Kind, Orders, Question
from sim.scenario import Scenario
from sim.summary.names import words

Choices = list[dict[str, str]]

CHOICES: Mapping[Kind, tuple[tuple[str, str], ...]] = {
    "waives": (("no", "Keep it"), ("yes", "Give it up"), ("advisers", "As my advisers would")),
    "attends": (("yes", "Come"), ("no", "Stay away"), ("advisers", "As my advisers would")),
    "takes": (("ask", "Ask me"), ("yes", "Agree"), ("no", "Refuse"), ("advisers", "As my advisers would")),
    "proposes": (("ask", "Ask me"), ("yes", "My last text"), ("advisers", "My advisers' draft")),
    "accepts": (("ask", "Ask me"), ("no", "Never sign"), ("yes", "Sign whatever lies there"),
                ("advisers", "As my advisers would")),
}  # fmt: skip
TITLES: Mapping[Kind, str] = {
    "waives": "Your preconditions",
    "attends": "Whom to meet",
    "takes": "Steps that need you",
    "proposes": "When you draft",
    "accepts": "When a text can be signed",
}


def order_groups(position: Position, orders: Orders, demands: tuple[Demand, ...]) -> list[dict[str, Any]]:
    """The orders as the form takes them; groups without anything in them are left out."""
    scenario, chair = position.model.case, position.chair.name
    groups = []
    for kind, title in TITLES.items():
        listed = [
            {"kind": kind, "name": name, "label": label, "value": orders.of(kind, name), "note": note}
            for name, label, note in _subjects(position, scenario, chair, kind, demands)
        ]
        choices = [{"key": key, "label": label} for key, label in CHOICES[kind]]
        if listed:
            groups.append({"title": title, "choices": choices, "orders": listed})
    return groups


def _subjects(
    position: Position, scenario: Scenario, chair: str, kind: Kind, demands: tuple[Demand, ...]
) -> Iterator[tuple[str, str, str]]:  # fmt: skip
    """Name, label and note of everything on which an order of a kind can be given."""
    if kind == "waives":
        yield from _own_preconditions(position, scenario, chair, demands)
        return
    if kind == "takes":
        for name, step in scenario.steps.items():
            if chair in step.parties:
                yield name, step.label or words(name), ""
        return
    for name, track in scenario.tracks.items():
        seated = chair in track.participants
        if kind == "accepts":
            if track.formal and (seated or chair in scenario.signatory_names):
                note = "" if seated else "you are not there, and get what is initialled"
                yield name, track.label or words(name), note
        elif seated:
            yield name, track.label or words(name), "" if track.formal else "nothing can be signed here"


def _own_preconditions(
    position: Position, scenario: Scenario, chair: str, demands: tuple[Demand, ...]
) -> Iterator[tuple[str, str, str]]:  # fmt: skip
    """The chair's preconditions that it can still give up."""
    state = {demand.key: demand for demand in demands}
    names = position.model.compiled.names
    for key, (name, holder) in zip(names.preconditions, names.held, strict=True):
        rule, now = scenario.preconditions[name], state.get(key)
        if holder != chair or rule.rigidity == "never" or (now is not None and now.state == "waived"):
            continue
        note = "in the way now" if now is not None and now.state == "blocking" else ""
        would = [one.round for one in position.asked if one.kind == "waives" and one.name == key and one.would]
        if would:
            note += f"{'; ' if note else ''}your advisers would have given it up in round {would[-1]}"
        yield key, rule.label or words(name), note


def allowed(position: Position, orders: Orders, kind: object, name: object, order: object) -> bool:
    """Whether an order is one that the form offers."""
    return any(
        group["title"] == TITLES.get(kind)  # type: ignore[call-overload]
        and any(one["name"] == name for one in group["orders"])
        and any(choice["key"] == order for choice in group["choices"])
        for group in order_groups(position, orders, ())
    )


def question_in_words(position: Position, question: Question) -> tuple[str, str]:
    """A question as a heading, and what the advisers say."""
    scenario = position.model.case
    if question.kind == "takes":
        step = scenario.steps[question.name]
        others = [scenario.actors[name].label or words(name) for name in step.parties if name != position.chair.name]
        needs = f"It needs {' and '.join(others)} too." if others else "It is yours alone to take."
        advice = "agree" if question.would else "not agree yet"
        return f"{step.label or words(question.name)}: do you agree?", f"{needs} Your advisers would {advice}."
    track = scenario.tracks[question.name]
    label = track.label or words(question.name)
    if question.kind == "accepts":
        advice = "sign" if question.would else "not sign"
        said = worth(position, question.text or {})
        return f"{label}: do you sign this text?", f"{said} Your advisers would {advice}."
    if question.kind == "proposes":
        return f"{label}: what do you table?", "Your advisers' draft is filled in."
    if question.kind == "attends":
        return f"{label}: do you come?", "Nothing of anybody's shuts this meeting."
    return f"{words(question.name)}: do you give it up?", ""


def worth(position: Position, text: Mapping[str, str | float]) -> str:
    """What a text is worth to the chair."""
    chair = position.chair
    value = chair.value(dict(text))
    return (f"Worth {value:.2f} to you; you hold out for {chair.aspiration:.2f} and have {chair.disagreement:.2f} "
            "without a deal.")  # fmt: skip


def draft_issues(scenario: Scenario, question: Question) -> list[dict[str, Any]]:
    """The issues of a draft as the form takes them."""
    return [
        {"name": name, "label": issue.label or words(name),
         "options": [{"key": option, "label": option_in_words(option)} for option in question.options.get(name, ())]}
        for name, issue in scenario.terms.items()
    ]  # fmt: skip


def clean_text(question: Question, written: object) -> dict[str, str | float]:
    """A text as it came from the form, with whatever is no option of an issue as in the advisers' draft."""
    drafted = question.text or {}
    given = written if isinstance(written, Mapping) else {}
    text: dict[str, str | float] = {}
    for issue, option in drafted.items():
        wanted, options = given.get(issue), question.options.get(issue, ())
        if options:
            text[issue] = wanted if isinstance(wanted, str) and wanted in options else option
        else:
            number = wanted if isinstance(wanted, int | float) and not isinstance(wanted, bool) else option
            text[issue] = min(max(float(number), 0.0), 1.0) if isinstance(number, int | float) else option
    return text


def secrets(position: Position) -> list[str]:
    """Sentences of the diary that a chair could not know: who only plays for time."""
    return [f"{actor.label} only plays for time in this run." for actor in position.model.actors]
