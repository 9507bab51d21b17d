"""`sim schema`: the scenario and study languages for editors."""

from __future__ import annotations

import json
from typing import Annotated

import typer


def schema(
    study: Annotated[bool, typer.Option("--study", help="That of study files instead of scenario files.")] = False,
) -> None:
    """Print the JSON Schema of scenario files, or of study files.

    Editors use it to complete and check them.
    """
    if study:
        from sim.study import study_schema as describe
    else:
        from sim.scenario import schema as describe

    typer.echo(json.dumps(describe(), indent=2, ensure_ascii=False))
