"""Blocks on the workers of a Dask cluster: processes of this machine, or whatever joined a scheduler elsewhere.

Dask gives a block to another worker when one is lost. A block over which worker after worker dies is given up
(`distributed.scheduler.allowed-failures`), and then `WorkerKilled` is its answer.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from distributed import Client, LocalCluster, as_completed
from distributed.client import FutureCancelledError
from distributed.comm.core import CommClosedError
from distributed.scheduler import KilledWorker

from sim.errors import InputError, RunError
from sim.study.sweeping.blocks import Block
from sim.study.sweeping.engine import engine_digest
from sim.study.sweeping.executor import Answer, WorkerKilled
from sim.study.sweeping.interruption import lasting_interruption
from sim.study.sweeping.playing import OtherEngine, play_block

DEAF = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n"
"""What new processes begin with: an interruption at the terminal is for the command, which stops them in order."""
PATIENCE = 60
"""Seconds to wait for the scheduler, and for the first worker."""
AHEAD = 3
"""Blocks that wait at the workers, for each that can be played at a time."""


@contextmanager
def dask_cluster(workers: int | None, address: str | None) -> Iterator[DaskWorkers]:
    """The workers at an address, or `workers` new ones that are stopped at the end of the block.

    Raises InputError for an address that is none, RunError if nobody answers there, OtherEngine if the workers have
    other versions than this process.
    """
    if address is not None:
        with _joined(address) as client:
            yield _ready(client, f"the cluster at {address}")
        return
    started = LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=workers or 1, threads_per_worker=1, processes=True, silence_logs=logging.CRITICAL,
        dashboard_address=":0", memory_limit=0, preload=[DEAF],
    )  # fmt: skip
    with started, Client(started) as client:  # type: ignore[no-untyped-call]
        yield _ready(client, "the new processes")


@contextmanager
def _joined(address: str) -> Iterator[Client]:
    try:
        client = Client(address, timeout=PATIENCE)  # type: ignore[no-untyped-call]
    except (ValueError, TypeError) as error:
        raise InputError(
            f"cluster: {address}: is no address of a Dask scheduler, such as tcp://10.0.0.1:8786"
        ) from error
    except OSError as error:
        raise RunError(f"cluster: {address}: no Dask scheduler answers there") from error
    with client:
        yield client


def _ready(client: Client, named: str) -> DaskWorkers:
    """Wait for a worker, and ask all that are there for their version."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except OSError as error:
        raise RunError(f"{named} has no worker after {PATIENCE} seconds") from error
    try:
        engines = client.run(engine_digest)
    except ImportError as error:
        raise RunError(f"{named} has workers on which sim is not installed: {error}") from error
    others = [worker for worker, engine in engines.items() if engine != engine_digest()]
    if others:
        raise OtherEngine(
            f"{named} has workers with other versions of sim or of its packages than this process, such as "
            f"{others[0]}: install the same everywhere"
        )
    return DaskWorkers(client)


class DaskWorkers:
    """The workers of a cluster, through its client."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self._asked, self._places, self._sent = -1.0, 1, 0

    def play(self, blocks: Iterable[Block]) -> Iterator[Answer]:
        """Play blocks in the order in which they are finished.

        Raises RunError if the scheduler is gone.
        """
        coming = iter(blocks)
        waiting: dict[str, Block] = {}
        finished = as_completed(loop=self.client.loop)  # type: ignore[no-untyped-call]
        try:
            with lasting_interruption() as stop_if_interrupted:
                self._hand_out(coming, waiting, finished)
                while waiting:
                    future = next(finished)
                    yield self._answer(waiting.pop(future.key), future)
                    del future  # the worker may forget what it has computed
                    stop_if_interrupted()
                    self._hand_out(coming, waiting, finished)
        except (CommClosedError, StopIteration) as error:
            raise _gone() from error
        finally:
            for future in list(finished.futures):
                future.cancel()

    def _hand_out(self, coming: Iterator[Block], waiting: dict[str, Block], finished: Any) -> None:
        while len(waiting) < AHEAD * self._threads() and (block := next(coming, None)) is not None:
            self._sent += 1
            key = f"sim-{block.name}-{self.client.id}-{self._sent}"  # what failed before under a key fails at once
            waiting[key] = block
            finished.add(self.client.submit(play_block, block, key=key))

    def _threads(self) -> int:
        """How many blocks can be played at a time; workers come and go, so it is asked for now and then."""
        if time.monotonic() > self._asked + 5:
            places: dict[str, int] = self.client.nthreads()  # type: ignore[no-untyped-call]
            self._places = max(sum(places.values()), 1)
            self._asked = time.monotonic()
        return self._places

    @staticmethod
    def _answer(block: Block, future: Any) -> Answer:
        try:
            return block, future.result()
        except (OtherEngine, CommClosedError):
            raise
        except ImportError as error:
            raise RunError(f"a worker lacks a package: {error}") from error
        except KilledWorker as error:
            return block, WorkerKilled(f"worker after worker died over it ({error.last_worker.address} was the last)")
        except (FutureCancelledError, asyncio.CancelledError) as error:
            raise _gone() from error
        except Exception as error:
            return block, error


def _gone() -> RunError:
    return RunError("the cluster is gone; the parts that came back are kept")
