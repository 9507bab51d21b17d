"""Alternatives: scenarios as one names them in a word, with changes behind a plus sign.

::

    flagship                                             a shipped scenario, or a YAML file
    flagship+actors.russia.patience=52                   with a value put at a path
    flagship+without:preconditions.bilateral_only        with an element removed
    flagship+without:shocks.x+actors.us.exit=20          with several changes
    +actors.russia.patience=52                           the first alternative with a change

Such a word needs no quotes in a shell unless a value does, and stands wherever a command takes a scenario.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sim.errors import InputError
from sim.scenario import Scenario, load, parse_assignments
from sim.scenario.catalogue import SUFFIXES

WITHOUT = "without:"
_CHANGE = re.compile(rf"\+(?={WITHOUT}|[A-Za-z_]\w*(?:\.[\w-]+)*=)")
_FORM = "a change is +PATH=VALUE or +without:PATH, such as flagship+actors.russia.patience=52"


@dataclass(frozen=True, slots=True)
class Alternative:
    """A scenario to be compared: `word` loads it again (None: none does), `name` is what tables and figures call it."""

    word: str | None
    name: str
    scenario: Scenario = field(repr=False)


@dataclass(frozen=True, slots=True)
class Change:
    """What a word says: a scenario (empty: the first one's), values put at paths, and paths removed."""

    base: str
    assignments: tuple[str, ...]
    removed: tuple[str, ...]


def parse(word: str) -> Change:
    """Take a word apart. A plus sign inside a value or a file's name is none that begins a change."""
    base, *changes = _CHANGE.split(word)
    removed = tuple(change.removeprefix(WITHOUT).strip() for change in changes if change.startswith(WITHOUT))
    if "" in removed:
        raise InputError(f"'{word}': '+{WITHOUT}' lacks the path of what is to be removed; {_FORM}")
    return Change(base, tuple(change for change in changes if not change.startswith(WITHOUT)), removed)


def load_alternative(word: str, set: Mapping[str, object] | None = None) -> Scenario:
    """The scenario that a word names, with its changes and then the values of `set` made.

    Raises ScenarioError like `load`, InputError for a word that cannot be read.
    """
    change = parse(word)
    if not change.base:
        raise InputError(f"'{word}': names no scenario before its first change; {_FORM}")
    try:
        scenario = load(change.base)
    except InputError as error:
        if "+" in change.base:
            raise InputError(f"{error}\n'{change.base}' reads like a change without its value; {_FORM}") from error
        raise
    values = parse_assignments(change.assignments) | dict(set or {})
    return scenario.with_(set=values, remove=change.removed) if values or change.removed else scenario


def word_of(base: str, set: Mapping[str, object], remove: Sequence[str]) -> str:
    """The word for a scenario with values put at paths and paths removed: what `load_alternative` reads."""
    changes = [f"+{WITHOUT}{path}" for path in remove]
    changes += [f"+{path}={json.dumps(value)}" for path, value in set.items()]
    return base + "".join(changes)


def load_alternatives(named: Sequence[str], set: Mapping[str, object] | None = None) -> tuple[Alternative, ...]:
    """The scenarios that several words name; one that begins with `+` is the first with that change.

    `set` is made in all of them. Raises InputError if one is named twice.
    """
    full = [f"{named[0]}{word}" if word.startswith("+") else word for word in named]
    twice = [word for place, word in enumerate(full) if word in full[:place]]
    if twice:
        raise InputError(f"'{twice[0]}' is named twice: there is nothing to compare")
    scenarios = [load_alternative(word, set) for word in full]
    names = [name_of(word) for word in full]
    names = [word if names.count(name) > 1 else name for word, name in zip(full, names, strict=True)]
    words = [word_of(word, set or {}, ()) for word in full]
    return tuple(Alternative(word, name, item) for word, name, item in zip(words, names, scenarios, strict=True))


def name_of(word: str) -> str:
    """What tables call an alternative: `flagship without bilateral_only`, `flagship, actors.us.exit=20`."""
    change = parse(word)
    base = change.base
    if base.endswith(SUFFIXES):
        base = Path(base).stem
    removed = " and ".join(path.rsplit(".", 1)[-1] for path in change.removed)
    without = f"{base} without {removed}" if removed else base
    return ", ".join([without, *change.assignments])
