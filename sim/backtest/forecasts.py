"""From the outcome table of a case to what the model says on each question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.analysis.scores import cumulative_of, probabilities
from sim.backtest.baselines import with_baselines
from sim.backtest.cases import Case, End
from sim.backtest.fallen import Fallen
from sim.backtest.questions import MODEL, NEVER, NONE, QUARTERS, Choice, Clock, quarter_of
from sim.scenario import Scenario
from sim.summary.names import DECIDED_AT_HORIZON, Names
from sim.summary.timing import rounds_of

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Forecast:
    """What everybody said on a case, and what happened."""

    case: Case
    choices: tuple[Choice, ...]
    clocks: tuple[Clock, ...]
    runs: int
    excluded: bool
    """Whether the scenario's file rules out the kind of end that came."""
    ways: dict[str, float]
    """Of the runs in which the precondition gave way first that did so, the shares that waived and satisfied it."""

    def choice(self, question: str) -> Choice | None:
        """The choice of a name, if it is asked of this case."""
        return next((item for item in self.choices if item.question == question), None)

    def readings(self) -> tuple[Choice, ...]:
        """The choices as other defensible codings would have them answered."""
        found = []
        for other in self.case.also:
            horizon = int(self.case.scenario.rounds)
            answers = {
                "kind": other.ended,
                "first": (other.gave_way.precondition if other.gave_way else NONE) if other.says("gave_way") else None,
                "quarter": (*QUARTERS, NEVER)[quarter_of(other.round, horizon)] if other.says("round") else None,
            }
            for question, answer in answers.items():
                choice = self.choice(question)
                if choice is not None and answer in choice.answers and choice.answers[choice.happened] != answer:
                    found.append((question, answer, choice))
        different = {(question, answer): choice for question, answer, choice in found}
        return tuple(
            replace(choice, happened=choice.answers.index(answer)) for (_, answer), choice in different.items()
        )

    def clock(self, question: str) -> Clock | None:
        """The clock of a name, if it is asked of this case."""
        return next((item for item in self.clocks if item.question == question), None)


def possible_ends(scenario: Scenario) -> tuple[str, ...]:
    """The kinds of end that a scenario's file allows, in the order of reports."""
    names = Names.of(scenario).outcomes
    field, switches = scenario.battlefield, scenario.mechanisms
    front = bool(scenario.belligerents) and field is not None and field.war == "front"
    ruled_out = set()
    if not front:
        ruled_out.add("relapse")
    if not any(step.stops_fighting for step in scenario.steps.values()):
        ruled_out.add("frozen")
    if not (switches.compliance and scenario.follow_up > 0):
        ruled_out.add("relapse")
    return tuple(kind for kind in names if kind not in ruled_out)


def forecast_of(case: Case, table: pd.DataFrame) -> Forecast:
    """What the model and the baselines say on a case, whose runs are the rows of `table`."""
    end = case.end
    scenario = case.scenario
    horizon = int(scenario.rounds)
    fallen = Fallen.of(scenario, table)
    outcome = table["outcome"].astype(str).to_numpy()
    possible = possible_ends(scenario)
    excluded = end.ended not in possible
    kinds = tuple(kind for kind in Names.of(scenario).outcomes if excluded or kind in possible or kind in outcome)
    counts = np.array([(outcome == kind).sum() for kind in kinds], dtype=np.float64)
    decided = _decided(table, horizon)
    when = np.bincount(_quarters(decided, horizon), minlength=5).astype(np.float64)
    choices = [
        _choice("kind", kinds, end.ended, counts),
        _choice("quarter", (*QUARTERS, NEVER), (*QUARTERS, NEVER)[quarter_of(end.round, horizon)], when),
    ]
    gave = end.gave_way
    if scenario.preconditions:
        choices.insert(1, _choice("first", fallen.names, gave.precondition if gave else NONE, fallen.counts))
    clocks = _clocks(case, end, table, decided, fallen)
    ways = fallen.ways(gave.precondition) if gave else {}
    found = Forecast(case, tuple(choices), tuple(clocks), len(table), excluded, ways)
    return replace(found, **with_baselines(case, found.choices, found.clocks))


def _choice(question: str, answers: Sequence[str], happened: str, counts: Floats) -> Choice:
    return Choice(question, tuple(answers), list(answers).index(happened), {MODEL: probabilities(counts)}, counts)


def _clocks(case: Case, end: End, table: pd.DataFrame, decided: Floats, fallen: Fallen) -> list[Clock]:
    """All that has a time, as long as the case has it: a war, preconditions."""
    days, horizon = int(case.scenario.round_days), int(case.scenario.rounds)
    signed, ceasefire = (rounds_of(table[name]) for name in ("signed", "ceasefire"))
    found = [("decided", decided, end.round), ("signed", signed, end.signed)]
    if case.scenario.belligerents:
        fighting = np.fmin(np.fmin(ceasefire, signed), _by_arms(table))
        if not case.truce_held and any(step.stops_fighting for step in case.scenario.steps.values()):
            found.append(("ceasefire", ceasefire, end.ceasefire))
        if not case.truce_held:
            found.append(("fighting", fighting, _earliest(end)))
    if fallen.names != (NONE,):
        found.append(("first_round", fallen.rounds, end.gave_way.round if end.gave_way else None))
    if end.gave_way is not None and end.gave_way.round is None:
        found.pop()  # it is known that it gave way, but not when
    return [Clock(name, came, days, {MODEL: cumulative_of(rounds, horizon)}) for name, rounds, came in found]


def _decided(table: pd.DataFrame, horizon: int) -> Floats:
    """The round in which a run's end was decided, NaN where only the horizon ended it."""
    ended = rounds_of(table["ended"])
    open_end = table["outcome"].astype(str).isin(DECIDED_AT_HORIZON).to_numpy() & (ended >= horizon)
    return np.where(open_end, np.nan, ended)


def _by_arms(table: pd.DataFrame) -> Floats:
    won = table["outcome"].astype(str).isin(["military_first", "military_second"]).to_numpy()
    return np.where(won, rounds_of(table["ended"]), np.nan)


def _earliest(end: End) -> int | None:
    """When the fighting first stopped: by a truce, a signature, or because one side had won."""
    by_arms = end.round if end.ended.startswith("military") else None
    known = [at for at in (end.ceasefire, end.signed, by_arms) if at is not None]
    return min(known, default=None)


def _quarters(rounds: Floats, horizon: int) -> NDArray[np.int64]:
    known = np.where(np.isnan(rounds), 0, rounds).astype(np.int64)
    return np.where(np.isnan(rounds), 4, np.minimum(4 * (known - 1) // horizon, 3)).astype(np.int64)
