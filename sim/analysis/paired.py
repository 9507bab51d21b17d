"""Two tables of the same runs under different assumptions: what changed, run by run.

Run number k has the same luck and the same draw of every parameter in both tables (common random numbers), so that its
difference is due to the change and to nothing else. The error of the mean difference is that of these differences,
with runs of one parameter draw taken together. Beside it stands the interval that one would have from two separate
ensembles of that size.

Sources: Bonett & Price (2012, Journal of Educational and Behavioral Statistics 37, 479-488) for paired shares, with the
effective number of runs in place of their number (Rao & Scott 1992, Biometrics 48, 577-585); Agresti & Caffo (2000,
American Statistician 54, 280-288) for separate ones; Student's t for means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.analysis.clusters import Clusters
from sim.analysis.flips import Flips, flips_of
from sim.analysis.quantities import Kind, Quantity, quantity, quantity_names
from sim.errors import InputError
from sim.outcomes import OUTCOMES
from sim.summary import Names
from sim.summary.estimates import Mean, Z, wilson

if TYPE_CHECKING:
    from sim.scenario import Scenario

Floats = NDArray[np.float64]

DEFAULTS = (*OUTCOMES, "ceasefire", "rounds_to.signed", "rounds_to.ceasefire")
"""The quantities that are compared where nobody names others, as far as both scenarios have them."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A quantity before and after a change, each with its 95% interval, and by how much it changed.

    `change` is the mean of (after less before) over runs, `low` and `high` its paired interval; `unpaired_low` and
    `unpaired_high` the interval that two separate ensembles of as many runs would give. Of a share all are on the scale
    0 to 1, of a mean in its `unit`. `moved` is the share of runs in which it is another at all. With a single parameter
    draw nothing is known of the error: intervals of shares reach from -1 to 1, of means to infinity.
    """

    name: str
    label: str
    unit: str
    kind: Kind
    before: Mean
    after: Mean
    change: float
    low: float
    high: float
    unpaired_low: float
    unpaired_high: float
    moved: float

    @property
    def clear(self) -> bool:
        """Whether the paired interval leaves out zero."""
        return not self.low <= 0 <= self.high

    @property
    def varies(self) -> bool:
        """Whether any run differs from any other; if not, there is no error to speak of."""
        constant = self.moved == 0 and self.before.mean in (0.0, 1.0)
        return self.unpaired_high > self.unpaired_low and not (self.kind == "share" and constant)

    @property
    def narrower(self) -> float | None:
        """How many times as wide the unpaired interval is; None where nothing varies, infinite where no run moved."""
        width, unpaired = self.high - self.low, self.unpaired_high - self.unpaired_low
        if not self.varies or not np.isfinite(unpaired):
            return None
        return unpaired / width if width > 0 else float("inf")


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same runs of two scenarios: differences of their quantities, and which runs ended otherwise.

    `draws` is the number of parameter draws that the runs share; `flips` is None for tables without outcomes.
    """

    base: str
    other: str
    runs: int
    draws: int
    differences: tuple[Difference, ...]
    flips: Flips | None

    def difference(self, name: str) -> Difference:
        """That of one quantity; KeyError if it is not among them."""
        for item in self.differences:
            if item.name == name:
                return item
        raise KeyError(name)

    def frame(self) -> pd.DataFrame:
        """One row a quantity: before, after, change, both intervals, and how much narrower the paired one is."""
        rows = []
        for item in self.differences:
            row: dict[str, object] = {"base": self.base, "other": self.other}
            for key, value in asdict(item).items():
                if isinstance(value, dict):
                    row |= {key: value["mean"], f"{key}_low": value["low"], f"{key}_high": value["high"]}
                else:
                    row[key] = value
            rows.append(row | {"narrower": item.narrower})
        return pd.DataFrame(rows)


def compare_tables(
    base: pd.DataFrame,
    other: pd.DataFrame,
    scenario_base: Scenario,
    scenario_other: Scenario | None = None,
    quantities: Sequence[str] | None = None,
    *,
    names: tuple[str, str] | None = None,
    groups: Sequence[str] = ("point",),
) -> Comparison:
    """Compare two tables of the same runs, row by row.

    `groups` are the one or two columns that say which runs belong together: `point` in a table of `sim.run`, `draw` in
    one of a study. `quantities` are names of `sim.analysis.quantities`; by default those of `DEFAULTS` that both
    scenarios have. `names` are what the two are called, by default the scenarios' names. Raises InputError for
    tables of different runs and for unknown quantities.
    """
    second = scenario_base if scenario_other is None else scenario_other
    check_pairs(base, other, groups)
    clusters = Clusters.in_table(base, groups)
    wanted = default_quantities(scenario_base, second) if quantities is None else tuple(quantities)
    before = [quantity(name, scenario_base) for name in wanted]
    after = [quantity(name, second) for name in wanted]
    flips = None
    if "outcome" in base and "outcome" in other:
        labels = Names.of(scenario_base).outcomes
        flips = flips_of(base["outcome"], other["outcome"], base["run"].to_numpy(), clusters, labels)
    return Comparison(
        *(names or (scenario_base.name, second.name)),
        runs=len(base),
        draws=clusters.count,
        differences=tuple(
            difference_of(was, was.values(base), now.values(other), clusters)
            for was, now in zip(before, after, strict=True)
        ),
        flips=flips,
    )


def default_quantities(*scenarios: Scenario) -> tuple[str, ...]:
    """Those of `DEFAULTS` that all scenarios have."""
    known = [set(quantity_names(scenario)) for scenario in scenarios]
    return tuple(name for name in DEFAULTS if all(name in names for names in known))


def check_pairs(base: pd.DataFrame, other: pd.DataFrame, groups: Sequence[str]) -> None:
    """Raise InputError unless row r of both tables is the same run with the same draw of the parameters."""
    if len(base) != len(other):
        raise InputError(
            f"these tables cannot be compared in pairs: one has {len(base):,} runs and the other {len(other):,}; play "
            "both with the same runs, seed and runs per draw"
        )
    if not len(base):
        raise InputError("there are no runs to compare")
    for column in ("run", *groups):
        if column in base and column in other and not np.array_equal(base[column], other[column]):
            raise InputError(
                f"these tables cannot be compared in pairs: their column '{column}' differs; play both with the same "
                "runs, seed and runs per draw"
            )


def difference_of(what: Quantity, before: Floats, after: Floats, clusters: Clusters) -> Difference:
    """How a quantity changed, from its values before and after (shape: runs; row r is the same run in both)."""
    change = after - before
    if what.kind == "share":
        paired, unpaired = _paired_shares(before, after, clusters), _separate_shares(before, after, clusters)
    else:
        middle, separate = float(change.mean()), clusters.variance(before) + clusters.variance(after)
        paired = around(middle, clusters, clusters.variance(change))
        unpaired = around(middle, clusters, separate)
    return Difference(
        name=what.name,
        label=what.label,
        unit=what.unit,
        kind=what.kind,
        before=level_of(what.kind, before, clusters),
        after=level_of(what.kind, after, clusters),
        change=float(change.mean()),
        low=paired[0],
        high=paired[1],
        unpaired_low=unpaired[0],
        unpaired_high=unpaired[1],
        moved=float((change != 0).mean()),
    )


def level_of(kind: Kind, values: Floats, clusters: Clusters) -> Mean:
    """The mean of a quantity over runs with its 95% interval: Wilson's for a share, Student's for a mean."""
    mean = float(values.mean())
    if kind == "share":
        low, high = wilson(mean, clusters.effective(values))
        return Mean(mean, float(low), float(high))
    if clusters.count < 2:
        return Mean(mean, None, None)
    return Mean(mean, *around(mean, clusters, clusters.variance(values)))


def around(mean: float, clusters: Clusters, variance: float) -> tuple[float, float]:
    """Student's 95% interval of a mean with this variance."""
    half = clusters.quantile * float(np.sqrt(variance))
    return mean - half, mean + half


def _paired_shares(before: Floats, after: Floats, clusters: Clusters) -> tuple[float, float]:
    """Bonett and Price's interval: one run more that changed up, one that changed down.

    It is not zero wide where no run changed, which two tables of finitely many runs cannot prove.
    """
    if clusters.count < 2:
        return -1.0, 1.0
    change = after - before
    # If none changed, nothing shows how alike changes are: no more than what might have changed.
    runs = clusters.effective(change if change.any() else before)
    up = (runs * float((change > 0).mean()) + 1) / (runs + 2)
    down = (runs * float((change < 0).mean()) + 1) / (runs + 2)
    half = Z * np.sqrt((up + down - (up - down) ** 2) / (runs + 2))
    return max(up - down - float(half), -1.0), min(up - down + float(half), 1.0)


def _separate_shares(before: Floats, after: Floats, clusters: Clusters) -> tuple[float, float]:
    """Agresti and Caffo's interval: one success and one failure more on each side."""
    if clusters.count < 2:
        return -1.0, 1.0
    runs = np.array([clusters.effective(before), clusters.effective(after)])
    share = (runs * [before.mean(), after.mean()] + 1) / (runs + 2)
    half = Z * float(np.sqrt((share * (1 - share) / (runs + 2)).sum()))
    middle = float(share[1] - share[0])
    return max(middle - half, -1.0), min(middle + half, 1.0)
