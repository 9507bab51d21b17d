"""Reads preference profiles of GENIUS: linear additive utilities, reservation value, discount factor.

Evaluations are kept as GENIUS itself uses them, on [0, 1] (`evaluators.py`). What this format can also say, and GENIUS
does not add up issue by issue (constraints, hypercubes), is refused at its line.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.errors import ScenarioError
from sim.exchange.evaluators import evaluations
from sim.exchange.genius import LINEAR_ONLY, Domain, Issue, bounds, index_of, issues_below, kind_of, number, unknown
from sim.exchange.xml_text import Element

MOST_WEIGHT = 1.02
"""GENIUS itself takes weights for normalised whose sum is within 0.02 of 1."""


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


def is_profile(root: Element) -> bool:
    """Whether a file is a profile, by its outermost element."""
    return root.tag == "utility_space"


def read_profile(root: Element, domain: Domain, label: str) -> Profile:
    """The profile in a file, held against its domain.

    Raises ScenarioError with all problems, each with its line.
    """
    if not is_profile(root):
        root.refuse(f"<{root.tag}> is no profile", "a profile begins with <utility_space>")
    if root.attributes.get("type", "").upper() in ("NONLINEAR", "CONSTRAINT"):
        root.refuse(f"utilities of type {root.attributes['type']}", LINEAR_ONLY)
    problems = unknown(root, ("objective", "discount_factor", "reservation"))
    weights: dict[int, float] = {}
    worth: dict[int, tuple[float, ...]] = {}
    known = {issue.index: issue for issue in domain.issues}
    for objective in root.all("objective"):
        for element, weight in issues_below(objective, problems):
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


def _matching(element: Element, known: dict[int, Issue], done: dict[int, tuple[float, ...]]) -> Issue:
    """The domain's issue that an issue of a profile is about. Raises ScenarioError where the two differ."""
    index = index_of(element)
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
        message = f"no package is worth more than the reservation value {profile.reservation:g}"
        element.refuse(message, f"the best is worth {best:.4g}")
