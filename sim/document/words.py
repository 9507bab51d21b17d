"""Small pieces of sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sim.analysis.influence import Flip, Influence
from sim.analysis.variance import Estimate
from sim.summary import OutcomeSummary
from sim.summary.wording import DASH, phrase

ARROW = "\N{RIGHTWARDS ARROW}"
WINS = " wins by force"
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def listed(names: Sequence[str], last: str = "and") -> str:
    """Names as a list: a, b and c."""
    return f"{', '.join(names[:-1])} {last} {names[-1]}" if len(names) > 1 else "".join(names)


def counted(number: int, noun: str, many: str | None = None) -> str:
    """A number with its noun: "one deadlock", "14 numbers"."""
    word = NUMBERS[number] if number < len(NUMBERS) else f"{number:,}"
    return f"{word} {noun if number == 1 else many or noun + 's'}"


def capital(text: str) -> str:
    """A text with a capital at its start."""
    return text[:1].upper() + text[1:]


def inside(label: str) -> str:
    """A label inside a sentence: without the capital of an article at its start."""
    return f"the {label[4:]}" if label.startswith("The ") else label


def outcome_phrase(item: OutcomeSummary) -> str:
    """An outcome as a noun inside a sentence, such as "a settlement"."""
    if item.label.endswith(WINS):
        return f"{inside(item.label.removesuffix(WINS))}'s victory by force"
    return phrase(item.name, item.label)


def gloss(said: str) -> str:
    """What the language says of a field, as far as it fits into a sentence: up to its range or its default."""
    words = re.split(r" in [\[(]|[,.;:(\[]", said.rsplit("->", 1)[-1], maxsplit=1)[0].strip()
    return words[:1].lower() + words[1:]


def percent_of(value: float) -> str:
    """A share whose interval stands elsewhere, in whole percent; less than a half is not none."""
    if 0 < value < 0.005:
        return "under 1%"
    return f"{100 * value:.0f}%"


def course(item: Influence, outcome: str) -> str:
    """How an outcome goes from one end of a number to the other: "7% to 58%"."""
    return f"{percent_of(item.at_low[outcome].value)} to {percent_of(item.at_high[outcome].value)}"


def interval(estimate: Estimate) -> str:
    """An interval of a share in percent."""
    return f"{100 * max(estimate.low, 0):.0f}{DASH}{100 * min(estimate.high, 1):.0f}%"


def end_of(flip: Flip) -> str:
    """Where a flip happens."""
    return "lowest" if flip.end == "low" else "highest"
