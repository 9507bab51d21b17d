"""Everything that has to pass, in one command: ``python -m tests``. Arguments go to pytest.

Each check runs even if an earlier one failed, so that one look shows all there is to mend. Exits 0 only if
all passed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"

# with the compiler off, so that the lines of compiled functions are seen
INTERPRETED = (
    "tests/rules",
    "tests/test_interpreted.py",
    "tests/test_pies.py",
    "tests/test_equilibrium.py",
    "tests/test_counsel.py",
)


def checks(pytest_arguments: list[str]) -> dict[str, list[str]]:
    """Name -> arguments to this Python, in the order in which they run: the quick ones first."""
    return {
        "ruff check": ["-m", "ruff", "check"],
        "ruff format": ["-m", "ruff", "format", "--check"],
        "mypy": ["-m", "mypy"],
        "import rules": ["-c", LINT_IMPORTS],
        "site": ["-m", "tests.site"],
        "pytest": ["-m", "pytest", "-n", "logical", "--dist", "worksteal", *pytest_arguments],
        "rule coverage": ["-m", "pytest", "-q", *INTERPRETED, "--cov=sim.rules", "--cov=sim.round", "--cov-branch",
                          "--cov-report=term:skip-covered", "--cov-fail-under=90"],
    }  # fmt: skip


def main() -> int:
    """Run all checks, print what came of each, and return the number of those that failed."""
    results: list[tuple[str, bool, float]] = []
    for name, arguments in checks(sys.argv[1:]).items():
        print(f"\n== {name} ".ljust(80, "="), flush=True)
        begin = time.monotonic()
        environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"} if name == "rule coverage" else None
        passed = subprocess.run([sys.executable, *arguments], cwd=ROOT, check=False, env=environment).returncode == 0
        results.append((name, passed, time.monotonic() - begin))
    print("\n== summary ".ljust(80, "="))
    for name, passed, seconds in results:
        print(f"{'passed' if passed else 'FAILED':8}{name:14}{seconds:7.1f} s")
    failed = sum(not passed for _, passed, _ in results)
    print("all passed" if not failed else f"{failed} of {len(results)} failed")
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
