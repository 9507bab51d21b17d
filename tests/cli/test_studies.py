"""What `sim list` and `sim schema` say of studies."""

import json
import re

from typer.testing import CliRunner

from sim.cli.app import app
from sim.study import shipped_studies, study_schema


def run(*arguments):
    found = CliRunner().invoke(app, list(arguments))
    assert found.exit_code == 0, found.output
    return found.output


def test_list_names_every_shipped_study_with_its_question():
    printed = re.sub(r"\s+", " ", run("list"))
    assert all(name in printed for name in shipped_studies())
    assert "Whose patience matters" in printed


def test_schema_of_studies_is_another_than_that_of_scenarios():
    assert json.loads(run("schema", "--study")) == study_schema()
    assert "actors" in json.loads(run("schema"))["properties"]
    assert "actors" not in study_schema()["properties"]
