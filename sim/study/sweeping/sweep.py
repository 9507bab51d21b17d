"""Playing a study: every design point as often as it asks for, or until intervals are narrow enough."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pandas as pd

from sim.analysis.quantities import Quantity
from sim.errors import InputError, RunError
from sim.study.plan import Plan
from sim.study.study import Study
from sim.study.sweeping.blocks import Recipe, cut
from sim.study.sweeping.effort import check_precision, next_ends, whole_draws, widest
from sim.study.sweeping.executor import executor
from sim.study.sweeping.folder import PARTS, prepare
from sim.study.sweeping.recipes import quantities_of, recipes_of
from sim.study.sweeping.saving import write_rest
from sim.study.sweeping.store import Files, Memory, Store
from sim.study.sweeping.study_results import StudyResults
from sim.study.sweeping.tally import Totals
from sim.study.sweeping.waves import Progress, Waves

MOST_BYTES, BYTES_PER_RUN = 1_000_000_000, 16
"""Parts are not kept in memory if they may be larger than this; about so much a run with few columns."""


def sweep(
    study: Study | str | Path,
    *,
    out: str | Path | None = None,
    resume: bool = False,
    threads: int | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    precision: float | None = None,
    progress: Progress | None = None,
    command: str | None = None,
) -> StudyResults:
    """Play a study, or load it by name or path first, and return what came of it.

    Run k has the same luck, and draw `k // runs_per_draw` of the numbers that the design leaves open, at all points of
    the same `Plan.luck_of`: they are compared run by run. Results depend on the study and on `precision`, not on who
    plays them: `threads` of this process (default: one a core), `workers` processes of this machine, or the workers of
    a Dask `cluster` at an address (tcp://...). A script that asks for `workers` needs the usual
    `if __name__ == "__main__":`.

    With `out`, runs are written to that folder as they come, and a sweep that was interrupted there is gone on with by
    `resume`. With `precision` H, points are played on, beyond the study's runs, until the 95% interval of every share
    that the study reports is no wider than H to either side; points where it is narrower stop earlier.

    A point that cannot be played is in `failures` of the results, and the others are kept.

    Raises InputError for arguments that contradict one another, for a folder that holds anything else, and for runs
    that are too many for memory without `out`; RunError if the folder cannot be written (what is there stays, for
    `resume`), if the cluster is gone, or if no point can be played.
    """
    if isinstance(study, str | Path):
        from sim.study.language.reading import load_study

        study = load_study(study)
    plan = study.plan()
    quantities = quantities_of(plan)
    recipes = recipes_of(plan)
    store: Store = Memory()
    if out is not None:
        precision = _checked(precision, quantities, study)
        precision = prepare(Path(out), study.digest, study.name, precision, resume)
        store = Files(Path(out) / PARTS)
    elif resume:
        raise InputError("resume: say in which folder the sweep is that is to be gone on with (--out, in Python out=)")
    elif plan.runs * BYTES_PER_RUN > MOST_BYTES:
        raise InputError(
            f"runs: {plan.runs:,} runs are too many to be kept in memory; have them written to a folder as they come "
            "(--out DIR, in Python out=)"
        )
    precision = _checked(precision, quantities, study)
    with executor(threads, workers, cluster) as plays:
        waves = Waves(store, plays, progress)
        totals = _play(plan, recipes, quantities, waves, precision)
    results = StudyResults(
        study=study, plan=plan, points=_points(plan, quantities, totals), store=store, parts=tuple(waves.parts),
        failed=tuple(waves.failures), precision=precision, command=command,
    )  # fmt: skip
    if waves.failures and not waves.parts:
        first = waves.failures[0]
        raise RunError(f"none of the {len(plan):,} design points can be played; the first: {first.error}")
    return results if out is None else dataclasses.replace(results, files=tuple(write_rest(results, Path(out))))


def _checked(precision: float | None, quantities: tuple[Quantity, ...], study: Study) -> float | None:
    if precision is not None:
        check_precision(precision, [quantity.kind for quantity in quantities], study.runs_per_draw)
    return precision


def _play(
    plan: Plan, recipes: list[Recipe], quantities: tuple[Quantity, ...], waves: Waves, precision: float | None
) -> Totals:
    """Play the study's runs at every point, then more where intervals are too wide."""
    study, kinds = plan.study, [quantity.kind for quantity in quantities]
    runs = study.runs if precision is None else whole_draws(study.runs, study.runs_per_draw)
    points = np.arange(len(plan), dtype=np.int64)
    done, ends = np.zeros_like(points), np.full_like(points, runs)
    while points.size:
        blocks = cut(recipes, plan.variant_of, plan.first_run, plan.values, points, done[points], ends[points])
        waves.play(blocks, int((ends - done)[points].sum()))
        totals = Totals.of(waves.tallies, len(plan), len(quantities))
        if precision is None:
            break
        failed = {failure.point for failure in waves.failures}
        done, ends = ends, next_ends(ends, widest(totals, kinds), precision, study.runs_per_draw)
        points = np.array([point for point in np.flatnonzero(ends > done) if point not in failed], dtype=np.int64)
    return totals


def _points(plan: Plan, quantities: tuple[Quantity, ...], totals: Totals) -> pd.DataFrame:
    """The plan's table with estimates, and how many runs they rest on."""
    columns: dict[str, object] = {}
    for number, quantity in enumerate(quantities):
        ends = totals.estimates(number, quantity.kind)
        columns |= dict(zip((quantity.name, f"{quantity.name}_low", f"{quantity.name}_high"), ends, strict=True))
    estimates = pd.DataFrame({**columns, "runs": totals.runs})
    return pd.concat([plan.table.reset_index(drop=True), estimates], axis=1)
