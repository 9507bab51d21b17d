"""Columns of an outcome table straight from the kernel's rows, for those who need few of them very often."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.arrays import Floats
from sim.compile import Compiled
from sim.errors import InputError
from sim.outcomes import OUTCOMES


def places_of(compiled: Compiled, names: tuple[str, ...]) -> dict[str, int]:
    """Where in a row some columns are. Raises InputError for one that is not there."""
    places = {column.name: place for place, column in enumerate(compiled.columns)}
    missing = [name for name in names if name not in places]
    if missing:
        raise InputError(f"{compiled.scenario.name!r}: there is no column {', '.join(missing)} in its outcome table")
    return {name: places[name] for name in names}


def series_of(compiled: Compiled, places: Mapping[str, int], values: Floats) -> dict[str, pd.Series]:
    """Columns as `sim.ensemble.to_pandas` shows them, from `values` (runs, columns in the order of `places`).

    Rounds are floats here, NaN for never.
    """
    found: dict[str, pd.Series] = {}
    for position, (name, place) in enumerate(places.items()):
        column, raw = compiled.columns[place], values[:, position]
        if column.kind in ("outcome", "option"):
            labels = list(OUTCOMES) if column.kind == "outcome" else list(column.options)
            codes: NDArray[np.int8] = raw.astype(np.int8)
            found[name] = pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index(labels)))
        elif column.kind == "round":
            found[name] = pd.Series(np.where(raw == 0, np.nan, raw))
        else:
            found[name] = pd.Series(raw)
    return found
