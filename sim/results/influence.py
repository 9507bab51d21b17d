"""What each uncertain number does in the runs of a result: no run more is played for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.compile import compile_scenario
from sim.summary.columns import labels_of

if TYPE_CHECKING:
    from sim.analysis.influence import Influence
    from sim.results.results import Results


def influence_of(results: Results) -> tuple[Influence, ...]:
    """What each number that was drawn does to the outcomes that came, the largest change first.

    Empty for a scenario without uncertain numbers. Raises InputError for too few runs.
    """
    from sim.analysis.influence import influences  # SciPy takes its time

    compiled = compile_scenario(results.scenario)
    if not compiled.dimensions:
        return ()
    draws = results.runs // results.runs_per_point
    values = compiled.draws(compiled.cube(0, draws, results.seed))
    codes, labels = labels_of(results.data["outcome"])
    codes = codes[: draws * results.runs_per_point].astype(np.int64).reshape(draws, results.runs_per_point)
    present = [code for code in range(len(labels)) if (codes == code).any()]
    places = np.full(len(labels), -1, dtype=np.int64)
    places[present] = np.arange(len(present))
    return influences(values, places[codes], [labels[code] for code in present], list(compiled.dimensions))
