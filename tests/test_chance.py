import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.chance import BEFORE, PARAMETERS, fill_points, logistic, philox, philox_words, purpose, two_normals

WORDS = st.integers(0, 2**32 - 1)
LONGS = st.integers(0, 2**63 - 1)


# The vectors are those published with Random123 (Salmon, Moraes, Dror & Shaw 2011), file kat_vectors.
@pytest.mark.parametrize(
    "counter, key, expected",
    [
        ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_philox_gives_the_published_words(counter, key, expected):
    words = philox_words(*(np.uint64(word) for word in (*counter, *key)))
    assert tuple(int(word) for word in words) == expected


def test_counter_is_run_round_and_purpose_and_key_is_the_seed():
    run = 0x85A308D3_243F6A88 - 2**64  # as the signed integer that a run is
    seed = 0x299F31D0_A4093822
    uniforms = philox(np.int64(run), np.int64(0x13198A2E), np.int64(0x03707344), np.int64(seed))
    expected = (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1)
    assert uniforms == tuple((word + 0.5) / 2**32 for word in expected)


@given(run=LONGS, round_=WORDS, purpose_=WORDS, seed=LONGS)
def test_uniforms_lie_strictly_inside_the_unit_interval(run, round_, purpose_, seed):
    uniforms = philox(run, round_, purpose_, seed)
    assert all(0.0 < u < 1.0 for u in uniforms)
    assert uniforms == philox(run, round_, purpose_, seed)


def test_the_most_extreme_words_stay_inside_and_give_finite_variates():
    lowest, highest = 0.5 / 2**32, (2**32 - 0.5) / 2**32
    assert 0.0 < lowest < highest < 1.0
    for u in (lowest, highest):
        assert math.isfinite(logistic(u))
        assert all(math.isfinite(z) for z in two_normals(u, lowest))


def uniforms(runs: int, round_: int, purpose_: int, seed: int) -> np.ndarray:
    return np.array([philox(run, round_, purpose_, seed) for run in range(runs)])


def test_all_four_words_are_uniform_and_independent_of_each_other():
    words = uniforms(20_000, 3, purpose("tracks.direct.order"), 1)
    for column in range(4):
        assert stats.kstest(words[:, column], "uniform").pvalue > 1e-4
    correlation = np.corrcoef(words, rowvar=False) - np.eye(4)
    assert np.abs(correlation).max() < 4 / math.sqrt(20_000)


@pytest.mark.parametrize(
    "one, other",
    [
        ((0, purpose("tracks.direct.order"), 1), (0, purpose("tracks.direct.draft"), 1)),
        ((0, purpose("battlefield.front"), 1), (1, purpose("battlefield.front"), 1)),
        ((0, purpose("battlefield.front"), 1), (0, purpose("battlefield.front"), 2)),
        ((0, 0, 0), (0, 1, 0)),
        ((BEFORE, 7, 1), (PARAMETERS, 7, 1)),
    ],
    ids=["purposes", "rounds", "seeds", "neighbouring purposes", "before and parameters"],
)
def test_streams_are_independent_across(one, other):
    a, b = uniforms(20_000, *one)[:, 0], uniforms(20_000, *other)[:, 0]
    assert abs(np.corrcoef(a, b)[0, 1]) < 4 / math.sqrt(20_000)
    # no dependence of another shape: a chi-squared test on a 10 by 10 table
    table = np.histogram2d(a, b, bins=10, range=[[0, 1], [0, 1]])[0]
    assert stats.chisquare(table.ravel()).pvalue > 1e-4


def test_neighbouring_runs_are_independent():
    u = uniforms(20_001, 0, purpose("battlefield.front"), 0)[:, 0]
    assert abs(np.corrcoef(u[1:], u[:-1])[0, 1]) < 4 / math.sqrt(20_000)


def test_two_normals_are_standard_and_independent():
    z = np.array([two_normals(*philox(run, 0, 5, 1)[:2]) for run in range(20_000)])
    for column in range(2):
        assert stats.kstest(z[:, column], "norm").pvalue > 1e-4
    assert abs(np.corrcoef(z, rowvar=False)[0, 1]) < 4 / math.sqrt(20_000)


def test_logistic_variates_follow_the_logistic():
    variates = np.array([logistic(philox(run, 0, 6, 1)[0]) for run in range(20_000)])
    assert stats.kstest(variates, "logistic").pvalue > 1e-4


@given(st.floats(1e-9, 1 - 1e-9))
def test_logistic_is_symmetric(u):
    assert logistic(u) == pytest.approx(-logistic(1 - u), rel=1e-6, abs=1e-6)


def test_purposes_are_stable_words_of_their_paths():
    assert purpose("battlefield.front") == purpose("battlefield.front")
    paths = [f"preconditions.{n}.threshold" for n in range(5000)]
    hashes = {purpose(path) for path in paths}
    # 5,000 hashes of 32 bits collide in 0.3% of all such sets; of this one it is known that they do not
    assert len(hashes) == len(paths)
    assert all(0 <= value < 2**32 for value in hashes)
    # a change of this hash changes the luck of every published result
    assert purpose("") == int.from_bytes(bytes.fromhex(EMPTY_HASH), "little")


EMPTY_HASH = "36e9d246"  # BLAKE2s with 4 bytes of output, of nothing


def test_parameter_points_depend_on_their_path_alone():
    one, both = np.empty((50, 1)), np.empty((30, 2))
    mine, other = purpose("actors.a.patience"), purpose("actors.b.patience")
    fill_points(0, 50, np.array([mine]), 9, one)
    fill_points(20, 30, np.array([other, mine]), 9, both)
    assert np.array_equal(both[:, 1], one[20:, 0])
    assert not np.array_equal(both[:, 0], both[:, 1])
