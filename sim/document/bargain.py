"""The room for a deal between two actors in one run."""

from __future__ import annotations

from collections.abc import Iterator

from sim.document.blocks import Block, Figure, Paragraph, Section, Table
from sim.document.case import Case
from sim.document.words import percent_of
from sim.summary.names import option_words, words
from sim.summary.wording import NOTHING


def bargain(case: Case) -> Section:
    """What two could have agreed on, where theories put the deal, and where it was signed."""
    assert case.results is not None
    first, second = case.room.labels
    blocks: list[Block] = [
        Paragraph(" ".join(_room(case))),
        Figure(
            "bargaining",
            f"Scatter plot of what packages are worth to {first} and {second}, with the efficient frontier, what both "
            "have without a deal, points that theories pick, and texts tabled and signed.",
            "",
            case.results.plot.bargaining,
        ),
    ]
    table = _packages(case)
    if table is not None:
        blocks += [
            table,
            Paragraph(
                "Nash: the greatest product of both gains over no deal. Kalai and Smorodinsky: equal gains as shares "
                "of the best that each could have. Greatest sum: of both utilities. They are yardsticks of theory, for "
                "two actors who know everything; neither predicts.",
                "note",
            ),
        ]
    return Section("room", f"The room for a deal between {first} and {second}", tuple(blocks))


def _room(case: Case) -> Iterator[str]:
    room = case.room
    first, second = room.labels
    if room.solutions is None:
        yield f"In run {room.run}, no package leaves both {first} and {second} better off than no deal at the outset."
    else:
        yield (
            f"{first} and {second} can choose between {room.packages:,} packages. With the values that they have in "
            f"run {room.run}, {percent_of(room.better)} of them leave both better off than they are without a deal at "
            "the outset."
        )
        signed = case.summary.signature.ever
        if (signed.share or 0.0) < 0.5:
            yield (
                "So terms that both would prefer are not what is lacking. What keeps them from signing must lie "
                "elsewhere: in demands that stand before a signature, in the hope for more, in others who have to "
                "agree, or in a war that goes on changing what no deal is worth."
            )
    missed = room.shortfall
    if missed is not None:
        yield (
            f"What was signed, in all runs, leaves on average {missed:.2f} of either's whole stake on the table: so "
            "much more could both have had."
        )


def _packages(case: Case) -> Table | None:
    """The packages that theories pick, next to the commonest signed options."""
    from sim.analysis.room import package_text

    room = case.room
    if room.solutions is None:
        return None
    model = case.model(room.run)
    picks = {"Nash": room.solutions.nash, "Kalai and Smorodinsky": room.solutions.kalai_smorodinsky,
             "greatest sum": room.solutions.utilitarian}  # fmt: skip
    texts = {name: package_text(model, room, pick.package) for name, pick in picks.items() if pick.package is not None}
    terms = {issue.name: issue for issue in case.summary.terms}
    rows = []
    for name, issue in case.scenario.terms.items():
        said = terms[name]
        common = max(said.options, key=lambda option: option.share.count) if said.options else None
        signed = option_words(common.name) if common is not None and common.share.count else NOTHING
        rows.append((issue.label or words(name), *(_word(text[name]) for text in texts.values()), signed))
    return Table(
        "What theories would pick, and what is signed most often", ("issue", *texts, "most often signed"), tuple(rows)
    )


def _word(option: str | float) -> str:
    return f"{option:.2f}" if isinstance(option, float) else option_words(option)
