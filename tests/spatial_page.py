"""What docs/spatial.md shows. ``python -m tests.spatial_page`` brings what is computed on it up to date.

The words above the marker are written by hand; what stands below it comes from ``sim spatial`` and from runs of the
flagship, and the documents' tests hold it to what both say now.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np

from sim.results import run
from sim.scenario import load
from sim.spatial import Decision, Settings, decide, read_actors
from sim.spatial.play import Games, play
from sim.spatial.words import course, title
from sim.study.spatial_saving import figures
from sim.summary import Summary
from sim.summary.estimates import Points, Share, share_of
from sim.summary.wording import percent, percent_interval
from tests.computed_pages import below_marker, numbers, save_picture

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "spatial.md"
FIGURES = ROOT / "docs" / "images" / "spatial"
MARKER = "<!-- below: python -m tests.spatial_page -->\n"
RUNS = 2_000
GROUPS, ACTORS, FAR = 400, 5, 0.25
WIDEST = 100.0
"""The last of the flagship's options on the table's scale; the others lie at equal distances below it."""


@cache
def found(table: str) -> Decision:
    """What a shipped table leads to."""
    return decide(read_actors(table), runs=RUNS)


@cache
def flagship() -> Summary:
    """As many runs of the flagship."""
    return run(load("flagship"), runs=RUNS).summary()


def updated(page: str) -> str:
    """The page with what is found now below its marker."""
    return below_marker(page, MARKER, "\n" + "\n".join(_computed()) + "\n")


def _computed() -> Iterator[str]:
    yield "## What the two models say"
    yield ""
    yield from _compared()
    yield ""
    for name, _ in figures(found("territory")):
        yield f"![The spatial model on territory: {name}](images/spatial/{name}.svg)"
        yield ""
    yield "## What the readings make of it"
    yield ""
    yield from _readings()


def _compared() -> Iterator[str]:
    decision, summary = found("territory"), flagship()
    assert decision.spread is not None
    last = decision.spread.medians[:, -1]
    (issue,) = [item for item in summary.terms if item.name == "territory"]
    options = list(load("flagship").issues["territory"].options)
    signed = {option.name: option.share for option in issue.options}
    nearest = np.clip(np.round(last / WIDEST * (len(options) - 1)), 0, len(options) - 1)
    points = Points.of(np.arange(len(last)))
    ever = summary.signature.ever
    yield (
        f"On territory, {RUNS:,} draws of the table `territory` beside {RUNS:,} runs of the flagship. "
        f"{title(decision)}. In the flagship a text is signed in {_share(ever)} of runs."
    )
    yield ""
    yield "| territory | position | spatial model: draws whose median ends nearest | flagship: signed texts |"
    yield "|---|---|---|---|"
    for place, option in enumerate(options):
        here = share_of(nearest == place, points)
        where = WIDEST * place / (len(options) - 1)
        yield f"| {option.replace('_', ' ')} | {where:g} | {_share(here)} | {_share(signed[option])} |"


def _share(share: Share) -> str:
    return f"{percent(share)} ({percent_interval(share)})"


def _readings() -> Iterator[str]:
    apart = _apart()
    yield (
        f"In {100 * np.mean(apart > FAR):.0f}% of {GROUPS:,} made-up groups of {ACTORS} actors, all numbers drawn at "
        f"random, the eight readings put the median at the end more than {100 * FAR:.0f}% of the range apart; in "
        f"{100 * np.mean(apart == 0):.0f}% they agree."
    )
    yield ""
    tables = ("territory", "emissions")
    decisions = [found(name) for name in tables]
    for name, decision in zip(tables, decisions, strict=True):
        yield f"`sim spatial {name}`, every range at its middle: {course(decision)[0].lower()}{course(decision)[1:]}."
        yield ""
    yield "| view | confrontation | choice | " + " | ".join(f"median, {name}" for name in tables) + " |"
    yield "|---|---|---|" + "---|" * len(tables)
    for kinds in zip(*(decision.readings for decision in decisions), strict=True):
        one = kinds[0][0]
        medians = " | ".join(f"{median:.2f}" for _, median in kinds)
        yield f"| {one.view} | {one.confrontation} | {one.choice} | {medians} |"


def _apart() -> np.ndarray:
    """How far the readings are apart in made-up groups, as a part of the range."""
    luck = np.random.default_rng(0)
    shape = (GROUPS, ACTORS)
    games = Games(luck.uniform(size=shape), luck.uniform(size=shape), luck.uniform(size=shape))
    ends = np.stack([play(games, one).median[:, -1] for one in Settings().readings()])
    return np.asarray(np.ptp(ends, axis=0) / np.ptp(games.position, axis=1))


def main() -> None:
    """Rewrite what is computed on the page, and the figures."""
    PAGE.write_text(updated(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    for name, draw in figures(found("territory")):
        ax = draw()
        save_picture(ax, FIGURES / f"{name}.svg", ax.get_title(loc="left"), numbers(ax))


if __name__ == "__main__":
    main()
