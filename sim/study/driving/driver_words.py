"""What the word of `sim drivers` means: a study, the folder of a sweep, or a scenario."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sim.errors import InputError
from sim.scenario import parse_assignments
from sim.study.comparing.compare_words import is_study, is_study_folder
from sim.study.driving.drivers import drivers
from sim.study.driving.scenario_drivers import SPREAD, scenario_drivers

if TYPE_CHECKING:
    from sim.study.driving.driver_results import Drivers


def drivers_of_word(
    word: str,
    *,
    quantities: Sequence[str] | None = None,
    design: str | None = None,
    points: int | None = None,
    runs: int | None = None,
    seed: int | None = None,
    assignments: Sequence[str] = (),
    trees: bool = False,
    region: bool | None = None,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    command: str | None = None,
) -> Drivers:
    """What drives the outcomes of what a word names.

    `design` and `points` are for scenarios only; `runs`, `seed` and `assignments` (`path=value` texts) for all that
    has not been played yet. `quantities` that a study does not report are reported for this. Raises InputError for
    what does not fit together.
    """
    if not is_study(word):
        from sim.study.comparing.alternatives import load_alternative

        return scenario_drivers(
            load_alternative(word, set=parse_assignments(assignments)), design or SPREAD[0], points, runs, seed or 0,
            quantities=quantities, trees=trees, boxes=region, workers=workers, progress=progress, command=command,
        )  # fmt: skip
    if design is not None or points is not None:
        raise InputError(
            f"{word}: a study says itself how numbers are designed; --design and --points are for scenarios"
        )
    if is_study_folder(word):
        from sim.study.sweeping.study_results import open_results

        if runs is not None or seed is not None or assignments:
            raise InputError(f"{word}: has been played; runs, seed and values cannot be changed any more")
        return drivers(open_results(word), quantities, trees=trees, boxes=region, command=command)
    from sim.study.language.reading import load_study
    from sim.study.sweeping.sweep import sweep

    values = parse_assignments(assignments)
    study = load_study(word, set=values)
    changes: dict[str, object] = {name: value for name, value in (("runs", runs), ("seed", seed)) if value is not None}
    missing = [name for name in quantities or () if name not in study.outcomes]
    if missing:
        values["outcomes"] = [*study.outcomes, *missing]
        study = load_study(word, set=values)
    study = dataclasses.replace(study, **changes)  # type: ignore[arg-type]
    played = sweep(study, threads=workers, progress=progress)
    return drivers(played, quantities, trees=trees, boxes=region, command=command)
