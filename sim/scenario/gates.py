"""Checks of preconditions: holders, gates, conditions, and what of them makes sense together."""

from __future__ import annotations

from sim.scenario.conditions import Condition, holds
from sim.scenario.events import Precondition
from sim.scenario.findings import Findings
from sim.scenario.suggest import allowed_or_meant
from sim.scenario.tree import Path

TABLE_GATES = ("talks", "any_track", "signing")
TABLE_CONDITIONS = ("only_with", "with", "without")
CONDITIONS = ("after", *TABLE_CONDITIONS, "text")
MAX_PAIRS = 64  # bits of the mask in which a run keeps what is waived


def check_preconditions(findings: Findings) -> None:
    """Report what is wrong with each precondition, and if there are too many."""
    pairs = 0
    for name, precondition in findings.scenario.preconditions.items():
        path: Path = ("preconditions", name)
        findings.expect_actors(precondition.holders, (*path, "holder"))
        _check_gate(findings, precondition, path)
        _check_condition(findings, precondition, path)
        if precondition.eased_by is not None:
            _check_text(findings, precondition.eased_by.condition, (*path, "eased_by"))
        before, pairs = pairs, pairs + len(precondition.holders)
        if before <= MAX_PAIRS < pairs:
            message = f"more than {MAX_PAIRS} pairs of a precondition and a holder"
            findings.add(path, message, "a holder counts once for each precondition it holds", at_key=True)


def _check_text(findings: Findings, condition: Condition, path: Path) -> None:
    findings.expect_option(condition.issue, condition.option, (*path, condition.issue))


def _check_gate(findings: Findings, precondition: Precondition, path: Path) -> None:
    gate = precondition.gate
    if isinstance(gate, Condition):
        _check_text(findings, gate, (*path, "gate"))
        return
    if gate in TABLE_GATES:
        return
    steps = findings.declared("steps")
    if gate not in steps:
        hint = allowed_or_meant(gate, [*steps, *TABLE_GATES])
        findings.add((*path, "gate"), f"there is no gate '{gate}'", f"{hint}; or a condition on an issue")
        return
    step = findings.scenario.steps.get(gate)
    actors = findings.declared("actors")
    if step is None or not findings.is_whole("steps", gate, "parties") or not set(step.parties) <= set(actors):
        return
    for position, holder in enumerate(precondition.holders):
        if holder in actors and holder not in step.parties:
            message = f"'{holder}' is no party of the step '{gate}' and cannot hold it up"
            findings.add((*path, "holder", position), message, f"parties: {', '.join(step.parties)}")


def _check_condition(findings: Findings, precondition: Precondition, path: Path) -> None:
    values = {name: getattr(precondition, "with_" if name == "with" else name) for name in CONDITIONS}
    given = [name for name in CONDITIONS if values[name] is not None]
    blamed = tuple(str(part) for part in path)
    if not given and findings.is_whole(*blamed):  # not if it has a misspelt one
        findings.add(path, "has no condition: exactly one is needed", f"allowed: {', '.join(CONDITIONS)}", at_key=True)
    if len(given) > 1:
        message = f"has {len(given)} conditions, {' and '.join(given)}: exactly one is needed"
        findings.add((*path, given[1]), message, "write a precondition for each", at_key=True)
    for name in given:
        if name == "after":
            _check_after(findings, precondition, (*path, "after"))
        elif name == "text":
            _check_text(findings, values["text"], (*path, "text"))
            _check_own_issue(findings, precondition, (*path, "text"))
        else:
            _check_format(findings, precondition, name, values[name], (*path, name))


def _check_own_issue(findings: Findings, precondition: Precondition, path: Path) -> None:
    """The gate of an option may ask for more on its own issue, but not for what it shuts, nor for the opposite."""
    gate, wanted = precondition.gate, precondition.text
    if not isinstance(gate, Condition) or wanted is None or gate.issue != wanted.issue:
        return
    issue = findings.scenario.terms.get(gate.issue)
    if issue is None or not findings.is_whole("issues", gate.issue.partition(".")[0]):
        return
    ends = (str(gate.option), str(wanted.option))
    if not issue.divisible and not set(ends) <= set(issue.options):
        return  # reported already
    options: list[str | float] = [*issue.options]
    if issue.divisible:
        low, high = sorted(float(end) for end in ends)
        options = [0.0, low / 2, low, (low + high) / 2, high, (high + 1) / 2, 1.0]
    shut = [option for option in options if holds(gate, option, issue.options)]
    met = [holds(wanted, option, issue.options) for option in shut]
    if all(met):
        findings.add(
            path, "refers to its own gate: whatever text it is about says this", "a condition on another issue"
        )
    elif not any(met):
        message = "refers to its own gate: no text can both say what it shuts and meet this"
        findings.add(path, message, "what is shut for good is an option to be left out")


def _check_after(findings: Findings, precondition: Precondition, path: Path) -> None:
    after = precondition.after or ""
    if findings.expect(after, findings.declared("steps"), "step", path) and after == precondition.gate:
        findings.add(path, f"'{after}' cannot come before itself: it is the gate")


def _check_format(
    findings: Findings, precondition: Precondition, kind: str, actors: tuple[str, ...], path: Path
) -> None:
    if not actors:
        findings.add(path, f"{kind} names nobody")
        return
    findings.expect_actors(actors, path)
    if precondition.gate not in TABLE_GATES:
        message = f"{kind} says who sits at a table: it makes sense for the gates {', '.join(TABLE_GATES)} only"
        findings.add(path, message, at_key=True)
    for holder in precondition.holders:
        if kind == "without" and holder in actors:
            findings.add((*path, actors.index(holder)), f"the holder '{holder}' excludes itself")
    # On signing, `with` oneself is meant: no text initialled in one's absence.
    always_met = kind == "with" and precondition.gate != "signing"
    if (always_met or kind == "only_with") and set(actors) == set(precondition.holders) and len(set(actors)) == 1:
        findings.add((*path, 0), f"the holder '{actors[0]}' names only itself")
