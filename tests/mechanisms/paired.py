"""Paired runs: the same seed gives the same luck, so what a change does is seen run by run."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd
import yaml

from sim.ensemble import play
from sim.scenario import Scenario, loads

SCENARIOS = Path(__file__).parent / "scenarios"
STANDARD_ERRORS = 4.0
SEED = 1


@dataclass(frozen=True)
class Statistic:
    """A number that every run has: what it says in words, and how it is read from the table.

    ``kind`` says what it is made of: ``share`` (1 or 0 by how the run ended), ``happened`` (1 or 0), ``when`` (a
    round), ``says`` (1 or 0 by the text), ``level`` (an option, counted) or ``mean``; ``columns`` are what it looks at.
    """

    kind: str
    columns: tuple[str, ...]
    words: str
    of: Callable[[pd.DataFrame], pd.Series]

    def __call__(self, rows: pd.DataFrame) -> pd.Series:
        """The statistic of each run."""
        return self.of(rows)


@cache
def _text(name: str) -> str:
    return json.dumps(yaml.safe_load((SCENARIOS / f"{name}.yaml").read_text(encoding="utf-8")))


def variant(name: str, **changes: object) -> Scenario:
    """A small scenario of this folder with values set at paths (``__`` for dots), new ones and sections included."""
    data = json.loads(_text(name))
    for path, value in changes.items():
        *parents, last = path.split("__")
        place = data
        for key in parents:
            if place.get(key) is None:
                place[key] = {}
            place = place[key]
        place[last] = value
    return loads(json.dumps(data), name=name)


@cache
def played(scenario: Scenario, runs: int, seed: int) -> pd.DataFrame:
    """One row a run, each run with its own draw of the parameters.

    Rounds of what never happened are NaN, which equals nothing: pandas' NA would be passed over by `all()`.
    """
    rows = play(scenario, 0, runs, seed, runs_per_point=1)
    return rows.astype({name: float for name, kind in rows.dtypes.items() if str(kind) == "Int16"})


def table(name: str, runs: int = 1000, seed: int = SEED, **changes: object) -> pd.DataFrame:
    """The outcome table of a small scenario with changes."""
    return played(variant(name, **changes), runs, seed)


def share(*outcomes: str) -> Statistic:
    """Whether a run ended in one of these outcomes."""
    words = "runs that end in " + " or ".join(ENDS.get(outcome, outcome) for outcome in outcomes)
    return Statistic("share", outcomes, words, lambda rows: rows["outcome"].isin(outcomes).astype(float))


def happened(column: str) -> Statistic:
    """Whether something with a round of its own happened."""
    words = f"runs in which {_event(column)}"
    return Statistic("happened", (column,), words, lambda rows: rows[column].notna().astype(float))


def when(column: str, never: int) -> Statistic:
    """The round in which something happened; ``never`` where it did not."""
    words = f"round in which {_event(column)} ({never} for never)"
    return Statistic("when", (column,), words, lambda rows: rows[column].fillna(never).astype(float))


def says(issue: str, option: str) -> Statistic:
    """Whether the text at the end says so."""
    words = f"runs whose last text says {option.replace('_', ' ')} on {issue.replace('_', ' ')}"
    return Statistic("says", (issue, option), words, lambda rows: (rows[f"text.{issue}"] == option).astype(float))


def level(issue: str) -> Statistic:
    """The option in the text at the end, counted in the order of the issue's options."""
    words = f"option of the last text on {issue.replace('_', ' ')}, counted from 0"
    return Statistic("level", (issue,), words, lambda rows: rows[f"text.{issue}"].cat.codes.astype(float))


def mean(*columns: str) -> Statistic:
    """The sum of some columns of numbers."""
    words = " + ".join(_number(column) for column in columns)
    return Statistic("mean", columns, words, lambda rows: rows[list(columns)].astype(float).sum(axis=1))


ENDS = {
    "settlement": "a settlement",
    "relapse": "war again after a deal",
    "frozen": "a ceasefire without settlement",
    "military_first": "victory of the first belligerent",
    "military_second": "victory of the second belligerent",
    "no_agreement": "no agreement",
}


def _event(column: str) -> str:
    """What happened, in words: ``waived.apology_first`` -> "apology first is waived"."""
    what, _, name = column.rpartition(".")
    name = name.replace("_", " ")
    if what in ("waived", "satisfied"):
        return f"the precondition {name} is {what}"
    return {"signed": "a text is signed", "ceasefire": "a ceasefire is reached"}.get(name, f"the {name} takes place")


def _number(column: str) -> str:
    """What is counted, in words: ``meetings.talks`` -> "meetings of talks"."""
    what, _, name = column.partition(".")
    of = "utility of {}" if what == "utility" else what + " of {}"
    return of.format(name.replace("_", " "))


def paired(one: pd.DataFrame, other: pd.DataFrame, statistic: Statistic) -> tuple[float, float]:
    """Mean of the paired differences (one less other), and its standard error."""
    difference = (statistic(one) - statistic(other)).to_numpy(dtype=float)
    return float(difference.mean()), float(difference.std(ddof=1)) / math.sqrt(difference.size)


def assert_moves(one: pd.DataFrame, other: pd.DataFrame, statistic: Statistic, sign: int) -> None:
    """The statistic is higher (``sign`` 1) or lower (-1) in ``one`` by more than four paired standard errors."""
    difference, error = paired(one, other, statistic)
    assert sign * difference > STANDARD_ERRORS * error, (
        f"moved by {difference:.4f} +- {error:.4f}, not toward {sign:+d}"
    )
