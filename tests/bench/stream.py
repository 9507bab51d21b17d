"""Play the flagship into a folder and print what it took: ``python -m tests.bench.stream RUNS DIR``."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import sim


def peak_memory() -> int:
    """Largest amount of memory that this process has had, in bytes."""
    status = Path("/proc/self/status")
    if status.exists():
        # not from `resource`: there a process begins with what the one that started it had
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) * 1024
    import resource  # not on Windows

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def main() -> None:
    """Play and measure. `playing` ends with the last block, the rest is summary and figures."""
    runs, folder = int(sys.argv[1]), Path(sys.argv[2])
    scenario = sim.load("flagship")
    sim.run(scenario, runs=2)  # load the compiled code
    end = begin, cpu = time.perf_counter(), time.process_time()

    def note(*_: int) -> None:
        nonlocal end
        end = time.perf_counter(), time.process_time()

    sim.run(scenario, runs=runs, out=folder, progress=note)
    found = {
        "playing": end[0] - begin,
        "playing_cpu": end[1] - cpu,
        "all": time.perf_counter() - begin,
        "memory": peak_memory(),
        "file": (folder / "outcomes.parquet").stat().st_size,
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
