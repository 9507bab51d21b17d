"""How well a decision does whatever the uncertain parameters are: regret, minimax regret, satisficing.

A *state* is one point of the uncertain parameters, in which every option is played with the same luck.
The *regret* of an option in a state is what the best option of that state would have brought beyond it (Savage 1951,
JASA 46, 55-67); the option with the smallest worst regret is the minimax choice. An option *satisfices* in a state
where it reaches a threshold (Simon 1956, Psychological Review 63, 129-138); its share of states is the domain criterion
of Starr (1963). McPhail et al. (2018, Earth's Future 6, 169-191) compare these measures.

What an option brings in a state is an average over finitely many runs, and the best of several noisy averages looks
better than it is. So each regret has a *floor* beside it: one half of the runs names the best option (and the worst
state), the other half tells what it brought. On average the truth lies between floor and estimate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.analysis.clusters import Clusters
from sim.analysis.flips import share_among
from sim.analysis.paired import level_of
from sim.analysis.quantities import Kind, Quantity
from sim.errors import InputError
from sim.summary.estimates import Mean, Share, Z, wilson

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Better = Literal["more", "less"]

TIE = 1e-9
"""A regret smaller than this is none: sums in another order differ by less."""


@dataclass(frozen=True, slots=True)
class OptionRobustness:
    """How one option of a decision does across states; regrets are in the quantity's unit and never below 0.

    `level` is the quantity's mean over all states and runs, `regret` the mean regret over states, `worst_regret` the
    largest, in state `worst_state`; both `_floor`s are free of the bias of picking the best. The interval of `regret`
    goes from where that of its floor begins to where its own ends: at least 95%. `best` is the share of states in which
    no option did better, and `satisfied` that of states which reach the threshold, both as this number of runs shows
    it; `undecided` is the part of the states in which they are too few to tell.
    """

    name: str
    level: Mean
    regret: Mean
    regret_floor: float
    worst_regret: float
    worst_regret_floor: float
    worst_state: int
    best: Share
    satisfied: Share
    undecided: float


@dataclass(frozen=True, slots=True)
class Robustness:
    """All options of a decision on one quantity, of which `better` is "more" or "less".

    `states` were played, each with `runs_per_state` runs an option.
    """

    quantity: str
    label: str
    unit: str
    kind: Kind
    better: Better
    threshold: float
    states: int
    runs_per_state: int
    options: tuple[OptionRobustness, ...]

    @property
    def minimax(self) -> OptionRobustness:
        """The option with the smallest worst regret."""
        return min(self.options, key=lambda item: (item.worst_regret, item.regret.mean or 0.0))

    @property
    def best_on_average(self) -> OptionRobustness:
        """The option with the smallest mean regret, which is the one with the best mean."""
        return min(self.options, key=lambda item: item.regret.mean or 0.0)

    @property
    def most_satisfying(self) -> OptionRobustness:
        """The option that reaches the threshold in most states."""
        return max(self.options, key=lambda item: item.satisfied.count)

    def frame(self) -> pd.DataFrame:
        """One row an option."""
        rows = []
        for item in self.options:
            row: dict[str, object] = {"option": item.name, "quantity": self.quantity}
            for key, value in asdict(item).items():
                if isinstance(value, dict):
                    middle = value["mean"] if "mean" in value else value["share"]
                    row |= {key: middle, f"{key}_low": value["low"], f"{key}_high": value["high"]}
                elif key != "name":
                    row[key] = value
            rows.append(row)
        return pd.DataFrame(rows)


def robustness(
    values: Floats,
    names: Sequence[str],
    what: Quantity,
    *,
    better: Better = "more",
    threshold: float | None = None,
    states: Ints | None = None,
    shared_luck: bool = False,
) -> Robustness:
    """Compare options by values (options, states, runs) of a quantity; run k of a state has one luck in all options.

    `threshold` is by default what the first option reaches on average. `states` are the numbers by which states are
    named, by default 0 onwards. `shared_luck` says that run k has the same luck in all states too, as where a design
    plays its points with common random numbers. Raises InputError for fewer than two options, states or runs.
    """
    _check(values, names)
    sign = 1.0 if better == "more" else -1.0
    size, runs = values.shape[1:]
    state, luck = np.repeat(np.arange(size), runs), np.tile(np.arange(runs), size)
    clusters = Clusters.of(state, luck) if shared_luck else Clusters.of(state)
    gains = sign * values
    floors = _floors(gains)
    wanted = float(values[0].mean()) if threshold is None else float(threshold)
    low, high = _state_intervals(values, what.kind)
    best = gains.mean(axis=2).argmax(axis=0)
    numbers = np.arange(size) if states is None else states
    options = tuple(
        _option(
            name, what.kind, values[place], gains[best, np.arange(size)] - gains[place],
            (floors[0][place], floors[1][place]), gains[place].mean(axis=1) >= sign * wanted,
            float(((low[place] < wanted) & (wanted < high[place])).mean()), numbers, clusters,
        )
        for place, name in enumerate(names)
    )  # fmt: skip
    return Robustness(what.name, what.label, what.unit, what.kind, better, wanted, size, runs, options)


def _option(
    name: str, kind: Kind, values: Floats, lost: Floats, floors: tuple[float, float], reached: NDArray[np.bool_],
    undecided: float, numbers: Ints, clusters: Clusters,
) -> OptionRobustness:  # fmt: skip
    """An option from its values, and what it lost against the best option of each state (both: states, runs)."""
    regrets = lost.mean(axis=1)
    mean, half = float(regrets.mean()), clusters.quantile * float(np.sqrt(clusters.variance(lost.ravel())))
    each = Clusters.of(np.arange(len(regrets)))
    return OptionRobustness(
        name=name,
        level=level_of(kind, values.ravel(), clusters),
        regret=Mean(mean, max(min(floors[0], mean) - half, 0.0), mean + half),
        regret_floor=floors[0],
        worst_regret=float(regrets.max()),
        worst_regret_floor=floors[1],
        worst_state=int(numbers[regrets.argmax()]),
        best=share_among(regrets <= TIE, each),
        satisfied=share_among(reached, each),
        undecided=undecided,
    )


def _check(values: Floats, names: Sequence[str]) -> None:
    if values.ndim != 3 or values.shape[0] != len(names):
        raise ValueError(f"values of shape (options, states, runs) with {len(names)} options, not {values.shape}")
    for length, noun in zip(values.shape, ("options", "states", "runs in each state"), strict=True):
        if length < 2:
            raise InputError(f"robustness needs at least two {noun}; there is {length}")


def _floors(gains: Floats) -> tuple[list[float], list[float]]:
    """Mean and worst regret of each option, with one half of the runs choosing and the other telling, both ways."""
    halves = gains[:, :, ::2].mean(axis=2), gains[:, :, 1::2].mean(axis=2)
    every = np.arange(gains.shape[1])
    mean, worst = np.zeros(len(gains)), np.zeros(len(gains))
    for chooser, teller in (halves, halves[::-1]):
        best = chooser.argmax(axis=0)
        told = teller[best, every] - teller
        mean += told.mean(axis=1) / 2
        state = (chooser[best, every] - chooser).argmax(axis=1)
        worst += np.take_along_axis(told, state[:, None], axis=1)[:, 0] / 2
    return np.maximum(mean, 0.0).tolist(), np.maximum(worst, 0.0).tolist()


def _state_intervals(values: Floats, kind: Kind) -> tuple[Floats, Floats]:
    """95% intervals (options, states) of what an option brings in a state."""
    means, runs = values.mean(axis=2), values.shape[2]
    if kind == "share":
        return wilson(means, runs)
    half = Z * values.std(axis=2, ddof=1) / np.sqrt(runs)
    return means - half, means + half
