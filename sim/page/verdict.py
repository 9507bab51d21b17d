"""How a game went, next to what the model makes of the same chair.

Three yardsticks: the very run as the model would have played it; many runs in the same circumstances (the same draw of
every parameter) with other luck; and runs over all circumstances that the scenario allows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.compile import compile_scenario
from sim.ensemble import play_rows
from sim.model import NegotiationModel
from sim.outcomes import OUTCOMES
from sim.page.chair import Game
from sim.page.playing import play
from sim.page.seat import Position
from sim.summary import Names

Floats = NDArray[np.float64]
RUNS = 2_000
TIE = 1e-6
"""Utilities closer than this are the same."""
PER_POINT = 2
"""Runs that share a draw of the parameters, as everywhere on the page."""


@dataclass(frozen=True)
class Field:
    """What the model got in the chair in many runs: utilities (shape: runs); how they ended, (outcome, share)."""

    utilities: Floats
    outcomes: tuple[tuple[str, float], ...]

    def beaten(self, utility: float) -> float:
        """The share of runs in which the model got less, ties counted half."""
        less = float((self.utilities < utility - TIE).mean())
        same = float((np.abs(self.utilities - utility) <= TIE).mean())
        return less + same / 2

    @property
    def median(self) -> float:
        """What half of the runs stay below."""
        return float(np.median(self.utilities))


@dataclass(frozen=True)
class Verdict:
    """How a game ended: outcome and what it was worth to the chair, against what it had without a deal at that moment.

    `model_outcome` and `model_utility` are those of the same run with nobody in the chair; `here` are runs in the same
    circumstances with other luck, `anywhere` runs over all circumstances. `alike` counts decisions that fell as the
    model's would have, of `decisions`.
    """

    outcome: str
    utility: float
    disagreement: float
    round: int
    model_outcome: str
    model_utility: float
    model_round: int
    here: Field
    anywhere: Field
    alike: int
    decisions: int


def judge(game: Game, position: Position, runs: int = RUNS) -> Verdict:
    """The verdict on a game whose run has ended."""
    names = Names.of(game.scenario)
    record = position.model.record()
    twin = NegotiationModel(game.scenario, seed=game.seed, run=game.run).run_model().record()
    utility = f"utility.{game.chair}"
    table = play(game.scenario, runs, game.seed).results.table
    shares = table["outcome"].value_counts(normalize=True)
    anywhere = Field(
        table[utility].to_numpy(dtype=np.float64),
        tuple((names.outcome(str(name)), float(share)) for name, share in shares.items() if share > 0),
    )
    return Verdict(
        names.outcome(record["outcome"]), record[utility], record[f"disagreement.{game.chair}"], record["ended"] or 0,
        names.outcome(twin["outcome"]), twin[utility], twin["ended"] or 0, same_circumstances(game, runs), anywhere,
        sum(one.would == one.done for one in position.asked), len(position.asked),
    )  # fmt: skip


def same_circumstances(game: Game, runs: int = RUNS) -> Field:
    """The model in the chair, in runs 0 to `runs` - 1, all at the parameters of the game's run."""
    compiled = compile_scenario(game.scenario)
    point = compiled.point(game.run // PER_POINT, game.seed)
    numbers = np.arange(runs, dtype=np.int64)
    rows = play_rows(compiled, compiled.work(), numbers, np.zeros(runs, dtype=np.int64), point, game.seed)
    place = {column.name: number for number, column in enumerate(compiled.columns)}
    names = Names.of(game.scenario)
    counts = np.bincount(rows[:, place["outcome"]].astype(np.int64), minlength=len(OUTCOMES)) / runs
    shares = sorted(((names.outcome(OUTCOMES[code]), float(share)) for code, share in enumerate(counts) if share > 0),
                    key=lambda item: -item[1])  # fmt: skip
    return Field(rows[:, place[f"utility.{game.chair}"]], tuple(shares))


def in_words(verdict: Verdict, chair: str) -> list[str]:
    """The verdict in sentences."""
    beaten = verdict.here.beaten(verdict.utility)
    worth = verdict.utility - verdict.disagreement
    against = "the same as" if abs(worth) < 0.005 else f"{abs(worth):.2f} {'more' if worth > 0 else 'less'} than"
    better = verdict.utility - verdict.model_utility
    same = abs(better) < 0.005
    return [
        f"{verdict.outcome}, in round {verdict.round}. To {chair} that is worth {verdict.utility:.2f}, {against} it "
        "had without a deal at that moment.",
        f"The model in your chair, in this very run: {verdict.model_outcome}, in round {verdict.model_round}, worth "
        f"{verdict.model_utility:.2f}" + ("; no more and no less than you." if same else
                                          f"; you got {abs(better):.2f} {'more' if better > 0 else 'less'}."),
        f"In the same circumstances with other luck, you did better than the model in {100 * beaten:.0f}% of "
        f"{len(verdict.here.utilities):,} runs.",
        "Over all circumstances of the scenario, better than in "
        f"{100 * verdict.anywhere.beaten(verdict.utility):.0f}%.",
        f"{verdict.alike} of your {verdict.decisions} decisions were what the model would have done.",
    ]  # fmt: skip
