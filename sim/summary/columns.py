"""What a summary reads of an outcome table: a column at a time, so that a table on disk never is in memory whole."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Codes = NDArray[np.integer[Any]]


class Columns(Protocol):
    """A table by its columns: a pandas frame, or a file of which one column is read when it is asked for."""

    def __getitem__(self, name: str, /) -> Any:
        """A column as a pandas series (shape: runs)."""

    def __contains__(self, name: object, /) -> bool:
        """Whether there is such a column."""

    def __len__(self) -> int:
        """Number of runs."""


def labels_of(column: pd.Series) -> tuple[Codes, tuple[str, ...]]:
    """A column of labels as codes (shape: runs; -1 where missing) and the labels that they stand for.

    Codes of a categorical column take a byte a run; its strings would take sixty.
    """
    if not isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype("category")
    return column.cat.codes.to_numpy(), tuple(str(label) for label in column.cat.categories)


def code_of(label: str, labels: tuple[str, ...]) -> int:
    """The code of a label, one that no run has if it is not among the labels."""
    return labels.index(label) if label in labels else len(labels)
