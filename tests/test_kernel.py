"""Compiled code is kept, and never a day too long: the cache knows every source that it was compiled from."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numba import typeof
from numba.core import config

import sim
from sim.arrays import COLUMNS
from sim.compile import compile_scenario
from sim.handles import SAME_MEMORY, Borrowed, Held, borrowed
from sim.kernel import CACHE, COMPILED_SOURCES, source_digest

PACKAGE = Path(sim.__file__).parent


@pytest.fixture
def copied(tmp_path):
    """A copy of the package's sources."""
    copy = tmp_path / "sim"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


def compiled_sources() -> list[str]:
    return sorted(
        path.relative_to(PACKAGE).as_posix() for pattern in COMPILED_SOURCES for path in PACKAGE.glob(pattern)
    )


def test_a_copy_has_the_same_digest_wherever_it_lies(copied):
    assert source_digest(copied) == source_digest(PACKAGE)
    assert CACHE.name == source_digest(PACKAGE)


@pytest.mark.parametrize("source", compiled_sources())
def test_any_change_of_a_compiled_source_changes_the_cache(copied, source):
    path = copied / source
    path.write_text(path.read_text() + "\n# changed\n")
    assert source_digest(copied) != source_digest(PACKAGE)


def test_new_and_renamed_rules_change_the_cache(copied):
    before = source_digest(copied)
    (copied / "rules" / "novelty.py").write_text('"""A rule more."""\n')
    added = source_digest(copied)
    (copied / "rules" / "novelty.py").rename(copied / "rules" / "oddity.py")
    assert len({before, added, source_digest(copied)}) == 3


def test_what_is_not_compiled_does_not_empty_the_cache(copied):
    for path in ("cli/app.py", "scenario/loading.py", "report/style.py"):
        (copied / path).write_text("# quite different\n")
    assert source_digest(copied) == source_digest(PACKAGE)


def test_every_module_that_compiles_something_is_watched():
    watched = set(compiled_sources())
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text()
        if any(f"@{decorator}\n" in text for decorator in ("rule", "part", "phase", "entry")):
            assert path.relative_to(PACKAGE).as_posix() in watched


RULE = """
from sim.kernel import rule

@rule
def addition(x):
    return x + {amount}
"""
ENTRY = """
from sim.kernel import entry
from sim.rules.addition import addition

@entry
def doubled(x):
    return 2 * addition(x)
"""
ASK = "import sim.ensemble as e; print(e.doubled(10), sum(e.doubled.stats.cache_hits.values()))"


compiling = pytest.mark.skipif(config.DISABLE_JIT, reason="nothing is compiled")


@pytest.fixture
def small(tmp_path):
    """A package of one rule and one entry that calls it, with the kernel of sim."""
    package = tmp_path / "src" / "sim"
    (package / "rules").mkdir(parents=True)
    shutil.copy(PACKAGE / "kernel.py", package)
    (package / "__init__.py").write_text("")
    (package / "ensemble.py").write_text(ENTRY)
    (package / "rules" / "__init__.py").write_text("")
    (package / "rules" / "addition.py").write_text(RULE.format(amount=1))
    return package


def asked(package: Path, **variables: str) -> tuple[int, int]:
    """What a fresh process computes, and how many compiled functions it found in the cache."""
    environment = {
        **os.environ, "PYTHONPATH": str(package.parent), "SIM_CACHE_DIR": str(package.parent / "kept"), **variables
    }  # fmt: skip
    command = [sys.executable, "-c", ASK]
    done = subprocess.run(command, cwd=package.parent, env=environment, capture_output=True, text=True, check=True)
    result, hits = done.stdout.split()
    return int(result), int(hits)


@compiling
def test_an_edit_to_a_rule_in_another_file_is_picked_up(small):
    assert asked(small) == (22, 0)
    assert asked(small) == (22, 1)  # kept
    rule = small / "rules" / "addition.py"
    rule.write_text(RULE.format(amount=5))
    assert asked(small) == (30, 0)
    rule.write_text(RULE.format(amount=1))
    assert asked(small) == (22, 1)  # and the older code is still there


@compiling
def test_a_cache_folder_that_cannot_be_made_only_costs_time(small):
    (small.parent / "file").write_text("in the way")
    assert asked(small, SIM_CACHE_DIR=str(small.parent / "file")) == (22, 0)


def groups(name: str = "flagship") -> tuple:
    """The three tuples of arrays of a shipped scenario."""
    compiled = compile_scenario(sim.load(name))
    work = compiled.work()
    return compiled.layout, work.own, work.state


def test_compiled_code_takes_no_field_of_a_run_for_another():
    # types that Numba took for one would be told apart no more, and what was read from one be kept over a write
    held = [Held(typeof(group)) for group in groups()]
    fields = [(one, field) for one in held for field in one.group.fields]
    kinds = {borrowed(one, field) for one, field in fields}
    assert len(kinds) == len(fields) - len(SAME_MEMORY)
    assert not kinds & {Borrowed(typeof(np.zeros(shape))) for shape in (1, (1, 1), (1, 1, 1))}


@pytest.mark.parametrize("name", sorted(sim.shipped()))
def test_tables_have_the_columns_that_compiled_code_counts_on(name):
    for group in groups(name):
        for field, columns in COLUMNS[type(group).__name__].items():
            assert getattr(group, field).shape[-1] == columns
