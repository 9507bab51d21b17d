"""What each value of an issue is worth to a party, on [0, 1], as GENIUS works it out (its 10.4 is the reference).

- discrete: the evaluation divided by the highest of the issue; all 0 if that is below 0.00001;
- integer: offset + slope (value - lowest value), cut to [0, 1];
- real: parameter0 + parameter1 value, cut to [0, 1] (`linear`), or parameter0 (`constant`). A divisible issue is linear
  from end to end, so a line that leaves [0, 1] within the range, and would have a bend there, is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from sim.exchange.xml_text import Element
from sim.scenario.suggest import allowed_or_meant

ReadNumber: TypeAlias = Callable[[Element, str], float]
NOTHING = 1e-5
ROUNDING = 1e-9
IGNORED = ("similarity_function",)
"""What only single agents of old read, and no utility depends on."""
ARTICLES = {"discrete": "a discrete", "integer": "an integer", "real": "a real"}
PARTS = {"discrete": ("item",), "integer": ("evaluator", "range"), "real": ("evaluator", "range")}


def evaluations(
    element: Element, kind: str, values: Sequence[str], ends: tuple[float, float], number: ReadNumber
) -> tuple[float, ...]:
    """The worth of each of `values`, or of the two `ends` of a real issue.

    Raises ScenarioError, at its line, for what cannot be read.
    """
    for child in element.children:
        if child.tag not in (*PARTS[kind], *IGNORED):
            child.refuse(
                f"<{child.tag}> is not understood in {ARTICLES[kind]} issue", allowed_or_meant(child.tag, PARTS[kind])
            )
    if kind == "discrete":
        return _of_items(element, values, number)
    evaluator = element.first("evaluator")
    if evaluator is None:
        element.refuse(f"the {kind} issue has no <evaluator>")
    form = evaluator.attributes.get("ftype", "linear").lower()
    if kind == "integer":
        if form != "linear":
            evaluator.refuse(f"evaluators of type '{form}' are not understood", "allowed: linear")
        slope, offset = number(evaluator, "slope"), number(evaluator, "offset")
        return tuple(_cut(offset + slope * step) for step in range(len(values)))
    if form == "constant":
        return (_within(evaluator, number(evaluator, "parameter0")),) * 2
    if form != "linear":
        evaluator.refuse(f"evaluators of type '{form}' are not understood", "allowed: linear, constant")
    at_zero, slope = number(evaluator, "parameter0"), number(evaluator, "parameter1")
    low, high = (at_zero + slope * end for end in ends)
    return _within(evaluator, low), _within(evaluator, high)


def _of_items(element: Element, values: Sequence[str], number: ReadNumber) -> tuple[float, ...]:
    stated: dict[str, float] = {}
    for item in element.all("item"):
        value = item.attributes.get("value", "")
        if value not in values:
            item.refuse(f"the domain has no value '{value}' here", allowed_or_meant(value, values))
        if value in stated:
            item.refuse(f"the value '{value}' stands here twice")
        stated[value] = number(item, "evaluation")
        if stated[value] < 0:
            item.refuse(f"the evaluation {stated[value]:g} is below 0")
    for value in values:
        if value not in stated:
            element.refuse(f"the value '{value}' has no evaluation")
    highest = max(stated.values())
    return tuple(stated[value] / highest if highest >= NOTHING else 0.0 for value in values)


def _cut(worth: float) -> float:
    return min(1.0, max(0.0, worth))


def _within(evaluator: Element, worth: float) -> float:
    if not -ROUNDING <= worth <= 1 + ROUNDING:
        message = f"the evaluation reaches {worth:.4g} in the range, and GENIUS cuts it off at {_cut(worth):g}"
        evaluator.refuse(message, "a divisible issue is linear from end to end; make it an integer issue")
    return _cut(worth)
