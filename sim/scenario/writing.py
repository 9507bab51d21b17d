"""A scenario as YAML text that loads again as the same scenario."""

from __future__ import annotations

from collections.abc import Sequence

import yaml

from sim.scenario.models import Scenario


def to_yaml_text(scenario: Scenario, comments: Sequence[str] = ()) -> str:
    """The whole of a scenario, inheritance and defaults written out, below comment lines.

    Relative paths in it (seeds of one's own) are kept as they are: the text has to lie where the original lies.
    """
    head = "".join(f"# {line}\n" for comment in comments for line in (comment.splitlines() or [""]))
    body: str = yaml.safe_dump(scenario.resolved(), sort_keys=False, allow_unicode=True, width=110)
    return head + body
