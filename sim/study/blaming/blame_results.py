"""`BlameResults`: what `blame` found, to print, draw and write."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.analysis.attribution import Attribution, Player
from sim.analysis.blame_words import change, change_interval, share_words, summary
from sim.arrays import Floats
from sim.study.answer import Answer, asked_for
from sim.study.result_folder import write_result

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, repr=False, kw_only=True)
class BlameResults(Answer):
    """Which precondition is to blame, for one or more quantities.

    `attributions` are in the order in which quantities were asked for. `means` has the mean of each quantity
    (quantities,) for every coalition, by its mask over `players` (bit p set: player p dropped), if all were played.
    `played` is how many runs the engine played; the others were known from runs in which what is dropped did nothing.
    """

    attributions: tuple[Attribution, ...]
    means: Mapping[int, Floats]
    players: tuple[Player, ...]
    played: int

    def __getitem__(self, quantity: str) -> Attribution:
        """The attribution of one of the quantities."""
        return asked_for(quantity, {item.quantity: item for item in self.attributions})

    @property
    def table(self) -> pd.DataFrame:
        """One row a quantity and precondition: Shapley value, effect alone and last, each with its interval."""
        rows = [
            {
                "quantity": found.quantity, "precondition": item.player.name, "label": item.player.label,
                **_columns("shapley", item.shapley), "share": item.share,
                **_columns("first", item.first), **_columns("last", item.last),
            }
            for found in self.attributions
            for item in found.players
        ]  # fmt: skip
        return pd.DataFrame(rows)

    @property
    def coalitions(self) -> pd.DataFrame:
        """One row a set of dropped preconditions with the mean of each quantity; empty if orders were sampled."""
        names = [player.name for player in self.players]
        rows = [
            {
                "dropped": " ".join(name for p, name in enumerate(names) if mask >> p & 1),
                "number": mask.bit_count(),
                **{found.quantity: float(value) for found, value in zip(self.attributions, means, strict=True)},
            }
            for mask, means in self.means.items()
        ]
        columns = ["dropped", "number", *(found.quantity for found in self.attributions)]
        return pd.DataFrame(rows, columns=columns)

    def plot(self, quantity: str | None = None, ax: Axes | None = None) -> Axes:
        """Draw one quantity's attribution (by default the first) on `ax` or a new figure; returns the axes."""
        from sim.report.blame_plots import blame as draw

        return draw(self.attributions[0] if quantity is None else self[quantity], self.origin, ax)

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain data."""
        return {
            "scenario": self.scenario.name,
            "seed": self.seed,
            "runs": self.runs,
            "runs_per_point": self.runs_per_point,
            "played": self.played,
            "attributions": [{**dataclasses.asdict(found), "sentence": summary(found)} for found in self.attributions],
        }

    def save(self, directory: str | Path) -> list[Path]:
        """Write blame.json, blame.csv, coalitions.csv, plots and manifest.json to a folder; paths of the files.

        The folder appears whole or not at all. Raises InputError if it holds anything but an earlier result,
        RunError if it cannot be written.
        """
        figures = [
            (f"blame_{found.quantity.replace('.', '_')}", partial(self.plot, found.quantity))
            for found in self.attributions
        ]
        tables = {"blame": self.table, "coalitions": self.coalitions}
        return write_result(Path(directory), "blame", tables, figures, self.about(), self.to_dict())

    def __repr__(self) -> str:
        names = ", ".join(found.quantity for found in self.attributions)
        return f"<Blame in {self.scenario.name!r}: {len(self.players)} preconditions, {self.runs:,} runs; {names}>"

    def _repr_html_(self) -> str:
        parts = []
        for found in self.attributions:
            rows = "".join(
                f"<tr><td style='text-align:left'>{escape(item.player.label)}</td>"
                f"<td>{change(item.shapley, found.kind)}</td><td>{change_interval(item.shapley, found.kind)}</td>"
                f"<td>{share_words(item)}</td></tr>"
                for item in found.players
            )
            head = "<tr><th>precondition</th><th>Shapley value</th><th>95% interval</th><th>of the total</th></tr>"
            caption = f"{escape(found.label)}. {escape(summary(found))}"
            parts.append(f"<table><caption>{caption}</caption><thead>{head}</thead><tbody>{rows}</tbody></table>")
        return "".join(parts)


def _columns(name: str, mean: Any) -> dict[str, float | None]:
    return {name: mean.mean, f"{name}_low": mean.low, f"{name}_high": mean.high}
