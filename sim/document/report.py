"""`report`: from scenarios, results and folders to one document."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, Union

from sim.document.blocks import Chapter, figures_of
from sim.document.case import Case
from sim.document.chapters import of_case, of_explanation, of_study
from sim.document.folders import of_folder
from sim.errors import InputError
from sim.results import Results
from sim.results.whole_file import write_whole

if TYPE_CHECKING:
    from sim.scenario import Scenario
    from sim.study.sweeping.study_results import StudyResults

Source: TypeAlias = Union[str, Path, "Scenario", Results, "StudyResults"]
RUNS = 10_000
MARK = '<meta name="generator" content="sim report">'
"""By this a report is known, so that an earlier one is replaced and nothing else is."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Report:
    """A document on one or several sources. `title` is what it is called."""

    title: str
    chapters: tuple[Chapter, ...] = field(repr=False)

    @cached_property
    def html(self) -> str:
        """One page of HTML that needs nothing else: styles and figures are in it. The same input, the same text."""
        from sim.document.page import page

        return page(self.title, self.chapters)

    def save(self, file: str | Path) -> Path:
        """Write the page to a file, which appears whole or not at all; its path.

        An earlier report is replaced. Raises InputError if the file is anything else, RunError if it cannot be written.
        """
        target = Path(file)
        check_file(target)
        write_whole(target, self.html.encode())
        return target

    def save_figures(self, directory: str | Path) -> list[Path]:
        """Write every figure as SVG, PNG and PDF to a new folder, or over an earlier one; paths of the files.

        Raises InputError if the folder holds anything else, RunError if it cannot be written.
        """
        from sim.document.figures import save_figures

        return save_figures(self, Path(directory))

    @property
    def figure_names(self) -> tuple[str, ...]:
        """What the figures' files are called."""
        return tuple(file_name(self, number, figure.name) for number, figure in figures_of(self.chapters))

    def __repr__(self) -> str:
        return f"<Report on {self.title!r}: {len(self.chapters)} chapters>"


def file_name(report: Report, chapter: int, name: str) -> str:
    """What a figure's file is called: with the chapter's number where there are several."""
    return name if len(report.chapters) == 1 else f"{chapter + 1:02d}-{name}"


def check_file(target: Path) -> None:
    """Raise InputError unless a report may be written to a file: a new one, or an earlier report."""
    if target.is_dir():
        raise InputError(f"{target}: is a folder; name a file, such as {target / 'report.html'}")
    if not target.exists():
        return
    try:
        with target.open(encoding="utf-8") as file:
            begins = file.read(2_000)
    except (OSError, UnicodeDecodeError):
        begins = ""
    if MARK not in begins:
        raise InputError(f"{target}: is there already and no report of sim; name another file")


def report(
    *sources: Source,
    runs: int | None = None,
    seed: int | None = None,
    set: Sequence[str] = (),
    workers: int | None = None,
    progress: Progress | None = None,
) -> Report:
    """A report on one or several sources.

    A source is a scenario (loaded, by name or file, with changes behind plus signs), which is played `runs` times (by
    default 10,000) with `seed` (0); results of a run or a study; or a folder that `sim run`, `sweep`, `compare`,
    `drivers`, `explain` or another command has written with `--out`. `set` are `path=value` texts, made in every
    scenario that is played. Raises InputError for what cannot be reported on.
    """
    if not sources:
        raise InputError("name what to report on: a scenario, or a folder of results")
    chapters: list[Chapter] = []
    seen: list[tuple[str, object]] = []
    for source in sources:
        found = _found(source, runs, seed, tuple(set), workers, progress)
        key = _key(found)
        if key in seen:
            raise InputError(f"{source}: was named twice")
        seen.append(key)
        chapters.append(of_case(found) if isinstance(found, Case) else found)
    title = chapters[0].title if len(chapters) == 1 else f"{chapters[0].title}, and {len(chapters) - 1} more"
    return Report(title, tuple(chapters))


def _key(found: Case | Chapter) -> tuple[str, object]:
    if isinstance(found, Chapter):
        return found.title, found.facts
    return found.scenario.digest, None if found.results is None else (found.results.seed, found.results.runs)


def _found(
    source: Source, runs: int | None, seed: int | None, assignments: tuple[str, ...], workers: int | None,
    progress: Progress | None,
) -> Case | Chapter:  # fmt: skip
    from sim.scenario import Scenario

    if isinstance(source, Results):
        return Case(source.scenario, source, source.command or f"sim.document.report of {source!r}")
    if isinstance(source, str | Path):
        if _is_folder(source):
            if assignments or runs is not None or seed is not None:
                raise InputError(f"{source}: has been played; runs, seed and values cannot be changed any more")
            return _of_path(Path(source))
        return _played(str(source), runs, seed, assignments, workers, progress)
    if isinstance(source, Scenario):
        return _case(source, source.path_of_origin, runs, seed, (), workers, progress)
    return of_study(source)


def _is_folder(source: str | Path) -> bool:
    """Whether a source is a folder; a shipped scenario of the same name goes first."""
    from sim.scenario import shipped

    return str(source) not in shipped() and Path(source).is_dir()


def _played(
    word: str, runs: int | None, seed: int | None, assignments: tuple[str, ...], workers: int | None,
    progress: Progress | None,
) -> Case:  # fmt: skip
    from sim.scenario import parse_assignments
    from sim.study.comparing.alternatives import load_alternative
    from sim.study.comparing.compare_words import is_study

    if is_study(word):
        raise InputError(f"{word}: is a study; play it first (sim sweep {word} --out DIR) and name its folder")
    scenario = load_alternative(word, set=parse_assignments(assignments))
    return _case(scenario, word, runs, seed, assignments, workers, progress)


def _case(
    scenario: Scenario, word: str, runs: int | None, seed: int | None, assignments: tuple[str, ...],
    workers: int | None, progress: Progress | None,
) -> Case:  # fmt: skip
    from sim.results import run

    number, start = RUNS if runs is None else runs, seed or 0
    results = run(scenario, number, start, workers=workers, progress=progress)
    words = ["sim", "report", word, "--runs", str(number), "--seed", str(start)]
    for text in assignments:
        words += ["--set", text]
    return Case(scenario, results, shlex.join(words))


def _of_path(folder: Path) -> Case | Chapter:
    """What a folder of results holds."""
    from sim.results.opening import open_run, read_manifest
    from sim.results.saving import TABLE
    from sim.study.sweeping.study_results import open_results

    manifest = read_manifest(folder)
    if manifest.get("tool") == "sim sweep":
        return of_study(open_results(folder))
    if manifest.get("kind") == "explanation":
        return of_explanation(folder, manifest)
    if "kind" in manifest:
        return of_folder(folder, manifest)
    if not (folder / TABLE).is_file():
        raise InputError(f"{folder}: holds no runs")
    results = open_run(folder)
    made = f"{results.command} --out {folder.name} && " if results.command else ""
    return Case(results.scenario, results, f"{made}sim report {folder.name}")
