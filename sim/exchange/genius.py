"""Reads domains and preference profiles of GENIUS and the ANAC competitions (Lin et al. 2014, Computational
Intelligence 30): discrete, integer and real issues, linear additive utilities, reservation value, discount factor.

A profile's evaluations are kept as GENIUS itself uses them, on [0, 1] (`evaluators.py`). What this format can also say,
and GENIUS does not add up issue by issue (constraints, hypercubes), is refused at its line.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast

from sim.errors import Problem, ScenarioError
from sim.exchange.evaluators import evaluations
from sim.exchange.xml_text import Element
from sim.scenario.suggest import allowed_or_meant

Kind: TypeAlias = Literal["discrete", "integer", "real"]
KINDS = ("discrete", "integer", "real")
MOST_VALUES = 1000
MOST_WEIGHT = 1.02
"""GENIUS itself takes weights for normalised whose sum is within 0.02 of 1."""
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


@dataclass(frozen=True)
class Profile:
    """One party's preferences over a domain.

    `weights` one an issue; `evaluations` one a value of each issue (of a real one at its two ends), on [0, 1];
    `reservation` and `discount` as in the file, None where it says nothing.
    """

    label: str
    weights: tuple[float, ...]
    evaluations: tuple[tuple[float, ...], ...]
    reservation: float
    discount: float | None

    @property
    def best(self) -> float:
        """What GENIUS says its best package is worth: 1 where weights and evaluations are normalised."""
        return math.fsum(weight * max(worth) for weight, worth in zip(self.weights, self.evaluations, strict=True))


def is_domain(root: Element) -> bool:
    """Whether a file is a domain, by its outermost element."""
    return root.tag == "negotiation_template"


def is_profile(root: Element) -> bool:
    """Whether a file is a profile, by its outermost element."""
    return root.tag == "utility_space"


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
    for element, _ in _issues_below(objective, problems):
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


def read_profile(root: Element, domain: Domain, label: str) -> Profile:
    """The profile in a file, held against its domain.

    Raises ScenarioError with all problems, each with its line.
    """
    if not is_profile(root):
        root.refuse(f"<{root.tag}> is no profile", "a profile begins with <utility_space>")
    if root.attributes.get("type", "").upper() in ("NONLINEAR", "CONSTRAINT"):
        root.refuse(f"utilities of type {root.attributes['type']}", LINEAR_ONLY)
    problems = _unknown(root, ("objective", "discount_factor", "reservation"))
    weights: dict[int, float] = {}
    worth: dict[int, tuple[float, ...]] = {}
    known = {issue.index: issue for issue in domain.issues}
    for objective in root.all("objective"):
        for element, weight in _issues_below(objective, problems):
            try:
                issue = _matching(element, known, worth)
                if weight is None:
                    element.refuse(f"there is no <weight> for '{issue.label}', index {issue.index}")
                weights[issue.index] = number(weight, "value")
                if weights[issue.index] < 0:
                    weight.refuse(f"the weight {weights[issue.index]:g} is below 0")
                worth[issue.index] = evaluations(element, issue.kind, issue.values, (issue.low, issue.high), number)
            except ScenarioError as error:
                problems += error.problems
    if not problems:
        missing = [issue.label for issue in domain.issues if issue.index not in worth]
        problems += [root.problem(f"nothing is said about the issue '{issue}' of the domain") for issue in missing]
    if problems:
        raise ScenarioError(sorted(dict.fromkeys(problems), key=lambda one: (one.line, one.column)))
    profile = Profile(
        label,
        tuple(weights[issue.index] for issue in domain.issues),
        tuple(worth[issue.index] for issue in domain.issues),
        _reservation(root),
        _discount(root),
    )
    _check_scale(profile, root)
    return profile


def _issues_below(objective: Element, problems: list[Problem]) -> Iterator[tuple[Element, Element | None]]:
    """Each issue with its weight, those of objectives within the objective too, whose own weight GENIUS leaves out."""
    problems += _unknown(objective, ("issue", "weight", "objective"))
    weights: dict[int, Element] = {}
    here = {_index(child) for child in objective.children if child.tag in ("issue", "objective")}
    for weight in objective.all("weight"):
        index = _index(weight)
        if index not in here:
            problems.append(weight.problem(f"a weight for index {index}, which no issue has"))
        if index in weights:
            problems.append(weight.problem(f"index {index} has a weight already"))
        weights[index] = weight
    for child in objective.children:
        if child.tag == "issue":
            yield child, weights.get(_index(child))
        elif child.tag == "objective":
            yield from _issues_below(child, problems)


def _unknown(element: Element, allowed: tuple[str, ...]) -> list[Problem]:
    """Elements that say something which is not understood."""
    hint = f"{LINEAR_ONLY}; {{}}"
    return [
        child.problem(f"<{child.tag}> is not understood in <{element.tag}>", hint.format(allowed_or_meant(child.tag, allowed)))
        for child in element.children
        if child.tag not in allowed
    ]  # fmt: skip


def _index(element: Element) -> int:
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
    index, label = _index(element), element.attributes.get("name", "").strip()
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


def _matching(element: Element, known: dict[int, Issue], done: dict[int, tuple[float, ...]]) -> Issue:
    """The domain's issue that an issue of a profile is about. Raises ScenarioError where the two differ."""
    index = _index(element)
    if index not in known:
        element.refuse(f"the domain has no issue of index {index}")
    issue = known[index]
    label = element.attributes.get("name", "").strip()
    if label != issue.label:
        element.refuse(f"index {index} is '{label}' here and '{issue.label}' in the domain")
    if index in done:
        element.refuse(f"'{label}' stands in the profile twice")
    kind = kind_of(element)
    if kind not in (None, issue.kind):
        element.refuse(f"'{label}' is {kind} here and {issue.kind} in the domain")
    ends = bounds(element) if issue.kind != "discrete" else None
    if ends not in (None, (issue.low, issue.high)):
        element.refuse(f"'{label}' has another range here than in the domain, {issue.low:g} to {issue.high:g}")
    return issue


def _reservation(root: Element) -> float:
    element = root.first("reservation")
    if element is None:
        return 0.0
    value = number(element, "value")
    if value < 0:
        element.refuse(f"the reservation value {value:g} is below 0")
    return value


def _discount(root: Element) -> float | None:
    """The discount factor; GENIUS takes 0 for none."""
    element = root.first("discount_factor")
    if element is None:
        return None
    value = number(element, "value")
    if not 0 <= value <= 1:
        element.refuse(f"the discount factor {value:g} is out of range", "allowed: [0, 1]; 0 and 1 are none")
    return None if value in (0.0, 1.0) else value


def _check_scale(profile: Profile, root: Element) -> None:
    """Raise ScenarioError where utilities leave [0, 1], or no package is worth more than no deal."""
    best = profile.best
    if best <= 0:
        root.refuse("nothing is worth anything: all weights or all evaluations are 0")
    if best > MOST_WEIGHT:
        message = f"the best package would be worth {best:.4g}, and GENIUS cuts utilities off at 1"
        root.refuse(message, "weights that sum to 1")
    if profile.reservation >= best:
        element = root.first("reservation") or root
        element.refuse(
            f"no package is worth more than the reservation value {profile.reservation:g}: the best {best:.4g}"
        )
