"""Sweeps against the bare engine, Dask's workers against one of them, and EMA workbench driving the Mesa model."""

from __future__ import annotations

import time
import warnings
from dataclasses import dataclass
from typing import Any

from sim.compile import compile_scenario
from sim.ensemble import play_blocks
from sim.model import NegotiationModel
from sim.scenario import Scenario, load
from sim.study import Study, new_study
from sim.study.blaming.blame import blame
from sim.study.sweeping.sweep import sweep

LEVERAGE = "relations.us.russia.leverage"
HIGHEST = 0.3


def leverage(points: int, runs: int) -> Study:
    """The flagship at values of one lever, everything else drawn."""
    return new_study(
        name="Leverage",
        scenario=load("flagship"),
        uncertainties=[],
        levers={"leverage": {"path": LEVERAGE, "between": [0, HIGHEST], "levels": points}},
        runs=runs,
        outcomes=["settlement", "ceasefire", "rounds_to.ceasefire"],
    )


@dataclass(frozen=True)
class Overhead:
    """CPU time of a run, in seconds: of the engine alone, and in a sweep."""

    core: float
    sweep: float


def overhead(points: int, runs: int, repeats: int) -> Overhead:
    """What a sweep adds to the engine on one thread: the least of some repeats, which take turns."""
    study = leverage(points, runs)
    scenario = study.plan().variants[0].scenario
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(repeats + 1):
        begin = time.process_time()
        for _ in play_blocks(compile_scenario(scenario), 0, points * runs, 0, workers=1):
            pass
        middle = time.process_time()
        sweep(study, threads=1)
        seconds[0].append(middle - begin)
        seconds[1].append(time.process_time() - middle)
    core, swept = (min(found[1:]) / (points * runs) for found in seconds)
    return Overhead(core, swept)


@dataclass(frozen=True)
class Took:
    """Seconds that something took: by the clock on the wall, and of all processors together."""

    wall: float
    cpu: float


def on_dask(workers: int, points: int, runs: int, repeats: int) -> Took:
    """The quickest of some sweeps on so many Dask workers that are there already, and have played before."""
    from distributed import Client, LocalCluster

    with (
        LocalCluster(
            n_workers=workers, threads_per_worker=1, memory_limit=0, dashboard_address=":0", silence_logs=50
        ) as cluster,
        Client(cluster) as client,
    ):
        sweep(leverage(8 * workers, 256), cluster=cluster.scheduler_address)
        found = []
        for _ in range(repeats):
            begin, cpu = time.perf_counter(), _cpu(client)
            sweep(leverage(points, runs), cluster=cluster.scheduler_address)
            found.append(Took(time.perf_counter() - begin, _cpu(client) - cpu))
    return min(found, key=lambda one: one.wall)


def _cpu(client: Any) -> float:
    """CPU time of this process, with the scheduler in it, and of the workers."""
    return time.process_time() + sum(client.run(time.process_time).values())


def own_seconds(points: int, runs: int, threads: int) -> Took:
    """A sweep on threads, from the study to the table of points."""
    begin, cpu = time.perf_counter(), time.process_time()
    sweep(leverage(points, runs), threads=threads)
    return Took(time.perf_counter() - begin, time.process_time() - cpu)


def blame_seconds(preconditions: int, runs: int) -> Took:
    """Exact Shapley values over so many preconditions of the flagship, as many threads as cores."""
    flagship = load("flagship")
    begin, cpu = time.perf_counter(), time.process_time()
    blame(flagship, runs=runs, among=list(flagship.preconditions)[:preconditions])
    return Took(time.perf_counter() - begin, time.process_time() - cpu)


def ema_seconds(points: int, runs: int) -> Took:
    """The same with EMA workbench in one process, the Mesa model as the model that it drives."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says which of its evaluators are not installed
        from ema_workbench import Model, RealParameter, ScalarOutcome, SequentialEvaluator

    flagship = load("flagship")

    def settlements(leverage: float = 0.0) -> dict[str, float]:
        return {"settlement": mesa_share(flagship.with_(set={LEVERAGE: float(leverage)}), runs)}

    model = Model("mesa", function=settlements)
    model.uncertainties = [RealParameter("leverage", 0, HIGHEST)]
    model.outcomes = [ScalarOutcome("settlement")]
    begin, cpu = time.perf_counter(), time.process_time()
    with SequentialEvaluator(model) as evaluator:
        experiments, outcomes = evaluator.perform_experiments(scenarios=points, log_progress=True)
    took = Took(time.perf_counter() - begin, time.process_time() - cpu)
    assert len(experiments) == points == len(outcomes["settlement"])
    return took


def mesa_share(scenario: Scenario, runs: int) -> float:
    """Share of runs of the Mesa model that end in a settlement."""
    ended = [NegotiationModel(scenario, seed=0, run=run).run_model().outcome for run in range(runs)]
    return ended.count("settlement") / runs
