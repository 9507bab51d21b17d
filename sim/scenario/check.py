"""`check`: what scenarios contain, what of it rests on claims, what is assumed, what looks like a mistake."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath

from sim.errors import Problem, ScenarioError
from sim.scenario import describe
from sim.scenario.claims import claims_of
from sim.scenario.distribution import Distribution
from sim.scenario.idle import idle_fields
from sim.scenario.loading import load
from sim.scenario.models import Scenario
from sim.scenario.numbers import ReasonedNumber
from sim.scenario.tree import find
from sim.scenario.untakeable import untakeable_steps

_ELEMENT_DEPTH = {"relations": 3, "battlefield": 1, "opening_text": 1, "fallbacks": 1}
_NO_ELEMENTS = (
    "rounds",
    "round_days",
    "follow_up",
    "mechanisms",
    "name",
    "description",
    "seeds",
    "claims",
    "date",
    "proposer",
    "signatories",
    "breakdown",
    "signing",
)


@dataclass(frozen=True)
class Contents:
    """What one scenario contains.

    `counts` has the number of elements of each kind; `assumed_numbers` are paths of numbers that the file
    gives without citing a claim, `assumed_elements` paths of elements in which nothing cites one.
    """

    scenario: Scenario
    counts: dict[str, int]
    assumed_numbers: tuple[str, ...]
    assumed_elements: tuple[str, ...]
    warnings: tuple[str, ...]

    def to_text(self) -> str:
        """The contents, a line an element."""
        scenario = self.scenario
        lines = [f"{scenario.name}  ({scenario.path_of_origin})"]
        if scenario.ancestors:
            lines.append(f"  extends {', '.join(scenario.ancestors)}")
        after = f"{scenario.follow_up} more after a settlement"
        lines.append(f"  {scenario.rounds} rounds of {scenario.round_days} days, {after}")
        lines += self._section("actors", (f"{name}: {actor.label}" for name, actor in scenario.actors.items()))
        lines += [f"  battlefield: {describe.battlefield_in_words(scenario.battlefield)}"]
        lines += [f"  signatories: {describe.signing_in_words(scenario)}"]
        lines += self._section("issues", (describe.issue_in_words(*item) for item in scenario.issues.items()))
        lines += self._section("steps", (describe.step_in_words(*item) for item in scenario.steps.items()))
        lines += self._section("tracks", (describe.track_in_words(*item) for item in scenario.tracks.items()))
        sentences = (describe.precondition_in_words(*item) for item in scenario.preconditions.items())
        lines += self._section("preconditions", sentences)
        lines += self._section("shocks", scenario.shocks)
        lines += self._section("uncertain numbers", self._dimensions())
        off = describe.switched_off(scenario)
        lines.append(f"  switched off: {', '.join(off) if off else 'nothing'}")
        lines.append(f"  claims used: {len(scenario.claims_used())}")
        lines += self._section("numbers assumed, citing no claim", self.assumed_numbers, len(self.assumed_numbers))
        lines += self._section("elements assumed, citing no claim", self.assumed_elements, len(self.assumed_elements))
        return "\n".join(lines)

    def _section(self, title: str, entries: Iterable[str], count: int | None = None) -> list[str]:
        number = self.counts.get(title, 0) if count is None else count
        return [f"  {title}: {number}", *(f"    {entry}" for entry in entries)]

    def _dimensions(self) -> Iterator[str]:
        for path, dimension in self.scenario.dimensions().items():
            private = ", private" if dimension.private else ""
            why = f": {dimension.why}" if dimension.why else ""
            claims = f" [{', '.join(dimension.claims)}]" if dimension.claims else ""
            yield f"{path}: {describe.in_words(dimension)}{private}{why}{claims}"


@dataclass(frozen=True)
class CheckReport:
    """The outcome of `check`: contents of the scenarios that can be read, problems of those that cannot."""

    contents: tuple[Contents, ...] = ()
    problems: tuple[Problem, ...] = ()
    unused_claims: Mapping[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether every file could be read; warnings do not count."""
        return not self.problems

    @property
    def warnings(self) -> tuple[str, ...]:
        """What looks like a mistake but is none by the rules."""
        own = [f"{one.scenario.path_of_origin}: {text}" for one in self.contents for text in one.warnings]
        unused = [
            f"{seed}: the claim '{claim}' is used by none of the scenarios checked"
            for claim, seed in self.unused_claims.items()
        ]
        return (*own, *unused)

    def to_text(self) -> str:
        """A plain report: contents, warnings, problems."""
        parts = [one.to_text() for one in self.contents]
        if self.warnings:
            parts.append("\n".join(f"warning: {warning}" for warning in self.warnings))
        if self.problems:
            parts.append("\n".join(f"error: {problem}" for problem in self.problems))
        return "\n\n".join(parts)


def check(paths: Iterable[str | FilePath] | str | FilePath) -> CheckReport:
    """Read scenarios, by name or path, and report on all of them; never raises ScenarioError."""
    sources = [paths] if isinstance(paths, str | FilePath) else list(paths)
    contents: list[Contents] = []
    problems: list[Problem] = []
    known: dict[str, str] = {}
    used: set[str] = set()
    for source in sources:
        try:
            scenario = load(source)
        except ScenarioError as error:
            problems += error.problems
            continue
        refused = list(untakeable_steps(scenario))
        if refused:
            problems += refused
            continue
        contents.append(_contents(scenario))
        known.update({claim: seed for claim, (seed, _) in claims_of(scenario._source, scenario._folders).items()})
        used |= scenario.claims_used()
    # A file that could not be read may be the one that uses a claim.
    unused = {} if problems else {claim: seed for claim, seed in known.items() if claim not in used}
    return CheckReport(tuple(contents), tuple(dict.fromkeys(problems)), unused)


def _contents(scenario: Scenario) -> Contents:
    counts = {
        section: len(getattr(scenario, section))
        for section in ("actors", "issues", "steps", "tracks", "preconditions", "shocks", "seeds")
    }
    counts["relations"] = sum(len(others) for others in scenario.relations.values())
    counts["uncertain numbers"] = len(scenario.dimensions())
    counts["claims used"] = len(scenario.claims_used())
    numbers, elements = _assumptions(scenario)
    return Contents(scenario, counts, numbers, elements, tuple(_doubts(scenario)))


def fixed_numbers(scenario: Scenario) -> Iterator[tuple[str, float, bool]]:
    """Path, value, and whether a claim supports it, of each number that a scenario's elements state without a range."""
    assumed = set(_assumptions(scenario)[0])
    for path, value in scenario.values():
        parts = tuple(path.split("."))
        stated = parts[0] not in _NO_ELEMENTS and find(scenario._source, parts) is not None
        if stated and isinstance(value, float | int) and not isinstance(value, bool):
            yield path, value, path not in assumed


def _assumptions(scenario: Scenario) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Paths of numbers and of elements that the file gives without resting them on a claim.

    A number with reasons of its own stands on its own claims; a plain number on those of its element.
    """
    citing = {path.removesuffix(".claims") for path, value in scenario.values() if path.endswith(".claims") and value}
    numbers: list[str] = []
    elements: dict[str, bool] = {}
    for path, value in scenario.values():
        parts = path.split(".")
        if parts[0] in _NO_ELEMENTS or find(scenario._source, tuple(parts[:2])) is None:
            continue
        element = ".".join(parts[: _depth(parts)])
        above = any(".".join(parts[:length]) in citing for length in range(1, len(parts)))
        own = bool(value.claims) if isinstance(value, Distribution | ReasonedNumber) else above
        supported = own or element in citing
        for one in {element, ".".join(parts[:2])} if parts[0] == "issues" else {element}:
            elements[one] = elements.get(one, False) or supported
        is_number = isinstance(value, Distribution | float | int) and not isinstance(value, bool)
        if is_number and not own and find(scenario._source, tuple(parts)) is not None:
            numbers.append(path)
    return tuple(numbers), tuple(path for path, supported in elements.items() if not supported)


def _depth(parts: list[str]) -> int:
    if parts[0] == "issues" and parts[2:3] == ["stakes"]:
        return 4
    return _ELEMENT_DEPTH.get(parts[0], 2)


def _doubts(scenario: Scenario) -> Iterator[str]:
    """What is allowed but cannot have been meant."""
    formal = [track for track in scenario.tracks.values() if track.formal]
    if scenario.tracks and not formal:
        yield "no track is formal: nothing can ever be signed"
    for name, precondition in scenario.preconditions.items():
        seats = formal if precondition.gate == "talks" else list(scenario.tracks.values())
        for holder in precondition.holders:
            if precondition.gate in ("talks", "any_track") and not any(holder in track.participants for track in seats):
                yield f"preconditions.{name}: {holder} sits at none of the tracks that it could refuse"
            at = [track for track in seats if holder in track.participants]
            unkept = [precondition.breaks_format(holder, track.participants) for track in at]
            if precondition.gate in ("talks", "any_track") and at and all(unkept):
                yield f"preconditions.{name}: no track of {holder}'s keeps this rule: only a waiver lets it meet there"
    yield from idle_fields(scenario)
