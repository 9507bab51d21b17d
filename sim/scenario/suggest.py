"""Hints: what is allowed, and which of it was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

MAX_LISTED = 12


def closest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like the word, if any is like it."""
    names = {candidate.lower(): candidate for candidate in candidates}
    matches = difflib.get_close_matches(word.lower()[:200], names, n=1, cutoff=0.6)
    return names[matches[0]] if matches else None


def suggest(word: str, candidates: Iterable[str]) -> str:
    """The question `did you mean 'x'?`, or nothing if no candidate is like the word."""
    match = closest(word, candidates)
    return f"did you mean '{match}'?" if match else ""


def allowed_or_meant(word: str, candidates: Iterable[str]) -> str:
    """What is allowed, shortened if it is long, and what was probably meant."""
    names = list(candidates)
    listed = ", ".join(names[:MAX_LISTED]) + (f", ... ({len(names)} in all)" if len(names) > MAX_LISTED else "")
    parts = [f"allowed: {listed}" if names else "none is declared", suggest(word, names)]
    return "; ".join(part for part in parts if part)
