"""Reads domains of GENIUS and the ANAC competitions (Lin et al. 2014, Computational Intelligence 30): issues that are
discrete, integer or real, in objectives that may stand within each other.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast

from sim.errors import Problem, ScenarioError
from sim.exchange.xml_text import Element
from sim.scenario.suggest import allowed_or_meant

Kind: TypeAlias = Literal["discrete", "integer", "real"]
KINDS = ("discrete", "integer", "real")
MOST_VALUES = 1000
LINEAR_ONLY = "what can be imported is a sum over issues of weight times evaluation"


@dataclass(frozen=True)
class Issue:
    """An issue of a domain: its values in the order of the file (integers from low to high), or a real range."""

    index: int
    label: str
    kind: Kind
    values: tuple[str, ...]
    low: float = 0.0
    high: float = 0.0


@dataclass(frozen=True)
class Domain:
    """What is negotiated about; `profiles` are the files that the domain itself names for its agents, by agent."""

    label: str
    issues: tuple[Issue, ...]
    profiles: tuple[tuple[str, str], ...] = ()


def is_domain(root: Element) -> bool:
    """Whether a file is a domain, by its outermost element."""
    return root.tag == "negotiation_template"


def number(element: Element, attribute: str) -> float:
    """A finite number in an attribute. Raises ScenarioError at the element's place."""
    text = element.attributes.get(attribute)
    if text is None:
        element.refuse(f"<{element.tag}> has no {attribute}")
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        element.refuse(f'{attribute}="{text}" is no number')
    return value


def read_domain(root: Element, name: str) -> Domain:
    """The domain in a file, called `name` if it does not name itself.

    Raises ScenarioError with all problems, each with its line.
    """
    if not is_domain(root):
        root.refuse(f"<{root.tag}> is no domain", "a domain begins with <negotiation_template>")
    space = root.first("utility_space") or root
    objective = space.first("objective")
    if objective is None:
        root.refuse("the domain has no <objective>")
    problems: list[Problem] = []
    issues: dict[int, Issue] = {}
    for element, _ in issues_below(objective, problems):
        try:
            issue = _issue(element)
            if issue.index in issues:
                element.refuse(f"index {issue.index} belongs to '{issues[issue.index].label}' already")
            issues[issue.index] = issue
        except ScenarioError as error:
            problems += error.problems
    if not issues and not problems:
        problems.append(objective.problem("the domain has no <issue>"))
    if problems:
        raise ScenarioError(problems)
    agents = [
        (agent.attributes.get("name", ""), agent.attributes.get("utility_space", "")) for agent in root.all("agent")
    ]
    label = objective.attributes.get("name", "").strip()
    usual = label.lower() in ("", "any", "root")
    return Domain(name if usual else label, tuple(issues.values()), tuple(pair for pair in agents if pair[1]))


def issues_below(objective: Element, problems: list[Problem]) -> Iterator[tuple[Element, Element | None]]:
    """Each issue with its weight, those of objectives within the objective too, whose own weight GENIUS leaves out."""
    problems += unknown(objective, ("issue", "weight", "objective"))
    weights: dict[int, Element] = {}
    here = {index_of(child) for child in objective.children if child.tag in ("issue", "objective")}
    for weight in objective.all("weight"):
        index = index_of(weight)
        if index not in here:
            problems.append(weight.problem(f"a weight for index {index}, which no issue has"))
        if index in weights:
            problems.append(weight.problem(f"index {index} has a weight already"))
        weights[index] = weight
    for child in objective.children:
        if child.tag == "issue":
            yield child, weights.get(index_of(child))
        elif child.tag == "objective":
            yield from issues_below(child, problems)


def unknown(element: Element, allowed: tuple[str, ...]) -> list[Problem]:
    """Elements that say something which is not understood."""
    return [
        child.problem(
            f"<{child.tag}> is not understood in <{element.tag}>",
            f"{LINEAR_ONLY}; {allowed_or_meant(child.tag, allowed)}",
        )
        for child in element.children
        if child.tag not in allowed
    ]


def index_of(element: Element) -> int:
    """The whole number in an element's index. Raises ScenarioError at its place."""
    index = number(element, "index")
    if index != int(index):
        element.refuse(f'index="{element.attributes["index"]}" is no whole number')
    return int(index)


def kind_of(element: Element) -> Kind | None:
    """The kind of issue that an element states by vtype, type and etype; None if by none. Raises ScenarioError."""
    stated = [element.attributes[name] for name in ("vtype", "type", "etype") if name in element.attributes]
    for kind in stated:
        if kind.lower() not in KINDS:
            element.refuse(f"issues of type '{kind}' are not understood", allowed_or_meant(kind, KINDS))
    if len({kind.lower() for kind in stated}) > 1:
        element.refuse(
            f"the issue is said to be {' and '.join(dict.fromkeys(stated))}", "vtype, type and etype must agree"
        )
    return cast(Kind, stated[0].lower()) if stated else None


def bounds(element: Element) -> tuple[float, float] | None:
    """The lower and the upper bound of an issue, on it or on its <range>; None if it states none."""
    holder = element.first("range") or element
    if "lowerbound" not in holder.attributes and "upperbound" not in holder.attributes:
        return None
    low, high = number(holder, "lowerbound"), number(holder, "upperbound")
    if not low < high:
        holder.refuse(f"the range {low:g} to {high:g} has no length")
    return low, high


def _issue(element: Element) -> Issue:
    """An issue of a domain."""
    index, label = index_of(element), element.attributes.get("name", "").strip()
    if not label:
        element.refuse("the issue has no name")
    kind = kind_of(element) or "discrete"
    if kind == "discrete":
        values = [item.attributes.get("value", "") for item in element.all("item")]
        if len(values) < 2:
            element.refuse(f"'{label}' has fewer than two <item>")
        for place, item in enumerate(element.all("item")):
            if values[place] in values[:place]:
                item.refuse(f"'{label}' has the value '{values[place]}' twice")
        return Issue(index, label, kind, tuple(values))
    ends = bounds(element)
    if ends is None:
        element.refuse(f"'{label}' has no lowerbound and upperbound")
    if kind == "real":
        return Issue(index, label, kind, (), *ends)
    if ends[0] != int(ends[0]) or ends[1] != int(ends[1]):
        element.refuse(f"the bounds of '{label}' are no whole numbers")
    if ends[1] - ends[0] >= MOST_VALUES:
        element.refuse(f"'{label}' has more than {MOST_VALUES:,} values", "make it a real issue")
    return Issue(index, label, kind, tuple(str(value) for value in range(int(ends[0]), int(ends[1]) + 1)), *ends)
