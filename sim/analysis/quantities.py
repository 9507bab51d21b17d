"""Quantities: the numbers, one a run, that studies report, compare and explain.

| name | of a run |
|---|---|
| `settlement`, `relapse`, `frozen`, `military_first`, `military_second`, `no_agreement` | 1 if it ended so |
| `signed`, `ceasefire`, `step.STEP`, `met.TRACK`, `waived.KEY`, `satisfied.KEY` | 1 if it ever happened |
| `rounds_to.signed`, `rounds_to.ceasefire`, `rounds_to.step.STEP`, ... | its round; the horizon if never |
| `text.ISSUE=OPTION` | 1 if a text with that option was signed |
| `ended` | the round in which it was decided |
| `front` | where the front stood at the end, 0 to 1 |
| `utility.ACTOR`, `gain.ACTOR` | what an actor got at the end, and that over its disagreement value |
| `belief.ACTOR` | how far an actor expected the front to move in a round, at the end; with a front that moves |
| `blocked.KEY`, `meetings.TRACK`, `refused.TRACK` | in how many rounds |

KEY is a precondition, or `precondition.holder` where it has several holders. A quantity has a value in every run, so
that runs can be compared in pairs; `rounds_to` is therefore a restricted mean time (Irwin 1949).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError
from sim.outcomes import OUTCOMES
from sim.scenario.suggest import allowed_or_meant
from sim.summary import Names
from sim.summary.columns import Columns, code_of, labels_of
from sim.summary.names import option_words
from sim.summary.timing import rounds_of

if TYPE_CHECKING:
    from sim.scenario import Scenario

Floats = NDArray[np.float64]
Kind = Literal["share", "mean"]


@dataclass(frozen=True)
class Quantity:
    """A number of each run.

    `kind` says what its average over runs is: a `share` of runs (values 0 and 1) or a `mean` in `unit`. `columns` are
    those of the outcome table that it needs.
    """

    name: str
    label: str
    unit: str
    kind: Kind
    columns: tuple[str, ...]
    _read: Callable[[Columns], Floats]

    def values(self, table: Columns) -> Floats:
        """Its value in each run of an outcome table (shape: runs)."""
        return self._read(table)


def quantity(name: str, scenario: Scenario) -> Quantity:
    """The quantity of that name. Raises InputError, with what may be meant, if the scenario has none."""
    found = _all_of(scenario)
    if name not in found:
        raise InputError(f"there is no quantity '{name}' in {scenario.name!r}; {allowed_or_meant(name, found)}")
    return found[name]


def quantity_names(scenario: Scenario) -> tuple[str, ...]:
    """The names of all quantities that a scenario has."""
    return tuple(_all_of(scenario))


def _all_of(scenario: Scenario) -> dict[str, Quantity]:
    names = Names.of(scenario)
    events = {"signed": "Settlement signed", "ceasefire": "Ceasefire"}
    events |= {f"step.{name}": label for name, label in names.steps.items()}
    events |= {f"met.{name}": f"{label}: met" for name, label in names.tracks.items()}
    for way in ("waived", "satisfied"):
        events |= {f"{way}.{rule.column}": f"{rule.label} ({rule.holder}): {way}" for rule in names.preconditions}
    found = [_outcome(code, names.outcome(code)) for code in names.shown_outcomes(())]
    found += [_event(column, label) for column, label in events.items()]
    found += [_rounds_to(column, label, names.rounds) for column, label in events.items()]
    for issue in names.issues:
        found += [_signed_with(issue.name, issue.label, option) for option in issue.options or ()]
    found.append(_real("ended", "Round in which it was decided", "round"))
    found.append(_real("front", "Front at the end", "of the way to the first side's objective"))
    for actor, label in names.actors.items():
        found += [_real(f"utility.{actor}", f"{label}: utility", "utility"), _gain(actor, label)]
    if scenario.belligerents and scenario.battlefield is not None and scenario.battlefield.war == "front":
        found += [
            _real(f"belief.{actor}", f"{label}: belief", "of the way a round") for actor, label in names.actors.items()
        ]
    found += [_real(f"blocked.{rule.column}", f"{rule.label} ({rule.holder}): blocked", "rounds")
              for rule in names.preconditions]  # fmt: skip
    for what in ("meetings", "refused"):
        found += [_real(f"{what}.{name}", f"{label}: {what}", "rounds") for name, label in names.tracks.items()]
    return {item.name: item for item in found}


def _outcome(code: str, label: str) -> Quantity:
    def read(table: Columns) -> Floats:
        codes, labels = labels_of(table["outcome"])
        return np.asarray(codes == code_of(code, labels), dtype=np.float64)

    assert code in OUTCOMES
    return Quantity(code, label, "share of runs", "share", ("outcome",), read)


def _event(column: str, label: str) -> Quantity:
    def read(table: Columns) -> Floats:
        return np.asarray(~np.isnan(rounds_of(table[column])), dtype=np.float64)

    return Quantity(column, label, "share of runs", "share", (column,), read)


def _rounds_to(column: str, label: str, horizon: int) -> Quantity:
    def read(table: Columns) -> Floats:
        rounds = rounds_of(table[column])
        return np.minimum(np.where(np.isnan(rounds), horizon, rounds), horizon)

    return Quantity(
        f"rounds_to.{column}", f"Rounds to: {label}", f"rounds, {horizon} if never", "mean", (column,), read
    )


def _signed_with(issue: str, label: str, option: str) -> Quantity:
    column = f"text.{issue}"

    def read(table: Columns) -> Floats:
        text, labels = labels_of(table[column])
        signed = ~np.isnan(rounds_of(table["signed"]))
        return np.asarray((text == code_of(option, labels)) & signed, dtype=np.float64)

    name = f"text.{issue}={option}"
    return Quantity(name, f"Signed with {label}: {option_words(option)}", "share of runs", "share",
                    ("signed", column), read)  # fmt: skip


def _real(column: str, label: str, unit: str) -> Quantity:
    def read(table: Columns) -> Floats:
        return np.asarray(table[column].to_numpy(dtype=np.float64))

    return Quantity(column, label, unit, "mean", (column,), read)


def _gain(actor: str, label: str) -> Quantity:
    columns = (f"utility.{actor}", f"disagreement.{actor}")

    def read(table: Columns) -> Floats:
        got, without = (table[column].to_numpy(dtype=np.float64) for column in columns)
        return np.asarray(got - without)

    return Quantity(f"gain.{actor}", f"{label}: gain over no deal", "utility", "mean", columns, read)
