"""Standard errors of runs that share something, against direct sums and closed forms."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.clusters import Clusters
from sim.errors import InputError
from sim.summary.estimates import Points, Z, mean_of


def test_where_nothing_is_shared_the_variance_of_a_mean_is_the_textbooks() -> None:
    values = np.random.default_rng(1).normal(3, 2, 50)
    assert Clusters.of(np.arange(50)).variance(values) == pytest.approx(values.var(ddof=1) / 50)


def test_one_way_agrees_with_the_summarys_means() -> None:
    chance = np.random.default_rng(2)
    point = np.repeat(np.arange(200), 3)
    values = chance.normal(size=200)[point] + chance.normal(size=600)
    mean = mean_of(values, Points.of(point))
    assert mean.high is not None
    assert mean.mean is not None
    assert Clusters.of(point).variance(values) == pytest.approx(((mean.high - mean.mean) / Z) ** 2)


@given(st.integers(2, 6), st.integers(2, 6), st.integers(0, 1000))
def test_two_ways_sum_over_all_pairs_of_runs_that_share_one_or_the_other(states: int, lucks: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    state, luck = np.repeat(np.arange(states), lucks), np.tile(np.arange(lucks), states)
    values = chance.normal(size=states)[state] + chance.normal(size=lucks)[luck] + chance.normal(size=state.size)
    away = values - values.mean()
    products = np.outer(away, away) / away.size**2

    def factor(clusters: int) -> float:
        return clusters / (clusters - 1)

    by_state, by_luck = state[:, None] == state, luck[:, None] == luck
    one, two = products[by_state].sum() * factor(states), products[by_luck].sum() * factor(lucks)
    both = products[by_state & by_luck].sum() * factor(states * lucks)
    expected = max(one + two - both, one, two)
    assert Clusters.of(state, luck).variance(values) == pytest.approx(expected, rel=1e-9)


def test_luck_that_is_shared_by_all_states_does_not_average_out_over_them() -> None:
    chance = np.random.default_rng(4)
    state, luck = np.repeat(np.arange(1000), 20), np.tile(np.arange(20), 1000)
    values = chance.normal(size=20)[luck] + 0.1 * chance.normal(size=state.size)
    shared, apart = Clusters.of(state, luck).variance(values), Clusters.of(state).variance(values)
    assert shared > 100 * apart


def test_effective_size_lies_between_the_clusters_that_agree_and_the_runs_that_do_not() -> None:
    point = np.repeat(np.arange(500), 2)
    agree = np.repeat(np.arange(500) % 4 == 0, 2).astype(float)
    assert Clusters.of(point).effective(agree) == pytest.approx(499, abs=1)
    independent = (np.random.default_rng(5).random(1000) < 0.3).astype(float)
    assert Clusters.of(point).effective(independent) == pytest.approx(1000, rel=0.12)
    assert Clusters.of(point).effective(np.tile([0.0, 1.0], 500)) == 1000  # pairs that differ count as no more


def test_what_never_varies_counts_clusters() -> None:
    assert Clusters.of(np.repeat(np.arange(30), 4)).effective(np.zeros(120)) == 30


def test_a_single_cluster_tells_nothing_of_the_error() -> None:
    clusters = Clusters.of(np.zeros(10, dtype=int))
    assert clusters.variance(np.arange(10.0)) == np.inf
    assert clusters.quantile == np.inf


def test_a_table_without_the_column_is_refused() -> None:
    with pytest.raises(InputError, match="no column 'draw'"):
        Clusters.in_table(pd.DataFrame({"run": [1]}), ("draw",))
