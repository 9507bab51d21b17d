"""Random small scenarios as plain data, for tests of the structure: every kind of gate, wait and requirement."""

from __future__ import annotations

import random
from typing import Any

Data = dict[str, Any]
ACTORS = ("ash", "birch", "cedar", "dogwood")
STEPS = ("march", "pause", "return", "vote")


def random_scenario(seed: int, *, most_holds: int = 8, durations: bool = False) -> Data:
    """A scenario without a war: up to 4 actors, 4 steps, 3 tracks, 2 issues and `most_holds` held preconditions."""
    draw = random.Random(seed)
    actors = ACTORS[: draw.randint(2, 4)]
    issues = {
        name: _issue(draw, actors, divisible=draw.random() < 0.15)
        for name in ("border", "money")[: draw.choice((1, 1, 2))]
    }
    steps: Data = {}
    for name in STEPS[: draw.randint(1, 4)]:
        steps[name] = _step(draw, actors, issues, list(steps), durations)
    tracks = {f"table_{n}": _track(draw, actors, durations) for n in range(draw.randint(0, 3))}
    data: Data = {
        "name": f"Random {seed}", "rounds": 40, "actors": {name: {} for name in actors}, "issues": issues,
        "steps": steps, "tracks": tracks, "preconditions": {},
        "signatories": draw.sample(actors, draw.randint(1, len(actors))),
    }  # fmt: skip
    if draw.random() < 0.15:
        data["mechanisms"] = {"initialling": False}
    if draw.random() < 0.5:
        data["opening_text"] = {"text": {name: _option(draw, issue) for name, issue in issues.items()}}
    held = 0
    for n in range(draw.randint(2, most_holds)):
        rule = _precondition(draw, actors, issues, steps)
        held += len(rule["holder"])
        if held > most_holds:
            break
        data["preconditions"][f"rule_{n}"] = rule
    return data


def _issue(draw: random.Random, actors: tuple[str, ...], divisible: bool) -> Data:
    stakes = {name: {"salience": 1, "position": 0.5} for name in actors}
    issue: Data = {"divisible": True, "stakes": stakes, "status_quo": draw.choice((0.0, 0.5))}
    if not divisible:
        options = ["low", "middle", "high"][: draw.randint(2, 3)]
        stakes = {name: {"salience": 1, "position": draw.choice(options)} for name in actors}
        issue = {"options": options, "stakes": stakes, "status_quo": draw.choice(options)}
    if draw.random() < 0.4:
        issue["delivered_by"] = draw.sample(actors, draw.randint(1, 2))
    return issue


def _option(draw: random.Random, issue: Data) -> str | float:
    return draw.choice((0.0, 0.3, 0.5, 1.0)) if issue.get("divisible") else draw.choice(issue["options"])


def _condition(draw: random.Random, issues: Data) -> Data:
    name = draw.choice(list(issues))
    option = _option(draw, issues[name])
    sense = draw.choice(("at_least ", "at_most ", ""))
    if issues[name].get("divisible") and not sense:
        return {name: option}
    return {name: f"{sense}{option}"}


def _step(draw: random.Random, actors: tuple[str, ...], issues: Data, before: list[str], durations: bool) -> Data:
    step: Data = {"parties": draw.sample(actors, draw.randint(1, 2))}
    if draw.random() < 0.35:
        name = draw.choice(list(issues))
        step["floor"] = {name: _option(draw, issues[name])}
    if before and draw.random() < 0.3:
        days = draw.choice((0, 7, 10, 21)) if durations else 0
        step["requires"] = {draw.choice(before): days}
    return step


def _track(draw: random.Random, actors: tuple[str, ...], durations: bool) -> Data:
    track: Data = {"participants": draw.sample(actors, draw.randint(2, len(actors))), "formal": draw.random() < 0.6}
    if draw.random() < 0.2:
        track["mediator"] = draw.choice(actors)
    if durations:
        track |= {"start": draw.choice((0, 0, 1, 3.5)), "every": draw.choice((1, 2, 3))}
    return track


def _precondition(draw: random.Random, actors: tuple[str, ...], issues: Data, steps: Data) -> Data:
    """One that `sim check` lets pass: the holder is party to the step and not excluded by its own rule."""
    kind = draw.choice(("step", "step", "step", "step", "talks", "any_track", "signing", "signing", "option"))
    holder = draw.choice(actors)
    rule: Data = {"holder": [holder], "gate": kind}
    waits = ["after", "after", "text"]
    if kind == "step":
        rule["gate"] = draw.choice(list(steps))
        holder = draw.choice(steps[rule["gate"]]["parties"])
        rule["holder"] = [holder]
    elif kind == "option":
        rule["gate"] = _condition(draw, issues)
    else:
        waits += ["only_with", "with", "without"]
        if draw.random() < 0.2:
            rule["holder"] = draw.sample(actors, 2)
    wait = draw.choice(waits)
    others = [name for name in actors if name not in rule["holder"]] or [name for name in actors if name != holder]
    after = [name for name in steps if name != rule["gate"]]
    if wait == "after" and after:
        rule["after"] = draw.choice(after)
    elif wait in ("after", "text"):
        if isinstance(rule["gate"], dict) and set(rule["gate"]) == set(issues):
            rule["gate"] = "signing"  # the gate of an option cannot ask for something on its own issue alone
        elsewhere = {name: issue for name, issue in issues.items() if name not in rule["gate"]}
        rule["text"] = _condition(draw, elsewhere or issues)
    elif wait == "without":
        if len(others) < len(actors) - len(rule["holder"]):
            rule["holder"] = [holder]
        others = [name for name in others if name not in rule["holder"]]
        rule["without"] = [draw.choice(others)] if others else None
    else:
        rule[wait] = [draw.choice(others)]
    if rule.get("without", "") is None:
        del rule["without"]
        rule["with"] = [draw.choice([name for name in actors if name != holder])]
    if draw.random() < 0.25:
        rule["rigidity"] = "never"
    return rule
