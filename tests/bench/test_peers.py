"""Both engines see the same utilities, and what is said of their agreements is so; how fast they are is no test."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from numba.core import config

import tests.bench.__main__ as bench
from tests.bench.domains import Case, corpus, drawn
from tests.bench.peers import PAIRS, RUNS, Played, compare, peer_utilities, played_here, quality
from tests.exchange.reading import issue_names, utility

EXACT = 1e-7
CORPUS = corpus()


def by_name(case: Case) -> str:
    return case.name


def packages(case: Case):
    """Every package: its values, their places, and what it is worth to the two by the case's own table."""
    for places in itertools.product(*(range(len(issue.values)) for issue in case.domain.issues)):
        values = tuple(issue.values[k] for issue, k in zip(case.domain.issues, places, strict=True))
        yield values, [sum(sides[a][k] for sides, k in zip(case.worth, places, strict=True)) for a in range(2)]


@pytest.mark.parametrize("case", CORPUS, ids=by_name)
def test_the_yardstick_is_what_the_scenario_says(case: Case) -> None:
    scenario = case.scenario(10)
    assert len(issue_names(scenario)) == len(case.domain.issues)
    for values, worth in packages(case):
        assert [utility(scenario, actor, values) for actor in scenario.actors] == pytest.approx(worth, abs=EXACT)


@pytest.mark.parametrize("case", CORPUS, ids=by_name)
def test_the_peer_sees_the_same_utilities(case: Case) -> None:
    pytest.importorskip("negmas", reason="NegMAS is not installed: pip install '.[peers]'")
    _, utilities = peer_utilities(case)
    for values, worth in packages(case):
        assert [float(one(values)) for one in utilities] == pytest.approx(worth, abs=EXACT)
    assert [one.reserved_value for one in utilities] == pytest.approx(list(case.reservations))


def test_quality_is_measured_from_the_frontier_and_the_nash_point() -> None:
    case = CORPUS[0]
    edge = case.edge.points
    assert case.nash is not None
    fine = quality(case, Played(edge, len(edge), 1.0))
    assert (fine.agreed, fine.to_frontier, fine.missed) == (1, 0, 0)
    assert fine.welfare == pytest.approx(edge.sum(axis=1).mean())
    worse = quality(case, Played(case.nash[None, :] - 0.01, 4, 1.0))
    assert worse.agreed == 0.25
    assert worse.to_nash == pytest.approx(0.01 * np.sqrt(2))
    assert worse.missed == pytest.approx(0.01)
    assert worse.welfare == pytest.approx((case.nash.sum() - 0.02 + 3 * sum(case.reservations)) / 4)
    nobody = quality(case, Played(np.zeros((0, 2)), 5, 1.0))
    assert nobody.agreed == 0
    assert nobody.welfare == pytest.approx(sum(case.reservations))


def test_the_frontier_and_the_nash_point_are_those_of_all_packages() -> None:
    for case in CORPUS:
        points = np.array([worth for _, worth in packages(case)])
        gains = np.maximum(points - case.reservations, 0).prod(axis=1)
        assert case.nash == pytest.approx(points[gains.argmax()])
        assert not ((points[:, None, :] > case.edge.points[None, :, :] + EXACT).all(axis=2)).any()


def test_a_drawn_domain_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    one, again, other = (drawn(tmp_path / name, 4, 3, seed) for name, seed in (("a", 1), ("b", 1), ("c", 2)))
    assert one.packages == 81
    assert (one.edge.points == again.edge.points).all()
    assert one.reservations != other.reservations


@pytest.mark.skipif(config.DISABLE_JIT, reason="minutes without the compiler")
def test_here_all_pairs_of_tactics_negotiate_and_what_they_agree_on_is_a_package() -> None:
    case = CORPUS[0]
    played = played_here(case, 30, 1e-4)
    assert played.negotiations == RUNS * len(PAIRS)
    points = np.array([worth for _, worth in packages(case)])
    assert np.abs(played.points[:, None, :] - points[None, :, :]).max(axis=2).min(axis=1).max() < EXACT
    assert (played.points >= np.array(case.reservations) - EXACT).all()


@pytest.mark.skipif(config.DISABLE_JIT, reason="minutes without the compiler")
def test_the_comparison_runs_and_nobody_agrees_on_less_than_no_deal(tmp_path: Path) -> None:
    pytest.importorskip("negmas", reason="NegMAS is not installed: pip install '.[peers]'")
    found = compare([drawn(tmp_path / "x", 3, 3, 5)], 20, 1e-4)
    for side in (found.here, found.there):
        assert 0 < side.agreed <= 1
        assert 0 <= side.missed <= side.to_frontier < 1
    assert found.name == "x of 27 packages"
    assert min(*found.seconds, found.alone) > 0


def test_without_the_peer_the_benchmark_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "find_spec", lambda _: None)
    bench.peers(quick=True)
    assert "pip install" in capsys.readouterr().out
