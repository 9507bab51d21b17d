"""docs/studies.md: its examples are studies, and it names what there is."""

import re
from pathlib import Path

import pytest

from sim.study import loads_study, shipped_studies, study_schema
from sim.study.language.study_file import LEVER_DESIGNS, UNCERTAINTY_DESIGNS

TEXT = (Path(__file__).parents[2] / "docs" / "studies.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_examples_are_studies(example):
    study = loads_study(example)
    assert len(study.plan()) > 1


def test_every_field_is_in_a_table():
    schema = study_schema()
    fields = {*schema["properties"], *schema["$defs"]["LeverForm"]["properties"],
              *schema["$defs"]["DesignForm"]["properties"]}  # fmt: skip
    assert len(EXAMPLES) >= 4
    assert {name for name in fields if f"`{name}`" not in TEXT and f"`{name}:" not in TEXT} == set()


def test_every_design_and_every_shipped_study_is_named():
    for design in {*LEVER_DESIGNS, *UNCERTAINTY_DESIGNS}:
        assert f"`{design}`" in TEXT or f"`{{{design}: " in TEXT
    assert set(re.findall(r"^\| `(\w+)` \| .*\? \|$", TEXT, re.MULTILINE)) == set(shipped_studies())
