"""What an import comes to, and the file that it is written to."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sim.errors import InputError, RunError


@dataclass(frozen=True)
class Imported:
    """A scenario as YAML `text`, what was read in a line (`told`), and what the input does not say and had to be
    assumed.
    """

    text: str
    told: str
    assumed: tuple[str, ...]

    def save(self, file: Path | str) -> Path:
        """Write the scenario to a new file, which appears whole or not at all; its path.

        Raises InputError if there is something already, RunError if it cannot be written.
        """
        target = Path(file)
        if target.exists():
            raise InputError(f"{target}: is there already; name another file")
        partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}.partial")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            partial.write_text(self.text, encoding="utf-8", newline="\n")
            partial.replace(target)
        except OSError as error:
            raise RunError(f"{target}: cannot be written: {error.strerror or error}; nothing was changed") from error
        finally:
            with suppress(OSError):  # where a folder should be is a file
                partial.unlink(missing_ok=True)
        return target
