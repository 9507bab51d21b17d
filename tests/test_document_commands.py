"""Every command in the documents is one that sim has, and runs; where output is shown it is what is printed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer
from numba.core import config
from typer.core import TyperGroup
from typer.testing import CliRunner

from sim.cli.app import app
from tests.consoles import CONSOLE, FILE, brought_up_to_date, documents, updated

COMMANDS = typer.main.get_command(app)
PAGES = documents()
compiled = pytest.mark.skipif(config.DISABLE_JIT, reason="minutes without the compiler")

SMALLER = {
    "run": "--runs 20",
    "compare": "--runs 20",
    "robust": "--states 4 --per-state 4",
    "blame": "--runs 6",
    "update": "--runs 2000",
    "sweep": "--set runs=2 --set runs_per_draw=2",
    "report": "--runs 40",
    "explain": "",
}
"""What is put behind a command so that it takes less than a second or two: the later of two options counts."""
OTHER_SIZES = (  # instead of that, where a command has such words
    ("--precision 0.01", "--precision 0.4"),
    ("--simulate --runs 4000", "--simulate --runs 20"),
    ("--runs 4000 --outcome", "--runs 200 --outcome"),
    ("drivers flagship", "drivers flagship --points 40 --runs 2 --no-region"),
    ("drivers which_demand", "drivers which_demand --runs 4"),
)
NOT_RUN = {
    "--cluster": "needs a scheduler",
    "--workers": "starts processes; tests/study has them",
    "--what-if": "asks on the terminal; tests/cli has it",
    "sim page": "serves until it is stopped; tests/page has it",
    "--resume": "nothing has been interrupted",
}
"""Parts of commands that are only read, not run, and why."""
FILES_SHOWN = {"studies-update.md": ("seen.txt", "text"), "README.md": ("dam.yaml", "yaml")}
"""Pages whose first block of a language is a file that their commands name."""


def commands(text: str) -> list[str]:
    """The `sim` commands of a page: in shell blocks, indented, and within the text; each once."""
    shell = "\n".join(re.findall(r"^```sh\n(.*?)^```$", text, re.DOTALL | re.MULTILINE))
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    found = re.findall(r"^sim .*", shell, re.MULTILINE)
    found += re.findall(r"^    (sim .*)", prose, re.MULTILINE)
    found += re.findall(r"`(sim [^`]+)`", " ".join(prose.split()))
    each = [part.strip() for line in found for part in re.sub(r"\s+#.*", "", line).split(" && sim ")]
    each = [part if part.startswith("sim ") else f"sim {part}" for part in each]
    return list(dict.fromkeys(each))


def has_placeholder(command: str) -> bool:
    """Whether something stands in it for what a reader would write: SCENARIO, FILE, "$address"."""
    return bool(re.search(r"(?<![\w.])[A-Z]{2,}\b|\$", command))


def small(command: str) -> list[str]:
    """A command's words with fewer runs."""
    words = shlex.split(command)[1:]
    for size, smaller in OTHER_SIZES:
        if size in command:
            return shlex.split(command.replace(size, smaller))[1:]
    return words + shlex.split(SMALLER.get(words[0], ""))


CASES = [(page, command) for page in PAGES for command in commands(page.read_text(encoding="utf-8"))]
RUN = [page for page in PAGES if any(case == page for case, _ in CASES)]


def test_there_are_commands_to_look_at() -> None:
    assert len(CASES) > 40
    assert {command.split()[1] for _, command in CASES} >= {"run", "trace", "sweep", "compare", "explain", "blame"}


@pytest.mark.parametrize("page, command", CASES, ids=[f"{page.name}: {command}" for page, command in CASES])
def test_a_command_in_a_document_is_one_that_sim_reads(page: Path, command: str) -> None:
    words = shlex.split(re.sub(r"\$\(.*?\)", "", command))[1:]
    if words[0].startswith("--") or words[0].isupper():
        return  # sim --help; sim COMMAND --help
    assert isinstance(COMMANDS, TyperGroup)
    assert words[0] in COMMANDS.commands
    arguments = [word for word in words[1:] if word != "--help"]
    if arguments or not any(parameter.required for parameter in COMMANDS.commands[words[0]].params):
        COMMANDS.commands[words[0]].make_context(words[0], arguments)


@compiled
@pytest.mark.parametrize("page", RUN, ids=lambda page: page.name)
def test_the_commands_of_a_document_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = page.read_text(encoding="utf-8")
    for name, content in FILE.findall(text):
        (tmp_path / name).write_text(content, encoding="utf-8")
    if page.name in FILES_SHOWN:
        name, language = FILES_SHOWN[page.name]
        (tmp_path / name).write_text(text.partition(f"```{language}\n")[2].partition("```")[0], encoding="utf-8")
    done: set[str] = set()
    for command in commands(text):
        if len(command.split()) < 2 or has_placeholder(command) or any(part in command for part in NOT_RUN):
            continue
        words = small(command)
        if len(words) == 1 + len(shlex.split(SMALLER.get(words[0], ""))) and words[0] not in ("list", "schema"):
            continue  # only the name of a command
        if shlex.join(words) in done:
            continue
        done.add(shlex.join(words))
        result = CliRunner().invoke(app, words)
        assert result.exit_code == 0, f"{shlex.join(words)}: {result.output}{result.exception or ''}"
        assert result.stdout.strip()


@compiled
@pytest.mark.parametrize(
    "page", [page for page in PAGES if CONSOLE.search(page.read_text(encoding="utf-8"))], ids=lambda page: page.name
)
def test_the_output_that_a_document_shows_is_what_is_printed(page: Path) -> None:
    # if the engine, a scenario or a table has changed: python -m tests.consoles
    text = page.read_text(encoding="utf-8")
    assert updated(text).splitlines() == text.splitlines()


def test_stretches_of_output_are_found_again_where_numbers_have_changed() -> None:
    shown = ["Title", "...", "Share    50%", "Other    10%", "..."]
    printed = ["Title", "between", "Share    49%", "Other    11%", "end"]
    assert brought_up_to_date(shown, printed) == ["Title", "...", "Share    49%", "Other    11%", "..."]
    with pytest.raises(ValueError, match="not printed: Share"):
        brought_up_to_date(shown, ["Title", "nothing of it"])


def test_a_command_that_fails_or_is_not_sims_is_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"nowhere\.yaml"):
        updated("```console\n$ sim run nowhere.yaml\n```\n")
    with pytest.raises(ValueError, match="only sim's"):
        updated("```console\n$ rm -r results\n```\n")
