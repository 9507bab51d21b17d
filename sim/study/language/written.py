"""A study as plain data: what it is saved as, and what its digest is taken of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.scenario import Scenario
from sim.study.design.levers import Lever

if TYPE_CHECKING:
    from sim.study.study import Study


def written(study: Study) -> dict[str, Any]:
    """JSON-able data that `loads_study` accepts, everything in it: it needs no other file.

    Claims are left out, for they are in files of their own and no run depends on them.
    """
    design: dict[str, Any] = {
        "levers": {"list": [dict(row) for row in study.design.rows]}
        if study.design.levers.kind == "list"
        else study.design.levers.to_yaml(),
        "uncertainties": study.design.uncertainties.to_yaml(),
        "crossing": study.design.crossing,
    }
    data: dict[str, Any] = {
        "name": study.name,
        "question": study.question,
        "scenarios": {name: _scenario(scenario) for name, scenario in study.scenarios.items()},
        "levers": {name: _lever(lever) for name, lever in study.levers.items()},
        "uncertainties": list(study.uncertainties),
        "design": design,
        "runs": study.runs,
        "runs_per_draw": study.runs_per_draw,
        "seed": study.seed,
        "outcomes": list(study.outcomes),
    }
    return data if study.finding is None else {**data, "finding": study.finding}


def _scenario(scenario: Scenario) -> dict[str, Any]:
    data: dict[str, Any] = _without_claims(scenario.resolved())
    data.pop("seeds", None)
    return data


def _without_claims(value: Any) -> Any:
    """The same data without citations. What else is called `claims` (an actor, a step) is no list of texts."""
    if isinstance(value, list):
        return [_without_claims(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _without_claims(below)
        for key, below in value.items()
        if not (key == "claims" and isinstance(below, list) and all(isinstance(item, str) for item in below))
    }


def _lever(lever: Lever) -> dict[str, Any]:
    if lever.settings:
        settings = {
            name: {"label": setting.label, "set": _without_claims(dict(setting.set)), "remove": list(setting.remove)}
            for name, setting in lever.settings.items()
        }
        return {"label": lever.label, "settings": settings}
    data: dict[str, Any] = {"label": lever.label, "path": list(lever.paths), "unit": lever.unit}
    if lever.between is None:
        return {**data, "values": list(lever.values)}
    ends: Mapping[str, Any] = {"between": list(lever.between), "levels": lever.levels}
    return {**data, **{key: value for key, value in ends.items() if value is not None}}
