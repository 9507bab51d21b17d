"""What an import comes to, and the file that it is written to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sim.errors import InputError
from sim.results.whole_file import write_whole


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
        write_whole(target, self.text.encode())
        return target
