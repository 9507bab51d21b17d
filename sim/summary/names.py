"""What the columns of an outcome table stand for: names, labels and the order in which they are shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.scenario import Scenario

OUTCOME_LABELS = {
    "settlement": "Settlement",
    "relapse": "Settlement, then war again",
    "frozen": "Ceasefire without settlement",
    "military_first": "The first side wins by force",
    "military_second": "The second side wins by force",
    "no_agreement": "No agreement",
}
"""The outcomes in the order in which ties are broken, with the words used when a scenario offers none."""

DECIDED_AT_HORIZON = ("frozen", "no_agreement")
"""Outcomes that are known only when the last round has been played: they have no time of their own."""


@dataclass(frozen=True, slots=True)
class IssueNames:
    """An issue and its options, lowest first; `options` is None for a divisible issue."""

    name: str
    label: str
    options: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class PreconditionNames:
    """A precondition as one of its holders holds it; `column` is the suffix of its columns in the table."""

    column: str
    label: str
    holder: str


@dataclass(frozen=True, slots=True)
class Names:
    """All labels that a summary needs of a scenario.

    `rounds` is the horizon and `round_days` the length of a round in days; mappings go from name to label,
    in the order of the scenario's file.
    """

    title: str
    rounds: int
    round_days: int
    outcomes: dict[str, str]
    actors: dict[str, str]
    issues: tuple[IssueNames, ...]
    preconditions: tuple[PreconditionNames, ...]
    tracks: dict[str, str]
    steps: dict[str, str]

    @classmethod
    def of(cls, scenario: Scenario) -> Names:
        """Collect the labels of a scenario."""
        actors = {name: actor.label or words(name) for name, actor in scenario.actors.items()}
        return cls(
            title=scenario.name,
            rounds=int(scenario.rounds),
            round_days=int(scenario.round_days),
            outcomes=_outcome_labels([actors[name] for name in scenario.belligerents]),
            actors=actors,
            issues=tuple(
                IssueNames(name, issue.label or words(name), None if issue.divisible else tuple(issue.options or ()))
                for name, issue in scenario.terms.items()
            ),
            preconditions=tuple(
                PreconditionNames(
                    name if len(rule.holders) == 1 else f"{name}.{holder}",
                    rule.label or words(name),
                    actors[holder],
                )
                for name, rule in scenario.preconditions.items()
                for holder in rule.holders
            ),
            tracks={name: track.label or words(name) for name, track in scenario.tracks.items()},
            steps={name: step.label or words(name) for name, step in scenario.steps.items()},
        )

    def shown_outcomes(self, present: Iterable[str]) -> tuple[str, ...]:
        """Outcomes worth a line: all that can happen in the scenario and whatever else the table holds."""
        seen = set(present)
        return tuple(code for code in OUTCOME_LABELS if code in self.outcomes or code in seen)

    def outcome(self, code: str) -> str:
        """The words for an outcome."""
        return self.outcomes.get(code) or OUTCOME_LABELS.get(code) or words(code)


def words(name: str) -> str:
    """Turn `prisoner_exchange` into `prisoner exchange`, capitalised."""
    text = name.replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def option_words(name: str) -> str:
    """Turn `de_facto` into `de facto`."""
    return name.replace("_", " ")


def _outcome_labels(belligerents: list[str]) -> dict[str, str]:
    if len(belligerents) < 2:
        peace = ("settlement", "no_agreement")
        return {code: OUTCOME_LABELS[code] for code in peace}
    first, second = belligerents
    return OUTCOME_LABELS | {
        "military_first": f"{first} wins by force",
        "military_second": f"{second} wins by force",
    }
