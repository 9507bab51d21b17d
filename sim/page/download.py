"""What one takes home from the page: the scenario with its changes, and the report."""

from __future__ import annotations

import re
import shlex

from sim.page.desk import Desk
from sim.page.figures import DRAWING
from sim.page.playing import RUNS, play
from sim.results import Results
from sim.scenario import shipped
from sim.scenario.writing import to_yaml_text
from sim.study.comparing.alternatives import word_of


def file_name(desk: Desk, suffix: str) -> str:
    """A name for a file: that of the scenario, marked if it was changed."""
    stem = re.sub(r"[^\w-]+", "-", desk.name.removesuffix(".yaml").removesuffix(".yml")).strip("-") or "scenario"
    return f"{stem}{'-changed' if desk.changed or desk.written else ''}.{suffix}"


def scenario_file(desk: Desk) -> bytes:
    """The scenario as it stands as YAML, with what was changed on the page in comments above it.

    A broken one is handed over as it was written.
    """
    if desk.scenario is None:
        return desk.text.encode("utf-8")
    lines = [f"From '{desk.name}', by way of sim page."]
    lines += [f"Changed: {path} = {value:g}" for path, value in desk.values.items()]
    lines += [f"Left out: {path}" for path in desk.removed]
    return to_yaml_text(desk.scenario, lines).encode("utf-8")


def report(desk: Desk, runs: int = RUNS) -> bytes:
    """The report on the scenario as it stands, on the runs that the page shows, as one HTML file.

    Nothing if the scenario is broken.
    """
    from sim.document import report as make

    if desk.scenario is None:
        return b""
    played = play(desk.scenario, runs).results
    results = Results(
        desk.scenario,
        played.table,
        seed=played.seed,
        runs_per_point=played.runs_per_point,
        command=_command(desk, runs),
    )
    with DRAWING:
        return make(results).html.encode("utf-8")


def _command(desk: Desk, runs: int) -> str:
    """What makes the report again: from the scenario's name and the changes, or from the file that the page offers."""
    named = desk.name in shipped() and not desk.written
    word = word_of(desk.name, desk.values, desk.removed) if named else file_name(desk, "yaml")
    return shlex.join(["sim", "report", word, "--runs", str(runs), "--seed", "0"])
