"""An outcome table as a Parquet file: written as it comes, read a column at a time, never in memory whole."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.ensemble import to_pandas
from sim.errors import RunError

GROUP = 131_072
"""Rows that are written at a time (a row group). The same table is the same bytes, however it came."""


class TableFile:
    """The table in a file; a summary reads its columns one by one (`sim.summary.columns`)."""

    def __init__(self, path: Path) -> None:
        """The file is opened anew for each column, so that its folder can be moved."""
        self.path = path
        self.metadata = pq.read_metadata(path)

    def __getitem__(self, name: str) -> pd.Series:
        """Read a column (shape: runs)."""
        with pq.ParquetFile(self.path, metadata=self.metadata) as file:
            column: pd.Series = file.read(columns=[name], use_threads=False).to_pandas()[name]
        return column

    def __contains__(self, name: object) -> bool:
        """Whether there is such a column."""
        return name in self.metadata.schema.names

    def __len__(self) -> int:
        """Number of runs."""
        return int(self.metadata.num_rows)

    @property
    def schema(self) -> pa.Schema:
        """Names and types of the columns."""
        return self.metadata.schema.to_arrow_schema()

    def frame(self) -> pd.DataFrame:
        """Read all of it."""
        return pd.read_parquet(self.path)

    def frames(self) -> Iterator[pd.DataFrame]:
        """Read all of it, a row group at a time."""
        with pq.ParquetFile(self.path, metadata=self.metadata) as file:
            for group in range(file.num_row_groups):
                yield file.read_row_group(group).to_pandas()


def write_table(path: Path, frames: Iterable[pd.DataFrame], runs: int) -> TableFile:
    """Write frames of `GROUP` rows (the last may be shorter) to a new file; `runs` rows are expected.

    Raises RunError as soon as it shows that the disk is too small for them.
    """
    writer: pq.ParquetWriter | None = None
    done = 0
    try:
        for frame in frames:
            table = pa.Table.from_pandas(frame, preserve_index=False)
            if writer is None:
                writer = _writer(path, table.schema)
            writer.write_table(table)
            if done == 0:
                _check_space(path, len(frame), runs)
            done += len(frame)
    finally:
        if writer is not None:
            writer.close()
    return TableFile(path)


def _writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """Few distinct values go to a dictionary; reals have none, and numbers that count up are stored as differences."""
    counting = [name for name in ("run", "point") if name in schema.names]
    few = [field.name for field in schema if field.name not in counting and not pa.types.is_floating(field.type)]
    reals = {field.name: "BYTE_STREAM_SPLIT" for field in schema if pa.types.is_floating(field.type)}
    encodings = reals | dict.fromkeys(counting, "DELTA_BINARY_PACKED")
    return pq.ParquetWriter(path, schema, compression="zstd", use_dictionary=few, column_encoding=encodings)


def _check_space(path: Path, rows: int, runs: int) -> None:
    """Compare what is left to write, by the size of the first rows, with the free space."""
    needed, free = path.stat().st_size / rows * max(runs - rows, 0), shutil.disk_usage(path.parent).free
    if needed > free:
        raise RunError(
            f"{runs:,} runs take about {needed / 1e9:,.1f} GB more, and {free / 1e9:,.1f} GB of the disk are free: "
            "nothing was changed; ask for fewer runs or for another disk"
        )


def slices(table: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Cut a table in memory into frames for `write_table`."""
    for start in range(0, len(table), GROUP):
        yield table.iloc[start : start + GROUP]


def regrouped(tables: Iterable[pa.Table]) -> Iterator[pd.DataFrame]:
    """Put blocks of the engine together to frames for `write_table`."""
    waiting: list[pa.Table] = []
    rows = 0
    for table in tables:
        waiting.append(table)
        rows += table.num_rows
        while rows >= GROUP:
            together = pa.concat_tables(waiting)
            yield to_pandas(together.slice(0, GROUP))
            waiting, rows = [together.slice(GROUP)], rows - GROUP
    if rows:
        yield to_pandas(pa.concat_tables(waiting))
