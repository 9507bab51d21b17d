"""A decision in words: numbers with as many digits as the issue's scale bears, titles that state the finding."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from sim.spatial.actors import support
from sim.spatial.decision import Decision
from sim.spatial.moves import COMPELLED, COMPROMISE, CONFRONTATION, STALEMATE
from sim.spatial.settings import Settings
from sim.spatial.spread import LEVELS
from sim.summary.wording import DASH, percent, plain_percent

NOTE = "Not a forecast: what follows from the numbers in the file."
REGION_WORDS = {
    STALEMATE: "no challenge",
    COMPROMISE: "compromise",
    COMPELLED: "compelled",
    CONFRONTATION: "confrontation",
}
LOW, MIDDLE, HIGH = LEVELS.index(0.1), LEVELS.index(0.5), LEVELS.index(0.9)


def position(value: float, decision: Decision) -> str:
    """A position, to about a thousandth of the issue's range."""
    ends = [end for actor in decision.actors for end in support(actor.position)]
    wide = max(ends) - min(ends)
    digits = min(max(0, 3 - math.ceil(math.log10(wide))), 9) if wide > 0 else 2
    text = f"{value:.{digits}f}"
    return text.lstrip("-") if float(text) == 0 else text


def listed(names: Sequence[str], most: int = 4) -> str:
    """Names as a list in a sentence, shortened if there are many."""
    if len(names) > most:
        return f"{', '.join(names[: most - 1])} and {len(names) - most + 1} more"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def names_at(decision: Decision, places: Sequence[int]) -> str:
    """The names of some actors."""
    return listed([decision.actors[place].name for place in places])


def course(decision: Decision) -> str:
    """What the game of the middles comes to, in a sentence."""
    single = decision.single
    start, end = (position(float(single.median[at]), decision) for at in (0, -1))
    path = f"The median stays at {start}" if start == end else f"The median goes from {start} to {end}"
    if single.settled == 0:
        return f"{path}: nobody moves"
    if single.settled is None:
        return f"{path}, and positions have not settled after {single.rounds} rounds"
    return f"{path}; positions settle after {_rounds(single.settled)}"


def baseline(decision: Decision) -> str:
    """What the simplest rival says: the mean by weight, without any challenge."""
    return f"The mean by weight at the outset, the simplest other guess, is {position(decision.single.mean, decision)}"


def winner(decision: Decision) -> str:
    """Whose position no other beats, at the outset and at the end."""
    first, last = (np.flatnonzero(mask).tolist() for mask in (decision.single.first, decision.single.last))
    if first == last:
        return f"Beaten by no other position, at the outset and at the end: {names_at(decision, first)}"
    return (
        f"Beaten by no other position at the outset: {names_at(decision, first)}; "
        f"at the end: {names_at(decision, last)}"
    )


def title(decision: Decision) -> str:
    """The finding: the distribution where there is one, else the one course."""
    spread = decision.spread
    if spread is None:
        return course(decision)
    low, high = (position(spread.end[at].value, decision) for at in (LOW, HIGH))
    where = f"between {low} and {high}" if low != high else f"at {low}"
    return f"The median ends {where} in 80% of draws; all agree in {percent(spread.agreement)} of them"


def drivers_title(decision: Decision) -> str:
    """How much of the spread single numbers explain."""
    spread = decision.spread
    assert spread is not None
    clear = [one for one in spread.drivers if one.clear]
    if not clear:
        return "No single number moves the median at the end beyond chance"
    alone = sum(one.share for one in spread.drivers)
    return (
        f"{clear[0].name} explains most by itself, {plain_percent(clear[0].share)} of the variance; all numbers, "
        f"each by itself, {plain_percent(min(alone, 1.0))}"
    )


def setting(decision: Decision) -> str:
    """What was played: actors, rounds, draws."""
    out = len(decision.actors) - len(decision.taking_part)
    weightless = f" ({out} more without weight)" if out else ""
    parts = [f"{len(decision.taking_part)} actors{weightless}, at most {_rounds(decision.settings.rounds)}"]
    if decision.spread is not None:
        numbers = len(decision.spread.draws.names)
        parts.append(
            f"{decision.runs:,} draws of {numbers} uncertain number{'' if numbers == 1 else 's'}, seed {decision.seed}"
        )
    return "; ".join(parts)


def reading(settings: Settings) -> str:
    """A reading of the sources in three words."""
    return f"{settings.view}, {settings.confrontation}, {settings.choice}"


def span(low: float, high: float, decision: Decision) -> str:
    """Two positions as a range."""
    return f"{position(low, decision)}{DASH if low >= 0 and high >= 0 else ' to '}{position(high, decision)}"


def _rounds(number: int) -> str:
    return f"{number:,} round" if number == 1 else f"{number:,} rounds"
