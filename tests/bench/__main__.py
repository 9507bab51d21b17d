"""Speed and memory in one table: ``python -m tests.bench``, with ``--quick`` for a few minutes instead of an hour.

No test: numbers depend on the machine and on who else uses it. Curves are CPU time on one thread, which others
disturb least; a cost is linear if what one more takes stays the same down a curve, and less than that if it falls.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import tempfile
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path

from sim.ensemble import BLOCK
from sim.scenario import Scenario, load
from tests.bench.domains import corpus, drawn
from tests.bench.measure import (
    Own,
    beside_mesa,
    command_seconds,
    mesa_seconds_per_run,
    runs_per_second,
    seconds_per_run,
    streamed,
)
from tests.bench.peers import compare
from tests.bench.scaling import scaling
from tests.bench.sweeps import blame_seconds, ema_seconds, on_dask, overhead, own_seconds

WIDTHS = (42, 10, 8, 30)


def row(what: str, value: str = "", unit: str = "", ratio: str = "") -> None:
    """Print a line of the table."""
    cells = (what, value.rjust(WIDTHS[1]), unit, ratio)
    print(" ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)).rstrip(), flush=True)


def title(text: str, ratio: str = "") -> None:
    """Print the heading of a part."""
    print()
    row(text, ratio=ratio)
    print("-" * (sum(WIDTHS) + 3))


def spread(ratios: Sequence[float]) -> str:
    """How far ascending ratios lie apart."""
    return f"{ratios[0]:,.0f} to {ratios[-1]:,.0f} in {len(ratios)} turns"


def engine(quick: bool) -> None:
    """Throughput of the compiled ensemble, and of the Mesa model on one core."""
    flagship = load("flagship")
    runs, repeats = (10 * BLOCK, 3) if quick else (40 * BLOCK, 5)  # as many blocks for each thread
    title("flagship, all parameters uncertain", "against")
    speeds = [runs_per_second(flagship, runs, threads, repeats) for threads in (1, 2)]
    row("compiled, 1 thread", f"{speeds[0]:,.0f}", "runs/s")
    row("compiled, 2 threads", f"{speeds[1]:,.0f}", "runs/s", f"{speeds[1] / speeds[0]:.2f} x 1 thread")
    whole, steps = mesa_seconds_per_run(flagship, 10 if quick else 40)
    cost = seconds_per_run(flagship, repeats, 0.5)
    row("compiled, 1 thread, CPU", f"{1e6 * cost:,.1f}", "us/run")
    row("Mesa model, steps alone, CPU", f"{1e3 * steps:,.2f}", "ms/run", f"{steps / cost:,.0f} x compiled")
    row("Mesa model, made and stepped, CPU", f"{1e3 * whole:,.2f}", "ms/run", f"{whole / cost:,.0f} x compiled")
    ratios = sorted(beside_mesa(flagship, 5 if quick else 15))
    row("  in turns with the ensemble on 2 threads", f"{statistics.median(ratios):,.0f}", "times", spread(ratios))
    own, _ = mesa_seconds_per_run(flagship, 2 if quick else 5, {next(iter(flagship.actors)): Own})
    row("the same, an actor in Python among them", f"{1e3 * own:,.1f}", "ms/run", f"{own / cost:,.0f} x compiled")


def curve(name: str, scenarios: Iterable[tuple[int, Scenario]], quick: bool) -> None:
    """Cost of a run by the size of one thing."""
    measured: list[tuple[int, float]] = []
    for size, scenario in scenarios:
        seconds = seconds_per_run(scenario, 3 if quick else 5, 0.2 if quick else 0.6)
        measured.append((size, seconds))
        ratio = f"{size / measured[0][0]:6.1f} {seconds / measured[0][1]:7.2f}"
        if len(measured) > 1:
            (before, cheaper), (after, dearer) = measured[-2:]
            ratio += f" {1e6 * (dearer - cheaper) / (after - before):9.2f}"
        row(f"{size} {name}", f"{1e6 * seconds:,.1f}", "us/run", ratio)


def curves(quick: bool) -> None:
    """Cost by actors, issues, rounds, relations, seats, tracks."""
    title("cost curves, 1 thread, CPU", "x size  x cost  us per one more")
    curve("actors, 4 of them seated", ((n, scaling(actors=n)) for n in (4, 8, 16, 32)), quick)
    curve("issues", ((n, scaling(issues=n)) for n in (8, 16, 32, 64)), quick)
    curve("rounds", ((n, scaling(rounds=n)) for n in (52, 104, 208, 416)), quick)
    curve("relations of 16 actors", ((n, scaling(actors=16, relations=n)) for n in (15, 30, 60, 120, 240)), quick)
    curve("seats at a track", ((n, scaling(actors=32, seats=n)) for n in (4, 8, 16, 32)), quick)
    curve("tracks of 4 seats", ((n, scaling(tracks=n)) for n in (1, 2, 4, 8)), quick)


def sizes(quick: bool) -> None:
    """From a thousand runs to ten million, into a folder, each in a process of its own."""
    threads = os.cpu_count() or 1
    title(f"flagship into a folder, {threads} threads", "x runs  x cost  cost / runs")
    first: tuple[int, float] | None = None
    for exponent in range(3, 6 if quick else 8):
        runs = 10**exponent
        found = streamed(runs)
        first = first or (runs, found["playing_cpu"])
        ratio = found["playing_cpu"] / first[1]
        size = runs / first[0]
        row(f"{runs:,} runs: playing and writing, CPU", f"{1e6 * found['playing_cpu'] / runs:,.1f}", "us/run",
            f"{size:6,.0f} {ratio:7,.1f} {ratio / size:9.2f}")  # fmt: skip
        row("    playing and writing", f"{found['playing']:,.1f}", "s")
        row("    with summary and figures", f"{found['all']:,.1f}", "s")
        row("    peak memory", f"{found['memory'] / 1e6:,.0f}", "MB")
        row("    outcomes.parquet", f"{found['file'] / 1e6:,.2f}", "MB", f"{found['file'] / runs:,.0f} bytes/run")


def sweeps(quick: bool) -> None:
    """What a sweep adds to the engine, what a second Dask worker adds, and EMA workbench with the Mesa model."""
    title("flagship, a lever at 20 values, 1,000 runs each", "against")
    found = overhead(20, 1000, 3 if quick else 7)
    row("compiled, 1 thread, CPU", f"{1e6 * found.core:,.1f}", "us/run")
    row("sim sweep, 1 thread, CPU", f"{1e6 * found.sweep:,.1f}", "us/run", f"{found.sweep / found.core:.2f} x compiled")
    runs, repeats = (1000, 2) if quick else (4000, 3)
    one, two = (on_dask(workers, 20, runs, repeats) for workers in (1, 2))
    row(f"20 x {runs:,} runs, 1 Dask worker", f"{one.wall:,.1f}", "s")
    row(f"20 x {runs:,} runs, 2 Dask workers", f"{two.wall:,.1f}", "s",
        f"{one.wall / two.wall:.2f} x 1: {50 * one.wall / two.wall:.0f}% of 2")  # fmt: skip
    row("    all processors together", f"{two.cpu:,.1f}", "s", f"{two.cpu / one.cpu:.2f} x 1 worker")
    points, runs = (20, 10) if quick else (200, 50)
    peer, alone, together = ema_seconds(points, runs), own_seconds(points, runs, 1), own_seconds(points, runs, 2)
    row(f"{points} x {runs} runs, EMA and Mesa, CPU", f"{peer.cpu:,.1f}", "s")
    row("    sim sweep, 1 thread, CPU", f"{alone.cpu:,.2f}", "s", f"1 / {peer.cpu / alone.cpu:,.0f}")
    row(f"{points} x {runs} runs, EMA and Mesa", f"{peer.wall:,.1f}", "s")
    row("    sim sweep, 2 threads", f"{together.wall:,.2f}", "s", f"1 / {peer.wall / together.wall:,.0f}")


def shapley(quick: bool) -> None:
    """Which precondition is to blame: all sets of them, played on the same luck."""
    preconditions, runs = (5, 1000) if quick else (8, 10_000)
    title(f"flagship, Shapley values over {preconditions} preconditions", "sets x runs")
    found = blame_seconds(preconditions, runs)
    row("sim blame", f"{found.wall:,.1f}", "s", f"{2**preconditions} x {runs:,}")
    row("    CPU", f"{found.cpu:,.1f}", "s")


def peers(quick: bool) -> None:
    """Two parties on imported domains, here and in NegMAS."""
    rounds = 100
    title(f"two parties, {rounds} rounds, each tactic against each", "sim     NegMAS")
    if find_spec("negmas") is None:
        row("NegMAS is not installed: pip install '.[peers]'")
        return
    with tempfile.TemporaryDirectory() as folder:
        sizes = ((4, 3, 2), (5, 5, 3)) if quick else ((4, 3, 12), (5, 5, 12), (6, 6, 6))
        cases = [[case] for case in corpus()]
        cases += [
            [drawn(Path(folder) / f"{issues}x{values}-{seed}", issues, values, seed) for seed in range(count)]
            for issues, values, count in sizes
        ]
        for alike in cases:
            found = compare(alike, rounds, 0.01 if quick else 0.03)
            here, there, (ours, theirs) = found.here, found.there, found.seconds
            row(found.name)
            row("    agreed", ratio=f"{here.agreed:6.1%} {there.agreed:8.1%}")
            row("    distance to the frontier", ratio=f"{here.to_frontier:6.4f} {there.to_frontier:8.4f}")
            row("    both could have had more, by", ratio=f"{here.missed:6.4f} {there.missed:8.4f}")
            row("    distance to the Nash point", ratio=f"{here.to_nash:6.4f} {there.to_nash:8.4f}")
            row("    sum of utilities", ratio=f"{here.welfare:6.3f} {there.welfare:8.3f}")
            row(
                "    negotiations a second, CPU", f"{1 / ours:,.0f}", "", f"{1 / theirs:,.0f}: 1 / {theirs / ours:,.0f}"
            )
            row("    each with a domain of its own", f"{1 / found.alone:,.0f}", "", f"1 / {theirs / found.alone:,.0f}")


def commands(quick: bool) -> None:
    """Wall time of commands, in a process of their own."""
    repeats = 3 if quick else 5
    title("commands, wall time, median")
    row("sim --help", f"{command_seconds(['--help'], 5):.2f}", "s")
    short = ["run", "flagship", "--runs", "2"]
    command_seconds(short, 1)
    row("sim run flagship --runs 10000", f"{command_seconds(['run', 'flagship', '--runs', '10000'], repeats):.2f}", "s")
    with tempfile.TemporaryDirectory() as folder:
        with_out = ["run", "flagship", "--runs", "10000", "--out", f"{folder}/result"]
        row("the same with --out", f"{command_seconds(with_out, repeats):.2f}", "s")
    with tempfile.TemporaryDirectory() as folder:
        cold, warm = (command_seconds(short, 1, {"SIM_CACHE_DIR": folder}) for _ in range(2))
    row("first compilation", f"{cold - warm:.1f}", "s")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer repeats, at most 100,000 runs")
    parser.add_argument(
        "--only", choices=["engine", "curves", "sizes", "sweeps", "shapley", "peers", "commands"], help="one part"
    )
    arguments = parser.parse_args()
    parts = {"engine": engine, "curves": curves, "sizes": sizes, "sweeps": sweeps, "shapley": shapley,
             "peers": peers, "commands": commands}  # fmt: skip
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores")
    for name, part in parts.items():
        if arguments.only in (None, name):
            part(arguments.quick)


if __name__ == "__main__":
    main()
