"""A decision as tables and as plain data, for files and for further work."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd

from sim.scenario.numbers import to_yaml
from sim.spatial.decision import Decision
from sim.spatial.moves import REGIONS
from sim.spatial.words import HIGH, LOW, MIDDLE


def actors(decision: Decision) -> pd.DataFrame:
    """One row an actor: inputs at their middles, where it begins and ends, its risk exponent; over draws if any."""
    single = decision.single
    table = pd.DataFrame(
        {
            "name": [actor.name for actor in decision.actors],
            "weight": single.weight,
            "start": single.path[0],
            "end": single.path[-1],
            "risk": single.risk,
            "unbeaten_at_start": single.first,
            "unbeaten_at_end": single.last,
        }
    )
    if decision.spread is not None:
        for column in ("moved", "end_low", "end_median", "end_high", "unbeaten_share"):
            table[column] = np.nan
        for one in decision.spread.actors:
            table.loc[one.place, "moved"] = one.moved.share
            table.loc[one.place, "unbeaten_share"] = one.winner.share
            for column, at in (("end_low", LOW), ("end_median", MIDDLE), ("end_high", HIGH)):
                table.loc[one.place, column] = one.end[at].value
    return table


def path(decision: Decision) -> pd.DataFrame:
    """One row a round of the middles' game: the median, every actor's position, and the draws' median if any."""
    single = decision.single
    table = pd.DataFrame({"round": np.arange(len(single.median)), "median": single.median})
    if decision.spread is not None:
        medians = decision.spread.medians
        for column, level in (("draws_low", 0.1), ("draws_median", 0.5), ("draws_high", 0.9)):
            table[column] = np.quantile(medians, level, axis=0)
    positions = {f"position of {actor.name}": single.path[:, at] for at, actor in enumerate(decision.actors)}
    return pd.concat([table, pd.DataFrame(positions)], axis=1)


def challenges(decision: Decision) -> pd.DataFrame:
    """One row a challenge of the middles' first round, by the order of actors in the table.

    `gain` is what the challenger expects, `as_target_sees` the same with the target's risk exponent, `asked` the part
    of the issue's range that the target is asked to move, not a number where it is asked nothing.
    """
    pairs = decision.single.pairs
    places = decision.taking_part
    rows = [
        {
            "challenger": decision.actors[one].name,
            "target": decision.actors[other].name,
            "region": REGIONS[int(pairs.region[0, i, j])],
            "win": float(pairs.win[0, i, j]),
            "gain": float(pairs.gain[0, i, j]),
            "as_target_sees": float(pairs.as_target_sees[0, i, j]),
            "asked": float(pairs.asked[0, i, j]),
        }
        for one, i in sorted((place, at) for at, place in enumerate(places))
        for other, j in sorted((place, at) for at, place in enumerate(places))
        if i != j
    ]
    return pd.DataFrame(rows)


def draws(decision: Decision) -> pd.DataFrame:
    """One row a draw: the numbers drawn, the median at the outset and at the end, agreement, and where actors end."""
    spread = decision.spread
    assert spread is not None
    drawn = pd.DataFrame(spread.draws.values, columns=list(spread.draws.names))
    found = pd.DataFrame(
        {
            "median_start": spread.medians[:, 0],
            "median_end": spread.medians[:, -1],
            "agreement": spread.agreed,
            "settled": spread.rest,
        }
    )
    ends = {
        f"end of {decision.actors[place].name}": spread.ends[:, at] for at, place in enumerate(decision.taking_part)
    }
    return pd.concat([drawn, found, pd.DataFrame(ends)], axis=1)


def drivers(decision: Decision) -> pd.DataFrame:
    """One row an uncertain number, the one that explains most first."""
    spread = decision.spread
    assert spread is not None
    rows = [
        {**{key: value for key, value in asdict(one).items() if key != "change"},
         "change": one.change.value, "change_low": one.change.low, "change_high": one.change.high}
        for one in spread.drivers
    ]  # fmt: skip
    return pd.DataFrame(rows)


def readings(decision: Decision) -> pd.DataFrame:
    """One row a reading of the sources: the last median of the middles' game. The first is the one taken."""
    rows = [
        {"view": one.view, "confrontation": one.confrontation, "choice": one.choice, "median": median}
        for one, median in decision.readings
    ]
    return pd.DataFrame(rows)


def content(decision: Decision) -> dict[str, Any]:
    """All of it as plain data: what `sim spatial --json` prints. None stands for what is not known."""
    single, spread = decision.single, decision.spread
    data: dict[str, Any] = {
        "actors_as_given": [
            {"name": actor.name, **{name: to_yaml(number) for name, number in actor.numbers.items()}, "why": actor.why}
            for actor in decision.actors
        ],
        "settings": asdict(decision.settings),
        "settled": single.settled,
        "mean_at_start": single.mean,
        "median": single.median.tolist(),
        "actors": _records(actors(decision)),
        "challenges": _records(challenges(decision)),
        "readings": _records(readings(decision)),
    }
    if spread is not None:
        data["draws"] = {
            "runs": decision.runs,
            "seed": decision.seed,
            "mean_at_start": [asdict(one) for one in spread.mean],
            "median_at_start": [asdict(one) for one in spread.start],
            "median_at_end": [asdict(one) for one in spread.end],
            "shift": asdict(spread.shift),
            "agreement": asdict(spread.agreement),
            "settled": asdict(spread.settled),
            "weight_near_the_median": asdict(spread.beside),
            "drivers": _records(drivers(decision)),
        }
    return data


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain data."""
    return [
        {str(key): None if isinstance(value, float) and np.isnan(value) else value for key, value in row.items()}
        for row in table.to_dict("records")
    ]
