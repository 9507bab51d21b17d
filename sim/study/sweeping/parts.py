"""Parts: the runs of a block as the bytes of a Parquet file, the same bytes whoever wrote them."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.parquet as pq

COUNTING = ("point", "run", "draw")
"""Columns that say which run a row is; they count up and are stored as differences."""


class DamagedPart(Exception):
    """What was read is not what was written."""


def encode(table: pa.Table) -> bytes:
    """A table as a Parquet file with checksums."""
    few = [field.name for field in table.schema if field.name not in COUNTING and not _is_real(field)]
    reals = {field.name: "BYTE_STREAM_SPLIT" for field in table.schema if _is_real(field)}
    sink = pa.BufferOutputStream()
    pq.write_table(
        table,
        sink,
        compression="zstd",
        use_dictionary=few,
        column_encoding=reals | dict.fromkeys(COUNTING, "DELTA_BINARY_PACKED"),
        row_group_size=max(table.num_rows, 1),
        write_page_checksum=True,
    )
    content: bytes = sink.getvalue().to_pybytes()
    return content


def decode(source: str | pa.Buffer, columns: Sequence[str] | None = None) -> pa.Table:
    """The table of a part, a file's path or its bytes; of `columns` those that it has.

    Raises DamagedPart if it cannot be read or if a checksum does not fit.
    """
    try:
        with pq.ParquetFile(source, page_checksum_verification=True) as file:
            names = file.schema_arrow.names
            wanted = names if columns is None else [name for name in names if name in set(columns)]
            return file.read(columns=wanted, use_threads=False)
    except (pa.ArrowException, OSError) as error:
        raise DamagedPart(str(error)) from error


def _is_real(field: pa.Field) -> bool:
    return bool(pa.types.is_floating(field.type))
