"""Commands in the documents, and what they print. ``python -m tests.consoles`` brings shown output up to date.

In a block of the language ``console`` a line that begins with ``$`` is a command and what follows is what it prints;
``...`` stands for any number of lines left out. The commands of a page share a folder, in which a block with a title
(```` ```yaml title="dam.yaml" ````) is a file. The documents' tests hold the shown lines to what is printed.
"""

from __future__ import annotations

import os
import re
import shlex
import tempfile
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

from typer.testing import CliRunner

from sim.cli.app import app

ROOT = Path(__file__).resolve().parent.parent
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
FILE = re.compile(r'^```\w+ title="([\w./-]+)"\n(.*?)^```$', re.DOTALL | re.MULTILINE)
LEFT_OUT = "..."


def documents() -> list[Path]:
    """README.md, CONTRIBUTING.md and every page."""
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def printed(command: str) -> list[str]:
    """The lines that a `sim` command prints in a terminal of 80 columns, its blanks at line ends cut off.

    Raises ValueError for another program, and for a command that fails.
    """
    program, *arguments = shlex.split(command)
    if program != "sim":
        raise ValueError(f"only sim's commands are run: {command}")
    result = CliRunner().invoke(app, arguments, env={"COLUMNS": "80"})
    if result.exit_code != 0:
        raise ValueError(f"{command}: code {result.exit_code}\n{result.output}{result.exception or ''}")
    return [line.rstrip() for line in result.stdout.strip("\n").splitlines()]


def brought_up_to_date(shown: list[str], lines: list[str]) -> list[str]:
    """The shown lines of a command with those that it prints now.

    Each stretch between two ``...`` begins where its first line is printed (the first one, unless ``...`` stands before
    it, at the beginning) and is as long as before; without any ``...`` all is shown.
    """
    if LEFT_OUT not in shown:
        return lines
    result: list[str] = []
    stretches = "\n".join(shown).split(LEFT_OUT)
    begin = 0
    for number, stretch in enumerate(stretches):
        part = stretch.strip("\n").split("\n") if stretch.strip() else []
        if part:
            begin = 0 if number == 0 else found_at(part[0], lines, begin)
            result += lines[begin : begin + len(part)]
            begin += len(part)
        if number < len(stretches) - 1:
            result.append(LEFT_OUT)
    return result


def found_at(line: str, lines: list[str], begin: int) -> int:
    """Where a line is printed, or one that begins with the same word. Raises ValueError if it is not."""
    word = line.split()[0]
    for same in (lambda other: other == line, lambda other: other.split()[:1] == [word]):
        for place in range(begin, len(lines)):
            if same(lines[place]):
                return place
    raise ValueError(f"not printed: {line}")


def commands(block: str) -> Iterator[tuple[str, list[str]]]:
    """The commands of a console block with the lines shown below each."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *shown = part.rstrip("\n").split("\n")
        yield command, shown


def updated(page: str) -> str:
    """A page's text with the output of now, its commands run in a folder of their own."""

    def block(match: re.Match[str]) -> str:
        parts = [
            [f"$ {command}", *brought_up_to_date(shown, printed(command))] for command, shown in commands(match[1])
        ]
        return "```console\n" + "\n".join(line for part in parts for line in part) + "\n```"

    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        for name, text in FILE.findall(page):
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text(text, encoding="utf-8")
        return CONSOLE.sub(block, page)


def main() -> None:
    """Rewrite the output on all pages that show any."""
    for path in documents():
        text = path.read_text(encoding="utf-8")
        if CONSOLE.search(text):
            path.write_text(updated(text), encoding="utf-8")
            print(os.path.relpath(path, ROOT))


if __name__ == "__main__":
    main()
