"""How the report was made, and what it cannot tell."""

from __future__ import annotations

from sim.document.blocks import Block, Bullets, Code, Paragraph, Section
from sim.document.case import Case
from sim.results.results import sim_version

LIMITS = (
    "Actors are single minds with fixed preferences: no factions, no persuasion, no new leader.",
    "What is not in the scenario cannot happen: surprises enter as ranges and shocks or not at all.",
    "The ranges are judgements. Where one is wrong, so is all that hangs on it; the table of assumptions says what "
    "does.",
    "Shares are of simulated courses, not of the world. Differences between two scenarios say more than levels.",
)


def making(case: Case) -> Section:
    """Version, seed, hash, command; and limits."""
    blocks: list[Block] = [
        Paragraph("What this cannot tell:"),
        Bullets(LIMITS),
        Paragraph("The same report, byte for byte, comes from:"),
        Code(case.command),
    ]
    return Section("making", "How this was made, and what it cannot tell", tuple(blocks))


def facts(case: Case) -> tuple[tuple[str, str], ...]:
    """What is needed to make the same again."""
    found = [("scenario", case.scenario.name), ("SHA-256 of the scenario", case.scenario.digest)]
    if case.results is not None:
        found += [
            ("runs", f"{case.results.runs:,}, {case.results.runs_per_point} for each draw of the uncertain numbers"),
            ("seed", str(case.results.seed)),
        ]
        if case.results.command:
            found.append(("command of the runs", case.results.command))
    version = sim_version()
    return (*found, ("version of sim", version or "not installed"))
