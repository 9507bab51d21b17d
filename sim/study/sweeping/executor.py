"""Who plays blocks: threads of this process, or the workers of a Dask cluster (`sim.study.sweeping.cluster`)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from sim.errors import InputError, RunError
from sim.study.sweeping.blocks import Block
from sim.study.sweeping.playing import OtherEngine, Played, play_block

Answer = tuple[Block, Played | Exception]
"""A block and what came of it, or what went wrong with it."""


class WorkerKilled(RunError):
    """A block was given up because process after process died over it."""


class Executor(Protocol):
    """Something that plays blocks."""

    def play(self, blocks: Iterable[Block]) -> Iterator[Answer]:
        """Play blocks, in whatever order; no more than a few wait at a time.

        What goes wrong with a block is its answer. What concerns all of them (OtherEngine, a cluster that is gone)
        is raised.
        """


class Threads:
    """Threads of this process: the compiled code lets go of the interpreter."""

    def __init__(self, threads: int | None = None) -> None:
        """By default, one a core."""
        self.threads = threads or os.cpu_count() or 1

    def play(self, blocks: Iterable[Block]) -> Iterator[Answer]:
        """Play blocks in the order in which they are finished."""
        if self.threads == 1:
            yield from map(attempt, blocks)
            return
        coming = iter(blocks)
        with ThreadPoolExecutor(self.threads) as pool:
            waiting: set[Future[Answer]] = set()
            try:
                while True:
                    while len(waiting) < 2 * self.threads and (block := next(coming, None)) is not None:
                        waiting.add(pool.submit(attempt, block))
                    if not waiting:
                        return
                    done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                    for future in done:
                        yield future.result()
            finally:
                pool.shutdown(wait=True, cancel_futures=True)


def attempt(block: Block) -> Answer:
    """Play a block; an error is the answer, unless it concerns all blocks."""
    try:
        return block, play_block(block)
    except OtherEngine:
        raise
    except Exception as error:
        return block, error


def executor(
    threads: int | None = None, workers: int | None = None, cluster: str | None = None
) -> AbstractContextManager[Executor]:
    """The executor that is asked for, to be used in a `with` block.

    `threads` of this process (default: one a core), or `workers` processes of this machine, or those of the Dask
    `cluster` at an address. Raises InputError if these contradict one another, or if Dask is asked for and not
    installed.
    """
    asked = [name for name, value in (("threads", threads), ("workers", workers), ("cluster", cluster)) if value]
    if len(asked) > 1:
        raise InputError(f"{' and '.join(asked)}: ask for one of them; a cluster has its own workers")
    for name, value in (("threads", threads), ("workers", workers)):
        if value is not None and value < 1:
            raise InputError(f"{name}: {value} is not at least 1")
    if workers is None and cluster is None:
        return nullcontext(Threads(threads))
    try:
        from sim.study.sweeping.cluster import dask_cluster
    except ImportError as error:
        raise InputError(
            "workers in processes of their own are Dask's, which is not installed: "
            "pip install 'diplomatic-scenario-sim[dask]'"
        ) from error
    return dask_cluster(workers, cluster)
