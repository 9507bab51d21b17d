"""What a text settles, one number or option each: issues as they are, and of a pie the share of each of its holders."""

from __future__ import annotations

from collections.abc import Mapping

from sim.scenario.base import OptionValue
from sim.scenario.issues import Issue, Stake


def terms_of(issues: Mapping[str, Issue], labels: Mapping[str, str]) -> dict[str, Issue]:
    """Name -> term: an issue itself, or for each holder of a pie an issue ``PIE.HOLDER``, its share on [0, 1].

    ``labels`` are what reports call the actors. The shares of a pie are divisible issues in which the holder alone has
    a stake; that they cannot sum to more than 1 is what the rules for pies see to.
    """
    terms: dict[str, Issue] = {}
    for name, issue in issues.items():
        if issue.kind != "pie":
            terms[name] = issue
            continue
        today = shares(issue.status_quo)
        for holder in sorted(issue.stakes):
            terms[f"{name}.{holder}"] = Issue.model_construct(
                label=f"{issue.label or name}, share of {labels.get(holder) or holder}",
                divisible=True,
                status_quo=today.get(holder, 0.0),
                stakes={
                    holder: Stake.model_construct(
                        salience=issue.stakes[holder].salience,
                        values={"0": 0.0, "1": 1.0},
                        claims=issue.stakes[holder].claims,
                    )
                },
                promised_by=issue.promised_by,
                delivered_by=issue.delivered_by,
                enforcement=issue.enforcement,
                claims=issue.claims,
            )
    return terms


def shares(option: object) -> Mapping[str, float]:
    """What a package gives to whom of a pie; what is no mapping gives nobody anything."""
    return option if isinstance(option, Mapping) else {}


def package_of_terms(package: Mapping[str, OptionValue], issues: Mapping[str, Issue]) -> dict[str, OptionValue]:
    """A package term by term. Holders whom a package that divides a pie leaves out get nothing of it."""
    found: dict[str, OptionValue] = {}
    for name, option in package.items():
        issue = issues.get(name)
        if issue is None or issue.kind != "pie":
            found[name] = option
            continue
        given = shares(option)
        for holder in issue.stakes:
            found[f"{name}.{holder}"] = given.get(holder, 0.0)
    return found
