"""A single file that appears whole or not at all."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from sim.errors import RunError

PARTIAL = ".partial"
"""How the name of a file ends while it is being written."""


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, also if the power fails whole or not at all; folders above it are made.

    What was there is replaced. Raises RunError if it cannot be written.
    """
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}{PARTIAL}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
    except OSError as error:
        raise RunError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        with suppress(OSError):  # where a folder should be may be a file
            partial.unlink(missing_ok=True)
