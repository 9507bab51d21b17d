"""What the words of `sim compare` mean: scenarios with changes, studies, or folders of sweeps."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from sim.errors import InputError, ScenarioError
from sim.scenario import parse_assignments, shipped
from sim.scenario.catalogue import SUFFIXES
from sim.scenario.yaml_text import read_file
from sim.study.comparing.compare import Compared, Progress, compare
from sim.study.comparing.compare_study import comparable_options, compare_studies, compare_study
from sim.study.language.reading import load_study, shipped_studies
from sim.study.study import Study
from sim.study.sweeping.study_results import StudyResults, open_results
from sim.study.sweeping.sweep import sweep

DEFAULT_RUNS, DEFAULT_PER_POINT = 10_000, 2


def compare_words(
    words: Sequence[str],
    *,
    runs: int | None = None,
    seed: int | None = None,
    per_point: int | None = None,
    quantities: Sequence[str] | None = None,
    assignments: Sequence[str] = (),
    workers: int | None = None,
    progress: Progress | None = None,
    command: str | None = None,
) -> Compared:
    """Compare scenarios, one study's settings, or two studies, as the words name them.

    `assignments` are `path=value` texts, made in every scenario or study. What is None is as each study has it, for
    scenarios 10,000 runs, seed 0 and 2 runs a draw. Raises InputError where scenarios and studies are mixed.
    """
    studies = [word for word in words if is_study(word)]
    if not studies:
        return compare(
            *words, runs=DEFAULT_RUNS if runs is None else runs, seed=seed or 0,
            runs_per_point=DEFAULT_PER_POINT if per_point is None else per_point, quantities=quantities,
            set=parse_assignments(assignments), workers=workers, progress=progress, command=command,
        )  # fmt: skip
    if len(studies) < len(words) or len(words) > 2:
        raise InputError(
            f"'{studies[0]}' is a study: compare its settings (sim compare {studies[0]}), or two studies with one "
            "another, or scenarios"
        )
    changes = {"runs": runs, "seed": seed, "runs_per_draw": per_point}
    given = {name: value for name, value in changes.items() if value is not None}
    sources = [_source(word, given, assignments) for word in words]
    if len(sources) == 1 and isinstance(sources[0], Study):
        comparable_options(sources[0].plan(), quantities)  # nothing is played that cannot be compared
    results = [
        sweep(source, threads=workers, progress=progress) if isinstance(source, Study) else source
        for source in sources
    ]  # fmt: skip
    if len(results) == 1:
        return compare_study(results[0], quantities, command)
    return compare_studies(results[0], results[1], quantities, command)


def is_study(word: str) -> bool:
    """Whether a word names a study: the folder of a sweep, a shipped study, or a file that names its scenario."""
    if word in shipped():
        return False
    if word in shipped_studies() or is_study_folder(word):
        return True
    path = Path(word)
    if not word.endswith(SUFFIXES) or not path.is_file():
        return False
    try:
        tree, _ = read_file(path, word)
    except ScenarioError:
        return False  # whoever loads it will say what is wrong
    return bool({"scenario", "scenarios"} & set(tree.entries))


def is_study_folder(word: str) -> bool:
    """Whether a word names the folder of a sweep, or any folder: a shipped name goes first."""
    return word not in shipped() and word not in shipped_studies() and Path(word).is_dir()


def _source(word: str, given: dict[str, int], assignments: Sequence[str]) -> Study | StudyResults:
    """The study to be played, or what came of it already."""
    if is_study_folder(word):
        if given or assignments:
            raise InputError(f"{word}: has been played; runs, seed and values cannot be changed any more")
        return open_results(word)
    return dataclasses.replace(load_study(word, set=parse_assignments(assignments)), **given)  # type: ignore[arg-type]
