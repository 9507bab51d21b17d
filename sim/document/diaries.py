"""Four runs as diaries: three typical ones and a surprising one, chosen by a rule and not by taste."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.document.answer import came
from sim.document.blocks import Block, Diary, Paragraph, Section
from sim.document.case import Case
from sim.document.words import outcome_phrase
from sim.summary import middle_run
from sim.summary.wording import headline

if TYPE_CHECKING:
    from sim.diary import Entry
    from sim.results import Results

TYPICAL = 3
REPEATED = "Known texts are tabled again"
RULE = (
    "The runs are chosen by a rule. Typical: for each of the three most frequent ends, the run that is nearest to the "
    "middle of its kind in when it ends and in what each actor gets. Surprising: the run in the middle of the rarest "
    "end that came at all, or, if no end is left, the run that is over first. Rounds in which only known texts are "
    "tabled again are left out."
)


@dataclass(frozen=True)
class Chosen:
    """A run to be told, and why."""

    run: int
    title: str
    reason: str


def chosen_runs(case: Case) -> tuple[Chosen, ...]:
    """The runs of the rule, each once."""
    assert case.results is not None
    found: list[Chosen] = []
    ends = came(case)
    for item in ends[:TYPICAL]:
        run = middle_run(case.results.data, case.summary.names, item.name)
        where = f"in the middle of the {item.share.count:,} runs ({headline(item.share)})"
        reason = f"{where} that end with {outcome_phrase(item)}"
        found.append(Chosen(run, f"Typical: {item.label}", reason))
    if len(ends) > TYPICAL:
        rare = ends[-1]
        run = middle_run(case.results.data, case.summary.names, rare.name)
        times = "the only run" if rare.share.count == 1 else f"in the middle of the {rare.share.count:,} runs"
        reason = f"{times} ({headline(rare.share)}) with the rarest end that came, {outcome_phrase(rare)}"
        found.append(Chosen(run, f"Surprising: {rare.label}", reason))
    else:
        run = _first_over(case.results)
        found.append(Chosen(run, "Surprising: over first", "of all runs the one that is over first"))
    return tuple({item.run: item for item in reversed(found)}.values())[::-1]


def _first_over(results: Results) -> int:
    place = int(results.data["ended"].to_numpy(dtype="float64", na_value=float("inf")).argmin())
    return int(results.data["run"].iloc[place])


def diaries(case: Case) -> Section:
    """The chosen runs, told round by round."""
    blocks: list[Block] = [Paragraph(RULE)]
    blocks += [_told(case, item) for item in chosen_runs(case)]
    return Section("diaries", "Runs as diaries", tuple(blocks))


def _with_news(entries: Sequence[Entry]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What each round brought; rounds in which only known texts were tabled again are left out."""
    for entry in entries:
        news = tuple(sentence for sentence in entry.sentences if not sentence.startswith(REPEATED))
        if news:
            yield entry.heading, news


def _told(case: Case, item: Chosen) -> Diary:
    from sim.diary import tell

    story = tell(case.model(item.run))
    return Diary(
        title=item.title,
        reason=f"Run {item.run}, {item.reason}.",
        entries=tuple(_with_news(story.entries)),
        ending=story.ending,
        command="",
    )
