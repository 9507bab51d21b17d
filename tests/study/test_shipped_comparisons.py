"""On every comparison that comes with sim, pairing makes intervals narrower; by how much is printed (pytest -s)."""

from __future__ import annotations

import dataclasses

import pytest

from sim.analysis.paired import Comparison
from sim.scenario import shipped
from sim.study import load_study, shipped_studies
from sim.study.comparing.compare import compare
from sim.study.comparing.compare_study import compare_study
from sim.study.sweeping.sweep import sweep

RUNS, STUDY_RUNS = 3000, 300
OFTEN = 20
"""Shares of fewer runs than this, before and after together, tell nothing of how alike the runs are."""


def variants() -> list[str]:
    return [name for name, path in shipped().items() if "extends: flagship" in path.read_text(encoding="utf-8")]


def with_levers() -> list[str]:
    return [name for name in shipped_studies() if load_study(name).levers or len(load_study(name).scenarios) > 1]


def assert_narrower(comparison: Comparison) -> int:
    """Each quantity that comes often enough; returns how many there were."""
    seen = 0
    for item in comparison.differences:
        happened = comparison.runs * ((item.before.mean or 0) + (item.after.mean or 0))
        if item.narrower is None or (item.kind == "share" and happened < OFTEN):
            continue
        seen += 1
        print(f"{comparison.base} | {comparison.other} | {item.label}: {item.narrower:.2f} times narrower")
        assert item.narrower > 1, f"{comparison.other}, {item.name}"
    return seen


def test_variants_of_the_flagship_are_found() -> None:
    assert {"us_exit", "bilateral_only_dropped", "withdrawal_first_dropped"} <= set(variants())


def test_paired_intervals_are_narrower_on_every_shipped_variant() -> None:
    found = compare("flagship", *variants(), runs=RUNS)
    for comparison in found.comparisons:
        assert assert_narrower(comparison) >= 6


@pytest.mark.parametrize("name", with_levers())
def test_paired_intervals_are_narrower_on_every_setting_of_every_shipped_study(name: str) -> None:
    study = dataclasses.replace(load_study(name), runs=STUDY_RUNS)
    found = compare_study(sweep(study))
    assert sum(assert_narrower(comparison) for comparison in found.comparisons) >= len(found.pairs)
