"""Checks that what `tactic: equilibrium` has to solve can be solved: one pie, and nothing else to be decided."""

from __future__ import annotations

import math

from sim.scenario.distribution import Distribution
from sim.scenario.findings import Findings
from sim.scenario.terms import shares
from sim.scenario.tree import Path

MOST_TAKING_TURNS = 5  # with more there are too many orders of turns
MOST_ROWS = 400_000  # of a solution: orders of turns times rounds
_WHY = "tactic: equilibrium solves the division of one pie"


def check_solvable(findings: Findings) -> None:
    """Report departures from nothing, and where somebody plays an equilibrium, what it cannot be solved with."""
    actors = findings.scenario.actors
    for name, actor in actors.items():
        if actor.departure is not None and actor.tactic != "equilibrium":
            message = "departs from an equilibrium that it does not play"
            findings.add(("actors", name, "departure"), message, "tactic: equilibrium", at_key=True)
    if not any(actor.tactic == "equilibrium" for actor in actors.values()):
        return
    _check_pie(findings)
    _check_nothing_else(findings)
    _check_table(findings)
    _check_actors(findings)
    _check_numbers(findings)


def _check_pie(findings: Findings) -> None:
    scenario = findings.scenario
    if not findings.is_whole("issues"):
        return
    for name, issue in scenario.issues.items():
        path: Path = ("issues", name)
        if issue.kind != "pie":
            findings.add(path, f"{_WHY}, and '{name}' is none", "leave the issue out, or kind: pie", at_key=True)
            continue
        for actor in scenario.actors:
            if actor not in issue.stakes:
                findings.add(path, f"{_WHY} among all actors: '{actor}' has no stake in it", at_key=True)
        for field, given in (("promised_by", issue.promised_by), ("delivered_by", issue.delivered_by)):
            if given:
                findings.add((*path, field), f"{_WHY} that nobody has to promise or deliver", at_key=True)
    if len(scenario.issues) > 1:
        findings.add(("issues",), f"{_WHY}, and there are {len(scenario.issues)} issues", at_key=True)


def _check_nothing_else(findings: Findings) -> None:
    scenario = findings.scenario
    if scenario.belligerents:
        findings.add(("battlefield",), f"{_WHY}, not a war beside it", "war: none", at_key=True)
    for section in ("relations", "steps", "preconditions", "shocks", "opening_text"):
        if getattr(scenario, section):
            findings.add((section,), f"{_WHY}: it does not reckon with {section.replace('_', ' ')}", at_key=True)


def _check_table(findings: Findings) -> None:
    scenario = findings.scenario
    weeks = scenario.round_days / 7
    everybody = set(scenario.actors)
    if set(scenario.signatory_names) != everybody:
        findings.add(("signatories",), f"{_WHY} among those who sign, and not all actors do", "name all of them")
    if len(scenario.tracks) != 1:
        findings.add(("tracks",), f"{_WHY} at one table, and there are {len(scenario.tracks)}", at_key=True)
        return
    ((name, track),) = scenario.tracks.items()
    path: Path = ("tracks", name)
    if set(track.participants) != everybody or track.mediator is not None:
        findings.add(path, f"{_WHY} at a table where all actors sit and nobody mediates", at_key=True)
    if not track.formal or track.protocol != "drafts":
        findings.add(path, f"{_WHY} at a formal table at which somebody drafts", at_key=True)
    every, start = track.every, track.start
    if isinstance(every, Distribution) or isinstance(start, Distribution) or every >= 1.5 * weeks or start > 0:
        findings.add(path, f"{_WHY} at a table that meets in each round", f"every: {max(1.0, weeks):g}", at_key=True)
    if scenario.proposer in ("rotating", "alternate"):
        orders = math.factorial(len(everybody))
        if len(everybody) > MOST_TAKING_TURNS:
            message = f"{_WHY} among at most {MOST_TAKING_TURNS} who take turns, since each order has its own solution"
            findings.add(("proposer",), message, "proposer: random, or {fixed: actor}")
        elif orders * scenario.rounds > MOST_ROWS:
            hint = f"at most {MOST_ROWS // orders}"
            findings.add(("rounds",), f"{orders} orders of turns over so many rounds are too many to solve", hint)


def _check_actors(findings: Findings) -> None:
    scenario = findings.scenario
    outside = [name for name, actor in scenario.actors.items() if actor.outside_option is not None]
    if outside and (len(scenario.actors) > 2 or scenario.signing is not None):
        message = "an outside option is solved for two who both must sign"
        findings.add(("actors", outside[0], "outside_option"), message, at_key=True)
    for name, actor in scenario.actors.items():
        path: Path = ("actors", name)
        if actor.ratification is not None:
            findings.add((*path, "ratification"), f"{_WHY} that nobody has to ratify", at_key=True)
        if isinstance(actor.sincerity, Distribution) or actor.sincerity < 1:
            findings.add(
                (*path, "sincerity"), f"{_WHY} among actors who are known to negotiate in earnest", at_key=True
            )


def _check_numbers(findings: Findings) -> None:
    """What the solution depends on has to be known before a run."""
    scenario = findings.scenario
    numbers: dict[Path, object] = {("breakdown",): scenario.breakdown}
    for name, actor in scenario.actors.items():
        for field in ("discount", "recognition", "outside_option"):
            numbers["actors", name, field] = getattr(actor, field)
    for issue, option in scenario.fallbacks.no_deal.items():
        numbers |= {("fallbacks", "no_deal", issue, actor): share for actor, share in shares(option).items()}
    for path, number in numbers.items():
        if isinstance(number, Distribution):
            message = "an equilibrium is solved once, before any run: what it depends on cannot be uncertain"
            findings.add(path, message, "one number; a sweep over several plays each of them")
    options = [actor.outside_option for actor in scenario.actors.values()]
    best = math.fsum(option for option in options if option is not None and not isinstance(option, Distribution))
    if best > 1 + 1e-9:
        findings.add(("actors",), f"outside options that sum to {best:g} leave nothing to divide", at_key=True)
