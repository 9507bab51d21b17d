"""What sides believe of a battle at the end of a run, from the outcome table."""

from __future__ import annotations

import numpy as np

from sim.verify.check import Floats, Played, Statistic


def believed(side: str) -> Statistic:
    """The chance with which a side expects the first to win a battle, from the move that it expects of the front."""

    def read(played: Played) -> Floats:
        field = played.scenario.battlefield
        assert field is not None
        undecided = np.where(played.ended("no_agreement", "settlement") == 1, 1.0, np.nan)
        return np.asarray((1 + field.forts * played.column(f"belief.{side}")) / 2 * undecided)

    return read
