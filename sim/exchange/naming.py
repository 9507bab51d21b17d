"""Names for what other programs call as they like: small letters, digits and _, each once, still to be recognised."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

LONGEST = 40


def names_for(labels: Sequence[str], kind: str, *, taken: Iterable[str] = (), letter_first: bool = True) -> list[str]:
    """A name for each label: accents off, all else that is no letter or digit a `_`.

    A label without any Latin letter or digit is called by `kind` and its number (`issue_2`), as is one that would begin
    with a digit where `letter_first`. A name that is taken gets a number behind it.
    """
    found: list[str] = []
    known = set(taken)
    for number, label in enumerate(labels, 1):
        plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
        name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST].rstrip("_")
        if not name:
            name = f"{kind}_{number}"
        elif letter_first and name[0].isdigit():
            name = f"{kind}_{name}"
        found.append(_free(name, known))
        known.add(found[-1])
    return found


def _free(name: str, known: set[str]) -> str:
    """The name, or the first of name_2, name_3, ... that nothing else has."""
    if name not in known:
        return name
    number = 2
    while f"{name}_{number}" in known:
        number += 1
    return f"{name}_{number}"
