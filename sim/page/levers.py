"""Levers: the numbers of a scenario that are worth moving by hand, each with ends that make sense for it.

Rigidities come first, then pressure, the war, costs and patience, steps, shocks. The ends are wider than what the
scenario assumes, since the point of a lever is to look beyond: by the width of the assumed range on either side, as far
as the language allows.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sim.scenario import Distribution, Scenario
from sim.scenario.describe import in_words
from sim.summary.names import words

MOST = 32
"""More levers than this are more than anybody looks through."""


@dataclass(frozen=True, slots=True)
class Slider:
    """A number that can be moved from `low` to `high` in steps of `step`.

    `value` is where it stands, the mean if it is uncertain; `stated` says what the scenario has, `path` where.
    """

    path: str
    group: str
    label: str
    low: float
    high: float
    step: float
    value: float
    stated: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A family of levers: the paths it takes, how it is called after the names on a path, the language's range."""

    group: str
    pattern: re.Pattern[str]
    label: str
    low: float
    high: float


def _kind(group: str, path: str, label: str, low: float, high: float = math.inf) -> Kind:
    pattern = "".join(r"([\w-]+)" if part == "*" else re.escape(part) for part in re.split(r"(\*)", path))
    return Kind(group, re.compile(pattern), label, low, high)


RIGIDITY = "What it takes to give up a precondition"
PRESSURE = "Pressure and trust"
KINDS = (
    _kind(RIGIDITY, "preconditions.*.rigidity", "{precondition}", -1, 1),
    _kind(PRESSURE, "relations.*.*.leverage", "Leverage of {actor} over {other}", 0, 1),
    _kind(PRESSURE, "relations.*.*.credence", "How far {actor} believes {other}", 0, 1),
    _kind("The war", "battlefield.drift", "Drift of the front a week", -1, 1),
    _kind("The war", "battlefield.volatility", "Volatility of the front", 0.001, 1),
    _kind("The war", "actors.*.war_cost", "What the war costs {actor}", 0, 1),
    _kind("Time", "actors.*.deadline", "Weeks until {actor} has come down to what it has without a deal", 1),
    _kind("Time", "actors.*.patience", "Patience of {actor}, weeks", 1),
    _kind("Time", "actors.*.exit", "Weeks until {actor} tires and leaves", 1),
    _kind("Steps and shocks", "steps.*.value.*", "Worth of {step} to {other}", -1, 1),
    _kind("Steps and shocks", "shocks.*.hazard", "Weekly chance: {shock}", 0, 1),
)


def sliders(scenario: Scenario) -> tuple[Slider, ...]:
    """The levers of a scenario, by family in the order of `KINDS`, at most `MOST`.

    Of a family with uncertain numbers only these are taken: the others are what nobody thought worth a range. Numbers
    at 0 are left out: what a scenario leaves out cannot be turned up a little. Rigidities are taken in any case.
    """
    values = [(path, value) for path, value in scenario.values() if _is_number(value)]
    found = [slider for kind in KINDS for slider in _of_kind(kind, values, scenario)]
    return tuple(found[:MOST])


def _chosen(kind: Kind, values: list[tuple[str, object]]) -> list[tuple[str, object]]:
    """The numbers of a family that are worth a lever."""
    family = [(path, value) for path, value in values if kind.pattern.fullmatch(path)]
    if kind.group == RIGIDITY:
        return family
    uncertain = [one for one in family if isinstance(one[1], Distribution)]
    return uncertain or [(path, value) for path, value in family if value != 0]


def _is_number(value: object) -> bool:
    return isinstance(value, Distribution) or (isinstance(value, int | float) and not isinstance(value, bool))


def _of_kind(kind: Kind, values: list[tuple[str, object]], scenario: Scenario) -> Iterator[Slider]:
    for path, value in _chosen(kind, values):
        match = kind.pattern.fullmatch(path)
        assert match is not None
        low, high, mean = _ends(value)
        least, most = _around(low, high, kind)
        step = _nice((most - least) / 100)
        # the ends on the grid of steps, so that a value set by hand and one read back are the same
        bottom = max(math.floor(least / step) * step, kind.low)
        top = min(math.ceil(most / step) * step, kind.high)
        label = kind.label.format(**_names(scenario, match.groups(), path))
        yield Slider(
            path, kind.group, label[:1].upper() + label[1:], _clean(bottom), _clean(top), step,
            _clean(min(max(round(mean / step) * step, bottom), top)), in_words(value),  # type: ignore[arg-type]
        )  # fmt: skip


def _ends(value: object) -> tuple[float, float, float]:
    """What the scenario assumes: lowest, highest, mean. Unbounded tails are cut at 5% and 95%."""
    if not isinstance(value, Distribution):
        number = float(value)  # type: ignore[arg-type]
        return number, number, number
    low, high = value.support
    if not (math.isfinite(low) and math.isfinite(high)) or high > 8 * value.mean > 0:
        import numpy as np

        low, high = (float(end) for end in value.quantile(np.array([0.05, 0.95])))
    return low, high, value.mean


def _around(low: float, high: float, kind: Kind) -> tuple[float, float]:
    width = high - low if high > low else max(abs(high), 0.1 if kind.high <= 1 else 10.0)
    if kind.group == RIGIDITY:
        return min(0.0, low), min(max(1.0, high), kind.high)
    return max(low - width, kind.low), min(high + width, kind.high)


def _nice(step: float) -> float:
    """The next of 1, 2, 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(step))
    return next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if factor * power >= step * (1 - 1e-9))


def _clean(value: float) -> float:
    """Without the dust of binary fractions."""
    return float(f"{value:.10g}")


def _names(scenario: Scenario, groups: tuple[str, ...], path: str) -> Mapping[str, str]:
    """Labels for the names on a path, by what they are."""
    first = groups[0] if groups else ""
    section = path.split(".")[0]
    names = {"actor": _actor(scenario, first), "other": _actor(scenario, groups[-1] if groups else "")}
    if section == "preconditions":
        rule = scenario.preconditions[first]
        holders = ", ".join(_actor(scenario, holder) for holder in rule.holders)
        names["precondition"] = f"{holders}: {rule.label or words(first)}"
    elif section == "steps":
        names["step"] = (scenario.steps[first].label or words(first))[:60]
    elif section == "shocks":
        names["shock"] = scenario.shocks[first].label or words(first)
    return names


def _actor(scenario: Scenario, name: str) -> str:
    actor = scenario.actors.get(name)
    return (actor.label or words(name)) if actor is not None else words(name)
