"""Every interval that is reported as 95% covers the truth in 93% to 97% of 1,000 repetitions.

Once through the engine, on wars whose answers are known, and once on made-up numbers, where the runs hang together in
other ways. The binomial error of a coverage of 0.95 over 1,000 repetitions is 0.007: the bounds are three of them away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sim.analysis.clusters import Clusters
from sim.analysis.flips import share_among
from sim.analysis.paired import Difference, compare_tables, difference_of
from sim.analysis.quantities import Quantity
from sim.analysis.robustness import robustness
from sim.ensemble import play
from sim.scenario import Scenario
from sim.summary.estimates import Points, mean_of, quantiles_of, share_of, split_of
from tests.games import scenario

REPETITIONS, DRAWS, PER_DRAW = 1000, 150, 2
RUNS = DRAWS * PER_DRAW
LEVEL = (0.93, 0.97)
Ends = tuple[float, float]


def coverage(ends: Iterator[Ends], truth: float) -> float:
    """Share of intervals that hold the truth."""
    held = [low <= truth <= high for low, high in ends]
    assert len(held) == REPETITIONS
    return float(np.mean(held))


# Through the engine --------------------------------------------------------------------------------------------


def war(**battlefield: Any) -> Scenario:
    """A war that only the battlefield decides; nobody meets."""
    return scenario(
        {
            "name": "War",
            "rounds": 400 if battlefield["walk"] == "forts" else 6,
            "follow_up": 0,
            "actors": {"red": {}, "blue": {}},
            "issues": {
                "land": {
                    "divisible": True,
                    "stakes": {"red": {"salience": 1, "position": 1}, "blue": {"salience": 1, "position": 0}},
                }
            },
            "battlefield": {"first": "red", "second": "blue", "start": 0.5, **battlefield},
            "fallbacks": {"first_wins": {"land": 1}, "second_wins": {"land": 0}},
            "tracks": {},
        }
    )


def forts(low: float, high: float) -> Scenario:
    """Four forts, two held; the chance of taking the next is the same in a run and uncertain between draws."""
    return war(walk="forts", forts=4, advance={"uniform": [low, high]})


def front(low: float, high: float) -> Scenario:
    """Six rounds of a front that cannot reach its ends, with an uncertain drift."""
    return war(walk="gaussian", volatility=0.02, drift={"uniform": [low, high]})


BEFORE, AFTER = (0.35, 0.65), (0.40, 0.70)
SLOW, FAST = (-0.01, 0.02), (-0.005, 0.03)


@cache
def tables(kind: Callable[[float, float], Scenario], ends: Ends, runs: int = RUNS) -> list[pd.DataFrame]:
    """The runs of a scenario, cut into repetitions that share nothing."""
    whole = play(kind(*ends), 0, REPETITIONS * runs, 11, PER_DRAW)
    return [whole[start : start + runs] for start in range(0, len(whole), runs)]


def over_draws(ends: Ends, of: Callable[[np.ndarray], np.ndarray]) -> float:
    """The mean of a function of an uncertain number that is uniform between two ends."""
    nodes, weights = np.polynomial.legendre.leggauss(40)
    low, high = ends
    return float((weights * of(low + (nodes + 1) / 2 * (high - low))).sum() / 2)


def won(p: np.ndarray) -> np.ndarray:
    """Gambler's ruin from the middle of four forts: p^2 / (p^2 + q^2)."""
    return p**2 / (p**2 + (1 - p) ** 2)


def rounds(p: np.ndarray) -> np.ndarray:
    """Its mean length: every two battles it is decided with chance p^2 + q^2."""
    return 2 / (p**2 + (1 - p) ** 2)


def median_front() -> float:
    """Median of 1/2 + 6 drift + 0.02 sqrt(6) z, the drift uniform: where the mixture's distribution is one half."""
    from scipy.optimize import brentq

    def below(x: float) -> float:
        return over_draws(SLOW, lambda drift: stats.norm.cdf((x - 0.5 - 6 * drift) / (0.02 * np.sqrt(6)))) - 0.5

    return float(brentq(below, 0.3, 0.8))


def points(table: pd.DataFrame) -> Points:
    return Points.of(table["point"].to_numpy())


def wins(table: pd.DataFrame) -> np.ndarray:
    return (table["outcome"] == "military_first").to_numpy()


def share_ends(table: pd.DataFrame) -> Ends:
    found = share_of(wins(table), points(table))
    return found.low, found.high


def length_ends(table: pd.DataFrame) -> Ends:
    found = mean_of(table["ended"].to_numpy(dtype=float), points(table))
    assert found.low is not None
    assert found.high is not None
    return found.low, found.high


def median_ends(table: pd.DataFrame) -> Ends:
    (found,) = quantiles_of(table["front"].to_numpy(dtype=float), points(table), (0.5,))
    return found.low, found.high


def test_shares_of_wars_won_cover() -> None:
    truth = over_draws(BEFORE, won)
    assert LEVEL[0] <= coverage(map(share_ends, tables(forts, BEFORE)), truth) <= LEVEL[1]


def test_mean_lengths_of_wars_cover() -> None:
    truth = over_draws(BEFORE, rounds)
    assert LEVEL[0] <= coverage(map(length_ends, tables(forts, BEFORE)), truth) <= LEVEL[1]


def test_medians_of_the_front_cover() -> None:
    assert LEVEL[0] <= coverage(map(median_ends, tables(front, SLOW)), median_front()) <= LEVEL[1]


def test_the_part_of_the_parameters_covers() -> None:
    mean, square = over_draws(BEFORE, won), over_draws(BEFORE, lambda p: won(p) ** 2)
    truth = (square - mean**2) / (mean * (1 - mean))

    def ends() -> Iterator[Ends]:
        for table in tables(forts, BEFORE, 2 * RUNS):  # the normal interval of a ratio needs that many
            found = split_of(wins(table), points(table))
            assert found is not None
            yield found.low, found.high

    assert LEVEL[0] <= coverage(ends(), truth) <= LEVEL[1]


def paired(kind: Callable[[float, float], Scenario], ends: tuple[Ends, Ends], name: str) -> Iterator[Difference]:
    one, two = (kind(*side) for side in ends)
    for before, after in zip(tables(kind, ends[0]), tables(kind, ends[1]), strict=True):
        yield compare_tables(before, after, one, two, [name]).differences[0]


def test_paired_differences_of_shares_cover() -> None:
    truth = over_draws(AFTER, won) - over_draws(BEFORE, won)
    found = list(paired(forts, (BEFORE, AFTER), "military_first"))
    assert LEVEL[0] <= coverage(((item.low, item.high) for item in found), truth) <= LEVEL[1]
    assert np.mean([item.narrower or 0 for item in found]) > 1.5
    # The interval of separate ensembles is far too wide for pairs: it holds the truth nearly always.
    assert coverage(((item.unpaired_low, item.unpaired_high) for item in found), truth) > 0.99


def test_paired_differences_of_means_cover() -> None:
    truth = 6 * (np.mean(FAST) - np.mean(SLOW))
    found = list(paired(front, (SLOW, FAST), "front"))
    assert LEVEL[0] <= coverage(((item.low, item.high) for item in found), float(truth)) <= LEVEL[1]


def test_intervals_of_separate_ensembles_cover_where_the_ensembles_are_separate() -> None:
    truth = over_draws(AFTER, won) - over_draws(BEFORE, won)
    before, after = tables(forts, BEFORE), tables(forts, AFTER)
    others = [*after[1:], after[0]]  # the next repetition's runs: nothing in common

    def ends() -> Iterator[Ends]:
        for one, two in zip(before, others, strict=True):
            clusters = Clusters.in_table(one, ("point",))
            found = difference_of(SHARE, wins(one).astype(float), wins(two).astype(float), clusters)
            yield found.unpaired_low, found.unpaired_high

    assert LEVEL[0] <= coverage(ends(), truth) <= LEVEL[1]


# On made-up numbers --------------------------------------------------------------------------------------------

SHARE = Quantity("it", "It", "share of runs", "share", ("it",), lambda table: table["it"].to_numpy())
MEAN = Quantity("it", "It", "rounds", "mean", ("it",), lambda table: table["it"].to_numpy())


def changes(
    chance: np.random.Generator, up: float, down: float, draws: int, size: int
) -> tuple[np.ndarray, np.ndarray]:
    """Runs before and after: a draw decides how likely its runs are to change, and which way is their own luck."""
    inclined = np.repeat(chance.beta(1.0, 3.0, draws) * 4, size)
    luck = chance.random(draws * size)
    before = (luck < down * inclined).astype(float)
    after = ((luck >= down * inclined) & (luck < (down + up) * inclined)).astype(float)
    alike = (luck > 0.9).astype(float)
    return np.maximum(before, alike), np.maximum(after, alike)


@pytest.mark.parametrize("up, down, draws, size", [(0.1, 0.03, 200, 2), (0.05, 0.05, 300, 3), (0.12, 0.02, 400, 1)])
def test_paired_differences_of_shares_cover_where_draws_incline_to_change(
    up: float, down: float, draws: int, size: int
) -> None:
    chance = np.random.default_rng(20251127)
    clusters = Clusters.of(np.repeat(np.arange(draws), size))

    def ends() -> Iterator[Ends]:
        for _ in range(REPETITIONS):
            before, after = changes(chance, up, down, draws, size)
            found = difference_of(SHARE, before, after, clusters)
            yield found.low, found.high

    assert LEVEL[0] <= coverage(ends(), up - down) <= LEVEL[1]


def test_shares_of_runs_that_ended_otherwise_cover() -> None:
    chance = np.random.default_rng(3)
    clusters = Clusters.of(np.repeat(np.arange(200), 2))

    def ends() -> Iterator[Ends]:
        for _ in range(REPETITIONS):
            inclined = np.repeat(chance.beta(2.0, 8.0, 200), 2)
            found = share_among(chance.random(400) < inclined, clusters)
            yield found.low, found.high

    assert LEVEL[0] <= coverage(ends(), 0.2) <= LEVEL[1]


def test_paired_differences_of_means_cover_where_all_states_share_their_luck() -> None:
    chance = np.random.default_rng(4)
    states, lucks = 60, 60
    state, luck = np.repeat(np.arange(states), lucks), np.tile(np.arange(lucks), states)
    clusters = Clusters.of(state, luck)

    def ends() -> Iterator[Ends]:
        for _ in range(REPETITIONS):
            before = chance.normal(size=states)[state] + chance.normal(size=lucks)[luck]
            moved = 0.3 + 0.5 * chance.normal(size=states)[state] + 0.5 * chance.normal(size=lucks)[luck]
            found = difference_of(MEAN, before, before + moved + chance.normal(size=state.size), clusters)
            yield found.low, found.high

    assert LEVEL[0] <= coverage(ends(), 0.3) <= LEVEL[1]


def test_paired_differences_of_means_cover_with_few_draws() -> None:
    chance = np.random.default_rng(5)
    clusters = Clusters.of(np.repeat(np.arange(8), 4))

    def ends() -> Iterator[Ends]:
        for _ in range(REPETITIONS):
            moved = np.repeat(chance.normal(1.0, 1.0, 8), 4) + chance.normal(0, 1, 32)
            found = difference_of(MEAN, np.zeros(32), moved, clusters)
            yield found.low, found.high

    assert LEVEL[0] <= coverage(ends(), 1.0) <= LEVEL[1]


def test_shares_of_states_that_reach_a_threshold_cover_and_regrets_cover_at_least() -> None:
    chance = np.random.default_rng(6)
    states, runs, threshold = 80, 20, 0.25
    satisfied, regret = [], []
    # two options: 20% everywhere, and 10% or 40% with equal chance; the first's regret is 0 or 20 points
    reach = 1 - stats.binom.cdf(int(threshold * runs) - 1, runs, [0.1, 0.4]).mean()
    for _ in range(REPETITIONS):
        good = np.where(chance.random(states) < 0.5, 0.4, 0.1)
        values = (chance.random((2, states, runs)) < np.stack([np.full(states, 0.2), good])[:, :, None]).astype(float)
        found = robustness(values, ["steady", "risky"], SHARE, threshold=threshold)
        satisfied.append((found.options[1].satisfied.low, found.options[1].satisfied.high))
        mean = found.options[0].regret
        assert mean.low is not None
        assert mean.high is not None
        regret.append((mean.low, mean.high))
    assert LEVEL[0] <= coverage(iter(satisfied), float(reach)) <= LEVEL[1]
    assert coverage(iter(regret), 0.1) >= LEVEL[0]
