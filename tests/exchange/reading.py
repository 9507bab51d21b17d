"""GENIUS's arithmetic once more, from the XML itself and by nothing of `sim.exchange`: imports are held to it."""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

from sim.exchange import import_files
from sim.scenario import Scenario, loads

HERE = Path(__file__).resolve().parent
TWO = ("water", "ceasefire", "sale")
DISCRETE = ("water", "ceasefire", "river")
ALL = ("water", "ceasefire", "river", "sale")
PARTIES = {
    "water": ("up", "down"),
    "ceasefire": ("north", "south"),
    "river": ("alpha", "beta", "gamma"),
    "sale": ("buyer", "seller"),
}
SHARES = (0.0, 0.2, 0.5, 1.0)
"""Points at which a real issue is looked at."""


def imported(domain: str, rounds: int = 52) -> Scenario:
    """A domain of this folder as a scenario."""
    return loads(import_files([HERE / domain], rounds).text)


def profile(domain: str, party: str) -> ElementTree.Element:
    return ElementTree.parse(HERE / domain / f"{party}.xml").getroot()


def reservation(domain: str, party: str) -> float:
    found = profile(domain, party).find("reservation")
    return 0.0 if found is None else float(found.attrib["value"])


def worth(domain: str, party: str) -> dict[int, list[tuple[str | float, float]]]:
    """By the index of an issue: each value, or share of a range, with weight times evaluation."""
    root = profile(domain, party)
    weights = {int(weight.attrib["index"]): float(weight.attrib["value"]) for weight in root.iter("weight")}
    found: dict[int, list[tuple[str | float, float]]] = {}
    for issue in root.iter("issue"):
        index = int(issue.attrib["index"])
        values: list[tuple[str | float, float]]
        evaluator = issue.find("evaluator")
        if evaluator is None:
            items = [(item.attrib["value"], float(item.attrib["evaluation"])) for item in issue.findall("item")]
            most = max(evaluation for _, evaluation in items)
            values = [(value, evaluation / most) for value, evaluation in items]
        elif issue.attrib["type"] == "integer":
            low, high = int(issue.attrib["lowerbound"]), int(issue.attrib["upperbound"])
            slope, offset = float(evaluator.attrib["slope"]), float(evaluator.attrib["offset"])
            values = [(str(k), min(1.0, max(0.0, offset + slope * (k - low)))) for k in range(low, high + 1)]
        else:
            ends = issue.find("range")
            assert ends is not None
            low_end, high_end = float(ends.attrib["lowerbound"]), float(ends.attrib["upperbound"])
            zero, slope = float(evaluator.attrib["parameter0"]), float(evaluator.attrib["parameter1"])
            values = [(share, zero + slope * (low_end + share * (high_end - low_end))) for share in SHARES]
        found[index] = [(value, weights[index] * evaluation) for value, evaluation in values]
    return found


def packages(domain: str) -> Iterator[tuple[tuple[str | float, ...], tuple[float, ...]]]:
    """Every package, as values in the order of the domain's issues, with what GENIUS says it is worth to each party."""
    by_party = [worth(domain, party) for party in PARTIES[domain]]
    indices = [int(issue.attrib["index"]) for issue in profile_of_domain(domain).iter("issue")]
    for chosen in itertools.product(*(range(len(by_party[0][index])) for index in indices)):
        values = tuple(by_party[0][index][k][0] for index, k in zip(indices, chosen, strict=True))
        yield (
            values,
            tuple(sum(party[index][k][1] for index, k in zip(indices, chosen, strict=True)) for party in by_party),
        )


def profile_of_domain(domain: str) -> ElementTree.Element:
    return ElementTree.parse(HERE / domain / "domain.xml").getroot()


def issue_names(scenario: Scenario) -> list[str]:
    """The scenario's issues that are the domain's."""
    return [name for name in scenario.issues if name != "deal"]


OPTIONS = {
    "Hardly any": "hardly_any", "A third": "a_third", "Half": "half", "Two thirds": "two_thirds", "None": "none",
    "10%": "10", "25%": "25", "a joint body": "a_joint_body", "a third party": "a_third_party", "-3": "minus_3",
    "-2": "minus_2", "-1": "minus_1", "all at once": "all_at_once", "by turns": "by_turns",
    "the wounded": "the_wounded",
}  # fmt: skip
"""What values are called in a scenario, where it is not as in the file."""


def utility(scenario: Scenario, actor: str, package: tuple[str | float, ...], deal: str = "made") -> float:
    """What a package is worth in the scenario, from its numbers."""
    total = weights = 0.0
    issues = dict(zip(issue_names(scenario), package, strict=True))
    if "deal" in scenario.issues:
        issues["deal"] = deal
    for name, value in issues.items():
        stake = scenario.issues[name].stakes[actor]
        assert stake.values is not None
        weights += float(stake.salience)  # type: ignore[arg-type]  # no ranges in imports
        if isinstance(value, str):
            worth_here = float(stake.values[OPTIONS.get(value, value)])  # type: ignore[arg-type]
        else:
            low, high = float(stake.values["0"]), float(stake.values["1"])  # type: ignore[arg-type]
            worth_here = low + value * (high - low)
        total += float(stake.salience) * worth_here  # type: ignore[arg-type]
    return total / weights
