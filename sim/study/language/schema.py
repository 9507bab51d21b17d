"""The study language as JSON Schema (draft 2020-12), for editors.

It knows forms and names of keys. That paths, scenarios and quantities exist only `load_study` knows; a scenario written
out in a study is checked by the schema of scenarios.
"""

from __future__ import annotations

from typing import Any

from sim.scenario.schema import distribution_schema, names_checked, reasoned_number_schema, shared_written_out
from sim.study.language.study_file import StudyForm


def study_schema() -> dict[str, Any]:
    """The JSON Schema of study files."""
    whole = names_checked(StudyForm.model_json_schema(by_alias=True, mode="validation"))
    definitions: dict[str, Any] = whole.pop("$defs")
    properties = whole["properties"]
    for defined in (properties["design"], definitions["DesignForm"]["properties"]["levers"]):
        defined.pop("default", None)  # made from the words above it
    for section in ("levers", "design"):
        described = {key: properties[section].pop(key) for key in ("description",) if key in properties[section]}
        properties[section] = {**described, "anyOf": [properties[section], {"type": "null"}]}
    definitions["LeverForm"]["oneOf"] = [
        {"required": ["settings"]},
        {"required": ["path", "values"]},
        {"required": ["path", "between"]},
    ]
    complete: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **whole,
        "title": "Study",
        "oneOf": [{"required": ["scenario"]}, {"required": ["scenarios"]}],
        "$defs": {
            "Distribution": distribution_schema(),
            "ReasonedNumber": reasoned_number_schema(),
            **definitions,
        },
    }
    written_out: dict[str, Any] = shared_written_out(complete)
    return written_out
