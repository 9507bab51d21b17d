"""Parts: the runs of a block as the bytes of a Parquet file that says which, the same bytes whoever wrote them."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.parquet as pq

COUNTING = ("point", "run", "draw")
"""Columns that say which run a row is; they count up and are stored as differences."""
LABEL = b"part"
"""Under what a file keeps its label: one in another's place, or with a column renamed, is noticed."""


class DamagedPart(Exception):
    """What was read is not what was written."""


def encode(table: pa.Table, name: str) -> bytes:
    """The table of a part as a Parquet file with its name and checksums."""
    few = [field.name for field in table.schema if field.name not in COUNTING and not _is_real(field)]
    reals = {field.name: "BYTE_STREAM_SPLIT" for field in table.schema if _is_real(field)}
    sink = pa.BufferOutputStream()
    pq.write_table(
        table.replace_schema_metadata({LABEL: _label(name, table.schema)}),
        sink,
        compression="zstd",
        use_dictionary=few,
        column_encoding=reals | dict.fromkeys(COUNTING, "DELTA_BINARY_PACKED"),
        row_group_size=max(table.num_rows, 1),
        write_page_checksum=True,
    )
    content: bytes = sink.getvalue().to_pybytes()
    return content


def decode(source: str | pa.Buffer, name: str, columns: Sequence[str] | None = None) -> pa.Table:
    """The table of the part `name`, a file's path or its bytes; of `columns` those that it has.

    Raises DamagedPart if it cannot be read, if a checksum does not fit, or if it is another part.
    """
    try:
        with pq.ParquetFile(source, page_checksum_verification=True) as file:
            schema = file.schema_arrow
            if (schema.metadata or {}).get(LABEL) != _label(name, schema).encode():
                raise DamagedPart("the file holds something else")
            wanted = [column for column in schema.names if columns is None or column in columns]
            return file.read(columns=wanted, use_threads=False).replace_schema_metadata(None)
    except (pa.ArrowException, OSError) as error:
        raise DamagedPart(str(error)) from error


def _label(name: str, schema: pa.Schema) -> str:
    return f"{name}: {', '.join(schema.names)}"


def _is_real(field: pa.Field) -> bool:
    return bool(pa.types.is_floating(field.type))
