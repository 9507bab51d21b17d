"""The flagship and its variants: kinds of outcome, directions, and no precondition as decoration."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

import sim
from sim.ensemble import play
from sim.outcomes import OUTCOMES

RUNS = 12_000
# variant, what, direction: as its description says
DIRECTIONS = [
    ("bilateral_only_dropped", "met.direct", 1),
    ("bilateral_only_dropped", "settlement", 1),
    ("bilateral_only_dropped", "no_agreement", -1),
    ("withdrawal_first_dropped", "step.ceasefire", 1),
    ("withdrawal_first_dropped", "frozen", 1),
    ("withdrawal_first_dropped", "military_first", -1),
    ("ceasefire_first_dropped_by_washington", "met.washington_moscow", 1),
    ("ceasefire_first_dropped_by_washington", "military_first", -1),
    ("europe_at_the_table", "met.trilateral", -1),
    ("recognition_off_the_table", "frozen", 1),
    ("recognition_off_the_table", "settlement", -1),
    ("strong_guarantee_first", "step.withdrawal", 1),
    ("strong_guarantee_first", "settlement", -1),
    ("us_exit", "settlement", -1),
    ("us_exit", "no_agreement", 1),
]


@cache
def table(name: str, without: str | None = None) -> pd.DataFrame:
    scenario = sim.load(name)
    return play(scenario.with_(remove=[f"preconditions.{without}"]) if without else scenario, 0, RUNS, 1)


def indicator(frame: pd.DataFrame, what: str) -> pd.Series:
    return (frame["outcome"] == what if what in OUTCOMES else frame[what].notna()).astype(float)


def paired_z(one: pd.DataFrame, other: pd.DataFrame, what: str) -> float:
    """Difference of a share in its paired standard errors; the two runs of a parameter point count as one."""
    points = (indicator(one, what) - indicator(other, what)).groupby(other["point"]).mean()
    spread = points.std() / np.sqrt(len(points))
    return float(points.mean() / spread) if spread > 0 else 0.0


def test_the_flagship_ends_in_at_least_four_ways() -> None:
    shares = table("flagship")["outcome"].value_counts(normalize=True)
    assert (shares > 0.01).sum() >= 4


@pytest.mark.parametrize("variant, what, sign", DIRECTIONS)
def test_a_variant_moves_as_its_file_says(variant: str, what: str, sign: int) -> None:
    assert sign * paired_z(table(variant), table("flagship"), what) > 4


@pytest.mark.parametrize("precondition", sorted(sim.load("flagship").preconditions))
def test_no_precondition_is_decoration(precondition: str) -> None:
    base, without = table("flagship"), table("flagship", precondition)
    shared = [c for c in base if c.startswith(("waived.", "step.", "met.")) and c in without]
    largest = max(abs(paired_z(without, base, what)) for what in [*OUTCOMES, *shared])
    assert largest > 4
