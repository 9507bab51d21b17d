"""PRIM finds a box that is there, and does not vouch for one that is not."""

import numpy as np
import pandas as pd
import pytest

from sim.analysis.discovery import find_box, inside
from sim.errors import InputError


def planted(seed: int, points: int, runs: int, rise: float = 0.6) -> tuple[pd.DataFrame, np.ndarray]:
    """Cases in 20% of runs, and in 80% where a.x >= 0.6, b <= 0.5 and the envoy is out."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.random((points, 5)), columns=["a.x", "b", "c", "d", "e"])
    frame["envoy"] = rng.choice(["in", "out"], points)
    box = (frame["a.x"] >= 0.6) & (frame["b"] <= 0.5) & (frame["envoy"] == "out")
    share = 0.2 + rise * box.to_numpy()
    return frame, (rng.random((points, runs)) < share[:, None]).astype(float)


@pytest.mark.parametrize("points, runs", [(2000, 4), (8000, 1)])
def test_a_planted_box_is_found_with_its_bounds_coverage_and_density(points: int, runs: int) -> None:
    box = find_box(*planted(1, points, runs))
    found = {(bound.name, bound.side): bound for bound in box.bounds}
    assert set(found) == {("a.x", "at least"), ("b", "at most"), ("envoy", "one of")}
    assert found["a.x", "at least"].value == pytest.approx(0.6, abs=0.04)
    assert found["b", "at most"].value == pytest.approx(0.5, abs=0.05)
    assert found["envoy", "one of"].value == ("out",)
    assert all(bound.confirmed for bound in box.bounds)
    assert max(bound.p for bound in box.bounds) < 1e-4
    assert box.found
    assert box.density.low < 0.8 < box.density.high + 0.05
    assert box.base.low < 0.26 < box.base.high
    assert box.mass == pytest.approx(0.1, abs=0.03)
    share, cases = box.density.share, box.base.share
    assert share is not None
    assert cases is not None
    assert box.coverage.share == pytest.approx(share * box.mass / cases, abs=0.02)
    assert len(box.table()) == 3


def test_where_there_is_no_box_none_is_vouched_for() -> None:
    boxes = [find_box(*planted(seed, 300, 3, rise=0.0)) for seed in range(5)]
    assert sum(box.found for box in boxes) <= 1
    bounds = [bound for box in boxes for bound in box.bounds]
    assert sum(bound.confirmed for bound in bounds) <= max(2, len(bounds) // 5)


def test_the_way_of_peeling_starts_with_everything_and_marks_the_box_that_was_kept() -> None:
    box = find_box(*planted(1, 1000, 4))
    first, *_ = box.peeling
    assert (first.coverage, first.mass, first.restricted) == (1.0, 1.0, 0)
    (chosen,) = [peel for peel in box.peeling if peel.chosen]
    assert chosen.restricted >= 3


def test_among_many_columns_those_that_matter_are_looked_at() -> None:
    frame, cases = planted(2, 1600, 4)
    rng = np.random.default_rng(0)
    wide = pd.concat([pd.DataFrame(rng.random((1600, 60)), columns=[f"n{i}" for i in range(60)]), frame], axis=1)
    box = find_box(wide, cases, most=8)
    assert len(box.looked_at) == 8
    assert {"a.x", "b", "envoy"} == {bound.name for bound in box.bounds}


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_what_always_or_never_happens_has_no_region_of_its_own(share: float) -> None:
    frame, _ = planted(1, 200, 2)
    box = find_box(frame, np.full((200, 2), share))
    assert not box.bounds
    assert not box.found
    assert box.mass == 1


def test_points_on_the_edge_lie_inside() -> None:
    frame = pd.DataFrame({"a": [0.0, 0.5, 1.0], "b": ["x", "y", "x"]})
    assert inside({"a": (0.5, np.inf)}, frame).tolist() == [False, True, True]
    assert inside({"a": (-np.inf, 0.5), "b": frozenset({"y"})}, frame).tolist() == [False, True, False]


def test_too_few_points_are_refused() -> None:
    frame, cases = planted(1, 99, 2)
    with pytest.raises(InputError, match="too few"):
        find_box(frame, cases)
