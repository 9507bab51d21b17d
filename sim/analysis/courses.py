"""How the front and what actors believe of it go, round by round, over many runs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim import arrays as on
from sim.compile import compile_scenario
from sim.errors import InputError
from sim.round import begin_run, play_round
from sim.rules.battlefield import drift_of_battle
from sim.scenario import Scenario

Floats = NDArray[np.float64]
FEWEST = 20
"""From fewer runs no quantiles are told."""
LEFT = 10
"""As long as so many runs go on, their quantiles are told."""
LEVELS = (0.1, 0.25, 0.5, 0.75, 0.9)
"""Quantiles of a fan: the middle 80%, the middle half, the median."""


@dataclass(frozen=True)
class Courses:
    """The course of several runs, each to its end.

    `front` (runs, rounds + 1) is where the front stands, in [0, 1], at the start and after each round; when a run is
    over, and after a ceasefire, it stays where it is. `beliefs` (actors, runs, rounds + 1) is what each of `actors`
    takes the front's movement in a round to be, `truth` (runs, rounds + 1) what it is; both NaN after the end of a run.
    `kind` is that of the beliefs: normal, two_types or beta. `wanders`: whether the truth may change within a run.
    `alive` (rounds + 1,) is the share of runs that had not been over before that round.
    """

    actors: tuple[str, ...]
    labels: tuple[str, ...]
    sides: tuple[str, str]
    front: Floats
    beliefs: Floats
    truth: Floats
    alive: Floats
    kind: str
    wanders: bool
    round_days: int
    seed: int
    title: str

    @property
    def runs(self) -> int:
        """How many runs were followed."""
        return len(self.front)


def follow(scenario: Scenario, seed: int = 0, runs: int = 200, runs_per_point: int = 2) -> Courses:
    """Follow the first `runs` runs of an ensemble round by round.

    Raises InputError for a scenario without a front that moves, and for fewer than FEWEST runs.
    """
    if runs < FEWEST:
        raise InputError(f"{runs} runs are too few for a fan: {FEWEST} are needed")
    if not scenario.belligerents or scenario.battlefield is None or scenario.battlefield.war != "front":
        raise InputError(f"{scenario.name}: there is no front to follow")
    field, compiled = scenario.battlefield, compile_scenario(scenario)
    work, rounds = compiled.work(), int(scenario.rounds)
    state, actors = work.state, compiled.names.actors
    front = np.full((runs, rounds + 1), np.nan)
    truth, beliefs = front.copy(), np.full((len(actors), runs, rounds + 1), np.nan)
    for run in range(runs):
        compiled.write_point(work, compiled.point(run // runs_per_point, seed))
        begin_run(compiled.layout, work.own, work.seen, state, seed, run)
        goes_on = True
        for number in range(rounds + 1):
            if number:
                goes_on = play_round(compiled.layout, work.own, work.seen, state, seed, run, None)
            front[run, number] = state.front[on.X]
            truth[run, number] = state.front[on.DRIFT_NOW]
            if field.walk == "forts":
                truth[run, number] = drift_of_battle(work.own.battlefield[on.ADVANCE], field.forts)
            beliefs[:, run, number] = state.actor[:, on.ESTIMATE]
            if not goes_on or state.now[on.SETTLED]:
                front[run, number + 1 :] = state.front[on.X]
                break
    given = list(scenario.actors)
    order = [actors.index(name) for name in given]
    sides = scenario.belligerents
    return Courses(
        actors=tuple(given),
        labels=tuple(scenario.actors[name].label or name for name in given),
        sides=(scenario.actors[sides[0]].label or sides[0], scenario.actors[sides[1]].label or sides[1]),
        front=front,
        beliefs=beliefs[order],
        truth=truth,
        alive=(~np.isnan(truth)).mean(axis=0),
        kind=field.beliefs,
        wanders=field.walk == "gaussian",
        round_days=int(scenario.round_days),
        seed=seed,
        title=scenario.name,
    )


def fan(values: Floats) -> Floats:
    """Quantiles (LEVELS, rounds) over runs (runs, rounds); NaN where fewer than LEFT runs are left to tell."""
    enough = (~np.isnan(values)).sum(axis=0) >= LEFT
    found = np.full((len(LEVELS), values.shape[1]), np.nan)
    if enough.any():
        found[:, enough] = np.nanquantile(values[:, enough], LEVELS, axis=0)
    return found
