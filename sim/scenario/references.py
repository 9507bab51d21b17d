"""Checks that whatever is named exists: actors, issues, options, steps."""

from __future__ import annotations

from collections.abc import Sequence

from sim.errors import Problem
from sim.scenario.claims import check_claims
from sim.scenario.conditions import Condition, Fixed
from sim.scenario.consistency import check_numbers
from sim.scenario.counsel import check_counsel
from sim.scenario.distribution import Distribution
from sim.scenario.findings import Findings
from sim.scenario.gates import TABLE_GATES, check_preconditions
from sim.scenario.models import Scenario
from sim.scenario.solvable import check_solvable
from sim.scenario.stakes import check_issues
from sim.scenario.strategies import check_strategies
from sim.scenario.terms import shares
from sim.scenario.tree import Node, Path, find


def reference_problems(
    scenario: Scenario, tree: Node, left_out: Sequence[Path], folders: dict[str, str]
) -> list[Problem]:
    """What is wrong between elements that are each well-formed.

    `folders` has, for each file that the tree was read from, the folder that its relative paths start from.
    """
    findings = Findings(scenario, tree, left_out)
    _check_frame(findings)
    check_issues(findings)
    _check_steps(findings)
    _check_tracks(findings)
    check_preconditions(findings)
    check_numbers(findings)
    check_strategies(findings)
    check_solvable(findings)
    check_claims(findings, folders)
    return findings.problems


def _check_frame(findings: Findings) -> None:
    scenario = findings.scenario
    if len(findings.declared("actors")) < 2:
        findings.add(("actors",), "a scenario needs at least two actors", at_key=True)
    if not findings.declared("issues"):
        findings.add(("issues",), "a scenario needs at least one issue", at_key=True)
    if isinstance(scenario.proposer, Fixed):
        findings.expect_actor(scenario.proposer.fixed, ("proposer", "fixed"))
    findings.expect_actors(scenario.signatories, ("signatories",))
    _check_signing(findings)
    for one, others in scenario.relations.items():
        findings.expect_actor(one, ("relations", one), at_key=True)
        for other in others:
            if findings.expect_actor(other, ("relations", one, other), at_key=True) and one == other:
                findings.add(("relations", one, other), f"'{one}' has no relation to itself", at_key=True)
    for name in ("first_wins", "second_wins", "frozen", "no_deal"):
        findings.expect_package(getattr(scenario.fallbacks, name), ("fallbacks", name))
    if scenario.opening_text is not None:
        if scenario.opening_text.by is not None:
            findings.expect_actor(scenario.opening_text.by, ("opening_text", "by"))
        findings.expect_package(scenario.opening_text.text, ("opening_text", "text"))
        for issue, option in scenario.opening_text.text.items():
            if any(isinstance(share, Distribution) for share in shares(option).values()):
                message = "a text on the table is known: plain numbers only"
                findings.add(("opening_text", "text", issue), message, at_key=True)


def scenario_pies(findings: Findings) -> set[str]:
    """Names of the issues that are pies."""
    return {name for name, issue in findings.scenario.issues.items() if issue.kind == "pie"}


def _check_signing(findings: Findings) -> None:
    signing, who = findings.scenario.signing, findings.scenario.signatory_names
    if signing is None:
        return
    shown = f"signatories: {', '.join(who)}"
    if signing.quota > len(set(who)):
        findings.add(
            ("signing", "quota"), f"a quota of {signing.quota}, and there are {len(set(who))} signatories", shown
        )
    findings.expect_actors(signing.veto, ("signing", "veto"))
    for place, name in enumerate(signing.veto):
        if name in findings.declared("actors") and name not in who:
            findings.add(("signing", "veto", place), f"'{name}' is no signatory and has nothing to veto", shown)


def _check_steps(findings: Findings) -> None:
    steps = findings.scenario.steps
    for name, step in steps.items():
        path: Path = ("steps", name)
        if name in TABLE_GATES:
            findings.add(path, f"a step cannot be called '{name}': that is a gate of its own", at_key=True)
        if not step.parties:
            findings.add((*path, "parties"), "a step needs at least one party")
        findings.expect_actors(step.parties, (*path, "parties"))
        for actor in step.value:
            if actor not in step.parties:
                hint = f"allowed: {', '.join(step.parties)}"
                findings.add((*path, "value", actor), f"'{actor}' is no party of this step", hint, at_key=True)
        findings.expect_package(step.floor, (*path, "floor"))
        for issue in step.floor:
            if issue in scenario_pies(findings):
                message = f"{issue} is a pie: a floor under one share does not say whose share would give way"
                findings.add((*path, "floor", issue), message, "a floor is possible on any other issue", at_key=True)
        for other in step.requires:
            findings.expect(other, findings.declared("steps"), "step", (*path, "requires", other), at_key=True)
        if isinstance(step.in_settlement, Condition):
            condition = step.in_settlement
            findings.expect_option(condition.issue, condition.option, (*path, "in_settlement", condition.issue))
    _check_cycles(
        findings, {name: [other for other in step.requires if other in steps] for name, step in steps.items()}
    )


def _check_cycles(findings: Findings, required: dict[str, list[str]]) -> None:
    """Report each circle of requirements once, at the step of it that comes first in the file."""
    done: set[str] = set()

    def visit(name: str, trail: list[str]) -> None:
        if name in trail:
            circle = trail[trail.index(name) :]
            first = min(circle, key=list(required).index)
            start = circle.index(first)
            shown = [*circle[start:], *circle[:start], first]
            findings.add(
                ("steps", first, "requires", shown[1]),
                f"steps require each other in a circle: {' -> '.join(shown)}",
            )
        if name in done or name in trail:
            return
        for other in required[name]:
            visit(other, [*trail, name])
        done.add(name)

    for name in required:
        visit(name, [])


def _check_tracks(findings: Findings) -> None:
    for name, track in findings.scenario.tracks.items():
        path: Path = ("tracks", name)
        findings.expect_actors(track.participants, (*path, "participants"))
        if track.mediator is not None:
            findings.expect_actor(track.mediator, (*path, "mediator"))
        check_counsel(findings, name, track)
        if len(set(track.participants)) < 2 and find(findings.tree, path) is not None:
            findings.add((*path, "participants"), "a track needs at least two participants")
        elif track.protocol == "sealed" and len(set(track.participants) & set(findings.scenario.signatory_names)) < 2:
            message = "sealed offers need two signatories at the track"
            findings.add((*path, "protocol"), message, f"signatories: {', '.join(findings.scenario.signatory_names)}")
