"""From what is known of a source to its chapter."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.document.answer import NO_FORECAST, answer
from sim.document.assumptions import assumptions
from sim.document.bargain import bargain
from sim.document.blocks import Block, Bullets, Chapter, Code, Figure, Paragraph, Section
from sim.document.case import Case
from sim.document.diaries import diaries
from sim.document.driving import driving
from sim.document.folders import inside
from sim.document.making import facts, making
from sim.document.obstacles import deadlocks, obstacles
from sim.document.outcomes import outcomes, terms, timing
from sim.document.question import question
from sim.errors import InputError

if TYPE_CHECKING:
    from sim.study.sweeping.study_results import StudyResults


def of_case(case: Case) -> Chapter:
    """The chapter of a scenario, played or explained only."""
    if case.results is None:
        parts = (question, deadlocks, assumptions, making)
    else:
        parts = (question, outcomes, timing, terms, obstacles, driving, deadlocks, *_pairs(case), diaries, assumptions,
                 making)  # fmt: skip
    return Chapter(case.scenario.name, answer(case), tuple(part(case) for part in parts), facts(case))


def _pairs(case: Case) -> tuple[Any, ...]:
    """The room for a deal needs two actors who can have different wishes."""
    return (bargain,) if len(case.scenario.actors) > 1 and case.scenario.issues else ()


def of_study(results: StudyResults) -> Chapter:
    """The chapter of a sweep."""
    study = results.study
    told: list[Block] = [Paragraph(results.finding(), "lead"), Paragraph(NO_FORECAST, "warning")]
    others = [item for item in results.quantities if item.name != study.finding]
    sections = [
        Section(
            "question", "The question",
            (
                Paragraph(study.question or study.name),
                Paragraph(
                    f"{len(results.points):,} settings were played with {results.run_count:,} runs in all, each with "
                    "the same luck, so that what differs is what was set."
                ),
                Bullets(tuple(f"{name}: {lever.label or name}" for name, lever in study.levers.items())),
            ),
        ),
        Section("results", "What the settings make of it", tuple(_study_figures(results))),
        Section(
            "others", "Other quantities",
            (Bullets(tuple(results.finding(item.name) for item in others)),) if others else (Paragraph("None."),),
        ),
        Section("making", "How this was made", (Paragraph("The study's runs come from:"),
                                                Code(results.command or f"sim sweep {study.name}"))),
    ]  # fmt: skip
    found = (("study", study.name), ("SHA-256 of the study", study.digest), ("runs", f"{results.run_count:,}"),
             ("seed", str(study.seed)))  # fmt: skip
    return Chapter(study.name, tuple(told), tuple(sections), found)


def _study_figures(results: StudyResults) -> Iterator[Block]:
    for name, ax in results.plot.fitting().items():
        title = " ".join(ax.get_title(loc="left").split())
        yield Figure(name, title or name, "", partial(_given, ax))


def _given(ax: Any) -> Any:
    return ax


def of_explanation(folder: Path, manifest: dict[str, Any]) -> Case:
    """The case of an explanation that was saved: its scenario, with what was taken as waived."""
    from sim.results.opening import stored_scenario

    scenario = stored_scenario(manifest, folder)
    try:
        stored = json.loads(inside(folder, "explanation.json").read_text(encoding="utf-8"))
        waived = tuple(str(key) for key in stored.get("waived", ()))
    except (OSError, ValueError, AttributeError) as error:
        raise InputError(f"{folder}: its explanation cannot be read: {error}") from error
    return Case(scenario, None, str(manifest.get("command") or ""), waived)
