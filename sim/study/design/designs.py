"""Designs: where in the unit cube the points of a study lie.

A coordinate is the share of a distribution that lies below the value: `Distribution.quantile` makes values of it. NaN
leaves a number as the scenario has it.

Sources: McKay, Beckman & Conover (1979, Technometrics 21, 239-245) for Latin hypercubes; Owen (1998, J. Complexity 14,
466-489) for scrambled Sobol sequences; Morris (1991, Technometrics 33, 161-174) for trajectories; Saltelli (2002,
Computer Physics Communications 145, 280-297) for the radial design of Sobol indices.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError

Floats = NDArray[np.float64]
Kind = Literal[
    "drawn", "grid", "one_at_a_time", "zipped", "list", "latin_hypercube", "sobol", "morris", "saltelli",
]  # fmt: skip
KINDS: tuple[str, ...] = get_args(Kind)
SAMPLED = ("latin_hypercube", "sobol", "morris", "saltelli")
"""The kinds that need a size."""

EDGE = 0.005  # a trajectory's ends: distributions without bounds have no value at 0 and 1
LOW, HIGH = 0.05, 0.95  # where one at a time puts a number
MORRIS_LEVELS = 4
MOST_CELLS = 40_000_000
"""The most numbers that a design may have: points times dimensions."""


@dataclass(frozen=True)
class Sampling:
    """A kind of design, and its size where it has one: the N of `{latin_hypercube: N}`.

    N is the number of points of a `latin_hypercube` or `sobol` sequence, of trajectories (`morris`), of base points
    (`saltelli`), or of levels in each dimension (`grid`).
    """

    kind: Kind
    size: int | None = None

    def points(self, dimensions: int) -> int:
        """How many points `unit_cube` has for so many dimensions."""
        size = self.size or 1
        if dimensions == 0:
            return 1
        by_kind: dict[str, int] = {
            "grid": size**dimensions,
            "one_at_a_time": 1 + 2 * dimensions,
            "latin_hypercube": size,
            "sobol": size,
            "morris": size * (dimensions + 1),
            "saltelli": size * (dimensions + 2),
        }
        return by_kind.get(self.kind, 1)

    def luck_groups(self, points: int, dimensions: int) -> NDArray[np.int64]:
        """Which points have the same luck (shape: points): those that are compared with one another.

        A point of a sample is one case among many and has luck of its own, or a few lucks would pass for what the
        sampled numbers do. The points of a trajectory, or of a base point of `saltelli`, differ by one number at a time
        and share theirs; so do all points of the other kinds.
        """
        together = {"latin_hypercube": 1, "sobol": 1, "morris": dimensions + 1, "saltelli": dimensions + 2}
        return np.arange(points, dtype=np.int64) // together.get(self.kind, max(points, 1))

    def to_yaml(self) -> object:
        """What stands in a file for it."""
        return self.kind if self.size is None else {self.kind: self.size}


GRID, DRAWN = Sampling("grid"), Sampling("drawn")


def size_fault(kind: str, size: object) -> str:
    """What is wrong with the size of a sampled design; nothing if it is one."""
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        return f"{kind} takes a whole number of 1 or more"
    if kind in ("sobol", "saltelli") and size & (size - 1):
        below = 1 << (size.bit_length() - 1)
        why = "without which a Sobol sequence loses its balance"
        return f"{size} is no power of two, {why}: take {below} or {2 * below}"
    return ""


def unit_cube(design: Sampling, dimensions: int, seed: int) -> Floats:
    """Points (points, dimensions) of a design in the unit cube, the same for the same seed.

    - `latin_hypercube`, `sobol`: spread over the whole cube, inside (0, 1).
    - `saltelli`: base points in blocks of `dimensions + 2` rows, the rows of SALib's `sobol.analyze` without
      second-order indices: a point A, then A with one coordinate after the other from B, then B.
    - `morris`: trajectories in blocks of `dimensions + 1` rows, on four levels from EDGE to 1 - EDGE.
    - `one_at_a_time`: a row in which nothing is set (NaN), then two rows a dimension, in which it alone is at its 5%
      and at its 95% point.
    - `grid`: the middles of `size` equal slices of each dimension, the last dimension the fastest.

    Raises InputError for other kinds, for a size that does not fit, and for designs of more than MOST_CELLS numbers.
    """
    if design.kind in SAMPLED or design.kind == "grid":
        fault = size_fault(design.kind, design.size)
        if fault:
            raise InputError(fault)
    if design.points(dimensions) * dimensions > MOST_CELLS:
        raise InputError(
            f"{design.kind} of {design.points(dimensions):,} points in {dimensions} dimensions is more than "
            f"{MOST_CELLS:,} numbers: take fewer points, or design fewer of the uncertain numbers"
        )
    if dimensions == 0:
        return np.zeros((design.points(0), 0))
    if design.kind == "one_at_a_time":
        return _one_at_a_time(dimensions)
    size = design.size or 1
    if design.kind == "grid":
        middles = (np.arange(size) + 0.5) / size
        axes = np.meshgrid(*[middles] * dimensions, indexing="ij")
        return np.stack([axis.ravel() for axis in axes], axis=1)
    if design.kind in ("latin_hypercube", "sobol"):
        return _inside(_spread(design.kind, size, dimensions, seed))
    if design.kind in ("saltelli", "morris"):
        return _for_indices(design.kind, size, dimensions, seed)
    raise InputError(f"'{design.kind}' is no design of a cube; {', '.join((*SAMPLED, 'grid', 'one_at_a_time'))} are")


def _one_at_a_time(dimensions: int) -> Floats:
    cube = np.full((1 + 2 * dimensions, dimensions), np.nan)
    for dimension in range(dimensions):
        cube[1 + 2 * dimension : 3 + 2 * dimension, dimension] = LOW, HIGH
    return cube


def _spread(kind: str, size: int, dimensions: int, seed: int) -> Floats:
    from scipy.stats import qmc

    luck = np.random.default_rng(seed)
    if kind == "latin_hypercube":
        return np.asarray(qmc.LatinHypercube(dimensions, seed=luck).random(size))
    return np.asarray(qmc.Sobol(dimensions, scramble=True, seed=luck).random(size))


def _for_indices(kind: str, size: int, dimensions: int, seed: int) -> Floats:
    names = [f"x{number}" for number in range(dimensions)]
    problem = {"num_vars": dimensions, "names": names, "bounds": [[0.0, 1.0]] * dimensions}
    if kind == "saltelli":
        from SALib.sample import sobol

        return _inside(np.asarray(sobol.sample(problem, size, calc_second_order=False, seed=seed)))
    from SALib.sample import morris

    corners = np.asarray(morris.sample(problem, size, num_levels=MORRIS_LEVELS, seed=seed))
    return EDGE + (1 - 2 * EDGE) * corners


def _inside(cube: Floats) -> Floats:
    """The cube without its faces, on which a distribution without bounds has no value."""
    tiny = 2.0**-40
    return np.clip(cube, tiny, 1 - tiny)
