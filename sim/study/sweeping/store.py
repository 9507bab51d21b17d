"""Where parts are kept: in memory, or in a folder in which each appears whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from sim.results.whole_file import PARTIAL, write_whole
from sim.study.sweeping.parts import DamagedPart, decode

SUFFIX = ".parquet"


class Store(Protocol):
    """Parts by name."""

    def has(self, name: str) -> bool:
        """Whether there is a part of this name."""

    def put(self, name: str, part: bytes) -> None:
        """Keep a part."""

    def get(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """The table of a part, of `columns` those that it has. Raises DamagedPart if it cannot be read."""


class Memory:
    """Parts in memory, as small as on a disk."""

    def __init__(self) -> None:
        self._parts: dict[str, bytes] = {}

    def has(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return name in self._parts

    def put(self, name: str, part: bytes) -> None:
        """Keep a part."""
        self._parts[name] = part

    def get(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """The table of a part, of `columns` those that it has."""
        return decode(pa.py_buffer(self._parts[name]), name, columns)


class Files:
    """Parts as files of a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str) -> Path:
        """The file of a part."""
        return self.folder / f"{name}{SUFFIX}"

    def has(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return self.path(name).is_file()

    def put(self, name: str, part: bytes) -> None:
        """Write a part. Raises RunError if it cannot be written; then there is no trace of it."""
        write_whole(self.path(name), part)

    def get(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """The table of a part, of `columns` those that it has. Raises DamagedPart if it cannot be read."""
        if not self.has(name):
            raise DamagedPart("the file is missing")
        return decode(str(self.path(name)), name, columns)

    def tidy(self, keep: set[str]) -> None:
        """Remove what an interrupted write left, and parts that do not belong to the result."""
        for path in self.folder.iterdir():
            left = path.name.endswith(PARTIAL) or (path.suffix == SUFFIX and path.stem not in keep)
            if left and path.is_file():
                path.unlink(missing_ok=True)
