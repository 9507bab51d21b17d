"""YAML as a person would write it: names bare, texts in quotation marks, short mappings on one line."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping, Sequence

WIDTH = 112
_BARE = re.compile(r"[a-z][a-z0-9_]*\Z")
_WORDS = ("null", "true", "false")


def clean(text: str) -> str:
    """A text on one line, without what cannot be printed."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def name(text: str) -> str:
    """A name, in quotation marks where YAML would read something else."""
    return text if _BARE.match(text) and text not in _WORDS else json.dumps(text)


def quoted(text: str) -> str:
    """A text in quotation marks."""
    return json.dumps(clean(text), ensure_ascii=False)


def figure(value: float) -> str:
    """A number with as many digits as it needs, at most nine after the point."""
    return f"{round(value, 9):.10g}"


def flow_list(entries: Sequence[str], indent: int) -> str:
    """A list in brackets, over several lines where it is long; `indent` is that of the line in which it begins."""
    return _flow("[", entries, "]", indent)


def flow(entries: Mapping[str, str], indent: int) -> str:
    """A mapping in braces, over several lines where it is long."""
    return _flow("{", [f"{key}: {value}" for key, value in entries.items()], "}", indent)


def entry(key: str, parts: Mapping[str, str], indent: int) -> list[str]:
    """A mapping under a key: on one line if it fits, else a line a part; `indent` is that of the key."""
    whole = f"{' ' * indent}{key}: {flow(parts, indent)}"
    if "\n" not in whole and len(whole) <= WIDTH:
        return [whole]
    return [f"{' ' * indent}{key}:", *(f"{' ' * indent}  {part}: {value}" for part, value in parts.items())]


def _flow(begin: str, parts: Sequence[str], end: str, indent: int) -> str:
    whole = begin + ", ".join(parts) + end
    if indent + len(whole) <= WIDTH:
        return whole
    lines = [""]
    for part in parts:
        if lines[-1] and indent + 2 + len(lines[-1]) + len(part) > WIDTH - 4:
            lines.append("")
        lines[-1] += f"{part}, "
    margin = "\n" + " " * (indent + 2)
    return begin + margin + margin.join(line.rstrip() for line in lines).rstrip(",") + "\n" + " " * indent + end


def comment(text: str, indent: int = 0) -> list[str]:
    """A comment, over as many lines as it takes."""
    margin = " " * indent + "# "
    return textwrap.wrap(clean(text), WIDTH, initial_indent=margin, subsequent_indent=margin)


def folded(key: str, text: str) -> list[str]:
    """A long text under a key."""
    lines = textwrap.wrap(clean(text), WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
    return [f"{key}: >-", *lines]
