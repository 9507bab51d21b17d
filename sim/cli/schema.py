"""`sim schema`: the scenario language for editors."""

from __future__ import annotations

import json

import typer


def schema() -> None:
    """Print the JSON Schema of scenario files.

    Editors use it to complete and check them.
    """
    from sim.scenario import schema as describe

    typer.echo(json.dumps(describe(), indent=2, ensure_ascii=False))
