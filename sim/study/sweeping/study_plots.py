"""Figures of a study's results, with sensible choices of what to draw along which axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from sim.analysis.quantities import Quantity
from sim.errors import InputError
from sim.results.results import sim_version
from sim.scenario.suggest import allowed_or_meant
from sim.summary import Origin

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.report.sweep_plots import Varied
    from sim.study.sweeping.study_results import StudyResults


class StudyPlots:
    """Figures of the results of a study. Each method draws on `ax`, or on a new figure, and returns the axes.

    What is varied besides the axes of a figure is held at its first level, or at the level that `where` names.
    Raises InputError for names that the study does not have.
    """

    def __init__(self, results: StudyResults) -> None:
        self._results = results
        table = results.plan.table
        columns = [column for column in table.columns if column not in ("point",)]
        self.varied = [column for column in columns if table[column].nunique(dropna=False) > 1]

    def lines(
        self,
        quantity: str | None = None,
        x: str | None = None,
        by: str | None = None,
        where: dict[str, object] | None = None,
        ax: Axes | None = None,
    ) -> Axes:
        """A quantity along what was varied, with 95% intervals.

        By default the quantity that the study is about, along the first number that was varied, with a line for each
        level of what was varied besides if there are few.
        """
        from sim.report.sweep_plots import lines  # matplotlib takes its time: only for those who draw

        chosen = self._axis(x, self._numbers() + self.varied)
        others = [column for column in self.varied if column != chosen]
        few = [column for column in others if 1 < self._table[column].nunique() <= 6]
        lines_by = self._axis(by, others) if by is not None else next(iter(few), None)
        if self._sampled():
            lines_by = by
        found = self._fixed([chosen, lines_by], where)
        return lines(
            found, self._quantity(quantity), self._named(chosen), None if lines_by is None else self._named(lines_by),
            self._origin(found), ax,
        )  # fmt: skip

    def heat_map(
        self,
        quantity: str | None = None,
        x: str | None = None,
        y: str | None = None,
        where: dict[str, object] | None = None,
        ax: Axes | None = None,
    ) -> Axes:
        """A quantity across two things that were varied, by default the first two."""
        from sim.report.sweep_plots import heat_map

        first = self._axis(x, self.varied)
        second = self._axis(y, [column for column in self.varied if column != first])
        found = self._fixed([first, second], where)
        if found.duplicated([first, second]).any():
            raise InputError("heat_map: several points share a cell; a grid of two levers is needed")
        return heat_map(
            found, self._quantity(quantity), self._named(first), self._named(second), self._origin(found), ax
        )

    def fitting(self) -> dict[str, Axes]:
        """The figures that suit the study's design, by name."""
        found: dict[str, Axes] = {}
        if self.varied:
            found["lines"] = self.lines()
        if len(self.varied) > 1 and not self._sampled():
            fixed = self._fixed(list(self.varied[:2]), None)
            if not fixed.duplicated(self.varied[:2]).any() and len(fixed) > max(self._table[self.varied[:2]].nunique()):
                found["heat_map"] = self.heat_map()
        return found

    @property
    def _table(self) -> pd.DataFrame:
        return self._results.points

    def _numbers(self) -> list[str]:
        return [column for column in self.varied if pd.api.types.is_numeric_dtype(self._table[column])]

    def _sampled(self) -> bool:
        """Whether points are scattered, so that no two of them share the levels of all but one thing varied."""
        return len(self.varied) > 1 and any(self._table[column].nunique() > 20 for column in self._numbers())

    def _axis(self, name: str | None, choices: list[str]) -> str:
        if name is None and choices:
            return choices[0]
        if name is None or name not in self.varied:
            hint = allowed_or_meant(name or "", self.varied) if self.varied else "nothing was varied"
            raise InputError(f"'{name or 'a second axis'}' is nothing that the study varied; {hint}")
        return name

    def _quantity(self, name: str | None) -> Quantity:
        known = {quantity.name: quantity for quantity in self._results.quantities}
        name = name or self._results.study.finding or next(iter(known))
        if name not in known:
            raise InputError(f"the study does not report '{name}'; {allowed_or_meant(name, known)}")
        return known[name]

    def _fixed(self, free: list[str | None], where: dict[str, object] | None) -> pd.DataFrame:
        """The points at which what is on no axis has one level."""
        found = self._table
        for column, level in (where or {}).items():
            self._axis(column, self.varied)
            found = found[found[column] == level]
            if not len(found):
                raise InputError(f"where: no point has {column} = {level}")
        if self._sampled():
            return found
        for column in self.varied:
            if column not in free and column not in (where or {}) and len(found):
                first = found[column].iloc[0]
                found = found[found[column].isna() if pd.isna(first) else found[column] == first]
        return found

    def _named(self, column: str) -> Varied:
        from sim.report.sweep_plots import Varied

        lever = self._results.study.levers.get(column)
        return Varied(column, (lever.label if lever is not None else "") or column)

    def _origin(self, found: pd.DataFrame) -> Origin:
        study = self._results.study
        return Origin(study.name, study.seed, int(found["runs"].sum()), study.runs_per_draw, sim_version())
