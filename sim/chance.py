"""Chance as a pure function of (seed, run, round, purpose): no state, no order, no surprise.

The generator is Philox 4x32-10 (Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2,
3"): ten rounds of two 32-bit multiplications turn a counter of four words under a key of two into four random
words. The counter is (run low, run high, round, purpose), the key is the seed. A purpose is a hash of the path
of what the luck belongs to (``tracks.direct``), so that a variant which drops one element leaves everyone
else's luck as it was.
"""

from __future__ import annotations

import hashlib
import math

import numpy as np

from sim.kernel import entry, part, rule
from sim.powers import cosine_and_sine, logarithm

BEFORE = 0xFFFFFFFF  # the "round" of what is drawn once, before the first round
PARAMETERS = 0xFFFFFFFE  # the "round" of parameter draws, where "run" is the number of the parameter point

MULTIPLIER_0 = np.uint64(0xD2511F53)
MULTIPLIER_1 = np.uint64(0xCD9E8D57)
WEYL_0 = np.uint64(0x9E3779B9)
WEYL_1 = np.uint64(0xBB67AE85)
LOW = np.uint64(0xFFFFFFFF)
HALF = np.uint64(32)
SCALE = 1.0 / 4294967296.0


def purpose(path: str) -> int:
    """Stable 32-bit hash of a path such as ``preconditions.withdrawal_first``."""
    return int.from_bytes(hashlib.blake2s(path.encode(), digest_size=4).digest(), "little")


@part
def philox(run: int, round_: int, purpose_: int, seed: int) -> tuple[float, float, float, float]:
    """Four independent uniforms, each strictly inside (0, 1), for one purpose of one round of one run.

    ``run`` and ``seed`` may be any 64-bit integers, ``round_`` and ``purpose_`` 32-bit ones.
    """
    c0 = np.uint64(run) & LOW
    c1 = (np.uint64(run) >> HALF) & LOW
    c2 = np.uint64(round_) & LOW
    c3 = np.uint64(purpose_) & LOW
    k0 = np.uint64(seed) & LOW
    k1 = (np.uint64(seed) >> HALF) & LOW
    c0, c1, c2, c3 = philox_words(c0, c1, c2, c3, k0, k1)
    return ((float(c0) + 0.5) * SCALE, (float(c1) + 0.5) * SCALE, (float(c2) + 0.5) * SCALE, (float(c3) + 0.5) * SCALE)


@part
def philox_words(
    c0: np.uint64, c1: np.uint64, c2: np.uint64, c3: np.uint64, k0: np.uint64, k1: np.uint64
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    """Philox 4x32-10 on words kept in 64-bit registers: counter (c0..c3) under key (k0, k1)."""
    for _ in range(10):
        product_0 = MULTIPLIER_0 * c0
        product_1 = MULTIPLIER_1 * c2
        c0, c1, c2, c3 = (
            (product_1 >> HALF) ^ c1 ^ k0,
            product_1 & LOW,
            (product_0 >> HALF) ^ c3 ^ k1,
            product_0 & LOW,
        )
        k0 = (k0 + WEYL_0) & LOW
        k1 = (k1 + WEYL_1) & LOW
    return c0, c1, c2, c3


@part
def two_normals(u: float, v: float) -> tuple[float, float]:
    """Two independent standard normals from two uniforms in (0, 1) (Box & Muller 1958)."""
    radius = math.sqrt(-2.0 * logarithm(u))
    cosine, sine = cosine_and_sine(v)
    return radius * cosine, radius * sine


@rule
def fill_normals(u: np.ndarray, v: np.ndarray, first: np.ndarray, second: np.ndarray) -> None:
    """Fill ``first`` (N,) and ``second`` (N,) with the ``two_normals`` of the uniforms ``u`` (N,) and ``v`` (N,)."""
    for n in range(u.size):
        first[n], second[n] = two_normals(u[n], v[n])


@rule
def logistic(u: float) -> float:
    """Standard logistic variate from a uniform in (0, 1) by inverse transform."""
    return logarithm(u / (1.0 - u))


@entry
def fill_points(first: int, points: int, purposes: np.ndarray, seed: int, cube: np.ndarray) -> None:
    """Fill ``cube`` (points, dimensions) with the uniforms of parameter points ``first`` onwards.

    ``purposes`` (dimensions,) are hashes of the dimensions' paths: a dimension's draw depends on its own path
    and on nothing else in the scenario.
    """
    for point in range(points):
        for dimension in range(purposes.size):
            cube[point, dimension] = philox(first + point, PARAMETERS, purposes[dimension], seed)[0]
