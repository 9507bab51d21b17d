"""Playing a scenario many times."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa

from sim.compile import compile_scenario
from sim.ensemble import play_tables, to_pandas
from sim.errors import InputError
from sim.results.results import Results
from sim.results.saving import TABLE, new_folder, write_rest
from sim.results.table_file import regrouped, write_table
from sim.scenario import Scenario, load
from sim.summary import widest_half_width

MOST_RUNS = 100_000_000
"""More runs than this are not played in one go: a column of their table would be too large for most memories."""

MOST_BYTES = 1_000_000_000
"""A table larger than this is not kept in memory but written to a folder as it comes."""

WIDTHS = {"real": 4, "count": 2, "round": 3, "outcome": 1, "option": 1}
"""Bytes in memory of a run in a column."""

Progress = Callable[[int, int], None]
"""Told how many runs are done, and how many there will be."""


def run(
    scenario: Scenario | str | Path,
    runs: int = 10_000,
    seed: int = 0,
    *,
    precision: float | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
    runs_per_point: int = 2,
    command: str | None = None,
    out: str | Path | None = None,
) -> Results:
    """Play a scenario (or load it by name or path first) and return what came of it.

    Run r is the same whatever the number of runs: more runs add to the earlier ones. Each draw of the
    uncertain parameters is played `runs_per_point` times, 2 by default, so that what the parameters do can be
    told from chance; 1 gives the sharpest shares and no such split. `workers` None: as many threads as there
    are cores.

    With `precision` H, playing goes on in growing batches after the first `runs` until the 95% interval of
    every outcome's share is no wider than H to either side (half its width, on the scale 0 to 1).

    `command` is kept for the record. With `out`, everything that `Results.save` writes is written to that folder,
    the table already while playing, so that it need not fit into memory: 10 million runs of the flagship take 1.3 GB.

    Raises InputError for arguments out of range and for runs whose table is too large for memory without `out`,
    RunError if the folder cannot be written.
    """
    if isinstance(scenario, (str, Path)):
        scenario = load(scenario)
    check_playing(seed, workers, runs_per_point)
    _check_size(runs, precision, runs_per_point, None if out is not None else _bytes_per_run(scenario))
    tables = _play(scenario, runs, seed, precision, progress, workers, runs_per_point)
    if out is None:
        table = to_pandas(pa.concat_tables(tables))
        return Results(scenario, table, seed=seed, runs_per_point=runs_per_point, command=command)
    target = Path(out).resolve()
    with new_folder(Path(out)) as folder:
        stored = write_table(folder / TABLE, regrouped(tables), runs)
        results = Results(scenario, stored, seed=seed, runs_per_point=runs_per_point, command=command)
        written = write_rest(results, folder, stored)
    stored.path = target / TABLE
    results.files = tuple(Path(out) / path for path in written)
    return results


def _play(
    scenario: Scenario,
    runs: int,
    seed: int,
    precision: float | None,
    progress: Progress | None,
    workers: int | None,
    runs_per_point: int,
) -> Iterator[pa.Table]:
    """Blocks of the table in the order of runs, until there are enough."""
    first, end = 0, runs
    shares: list[pa.Table] = []
    while True:
        tell = None if progress is None else _counted_on(progress, first, end)
        for table in play_tables(
            scenario,
            first_run=first,
            runs=end - first,
            seed=seed,
            runs_per_point=runs_per_point,
            workers=workers,
            progress=tell,
        ):
            if precision is not None:
                shares.append(table.select(["point", "outcome"]))
            yield table
        if precision is None:
            return
        half_width = widest_half_width(to_pandas(pa.concat_tables(shares)))
        if half_width <= precision:
            return
        first, end = end, _next_end(end, half_width / precision, runs_per_point)


def _counted_on(progress: Progress, first: int, end: int) -> Progress:
    """Tell of a batch as part of all runs."""
    return lambda done, _: progress(first + done, end)


def _next_end(done: int, ratio: float, runs_per_point: int) -> int:
    """Where the next batch ends: what the square-root law asks for and 5% more, at most four times as many.

    Whole parameter points, so that no interval is taken with a point cut in half.
    """
    wanted = min(max(done * ratio**2 * 1.05, done * 1.2), done * 4.0)
    return math.ceil(wanted / runs_per_point) * runs_per_point


def _bytes_per_run(scenario: Scenario) -> int:
    """Size in memory of a row of the table."""
    compiled = compile_scenario(scenario)
    return 16 + sum(WIDTHS[compiled.columns[place].kind] for place in compiled.shown)


def check_playing(seed: int, workers: int | None, runs_per_point: int) -> None:
    """Refuse a seed, a number of threads or of runs to a parameter point that is out of range."""
    if not 0 <= seed < 2**63:
        raise InputError(f"seed: {seed} is not between 0 and 2^63 - 1")
    if workers is not None and workers < 1:
        raise InputError(f"workers: {workers} is not at least 1")
    if not 1 <= runs_per_point <= 1000:
        raise InputError(f"runs per point: {runs_per_point} is not between 1 and 1,000")


def check_runs(runs: int, most: int) -> None:
    """Refuse fewer runs than 1 and more than `most`."""
    if not 1 <= runs <= most:
        raise InputError(f"runs: {runs:,} is not between 1 and {most:,}")


def _check_size(runs: int, precision: float | None, runs_per_point: int, bytes_per_run: int | None) -> None:
    """Refuse runs that are too many at all, or too many for memory (`bytes_per_run` None: kept in a file)."""
    check_runs(runs, MOST_RUNS)
    most, hint = MOST_RUNS, ""
    if bytes_per_run is not None and MOST_BYTES // bytes_per_run < MOST_RUNS:
        most = MOST_BYTES // bytes_per_run
        hint = "; have them written to a folder as they come (--out DIR, in Python out=)"
    if runs > most:
        raise InputError(
            f"runs: a table of {runs:,} runs takes {runs * (bytes_per_run or 0) / 1e9:.1f} GB, more than the "
            f"{MOST_BYTES / 1e9:g} GB that are kept in memory{hint}"
        )
    if precision is not None:
        # In the worst case (share 1/2, parameters decide everything) this many runs are needed.
        finest = math.sqrt(1.96**2 * 0.25 * runs_per_point / most)
        if not finest <= precision < 0.5:
            raise InputError(
                f"precision: {precision} is not between {finest:.2g} and 0.5; it is half the width of the "
                f"widest interval, and finer than {finest:.2g} may take more than {most:,} runs{hint}"
            )
