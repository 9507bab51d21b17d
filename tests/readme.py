"""What README.md shows of the flagship's results. ``python -m tests.readme`` brings it, and its picture, up to date.

Needed when the flagship or the engine has changed: the documents' tests hold the README to what the command prints.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from typer.testing import CliRunner

from sim.cli.app import app

ROOT = Path(__file__).resolve().parent.parent
BEGIN, END = "into `results/flagship`:\n\n", "\nRun all checks and tests:"


def printed() -> str:
    """The beginning of what ``sim run flagship`` prints, and of its table of preconditions, as a code block."""
    lines = [line.rstrip() for line in CliRunner().invoke(app, ["run", "flagship"]).output.splitlines()]
    note = next(n for n, line in enumerate(lines) if line.startswith("95% interval: Monte Carlo"))
    gates = lines.index("Preconditions")
    shown = [*lines[:note], "...", *lines[gates : gates + 8], "..."]
    return "".join(f"    {line}".rstrip() + "\n" for line in shown)


def updated(readme: str) -> str:
    """README.md with the results of now."""
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + BEGIN + printed() + END + after


def main() -> None:
    """Rewrite the block, and the picture from 20,000 runs."""
    path = ROOT / "README.md"
    path.write_text(updated(path.read_text(encoding="utf-8")), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        CliRunner().invoke(app, ["run", "flagship", "--runs", "20000", "--seed", "1", "--out", f"{folder}/flagship"])
        picture = Path(folder, "flagship", "plots", "shares.png").read_bytes()
    (ROOT / "docs" / "images" / "flagship.png").write_bytes(picture)


if __name__ == "__main__":
    main()
