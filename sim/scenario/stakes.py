"""Checks of issues: options, stakes, saliences, enforcement."""

from __future__ import annotations

from collections.abc import Mapping

from sim.scenario.distribution import Distribution
from sim.scenario.findings import Findings
from sim.scenario.issues import Issue, Stake
from sim.scenario.numbers import Number
from sim.scenario.terms import shares
from sim.scenario.tree import Path

_RESERVED_OPTIONS = (
    "fixed",
    "at_least",
    "at_most",
    "exactly",
)  # words of the language where options stand too


def check_issues(findings: Findings) -> None:
    """Report what is wrong within each issue, and actors that have nothing at stake."""
    for name, issue in findings.scenario.issues.items():
        path: Path = ("issues", name)
        if name == "by":
            findings.add(path, "an issue cannot be called 'by', which says how much is eased", at_key=True)
        if findings.is_whole("issues", name, "options") and findings.is_whole("issues", name, "divisible"):
            _check_options(findings, issue, path)
            if issue.divisible or issue.options or issue.kind == "pie":
                findings.expect_option(name, issue.status_quo, (*path, "status_quo"))
            _check_enforcement(findings, issue, path)
            for actor, stake in issue.stakes.items():
                _check_stake(findings, name, issue, stake, (*path, "stakes", actor))
        for actor in issue.stakes:
            findings.expect_actor(actor, (*path, "stakes", actor), at_key=True)
        if issue.promised_by is not None:
            findings.expect_actor(issue.promised_by, (*path, "promised_by"))
        findings.expect_actors(issue.delivered_by, (*path, "delivered_by"))
    _check_saliences(findings)


def _check_options(findings: Findings, issue: Issue, path: Path) -> None:
    if issue.kind == "pie":
        if issue.divisible or issue.options:
            extra = "divisible" if issue.divisible else "options"
            findings.add((*path, extra), "a pie has shares, and no options", "leave out options and divisible")
        if not issue.stakes and findings.is_whole(str(path[0]), str(path[1]), "stakes"):
            findings.add(path, "a pie without stakes is nobody's", "stakes: {ACTOR: {salience: 1}}", at_key=True)
        if any(isinstance(share, Distribution) for share in shares(issue.status_quo).values()):
            message = "the status quo of a pie is known: plain numbers only"
            findings.add((*path, "status_quo"), message, "what is uncertain stands in fallbacks")
        return
    if issue.divisible:
        if issue.options:
            findings.add((*path, "options"), "a divisible issue has no options", "leave out options or divisible")
        return
    if len(issue.options) < 2:
        message = "an issue needs at least two options, or divisible: true"
        findings.add((*path, "options"), message, "such as options: [none, some, all]")
    for position, option in enumerate(issue.options):
        if option in issue.options[:position]:
            findings.add((*path, "options", position), f"the option '{option}' stands here twice")
        if option in _RESERVED_OPTIONS:
            findings.add((*path, "options", position), f"an option cannot be called '{option}': the language uses it")


def _check_stake(findings: Findings, name: str, issue: Issue, stake: Stake, path: Path) -> None:
    if not findings.is_whole(*(str(part) for part in path)):
        return
    if issue.kind == "pie":
        given = "position" if stake.position is not None else "values" if stake.values is not None else None
        if given is not None:
            message = "of a pie each holder wants as large a share as it can get: it has a salience only"
            findings.add((*path, given), message, f"leave out {given}")
        return
    if (stake.position is None) == (stake.values is None):
        message = "a stake has either a position or values"
        findings.add(path, message if stake.position is None else f"{message}, not both", at_key=True)
        return
    if stake.values is not None:
        wanted = ("0", "1") if issue.divisible else issue.options
        _check_keys(findings, stake.values, wanted, (*path, "values"), name)
    elif isinstance(stake.position, Distribution):
        if not issue.divisible:
            findings.add((*path, "position"), "a position on options is the name of one of them")
    else:
        findings.expect_option(name, stake.position, (*path, "position"))


def _check_keys(
    findings: Findings, values: Mapping[str, Number], wanted: tuple[str, ...], path: Path, issue: str
) -> None:
    for option in values:
        findings.expect(option, wanted, f"option of {issue} called", (*path, option), at_key=True)
    missing = [option for option in wanted if option not in values]
    if missing and all(option in wanted for option in values):
        findings.add(path, f"values are needed for every option: {', '.join(missing)} is missing", at_key=True)


def _check_enforcement(findings: Findings, issue: Issue, path: Path) -> None:
    below: Path = (*path, "enforcement")
    if isinstance(issue.enforcement, Mapping):
        if issue.divisible and findings.is_whole(*(str(part) for part in below)):
            findings.add(below, "enforcement of a divisible issue is one number, the cost at 1")
            return
        if issue.kind == "pie" and issue.enforcement and findings.is_whole(*(str(part) for part in below)):
            findings.add(below, "enforcement of a pie is one number, the cost once all of it is given away")
            return
        for option in issue.enforcement:
            findings.expect(option, issue.options, "option", (*below, option), at_key=True)
    elif not issue.divisible and issue.kind != "pie":
        findings.add(below, "enforcement takes a number for each option, such as {backstop: 0.1}")


def _check_saliences(findings: Findings) -> None:
    """Report actors whose saliences are, or can be, all 0: they could not be scaled to sum to 1."""
    if not findings.is_whole("issues") or not findings.is_whole("actors"):
        return
    for actor in findings.scenario.actors:
        stakes = [issue.stakes[actor] for issue in findings.scenario.issues.values() if actor in issue.stakes]
        if not stakes:
            findings.add(("actors", actor), "has no stake in any issue", at_key=True)
        elif not any(_is_surely_positive(stake.salience) for stake in stakes):
            findings.add(("actors", actor), "its saliences sum to 0, or can: one must be above 0", at_key=True)


def _is_surely_positive(salience: Number) -> bool:
    """Whether a salience is above 0 with probability 1."""
    if isinstance(salience, Distribution):
        return salience.support[0] > 0 or salience.kind != "choice"
    return salience > 0
