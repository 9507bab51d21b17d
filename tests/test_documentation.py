"""What the documents promise: commands of one line, examples that load, fields that exist."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from numba.core import config

from sim.scenario import load, loads
from tests.readme import updated

ROOT = Path(__file__).resolve().parent.parent
README_PATH = ROOT / "README.md"
README = README_PATH.read_text(encoding="utf-8")
REFERENCE = (ROOT / "docs" / "scenario-language.md").read_text(encoding="utf-8")


def blocks(text: str, language: str = "yaml") -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


@pytest.mark.parametrize("ending", ["sim run flagship --out results/flagship", "python -m tests"])
def test_the_readme_gives_each_command_as_one_line(ending: str) -> None:
    lines = [line.strip() for line in README.splitlines() if line.endswith(ending)]
    assert len(lines) == 1
    assert lines[0].startswith("python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt ")


@pytest.mark.skipif(config.DISABLE_JIT, reason="minutes without the compiler")
def test_the_readme_shows_what_its_first_command_prints() -> None:
    # if the flagship or the engine has changed: python -m tests.readme
    assert updated(README).splitlines() == README.splitlines()


def test_the_readme_example_is_short_and_grows_by_a_precondition(tmp_path: Path) -> None:
    smallest, precondition, variant = blocks(README)
    assert len(smallest.splitlines()) < 25
    assert loads(smallest).preconditions == {}
    (tmp_path / "dam.yaml").write_text(smallest + precondition, encoding="utf-8")
    (tmp_path / "variant.yaml").write_text(variant, encoding="utf-8")
    assert set(load(tmp_path / "dam.yaml").preconditions) == {"inspection_first"}
    assert load(tmp_path / "variant.yaml").preconditions == {}


@pytest.mark.parametrize("document", ["scenario-language.md", "writing-a-scenario.md"])
def test_examples_in_the_documents_are_yaml(document: str) -> None:
    found = blocks((ROOT / "docs" / document).read_text(encoding="utf-8"))
    assert found
    for block in found:
        assert isinstance(yaml.safe_load(block), dict)


def test_the_reference_names_every_field_of_the_language() -> None:
    flagship = load("flagship")
    assert flagship.battlefield is not None
    assert flagship.opening_text is not None
    models = {
        type(model)
        for model in (
            flagship,
            flagship.actors["russia"],
            flagship.relations["us"]["russia"],
            flagship.issues["territory"],
            flagship.issues["territory"].stakes["russia"],
            flagship.battlefield,
            flagship.fallbacks,
            flagship.steps["ceasefire"],
            flagship.steps["ceasefire"].collapse,
            flagship.tracks["direct"],
            flagship.preconditions["withdrawal_first"],
            flagship.opening_text,
            flagship.shocks["talks_broken_off"],
            flagship.mechanisms,
        )
    }
    code = " ".join(re.findall(r"`([^`]*)`", REFERENCE.replace("```", "")))
    names = {field.alias or name for model in models for name, field in model.model_fields.items()}
    assert {name for name in names if not re.search(rf"\b{name}\b", code)} == set()


def test_pinned_versions_name_no_address_and_no_hash() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", pin) for pin in pins)
    assert not any(pin.startswith("diplomatic") for pin in pins)


def test_the_version_is_the_same_wherever_it_stands() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == project["version"]


PAGES = [README_PATH, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize(
    "page", [page for page in PAGES if "```python" in page.read_text(encoding="utf-8")], ids=lambda page: page.name
)
def test_examples_in_python_run_as_they_stand(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    space: dict[str, object] = {}
    for block in blocks(page.read_text(encoding="utf-8"), "python"):
        exec(compile(block, page.name, "exec"), space)
    assert capsys.readouterr().out


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_within_a_page_name_a_heading(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    headings = [
        re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in re.findall(r"^#+ (.*)", text, re.M)
    ]
    for anchor in re.findall(r"\]\(#([^)]*)\)", text):
        assert anchor in headings


def test_the_model_page_names_every_switch_and_every_file_of_rules() -> None:
    page = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    switches = type(load("flagship").mechanisms).model_fields
    assert {name for name in switches if f"`{name}`" not in page} == set()
    files = {path.name for path in (ROOT / "sim" / "rules").glob("[a-z]*.py")}
    assert {name for name in files if f"rules/{name}`" not in page} == set()
    for path in re.findall(r"`((?:rules|round|compile)/\w*(?:\.py)?)`", page):
        assert (ROOT / "sim" / path).exists(), path


def test_the_site_begins_with_the_line_of_the_readme() -> None:
    (line,) = [line.strip() for line in README.splitlines() if line.endswith("sim run flagship --out results/flagship")]
    assert f"    {line}\n" in (ROOT / "docs" / "index.md").read_text(encoding="utf-8")


def test_the_odd_page_names_every_state_variable() -> None:
    page = (ROOT / "docs" / "odd.md").read_text(encoding="utf-8")
    source = (ROOT / "sim" / "arrays.py").read_text(encoding="utf-8")
    columns: set[str] = set()
    for state in re.findall(r"^# State\.\w+[^\n]*\n(.*?)= range", source, re.DOTALL | re.MULTILINE):
        columns |= set(re.findall(r"[A-Z_]{1,}[A-Z]", state)) | ({"X"} & set(re.findall(r"\w+", state)))
    state = {name.lower() for name in columns} - {"at", "event", "subject", "object", "amount"}
    assert len(state) > 60
    assert {name for name in state if f"`{name}`" not in page} == set()
    for number, element in enumerate(
        ("Purpose and patterns", "Entities, state variables and scales", "Process overview and scheduling",
         "Design concepts", "Initialization", "Input data", "Submodels"), start=1
    ):  # fmt: skip
        assert f"## {number}. {element}\n" in page
    concepts = ("Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction", "Sensing",
                "Interaction", "Stochasticity", "Collectives", "Observation")  # fmt: skip
    assert all(f"**{concept}.**" in page for concept in concepts)
    assert all(f"mechanisms/{name}.md" in page for name in type(load("flagship").mechanisms).model_fields)


def test_the_architecture_page_names_every_part_in_the_order_of_the_contract() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(contract["layers"] for contract in contracts if contract["name"] == "Layers")
    named = [part for layer in layers for part in layer.split(" | ") if part[0] != "(" and part != "__main__"]
    listed = re.search(r"Layers, top to bottom: (.*?)\. Each", page, re.DOTALL)
    assert listed is not None
    assert re.findall(r"`(\w+)`", listed[1]) == named
