"""Comparing scenarios: the same runs played in each, and what became of them run by run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from sim.analysis import wording
from sim.analysis.paired import Comparison, compare_tables, default_quantities
from sim.analysis.quantities import quantity
from sim.errors import InputError
from sim.results.running import check_playing, check_runs
from sim.study.comparing.alternatives import Alternative, load_alternatives

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.scenario import Scenario

MOST_RUNS = 10_000_000
"""More runs an alternative than this are not compared in one go: their columns have to be in memory."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two alternatives, and how the second differs from the first."""

    base: Alternative
    other: Alternative
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class FlippedRun:
    """A run worth reading twice: how it ended in one alternative and in the other, and how many did the same."""

    run: int
    before: str
    after: str
    count: int
    base: Alternative
    other: Alternative


class Plots:
    """Figures of a comparison. Each method draws on `ax`, or on a new figure, and returns the axes."""

    def __init__(self, compared: Compared) -> None:
        self._compared = compared

    def differences(self, other: str | None = None, ax: Axes | None = None) -> Axes:
        """By how much each share of runs changed in an alternative (by default the first compared)."""
        from sim.report.comparison_plots import differences  # matplotlib takes its time: only for those who draw

        return differences(self._compared.pair(other).comparison, self._compared.seed, ax)

    def flips(self, other: str | None = None, ax: Axes | None = None) -> Axes:
        """How runs ended in one and in the other."""
        from sim.report.comparison_plots import flips

        return flips(self._compared.pair(other).comparison, self._compared.seed, ax)

    def across(self, name: str, ax: Axes | None = None) -> Axes:
        """By how much one quantity changed in each alternative."""
        from sim.report.comparison_plots import across

        return across(self._compared.comparisons, name, self._compared.seed, ax)


@dataclass(frozen=True)
class Compared:
    """Alternatives played with the same runs.

    `pairs` are what was compared with what, as a rule each other alternative with the first; `title` says what it is
    about. `runs` are those of each alternative, `runs_per_draw` how many of them share a draw of the parameters.
    """

    title: str
    pairs: tuple[Pair, ...]
    runs: int
    runs_per_draw: int
    seed: int
    command: str | None = None

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """The comparisons without their scenarios."""
        return tuple(pair.comparison for pair in self.pairs)

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """All alternatives, each once, in the order in which they were named."""
        found = [self.pairs[0].base, *(side for pair in self.pairs for side in (pair.base, pair.other))]
        return tuple({item.name: item for item in found}.values())

    @property
    def quantities(self) -> tuple[str, ...]:
        """The quantities that were compared in every pair."""
        first, *rest = ([item.name for item in found.differences] for found in self.comparisons)
        return tuple(name for name in first if all(name in names for names in rest))

    def pair(self, other: str | None = None) -> Pair:
        """The pair whose second alternative has that name; the first by default. Raises InputError without one."""
        for pair in self.pairs:
            if other in (None, pair.other.name):
                return pair
        names = ", ".join(pair.other.name for pair in self.pairs)
        raise InputError(f"there is no alternative '{other}' in this comparison (allowed: {names})")

    def frame(self) -> pd.DataFrame:
        """All differences: one row an alternative and quantity."""
        return pd.concat([item.frame() for item in self.comparisons], ignore_index=True)

    def flipped(self) -> pd.DataFrame:
        """All runs that ended otherwise: base, other, run, before, after."""
        found = []
        for item in self.comparisons:
            if item.flips is not None:
                rows = item.flips.frame()
                rows.insert(0, "base", item.base)
                rows.insert(1, "other", item.other)
                found.append(rows)
        return pd.concat(found, ignore_index=True) if found else pd.DataFrame()

    def replays(self, most: int = 2) -> tuple[FlippedRun, ...]:
        """For each pair the first run of each of its `most` commonest changes of outcome.

        None of those pairs of which no other command can name both scenarios.
        """
        return tuple(
            FlippedRun(int(flip.runs[0]), flip.before, flip.after, flip.share.count, pair.base, pair.other)
            for pair in self.pairs
            if pair.comparison.flips is not None and pair.base.word is not None and pair.other.word is not None
            for flip in pair.comparison.flips.flips[:most]
        )

    @property
    def plot(self) -> Plots:
        """The figures: `.plot.differences()`, `.flips()`, `.across("settlement")`."""
        return Plots(self)

    def save(self, directory: str | Path) -> list[Path]:
        """Write differences, flipped runs, a manifest and figures to a folder; paths of the files.

        The folder appears whole or not at all; an earlier result of sim is replaced. Raises InputError if the folder
        holds anything else, RunError if it cannot be written.
        """
        from sim.study.comparing.comparison_folder import save_comparison

        return save_comparison(self, Path(directory))

    def __repr__(self) -> str:
        return f"<{self.title!r}: {len(self.alternatives)} alternatives, {self.runs:,} runs each, seed {self.seed}>"

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{name}</th>" for name in ("", "", "before", "after", "change", "95% interval", "narrower"))
        rows = "".join(
            f"<tr><td style='text-align:left'>{escape(pair.comparison.other)}</td>"
            f"<td style='text-align:left'>{escape(item.label)}</td>"
            + "".join(f"<td>{text}</td>" for text in wording.before_and_after(item))
            + f"<td>{wording.change(item)}</td><td>{wording.paired_interval(item)}</td>"
            f"<td>{wording.narrower(item)}</td></tr>"
            for pair in self.pairs
            for item in pair.comparison.differences
        )
        caption = f"{escape(self.title)}: {self.runs:,} runs each, seed {self.seed}. Not a forecast."
        return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def compare(
    *scenarios: str | Scenario,
    runs: int = 10_000,
    seed: int = 0,
    runs_per_point: int = 2,
    quantities: Sequence[str] | None = None,
    set: Mapping[str, object] | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    command: str | None = None,
) -> Compared:
    """Play the same runs in each scenario and compare all others with the first.

    A scenario is one that was loaded, or a word such as `flagship+actors.russia.patience=52` (see
    `sim.study.comparing.alternatives`); `set` is made in all that are words. `quantities` are names of
    `sim.analysis.quantities`, by default the outcomes, ceasefires and the times to them. `progress` is told how many
    runs of all are done. Raises InputError for arguments out of range and for quantities that a scenario does not
    have.
    """
    _check(len(scenarios), runs, seed, runs_per_point, workers)
    alternatives = _alternatives(scenarios, set)
    wanted = _quantities(quantities, alternatives)
    tables = _tables(alternatives, wanted, runs, seed, runs_per_point, workers, progress)
    first, base = alternatives[0], next(tables)
    pairs = tuple(
        Pair(first, other, compare_tables(
            base, table, first.scenario, other.scenario, wanted, names=(first.name, other.name)
        ))
        for other, table in zip(alternatives[1:], tables, strict=True)
    )  # fmt: skip
    title = f"{first.name} compared" if len(pairs) > 1 else f"{first.name} and {pairs[0].other.name}"
    return Compared(title, pairs, runs, runs_per_point, seed, command)


def _alternatives(scenarios: Sequence[str | Scenario], set: Mapping[str, object] | None) -> tuple[Alternative, ...]:
    words = [item for item in scenarios if isinstance(item, str)]
    named = iter(load_alternatives(words, set)) if words else iter(())
    return tuple(next(named) if isinstance(item, str) else Alternative(None, item.name, item) for item in scenarios)


def _quantities(wanted: Sequence[str] | None, alternatives: Sequence[Alternative]) -> tuple[str, ...]:
    """What to compare: what is wanted if all have it, by default what all have of the usual ones."""
    if wanted is None:
        return default_quantities(*(item.scenario for item in alternatives))
    for name in wanted:
        for item in alternatives:
            quantity(name, item.scenario)  # or an error that says what it has
    return tuple(wanted)


def _tables(
    alternatives: Sequence[Alternative], wanted: Sequence[str], runs: int, seed: int, runs_per_point: int,
    workers: int | None, progress: Progress | None,
) -> Iterator[pd.DataFrame]:  # fmt: skip
    """The columns of each alternative's table that are compared, one alternative after the other."""
    import pyarrow

    from sim.ensemble import play_tables, to_pandas

    for place, item in enumerate(alternatives):
        read = [column for name in wanted for column in quantity(name, item.scenario).columns]
        columns = list(dict.fromkeys(["run", "point", "outcome", *read]))
        tell = None if progress is None else _of_all(progress, place * runs, len(alternatives) * runs)
        played = play_tables(item.scenario, 0, runs, seed, runs_per_point, workers, tell)
        yield to_pandas(pyarrow.concat_tables([table.select(columns) for table in played]).combine_chunks())


def _of_all(progress: Progress, before: int, total: int) -> Progress:
    """Tell of an alternative's runs as part of all of them."""
    return lambda done, _: progress(before + done, total)


def _check(scenarios: int, runs: int, seed: int, runs_per_point: int, workers: int | None) -> None:
    if scenarios < 2:
        raise InputError("name at least two scenarios to compare, such as: sim compare flagship us_exit")
    check_runs(runs, MOST_RUNS)
    check_playing(seed, workers, runs_per_point)
