"""Observations: a text file of dated sentences about what was seen, one a line.

    # seen by the middle of February
    by round 8: no ceasefire
    round 9: trilateral track met
    front at round 12: 0.47 +- 0.02
    by 2026-02-12: withdrawal_first not waived

See docs/studies-update.md for all that can be said. Every problem of a file is reported with its line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sim.errors import Problem, ScenarioError
from sim.scenario.suggest import allowed_or_meant, suggest
from sim.study.updating.sightings import Sighting, numbers_of, sightings_of

if TYPE_CHECKING:
    from sim.scenario import Scenario

MAX_BYTES = 1_000_000
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_ERROR = r"(?:\+-|\+/-|\N{PLUS-MINUS SIGN})"
_POINT = re.compile(rf"(?:round\s+(\d+)|(\d{{4}}-\d{{2}}-\d{{2}}))(?:\s*{_ERROR}\s*(\d+)(?:\s+rounds?)?)?$")
_MEASURED = re.compile(rf"({_NUMBER})\s*{_ERROR}\s*({_NUMBER})$")
_BETWEEN = re.compile(rf"({_NUMBER})\s+to\s+({_NUMBER})$")
_EXACT = re.compile(rf"({_NUMBER})$")
_WHEN_HINT = "such as 'by round 8', 'round 9', 'round 9 +- 2' or a date 2026-01-22"


@dataclass(frozen=True, slots=True)
class Observation:
    """Something seen.

    An event (`by`, `within`) had or had not (`happened`) come by round `last`, or in the rounds `first` to `last`. A
    number was at the end of round `last` `low` to `high` (`error` None), or `low` with a normal error of standard
    deviation `error`. A `state` held or did not hold at the end of round `last`. Rounds count from 1.
    """

    text: str
    line: int
    kind: Literal["by", "within", "state", "number"]
    sighting: Sighting
    first: int
    last: int
    happened: bool = True
    low: float = 0.0
    high: float = 0.0
    error: float | None = None


class _Unreadable(Exception):
    """What is wrong with a line, and a hint."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def load_observations(path: str | Path, scenario: Scenario) -> tuple[Observation, ...]:
    """Read a file of observations. Raises ScenarioError with every problem in it."""
    name = str(path)
    try:
        with Path(path).open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise ScenarioError([Problem(name, 0, 0, "", f"larger than {MAX_BYTES // 1_000_000} MB")])
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise ScenarioError([Problem(name, 0, 0, "", f"cannot be read: {error.strerror or error}")]) from None
    except UnicodeDecodeError:
        raise ScenarioError([Problem(name, 0, 0, "", "not UTF-8 text")]) from None
    return read_observations(text.splitlines(), scenario, name)


def read_observations(
    lines: Sequence[str], scenario: Scenario, name: str = "<observations>"
) -> tuple[Observation, ...]:
    """Read lines. Raises ScenarioError with every problem, by line."""
    events, numbers = sightings_of(scenario), numbers_of(scenario)
    found: list[Observation] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines, 1):
        text = re.sub(r"(^|\s)#.*", "", line).strip()
        text = re.sub(r"^-\s+", "", text)
        if not text:
            continue
        try:
            found.append(_read(text, number, scenario, events, numbers))
        except _Unreadable as error:
            column = line.index(text[0]) + 1
            problems.append(Problem(name, number, column, "", error.message, error.hint))
    if not found and not problems:
        problems.append(Problem(name, 0, 0, "", "holds no observation", "such as: by round 8: no ceasefire"))
    if problems:
        raise ScenarioError(problems)
    return tuple(found)


def _read(
    text: str, line: int, scenario: Scenario, events: Mapping[str, Sighting], numbers: Mapping[str, Sighting]
) -> Observation:
    before, colon, after = text.partition(":")
    before, after = " ".join(before.split()), " ".join(after.split())
    if not colon or not after:
        raise _Unreadable("an observation has the form 'when: what'", "such as: by round 8: no ceasefire")
    what, at, when = before.rpartition(" at ")
    if at:
        sighting = _find(what, numbers, "number")
        return _number(text, line, sighting, _round(when, scenario), after)
    if before.startswith("by "):
        first, last = _rounds(before[3:], scenario)
        if first != last:
            raise _Unreadable("'by' needs one round", "without +-")
        sighting, happened = _event(after, events)
        kind: Literal["by", "within", "state"] = "by"
        if sighting.kind == "state":
            raise _Unreadable(f"'{after}' holds at a round, not by one", f"such as: round {last}: {after}")
        return Observation(text, line, kind, sighting, 1, last, happened)
    first, last = _rounds(before, scenario)
    sighting, happened = _event(after, events)
    if sighting.kind == "state":
        if first != last:
            raise _Unreadable(f"'{after}' holds at one round", "without +-")
        return Observation(text, line, "state", sighting, last, last, happened)
    return Observation(text, line, "within", sighting, first, last, happened)


def _event(text: str, events: Mapping[str, Sighting]) -> tuple[Sighting, bool]:
    """An event and whether it is said to have happened."""
    key = _key(text)
    if key in events:
        return events[key], True
    words = key.split()
    without = [word for word in words if word not in ("no", "not", "did", "has", "have")]
    if any(word in ("no", "not") for word in words) and " ".join(without) in events:
        return events[" ".join(without)], False
    return _find(" ".join(without), events, "event"), True


def _find(text: str, known: Mapping[str, Sighting], what: str) -> Sighting:
    key = _key(text)
    if key in known:
        return known[key]
    names = dict.fromkeys(sighting.name for sighting in known.values())
    hints = (allowed_or_meant("", names), suggest(key, known))
    raise _Unreadable(f"there is no {what} '{text}'", "; ".join(hint for hint in hints if hint))


def _key(text: str) -> str:
    """As phrases are looked up: small letters, spaces for underscores."""
    return " ".join(text.lower().replace("_", " ").split())


def _number(text: str, line: int, sighting: Sighting, last: int, after: str) -> Observation:
    low, high, error = _value(after, sighting)
    if sighting.most is not None and not (0 <= low <= sighting.most and 0 <= high <= sighting.most):
        raise _Unreadable(f"{sighting.name} is between 0 and {sighting.most:g}")
    return Observation(text, line, "number", sighting, last, last, True, low, high, error)


def _value(text: str, sighting: Sighting) -> tuple[float, float, float | None]:
    if match := _MEASURED.match(text):
        value, error = float(match[1]), float(match[2])
        if error <= 0:
            raise _Unreadable("the error of a number is above 0", "it is a standard deviation: 0.47 +- 0.02")
        return value, value, error
    if match := _BETWEEN.match(text):
        low, high = float(match[1]), float(match[2])
        if low > high:
            raise _Unreadable(f"{low:g} is above {high:g}", "lower end first: 0.45 to 0.49")
        return low, high, None
    if match := _EXACT.match(text):
        if sighting.kind != "count":
            raise _Unreadable("no run agrees with an exact number", f"{match[1]} +- 0.02, or a range: 0.45 to 0.49")
        return float(match[1]), float(match[1]), None
    raise _Unreadable(f"'{text}' is no number", "such as 0.47 +- 0.02, or 0.45 to 0.49")


def _round(text: str, scenario: Scenario) -> int:
    first, last = _rounds(text, scenario)
    if first != last:
        raise _Unreadable("a number is seen at one round", "without +-")
    return last


def _rounds(text: str, scenario: Scenario) -> tuple[int, int]:
    """First and last round of `round 9`, `round 9 +- 2` or a date."""
    match = _POINT.match(text)
    if match is None:
        raise _Unreadable(f"'{text}' says no time", _WHEN_HINT)
    middle = int(match[1]) if match[1] else _round_of_date(match[2], scenario)
    away = int(match[3]) if match[3] else 0
    if not 1 <= middle <= scenario.rounds:
        raise _Unreadable(f"round {middle} is not between 1 and {scenario.rounds}", "the rounds of the scenario")
    return max(1, middle - away), min(scenario.rounds, middle + away)


def _round_of_date(text: str, scenario: Scenario) -> int:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise _Unreadable(f"'{text}' is no day of the calendar") from None
    if scenario.date is None:
        raise _Unreadable("the scenario has no date to count from", "name the round: by round 8")
    days = (day - scenario.date).days
    if days < 0:
        raise _Unreadable(f"{text} is before the scenario begins, on {scenario.date}")
    return days // scenario.round_days + 1
