"""What drives the outcomes of a scenario, without a study: its uncertain numbers spread out, and played.

Points of a Latin hypercube (or a Sobol sequence) are compared as a crowd, not one with another, so nothing is won by
giving them the same luck; on the contrary, a few lucks would have to stand for all that can happen. So every run has
luck of its own here. Designs of steps (Morris, Saltelli) are studies in all but name, and played as such.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa

from sim.analysis.quantities import Quantity, quantity
from sim.analysis.variance import Floats
from sim.compile import Compiled, Work, compile_scenario
from sim.ensemble import BLOCK, play_rows, to_arrow, to_pandas
from sim.errors import InputError
from sim.scenario import Scenario
from sim.study.design.designs import Sampling, size_fault, unit_cube
from sim.study.driving.driver_data import Laid
from sim.study.driving.drivers import drivers, explain, names_of, wanted
from sim.study.result_folder import named

if TYPE_CHECKING:
    from sim.study.driving.driver_results import Drivers

SPREAD = ("latin_hypercube", "sobol")
SCENARIO_DESIGNS = (*SPREAD, "saltelli", "morris")
DEFAULT_OUTCOMES = ("settlement", "relapse", "frozen", "military_first", "no_agreement", "ceasefire")
POINTS = {"latin_hypercube": 5000, "sobol": 4096, "saltelli": 64, "morris": 40}
RUNS = {"latin_hypercube": 4, "sobol": 4, "saltelli": 20, "morris": 40}
"""How many points (base points, trajectories) and runs a point there are unless one says otherwise."""


def scenario_drivers(
    scenario: Scenario,
    design: str = "latin_hypercube",
    points: int | None = None,
    runs: int | None = None,
    seed: int = 0,
    *,
    quantities: Sequence[str] | None = None,
    trees: bool = False,
    boxes: bool | None = None,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    command: str | None = None,
) -> Drivers:
    """What drives the outcomes of a scenario: all its uncertain numbers by a design of `points`, `runs` times each.

    `design` is one of SCENARIO_DESIGNS; `points` are points of a latin_hypercube or sobol sequence, base points of
    saltelli (each `numbers + 2` points), trajectories of morris (each `numbers + 1`). `quantities` are by default the
    outcomes that the scenario can have, and a ceasefire. Raises InputError for a scenario without uncertain numbers.
    """
    if design not in SCENARIO_DESIGNS:
        raise InputError(f"'{design}' is no design for this; {', '.join(SCENARIO_DESIGNS)} are")
    points = POINTS[design] if points is None else points
    runs = RUNS[design] if runs is None else runs
    fault = size_fault(design, points)
    if fault:
        raise InputError(f"points: {fault}")
    compiled = compile_scenario(scenario)
    if not compiled.dimensions:
        raise InputError(f"{scenario.name!r} has no uncertain number: there is nothing that could drive its outcome")
    chosen = tuple(quantity(name, scenario) for name in quantities or _defaults(scenario))
    if design not in SPREAD:
        from sim.study.language.reading import new_study
        from sim.study.sweeping.sweep import sweep

        study = new_study(
            name=scenario.name, scenario=scenario, runs=runs, seed=seed, design={"uncertainties": {design: points}},
            uncertainties=list(compiled.dimensions), outcomes=[item.name for item in chosen],
        )  # fmt: skip
        played = sweep(study, threads=workers, progress=progress)
        return drivers(played, trees=trees, boxes=boxes, command=command)
    values = compiled.draws(unit_cube(Sampling(design, points), len(compiled.dimensions), seed))  # type: ignore[arg-type]
    outcomes = _play(compiled, chosen, values, runs, seed, workers, progress)
    laid = Laid(
        outcomes={name: found.reshape(1, 1, points, runs) for name, found in outcomes.items()},
        settings=pd.DataFrame(index=[0]),
        values=pd.DataFrame(values, columns=list(compiled.dimensions)),
        design=design,
        levers="",
        drawn=True,
        by_draw=True,
    )
    return _found(scenario, laid, chosen, seed, trees, wanted(boxes), command)


def _found(
    scenario: Scenario, laid: Laid, chosen: tuple[Quantity, ...], seed: int, trees: bool, boxes: bool,
    command: str | None,
) -> Drivers:  # fmt: skip
    from sim.results.results import sim_version
    from sim.study.driving.driver_results import Drivers
    from sim.summary import Origin

    points, runs = next(iter(laid.outcomes.values())).shape[2:]
    return Drivers(
        title=scenario.name,
        question="",
        quantities=tuple(
            explain(laid, item, trees=trees, box=boxes and item is chosen[0], seed=seed) for item in chosen
        ),
        names=names_of(laid, scenario, {}),
        laid=laid,
        origin=Origin(scenario.name, seed, points * runs, runs, sim_version()),
        about={
            "scenario": named(scenario),
            "design": {laid.design: points}, "runs": runs, "seed": seed, "command": command,
        },
    )  # fmt: skip


def _defaults(scenario: Scenario) -> tuple[str, ...]:
    from sim.analysis.quantities import quantity_names

    known = quantity_names(scenario)
    return tuple(name for name in DEFAULT_OUTCOMES if name in known)


def _play(
    compiled: Compiled, chosen: tuple[Quantity, ...], values: Floats, runs: int, seed: int, workers: int | None,
    progress: Callable[[int, int], None] | None,
) -> dict[str, Floats]:  # fmt: skip
    """Each quantity in `runs` runs at each row of `values`, each run with luck of its own (points, runs)."""
    total = len(values) * runs
    whole = np.arange(total, dtype=np.int64)
    blocks = [whole[start : start + BLOCK] for start in range(0, total, BLOCK)]
    threads = min(workers or os.cpu_count() or 1, len(blocks))
    spare: list[Work] = [compiled.work() for _ in range(threads)]

    def play(numbers: np.ndarray) -> pa.Table:
        work = spare.pop()
        try:
            rows = play_rows(compiled, work, numbers, numbers // runs, values, seed)
        finally:
            spare.append(work)
        return to_arrow(compiled, int(numbers[0]), rows, runs)

    found: dict[str, list[Floats]] = {item.name: [] for item in chosen}
    done = 0
    with ThreadPoolExecutor(threads) as pool:
        for table in pool.map(play, blocks):
            frame = to_pandas(table)
            for item in chosen:
                found[item.name].append(item.values(frame))
            done += len(frame)
            if progress is not None:
                progress(done, total)
    return {name: np.concatenate(parts).reshape(-1, runs) for name, parts in found.items()}
