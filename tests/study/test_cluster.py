"""Workers in other processes give the same bytes, also when one is killed; what is wrong with them is said."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dask
import pytest
from distributed import Client, LocalCluster, WorkerPlugin

from sim.errors import InputError, RunError
from sim.study.sweeping import cluster as cluster_module
from sim.study.sweeping.blocks import Block
from sim.study.sweeping.executor import executor
from sim.study.sweeping.playing import OtherEngine, Player
from sim.study.sweeping.sweep import sweep
from tests.study.sweeps import ROOT, files_in, no_figures, small_blocks, study


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    no_figures(monkeypatch)
    small_blocks(monkeypatch)


@contextmanager
def _two_workers() -> Iterator[Client]:
    """Two worker processes, which come back when they are killed; a block is given up when two have died over it."""
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs=50) as started,
        Client(started) as found,
    ):
        yield found


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """Two workers that several tests use."""
    with _two_workers() as found:
        yield found


@pytest.fixture
def address(client: Client) -> str:
    client.wait_for_workers(2, timeout=60)
    return str(client.scheduler.address)


@pytest.fixture
def whole(tmp_path: Path) -> dict[str, bytes]:
    """The files of a sweep on one thread."""
    sweep(study(), threads=1, out=tmp_path / "whole")
    return files_in(tmp_path / "whole")


def test_workers_of_a_cluster_give_the_same_bytes(address: str, whole: dict[str, bytes], tmp_path: Path) -> None:
    sweep(study(), cluster=address, out=tmp_path / "out")
    assert files_in(tmp_path / "out") == whole


def test_workers_of_this_machine_give_the_same_bytes(whole: dict[str, bytes], tmp_path: Path) -> None:
    sweep(study(), workers=2, out=tmp_path / "out")
    assert files_in(tmp_path / "out") == whole


def test_a_worker_that_is_killed_is_made_up_for(
    client: Client, address: str, whole: dict[str, bytes], tmp_path: Path
) -> None:
    processes = client.run(os.getpid)
    killed: list[int] = []

    def kill(done: int, total: int) -> None:
        if done >= 60 and not killed:
            killed.append(min(processes.values()))
            os.kill(killed[0], signal.SIGKILL)

    sweep(study(), cluster=address, out=tmp_path / "out", progress=kill)
    assert killed
    assert files_in(tmp_path / "out") == whole
    client.wait_for_workers(2, timeout=60)
    assert set(client.run(os.getpid).values()) != set(processes.values())


def _fault(kind: str | None) -> None:
    """On a worker: let a design point fail, or kill the process that plays it."""
    original = getattr(Player, "original", Player.table)
    Player.original = original

    def table(player: Player, block: Block) -> object:
        if 2 in block.points.tolist():
            if kind == "killed":
                os.kill(os.getpid(), signal.SIGKILL)
            raise ArithmeticError("the front left the map")
        return original(player, block)

    Player.table = original if kind is None else table


def test_an_error_on_a_worker_is_a_failure_of_its_point(client: Client, address: str) -> None:
    client.run(_fault, "failed")
    try:
        found = sweep(study(), cluster=address)
    finally:
        client.run(_fault, None)
    assert found.failures["point"].unique().tolist() == [2]
    assert set(found.failures["error"]) == {"ArithmeticError: the front left the map"}
    assert found.points["runs"].tolist() == [60, 60, 0, 60, 60, 60]


class Poison(WorkerPlugin):
    """On every worker, also on those that take the place of others: point 2 kills whoever plays it."""

    name = "poison"

    def setup(self, worker: object) -> None:
        """Let it."""
        _fault("killed")


@pytest.mark.slow
def test_a_point_that_kills_every_worker_is_given_up_and_the_rest_is_kept() -> None:
    with _two_workers() as poisoned:  # of its own: who has been poisoned may die while others still want it
        poisoned.register_plugin(Poison())
        found = sweep(study(), cluster=str(poisoned.scheduler.address))
    assert found.failures["point"].unique().tolist() == [2]
    assert found.failures["error"].str.startswith("worker after worker died over it").all()
    assert found.points["runs"].tolist() == [60, 60, 0, 60, 60, 60]


def test_workers_with_another_version_are_refused(client: Client, address: str) -> None:
    client.run(_other_engine, True)
    try:
        with pytest.raises(OtherEngine, match="workers with other versions of sim"):
            sweep(study(), cluster=address)
    finally:
        client.run(_other_engine, False)


def _other_engine(other: bool) -> None:
    """On a worker: say that it is of another version, or no longer."""
    from sim.study.sweeping import engine

    engine.original = getattr(engine, "original", engine.engine_digest)
    engine.engine_digest = (lambda: "another") if other else engine.original


def _other_engine_later(other: bool) -> None:
    """On a worker: the same, as if it had joined after the first question."""
    from sim.study.sweeping import engine, playing

    playing.engine_digest = (lambda: "another") if other else engine.engine_digest


def test_a_worker_with_another_version_that_joins_later_does_not_play(client: Client, address: str) -> None:
    client.run(_other_engine_later, True)
    try:
        with pytest.raises(OtherEngine, match="a worker has other versions of sim"):
            sweep(study(), cluster=address)
    finally:
        client.run(_other_engine_later, False)


def test_an_address_that_is_none_and_one_where_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "PATIENCE", 1)
    with pytest.raises(InputError, match="nowhere://x: is no address of a Dask scheduler"):
        sweep(study(), cluster="nowhere://x")
    with pytest.raises(RunError, match="no Dask scheduler answers there"):
        sweep(study(), cluster="tcp://127.0.0.1:1")


def test_without_dask_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sim.study.sweeping.cluster", None)
    with pytest.raises(InputError, match=r"pip install 'diplomatic-scenario-sim\[dask\]'"):
        executor(workers=2)


def test_a_cluster_without_workers_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "PATIENCE", 1)
    with (
        LocalCluster(n_workers=0, dashboard_address=":0", silence_logs=50) as empty,
        pytest.raises(RunError, match="has no worker after 1 seconds"),
    ):
        sweep(study(), cluster=empty.scheduler_address)


@pytest.fixture
def _heard() -> Iterator[None]:
    """Interruptions are not ignored, as a job in the background and all that it starts would."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.slow
@pytest.mark.usefixtures("_heard")
def test_an_interruption_at_the_terminal_stops_processes_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "study.yaml").write_text("{name: Long, scenario: flagship, uncertainties: [], runs: 400000}")
    command = [sys.executable, "-m", "sim", "sweep", "study.yaml", "--workers", "2", "--out", "out"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        give_up = time.monotonic() + 120
        while not list(tmp_path.glob("out/parts/*.parquet")):
            assert process.poll() is None
            assert time.monotonic() < give_up
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all processes at once
        _, said = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 130
    assert said == "Stopped. What was played is kept: sim sweep study.yaml --out out --resume\n"
    assert (tmp_path / "out" / "unfinished.json").exists()
