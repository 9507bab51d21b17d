"""Many runs: the compiled round in a loop, in blocks on threads, and the outcome table that comes of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from sim.arrays import Floats, Integers, Layout, Parameters, State
from sim.compile import Compiled, Work, compile_scenario
from sim.handles import hold
from sim.kernel import entry
from sim.outcomes import OUTCOMES
from sim.round import play_on
from sim.round.begin import begin
from sim.round.finish import fill_row
from sim.scenario import Scenario

if TYPE_CHECKING:
    import pandas
    import pyarrow

BLOCK = 1024  # runs a block: small enough to share out, large enough to forget the overhead
Progress = Callable[[int, int], None]


@entry
def play_runs(
    layout: Layout, own: Parameters, seen: Parameters, s: State, own_buffer: Floats, seen_buffer: Floats,
    places: Integers, seen_mask: Integers, values: Floats, points: Integers, runs: Integers, seed: int, rows: Floats,
) -> None:  # fmt: skip
    """Play run ``runs[n]`` at parameter point ``points[n]`` into row n of ``rows`` (runs, columns).

    A point is a row of ``values`` (points, targets), which is written to ``places`` of the buffers on which ``own``
    and ``seen`` are views. The number of a run is what its chance is drawn from, and nothing else.
    """
    layout, own, seen, s = hold(layout), hold(own), hold(seen), hold(s)
    written = -1
    for n in range(rows.shape[0]):
        run, point = runs[n], points[n]
        if point != written:
            for target in range(places.size):
                own_buffer[places[target]] = values[point, target]
                if seen_mask[target] == 1:
                    seen_buffer[places[target]] = values[point, target]
            written = point
        begin(layout, own, seen, s, seed, run)
        while play_on(layout, own, seen, s, seed, run, None):
            pass
        fill_row(layout, s, rows[n])


def play_rows(compiled: Compiled, work: Work, runs: Integers, points: Integers, draws: Floats, seed: int) -> Floats:
    """Rows (runs, columns) of any runs at any parameter points: run ``runs[n]`` at row ``points[n]`` of ``draws``.

    Runs of the same number share their luck, whatever the point: common random numbers. ``draws`` (points,
    dimensions) are values as a scenario states them. Runs of one point are best kept together.
    """
    if points.size and not 0 <= points.min() <= points.max() < draws.shape[0]:
        raise IndexError(f"points: not all between 0 and {draws.shape[0] - 1}")
    rows = np.zeros((runs.size, len(compiled.columns)))
    play_runs(
        compiled.layout, work.own, work.seen, work.state, work.own_buffer, work.seen_buffer, compiled.own_places,
        compiled.seen_mask, compiled.written(draws), points, runs, seed, rows,
    )  # fmt: skip
    return rows


def play_block(
    compiled: Compiled, work: Work, first_run: int, runs: int, seed: int, runs_per_point: int,
    draws: Floats | None = None,
) -> Floats:  # fmt: skip
    """Rows (runs, columns) of runs ``first_run`` onwards.

    ``draws`` (points, dimensions) are the parameter points from that of ``first_run`` on; by default they are
    drawn from the seed. Run ``r`` belongs to point ``r // runs_per_point``.
    """
    numbers = np.arange(first_run, first_run + runs, dtype=np.int64)
    points = numbers // runs_per_point - first_run // runs_per_point
    if draws is None:
        draws = compiled.draws(compiled.cube(first_run // runs_per_point, int(points[-1]) + 1, seed))
    return play_rows(compiled, work, numbers, points, draws, seed)


def play_blocks(
    compiled: Compiled, first_run: int, runs: int, seed: int, runs_per_point: int = 2, workers: int | None = None
) -> Iterator[tuple[int, Floats]]:
    """Blocks of rows with the number of their first run, in order, played on ``workers`` threads.

    No more than a few blocks wait at a time, so memory does not grow with the runs.
    """
    workers = workers or os.cpu_count() or 1
    starts = range(first_run, first_run + runs, BLOCK)
    spare: list[Work] = [compiled.work() for _ in range(min(workers, len(starts)))]

    def play(start: int) -> Floats:
        work = spare.pop()
        try:
            return play_block(compiled, work, start, min(BLOCK, first_run + runs - start), seed, runs_per_point)
        finally:
            spare.append(work)

    if workers == 1:
        for start in starts:
            yield start, play(start)
        return
    with ThreadPoolExecutor(workers) as pool:
        waiting: list[tuple[int, Future[Floats]]] = []
        try:
            for start in starts:
                waiting.append((start, pool.submit(play, start)))
                if len(waiting) > 2 * workers:
                    begun, block = waiting.pop(0)
                    yield begun, block.result()
            for begun, block in waiting:
                yield begun, block.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def to_arrow(compiled: Compiled, first_run: int, rows: Floats, runs_per_point: int) -> pyarrow.Table:
    """Rows of the kernel as an Arrow table with the columns of ``sim.outcomes``."""
    import pyarrow

    run = np.arange(first_run, first_run + rows.shape[0], dtype=np.int64)
    names = ["run", "point"]
    arrays = [pyarrow.array(run), pyarrow.array(run // runs_per_point)]
    described = compiled.columns
    for place in compiled.shown:
        column, values = described[place], rows[:, place]
        names.append(column.name)
        if column.kind == "real":
            arrays.append(pyarrow.array(values.astype(np.float32)))
        elif column.kind == "count":
            arrays.append(pyarrow.array(values.astype(np.int16)))
        elif column.kind == "round":
            arrays.append(pyarrow.array(values.astype(np.int16), mask=values == 0))
        else:
            labels: Sequence[str] = OUTCOMES if column.kind == "outcome" else column.options
            codes = pyarrow.array(values.astype(np.int8))
            arrays.append(pyarrow.DictionaryArray.from_arrays(codes, pyarrow.array(labels)))
    return pyarrow.table(arrays, names=names)


def to_pandas(table: pyarrow.Table) -> pandas.DataFrame:
    """An outcome table for analysis: whole numbers stay whole where some are missing."""
    import pandas
    import pyarrow

    rounds = [name for name in table.column_names if name.split(".")[0] in ROUND_COLUMNS]
    others = [name for name in table.column_names if name not in rounds]
    whole = table.select(rounds).to_pandas(types_mapper={pyarrow.int16(): pandas.Int16Dtype()}.get)
    frame: pandas.DataFrame = pandas.concat([whole, table.select(others).to_pandas()], axis=1)[table.column_names]
    return frame


ROUND_COLUMNS = {"ended", "signed", "ceasefire", "step", "waived", "satisfied", "met", "left"}


def play_tables(
    scenario: Scenario, first_run: int, runs: int, seed: int, runs_per_point: int = 2, workers: int | None = None,
    progress: Progress | None = None,
) -> Iterator[pyarrow.Table]:  # fmt: skip
    """The outcome table of runs ``first_run`` onwards, one row a run, as a stream of Arrow tables, a block each.

    ``progress`` is told after each block how many runs are done, and of how many.
    """
    compiled = compile_scenario(scenario)
    for start, rows in play_blocks(compiled, first_run, runs, seed, runs_per_point, workers):
        if progress is not None:
            progress(start + rows.shape[0] - first_run, runs)
        yield to_arrow(compiled, start, rows, runs_per_point)


def play(
    scenario: Scenario, first_run: int, runs: int, seed: int, runs_per_point: int = 2, workers: int | None = None
) -> pandas.DataFrame:
    """The outcome table of runs ``first_run`` onwards in memory, one row a run."""
    import pyarrow

    tables = list(play_tables(scenario, first_run, runs, seed, runs_per_point, workers))
    return to_pandas(pyarrow.concat_tables(tables).combine_chunks())


def is_compiled() -> bool:
    """Whether the rules of exactly these sources have been compiled before, so that a run starts at once."""
    from sim.kernel import CACHE

    return any(CACHE.rglob("ensemble.play_runs*.nbc"))
