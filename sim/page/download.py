"""What one takes home from the page: the scenario with its changes, and the report."""

from __future__ import annotations

import re
from html import escape

from sim.page import figures
from sim.page.desk import Desk
from sim.page.markup import outcome_table
from sim.page.playing import RUNS, finding, play, rows
from sim.results.results import sim_version
from sim.scenario import Scenario
from sim.scenario.writing import to_yaml_text


def name(desk: Desk, suffix: str) -> str:
    """A name for a file: that of the scenario, marked if it was changed."""
    stem = re.sub(r"[^\w-]+", "-", desk.name.removesuffix(".yaml").removesuffix(".yml")).strip("-") or "scenario"
    return f"{stem}{'-changed' if desk.changed or desk.written else ''}.{suffix}"


def scenario_file(desk: Desk) -> bytes:
    """The scenario as it stands as YAML, with what was changed on the page in comments above it."""
    if desk.scenario is None:
        return desk.text.encode("utf-8")
    lines = [f"From '{desk.name}' by way of sim page (sim {sim_version() or 'not installed'})."]
    lines += [f"Changed: {path} = {value:g}" for path, value in desk.values.items()]
    lines += [f"Left out: {path}" for path in desk.removed]
    return to_yaml_text(desk.scenario, lines).encode("utf-8")


def report(scenario: Scenario, runs: int = RUNS) -> bytes:
    """The report on a scenario, as one HTML file: outcomes and figures."""
    results = play(scenario, runs).results
    shown = rows(results)
    drawn = "".join(f"<h2>{escape(title)}</h2>{figures.figure(scenario, key, runs)}"
                    for key, title in figures.FIGURES.items())  # fmt: skip
    title = escape(scenario.name)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body><main><h1>{title}</h1>"
        f"<p>{escape(finding(shown, False))} {runs:,} runs, seed 0, sim {escape(sim_version() or 'not installed')}, "
        f"scenario {scenario.digest[:12]}. Not a forecast: what follows from the scenario's assumptions.</p>"
        f"<p>{escape(scenario.description)}</p>"
        f"{outcome_table(shown, f'Outcomes of {runs:,} runs')}{drawn}</main></body></html>"
    ).encode()


_STYLE = (
    "main{max-width:50rem;margin:2rem auto;font:16px/1.5 sans-serif;color:#222}svg{max-width:100%;height:auto}"
    "table{border-collapse:collapse}td,th{padding:.2rem .8rem;text-align:left}caption{text-align:left;font-weight:bold}"
    ".bar{display:none}"
)
