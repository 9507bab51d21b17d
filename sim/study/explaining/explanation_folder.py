"""An explanation as plain data, and as a folder with its pictures that appears whole or not at all."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.results.results import sim_version
from sim.results.saving import MANIFEST, PLOTS, TOOL, new_folder
from sim.scenario.claims import claims_in
from sim.structure import Explanation, GoalAnswer, Roadmap, WayOut
from sim.study.explaining.what_if import state
from sim.study.result_folder import named

if TYPE_CHECKING:
    from sim.analysis.paired import Difference
    from sim.study.explaining.ways_out import Played

FORMAT = 1
ANSWERS = "explanation.json"
MOST_ROADMAPS = 3
"""Ways out of a goal whose roadmaps are drawn; all are in the data."""
NOTE = "What the declared preconditions allow, before any run; not a forecast."


@dataclass(frozen=True)
class Explained:
    """An explanation, what its ways out are worth if they were played, and the command that made it."""

    explanation: Explanation
    played: Played | None = None
    command: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Everything as data for JSON; see `docs/explain.md` for what it means."""
        explanation = self.explanation
        fields = asdict(_without_scenario(explanation))
        del fields["scenario"]
        for answer, told in zip(fields["answers"], explanation.answers, strict=True):
            answer["state"] = state(told)
            for way, out in zip(answer["ways_out"], told.ways_out, strict=True):
                del way["goal"]
                way["played"] = self._worth(out)
            for deadlock in answer["deadlocks"]:
                del deadlock["goal"]
        runs = None
        if self.played is not None:
            runs = {"runs": self.played.runs, "seed": self.played.seed, "runs_per_point": self.played.runs_per_point}
        return {"scenario": explanation.scenario.name, "note": NOTE, "played": runs, **fields}

    def _worth(self, way: WayOut) -> dict[str, Any] | None:
        if self.played is None:
            return None
        worth = self.played.worth(way)
        measured = {"goal": worth.goal, "ceasefire": worth.ceasefire, "settlement": worth.settlement}
        return {"worthless": worth.worthless, **{key: _change(item) for key, item in measured.items()}}

    def save(self, target: Path) -> list[Path]:
        """Write data and pictures to a new or empty folder, or over an earlier result; returns their paths.

        Raises InputError for any other folder, RunError if it cannot be written.
        """
        with new_folder(target) as folder:
            (folder / ANSWERS).write_text(_json(self.to_dict()), encoding="utf-8", newline="\n")
            (folder / PLOTS).mkdir()
            written = [
                Path(ANSWERS),
                *(path.relative_to(folder) for path in self._draw(folder / PLOTS)),
                Path(MANIFEST),
            ]
            manifest = {
                "tool": TOOL,
                "format": FORMAT,
                "kind": "explanation",
                "note": NOTE,
                "command": self.command,
                "versions": {"sim": sim_version()},
                "files": [path.as_posix() for path in written],
                "scenario": named(self.explanation.scenario),
            }
            (folder / MANIFEST).write_text(_json(manifest), encoding="utf-8", newline="\n")
        return [target / path for path in written]

    def _draw(self, folder: Path) -> list[Path]:
        """The gate graph, a roadmap for each goal within reach, and those of the first ways out of each other goal."""
        from sim.report.gate_graph import save_gate_graph  # matplotlib only where figures are drawn
        from sim.report.roadmap import roadmap
        from sim.report.save import save_figure

        scenario = self.explanation.scenario
        claims = {key: claim.says for key, claim in claims_in(scenario).items()}
        paths = save_gate_graph(self.explanation, claims, folder, "gate-graph")
        for answer in self.explanation.answers:
            for name, title, road in _roadmaps(answer):
                paths += save_figure(roadmap(scenario, road, title), folder, f"roadmap-{_file_name(name)}")
        return paths


def _roadmaps(answer: GoalAnswer) -> list[tuple[str, str, Roadmap]]:
    """Name, title and roadmap of each timeline of a goal."""
    goal = answer.goal
    if answer.roadmap is not None:
        title = f"{goal.label}: within reach, in round {answer.roadmap.rounds} at the earliest"
        return [(goal.name, title, answer.roadmap)]
    found = []
    for number, way in enumerate(answer.ways_out[:MOST_ROADMAPS], 1):
        if way.roadmap is not None:
            waived = "one demand is waived" if len(way.waives) == 1 else f"{len(way.waives)} demands are waived"
            title = f"{goal.label}: out of reach; if {waived}, in round {way.roadmap.rounds} at the earliest"
            found.append((f"{goal.name}-{number}", title, way.roadmap))
    return found


def _without_scenario(explanation: Explanation) -> Explanation:
    """The same without its scenario, which no picture of plain data needs twice."""
    from dataclasses import replace

    return replace(explanation, scenario=None)  # type: ignore[arg-type]


def _change(item: Difference | None) -> dict[str, Any] | None:
    """A share before and after with its interval, and the paired difference."""
    if item is None:
        return None
    return {
        "before": item.before.mean,
        "after": item.after.mean,
        "after_low": item.after.low,
        "after_high": item.after.high,
        "change": item.change,
        "low": item.low,
        "high": item.high,
    }


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _file_name(text: str) -> str:
    """A name that every file system takes."""
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", text).strip("-.")[:60] or "goal"
