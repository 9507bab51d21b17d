"""What the fields of the language mean, by the paths at which they stand in a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel


def meaning(path: str, scenario: BaseModel) -> str:
    """What the language of scenarios says of the field at a path; empty if nothing."""
    value: Any = scenario
    said = ""
    for part in path.split("."):
        if isinstance(value, BaseModel):
            fields = {field.alias or name: (name, field) for name, field in type(value).model_fields.items()}
            if part not in fields:
                return said
            name, field = fields[part]
            said, value = field.description or "", getattr(value, name)
        elif isinstance(value, Mapping) and part in value:
            value = value[part]
        else:
            return said
    return said
