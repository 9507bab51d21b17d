"""The boxes that PRIM peels, from the whole range to a small part: EMA workbench, asked for nothing else."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

import numpy as np
import pandas as pd

from sim.analysis.variance import Floats
from sim.errors import InputError

Limits = Mapping[str, tuple[float, float] | frozenset[str]]
"""A box: for each restricted parameter its least and greatest value, or the labels that it may have."""

NEEDS = "finding a box needs EMA workbench: pip install 'diplomatic-scenario-sim[discovery]'"


def can_peel() -> bool:
    """Whether EMA workbench is installed."""
    return find_spec("ema_workbench") is not None


def peel(experiments: pd.DataFrame, shares: Floats) -> list[Limits]:
    """EMA workbench's boxes, from the whole range to the smallest, as limits of what each restricts."""
    with warnings.catch_warnings():
        # EMA workbench tells on import what else it could use, and pandas what it will not like one day.
        warnings.simplefilter("ignore")
        try:
            from ema_workbench.analysis import prim
            from ema_workbench.analysis.scenario_discovery_util import RuleInductionType
        except ImportError as error:
            raise InputError(NEEDS) from error
        plain: dict[Any, str] = {name: f"x{number}" for number, name in enumerate(experiments.columns)}
        frame = pd.DataFrame(
            {
                plain[name]: column.astype(np.float64) if is_number(column) else column.astype(str).astype("category")
                for name, column in experiments.items()
            }
        )
        found = prim.Prim(frame, shares, threshold=-1.0, mode=RuleInductionType.REGRESSION).find_box()
    return [_limits(box, found.box_lims[0], plain) for box in found.box_lims]


def _limits(box: pd.DataFrame, whole: pd.DataFrame, plain: Mapping[Any, str]) -> Limits:
    limits: dict[str, tuple[float, float] | frozenset[str]] = {}
    for name, column in plain.items():
        if column not in box.columns:
            continue
        (low, high), (least, greatest) = box[column], whole[column]
        if isinstance(low, set):
            if low != least:
                limits[str(name)] = frozenset(map(str, low))
        elif low > least or high < greatest:
            limits[str(name)] = (
                float(low) if low > least else -np.inf,
                float(high) if high < greatest else np.inf,
            )
    return limits


def is_number(column: pd.Series) -> bool:
    """Whether a column is one of numbers rather than labels."""
    return bool(pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column))
