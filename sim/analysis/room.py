"""The room for a deal between two actors in one run: what they could sign, what they tabled, and what others signed.

Everything is seen with the eyes that the two have in this run, at its draw of the uncertain numbers: utilities of
packages, the values of no deal, the texts that were tabled, and the texts that were signed in the other runs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim import arrays as on
from sim.analysis.bargaining import (
    Floats,
    Frontier,
    Issue,
    Places,
    Solutions,
    frontier,
    packages_of,
    shortfall,
    solutions,
    some_packages,
    values_of,
)
from sim.errors import InputError
from sim.model import NegotiationModel, Text
from sim.rules.evaluation import level_at
from sim.scenario.suggest import allowed_or_meant

MOST_DRAWN = 2_000
"""Packages whose values are kept to show what there is; if there are more, a sample of them."""
PARTS = 20
"""A divisible issue is looked at in so many equal parts, and at the points that actors like best."""


@dataclass(frozen=True, slots=True)
class Tabled:
    """A text as it was tabled for the first time: round, who, where, and what it is worth to the two."""

    round: int
    actor: str
    track: str
    point: tuple[float, float]


@dataclass(frozen=True)
class Signed:
    """Signed texts of many runs: what each is worth to the two (n, 2), and in how many runs it was signed (n,)."""

    points: Floats
    runs: Places


@dataclass(frozen=True)
class Room:
    """What two actors could have agreed on in a run.

    `some` (m, 2) are values of packages, all `packages` of them or a sample; `better` is the share of them that leaves
    both at least where they would be without a deal in the first round; `no_deal` (rounds, 2) is that, by round.
    """

    actors: tuple[str, str]
    labels: tuple[str, str]
    seed: int
    run: int
    outcome: str
    packages: int
    some: Floats
    better: float
    edge: Frontier
    solutions: Solutions | None
    no_deal: Floats
    tabled: tuple[Tabled, ...]
    signed: Signed

    @property
    def shortfall(self) -> float | None:
        """By how much both could have done better than what was signed, on average over runs; None without texts."""
        if not self.signed.runs.sum():
            return None
        return float(np.average(shortfall(self.signed.points, self.edge.points), weights=self.signed.runs))


def room_for_a_deal(
    model: NegotiationModel, first: str | None = None, second: str | None = None, table: pd.DataFrame | None = None
) -> Room:
    """The room for a deal between two actors in a run that has been played to its end.

    By default they are the belligerents, or else the first two signatories. `table` is an outcome table, whose signed
    texts are looked at too. Raises InputError for actors that do not exist or are one and the same.
    """
    names = _two(model, first, second)
    issues, _ = _issues(model, names)
    edge = frontier(issues)
    places = some_packages(issues, MOST_DRAWN)
    some = values_of(issues, places)
    no_deal = _no_deal(model, names)
    start = (float(no_deal[0, 0]), float(no_deal[0, 1]))
    return Room(
        actors=names,
        labels=(_label(model, names[0]), _label(model, names[1])),
        seed=model.seed_of_run,
        run=model.number,
        outcome=model.outcome or "no_agreement",
        packages=packages_of(issues),
        some=some,
        better=float((some >= np.array(start)).all(axis=1).mean()),
        edge=edge,
        solutions=solutions(edge.points, start),
        no_deal=no_deal,
        tabled=_tabled(model, names),
        signed=_signed(model, names, table),
    )


def package_text(model: NegotiationModel, room: Room, package: int) -> Text:
    """An efficient package, by its place on the frontier, as options by issue."""
    _, levels = _issues(model, room.actors)
    chosen = room.edge.packages[package]
    return model.as_text(np.array([levels[number][place] for number, place in enumerate(chosen)]))


def _two(model: NegotiationModel, first: str | None, second: str | None) -> tuple[str, str]:
    case = model.case
    usual = list(dict.fromkeys([*case.belligerents, *case.signatory_names, *case.actors]))
    for name in (first, second):
        if name is not None and name not in case.actors:
            raise InputError(f"there is no actor '{name}'; {allowed_or_meant(name, case.actors)}")
    one = first or next(name for name in usual if name != second)
    other = second or next((name for name in usual if name != one), one)
    if one == other:
        raise InputError("the room for a deal is between two actors")
    return one, other


def _issues(model: NegotiationModel, names: tuple[str, str]) -> tuple[list[Issue], list[Floats]]:
    """For each issue what its options are worth to the two, and their levels."""
    issues: list[Issue] = []
    levels: list[Floats] = []
    for number in range(len(model.compiled.names.issues)):
        nodes = int(model.compiled.layout.issue[number, on.NODES])
        places = np.arange(nodes, dtype=np.float64)
        if model.compiled.layout.issue[number, on.DIVISIBLE]:
            node = model.state.node[number]
            locations = np.unique(np.round([*node[:nodes], *(part / PARTS for part in range(PARTS + 1))], 9))
            places = np.array([level_at(float(location), nodes, node) for location in locations])
        sides = [
            np.interp(places, np.arange(nodes), model.state.stake[model.compiled.names.actor(name), number, :nodes])
            for name in names
        ]
        issues.append((sides[0], sides[1]))
        levels.append(places)
    return issues, levels


def _worth(model: NegotiationModel, names: tuple[str, str], levels: Floats) -> Floats:
    """What packages of levels (n, issues) are worth to the two (n, 2)."""
    worth = np.zeros((len(levels), 2))
    for number in range(levels.shape[1]):
        nodes = int(model.compiled.layout.issue[number, on.NODES])
        for side, name in enumerate(names):
            stake = model.state.stake[model.compiled.names.actor(name), number, :nodes]
            worth[:, side] += np.interp(levels[:, number], np.arange(nodes), stake)
    return worth


def _levels(model: NegotiationModel, texts: pd.DataFrame) -> Floats:
    """Texts, one row each and one column an issue, as levels (n, issues)."""
    found = np.empty((len(texts), len(model.compiled.names.issues)))
    for number, name in enumerate(model.compiled.names.issues):
        issue, column = model.case.terms[name], texts[name]
        if issue.divisible:
            nodes, node = int(model.compiled.layout.issue[number, on.NODES]), model.state.node[number]
            found[:, number] = [level_at(float(value), nodes, node) for value in column]
        else:
            found[:, number] = [issue.options.index(str(value)) for value in column]
    return found


def _no_deal(model: NegotiationModel, names: tuple[str, str]) -> Floats:
    agents = model.datacollector.get_agent_vars_dataframe().reset_index()
    columns = [agents.loc[agents["name"] == name, "disagreement"].to_numpy(dtype=np.float64) for name in names]
    signed = model.record()["signed"]  # after a signature it is only watched whether the deal is kept
    return np.column_stack(columns)[:signed]


def _tabled(model: NegotiationModel, names: tuple[str, str]) -> tuple[Tabled, ...]:
    """Texts in the order in which they were tabled, those that an actor only repeats left out."""
    compiled, known = model.compiled.names, set()
    found: list[tuple[int, str, str]] = []
    texts: list[Text] = []
    for event in model.events:
        if event.what != "met":
            continue
        track, actor = compiled.tracks[event.subject], compiled.actors[event.object]
        text = model.texts[event.round - 1][track]
        key = (actor, *text.values())
        if key not in known:
            known.add(key)
            found.append((event.round, actor, track))
            texts.append(text)
    if not texts:
        return ()
    points = _worth(model, names, _levels(model, pd.DataFrame(texts)))
    return tuple(
        Tabled(number, actor, track, (float(point[0]), float(point[1])))
        for (number, actor, track), point in zip(found, points, strict=True)
    )


def _signed(model: NegotiationModel, names: tuple[str, str], table: pd.DataFrame | None) -> Signed:
    if table is None or not table["signed"].notna().any():
        return Signed(np.zeros((0, 2)), np.zeros(0, dtype=np.int64))
    columns = {f"text.{name}": name for name in model.compiled.names.issues}
    texts = table.loc[table["signed"].notna(), list(columns)].rename(columns=columns)
    counted = texts.groupby(list(texts.columns), observed=True, sort=True).size()
    different = counted.index.to_frame(index=False)
    return Signed(_worth(model, names, _levels(model, different)), counted.to_numpy().astype(np.int64))


def _label(model: NegotiationModel, name: str) -> str:
    return model.case.actors[name].label or name
